"""Bad input: one line that names file, line, reason and remedy; no output; no file left behind."""

import gzip
import os

import pytest

NO_SUCH = "no such file; check the path"
NO_FILE = "no such file or directory; check the path and its permissions"
NO_TEXT = "the file holds no text; name a file with text"
NO_WORD = "no word in all the text; name files with text"
NUMBERS = "write a word and its numbers on each line, separated by single blanks, as word2vec does"
FIELDS = "write source, target and weight, separated by tabs"
KINDS = ".csv .jsonl .md .text .tsv .txt"
PLACE = "check the folder, its permissions and the space left"
LATIN = "un café à midi\n".encode("latin-1")
LATIN_ERROR = (
    "not valid UTF-8 (byte 0xe9 at 7) and no other encoding is certain; try --encoding cp1252, or convert it to UTF-8"
)
CUT_ERROR = (
    "the compressed stream is damaged or cut short "
    "(Compressed file ended before the end-of-stream marker was reached); "
    "compress the file again, or decompress by hand what is left"
)

FILES = {
    "good.txt": "变压器的绕组过热。断路器的触头磨损。检修变压器和绕组！检修断路器和触头！\n".encode() * 5,
    "terms.txt": "变压器\n断路器\n".encode(),
    "empty.txt": b"",
    "blank.txt": b" \n\t\n",
    "signs.txt": "，。！\n……\n".encode(),
    "latin.txt": LATIN,
    "cut.txt.gz": gzip.compress(os.urandom(300) + b"text" * 99, mtime=0)[:200],
    "images/x.png": b"",
    "words.tsv": "word\tcount\n变压器\t3\n".encode(),
    "counts.tsv": "term\tcount\n变压器\t3\n断路器\tmany\n".encode(),
    "column.csv": b"id,body\n1,x\n",
    "broken.jsonl": b'{"text": "x"}\n{"text": \n',
    "field.jsonl": b'{"title": "x"}\n{"body": "x"}\n',
    "short.tsv": b"a\tb\t1\nb\tc\td\t1\n",
    "header.tsv": b"source\ttarget\tweight\na\tb\t1\n\nb\tc\n",
    "zero.tsv": b"a\tb\t0\n",
    "one.tsv": b"a\n",
    "cut1.txt": "变压器 油\n过热\n".encode(),
    "cut2.txt": "变压器油\n\n过冷\n".encode(),
    "cut3.txt": "变 压器油\n".encode(),
    "vectors.txt": "2 2\n变压器 1 0\n绕组 0 1\n".encode(),
    "short.vec": b"2 2\na 1 0\nb 1\n",
    "word.vec": b"a 1 0\nb 1 x\n",
    "nan.vec": b"a 1 0\nb 1 nan\n",
    "head.vec": b"0 2\n",
    "broken.npy": b"no array",
    "strong.tsv": b"a\tb\t1\nb\tc\t1.5\n",
    "a.txt": b"a\n",
    "seed.txt": "绕组\n".encode(),
    "good.tsv": b"a\tb\t1\nb\tc\t1\n",
    **{f"{weight}.tsv": f"a\tb\t1\nb\tc\t{weight}\n".encode() for weight in ("-1", "nan", "inf", "1e999", "x")},
}

BAD_DATA = [
    ("discover absent.txt", f"absent.txt: {NO_SUCH}"),
    ("segment absent.txt", f"absent.txt: {NO_SUCH}"),
    ("graph absent.txt --terms terms.txt", f"absent.txt: {NO_SUCH}"),
    (
        "map good.txt -b absent.txt -o OUT",
        "absent.txt: no such file, and no shipped background of that name; check the path, or use en, zh or none",
    ),
    ("cluster absent.tsv", "absent.tsv: no such file or directory; check the path and its permissions"),
    (
        "graph good.txt --terms absent.txt",
        "absent.txt: no such file or directory; check the path and its permissions",
    ),
    ("cluster images", "images: is a directory; check the path and its permissions"),
    ("discover images", f"images: the directory holds no text ({KINDS}); name the files themselves"),
    ("discover *.nope", "*.nope: the pattern matches no file; check the pattern, or quote it for textmine"),
    ("discover latin.txt", f"latin.txt:1: {LATIN_ERROR}"),
    ("segment latin.txt -o OUT", f"latin.txt:1: {LATIN_ERROR}"),
    ("cluster latin.txt", f"latin.txt:1: {LATIN_ERROR}"),
    (
        "discover good.txt --encoding ascii",
        "good.txt:1: not valid ascii (byte 0xe5 at 1); name its encoding with --encoding, or convert it to UTF-8",
    ),
    ("discover cut.txt.gz", f"cut.txt.gz: {CUT_ERROR}"),
    ("cluster cut.txt.gz", f"cut.txt.gz: {CUT_ERROR}"),
    *(
        (f"{command} {name}", f"{name}: {NO_TEXT}")
        for command in ("discover", "segment", "graph --terms terms.txt", "map -o OUT")
        for name in ("empty.txt", "blank.txt")
    ),
    ("discover signs.txt", f"signs.txt: {NO_WORD}"),
    ("graph signs.txt --terms terms.txt", f"signs.txt: {NO_WORD}"),
    ("map signs.txt -o OUT", "signs.txt: no term was found; give more text, or lower --min-count"),
    (
        "map good.txt -b none --max-share 1e-9 -o OUT",
        "good.txt: no term was found; raise --max-share 1e-09, which is less than one of 5 documents",
    ),
    ("discover column.csv --column text", "column.csv:1: no column 'text'; the columns are: id, body"),
    (
        "discover broken.jsonl",
        "broken.jsonl:2: not JSON: expecting value at character 10; write one JSON object a line",
    ),
    (
        "discover field.jsonl",
        "field.jsonl:1: no text in the field 'text'; name the field with --field; fields with text are: title, body",
    ),
    ("graph good.txt --terms words.tsv", "words.tsv:1: no column 'term'; the columns are: word, count"),
    (
        "graph good.txt --terms counts.tsv",
        "counts.tsv:3: the count 'many' is not a whole number; write how often it occurs",
    ),
    (
        "graph good.txt --terms empty.txt",
        "empty.txt: the file is empty; write a term a line, or a table with a column 'term'",
    ),
    ("cluster short.tsv", f"short.tsv:2: 4 fields where the first record has 3; {FIELDS}"),
    ("cluster header.tsv", f"header.tsv:4: 2 fields where the first record has 3; {FIELDS}"),
    ("cluster one.tsv", f"one.tsv:1: a link has 2 or 3 fields, not 1; {FIELDS}"),
    ("cluster empty.txt", f"empty.txt: the file is empty; {FIELDS}"),
    ("cluster blank.txt", f"blank.txt: the file is empty; {FIELDS}"),
    ("cluster zero.tsv", "zero.tsv: the graph has no link; give links with a weight above 0"),
    ("cluster ./-1.tsv", "./-1.tsv:2: the weight '-1' is negative; write a number of 0 or more"),
    ("cluster nan.tsv", "nan.tsv:2: the weight 'nan' is not a number; write a number of 0 or more"),
    ("cluster inf.tsv", "inf.tsv:2: the weight 'inf' is infinite; write a number of 0 or more"),
    ("cluster 1e999.tsv -o OUT", "1e999.tsv:2: the weight '1e999' is infinite; write a number of 0 or more"),
    ("cluster x.tsv", "x.tsv:2: the weight 'x' is not a number; write a number of 0 or more"),
    ("evaluate terms absent.txt terms.txt good.txt", f"absent.txt: {NO_FILE}"),
    ("evaluate terms terms.txt absent.txt good.txt", f"absent.txt: {NO_FILE}"),
    ("evaluate terms terms.txt terms.txt absent.txt", f"absent.txt: {NO_SUCH}"),
    ("evaluate terms terms.txt terms.txt good.txt --compare absent.txt", f"absent.txt: {NO_FILE}"),
    (
        "evaluate terms terms.txt terms.txt good.txt --min-count 99 -o OUT",
        "terms.txt: no gold term occurs 99 times or more in the corpus; "
        "name the text that the terms were marked in, or lower --min-count",
    ),
    (
        "evaluate terms terms.txt empty.txt good.txt",
        "empty.txt: no gold term occurs 5 times or more in the corpus; "
        "name the text that the terms were marked in, or lower --min-count",
    ),
    ("evaluate segmentation absent.txt good.txt", f"absent.txt: {NO_FILE}"),
    ("evaluate segmentation good.txt absent.txt -o OUT", f"absent.txt: {NO_FILE}"),
    (
        "evaluate segmentation good.txt blank.txt",
        "blank.txt: the file holds no word; write a sentence a line, words separated by blanks",
    ),
    (
        "evaluate segmentation cut1.txt cut2.txt -o OUT",
        "cut2.txt:3: the characters differ from those of line 2 of cut1.txt; "
        "give the same sentences on both sides, with nothing but blanks added",
    ),
    (
        "evaluate segmentation cut1.txt cut3.txt",
        "cut3.txt: 1 sentences, but cut1.txt has 2; give the same sentences on both sides",
    ),
    (
        "evaluate segmentation cut1.txt cut1.txt --compare cut3.txt",
        "cut3.txt: 1 sentences, but cut1.txt has 2; give the same sentences on both sides",
    ),
    ("contexts 变压器 absent.txt", f"absent.txt: {NO_SUCH}"),
    ("contexts 变压器 empty.txt -o OUT", f"empty.txt: {NO_TEXT}"),
    ("contexts 变压器 latin.txt", f"latin.txt:1: {LATIN_ERROR}"),
    ("contexts --terms words.tsv good.txt", "words.tsv:1: no column 'term'; the columns are: word, count"),
    ("contexts --terms absent.txt good.txt", f"absent.txt: {NO_FILE}"),
    ("vectors absent.txt", f"absent.txt: {NO_SUCH}"),
    ("vectors good.txt --terms absent.txt", f"absent.txt: {NO_FILE}"),
    (
        "vectors cut1.txt -o OUT",
        "cut1.txt: no two words that occur 5 times or more are associated; give more text, or lower --min-count",
    ),
    ("similar 变压器 --vectors absent.txt", f"absent.txt: {NO_FILE}"),
    (
        "similar 断路器 --vectors vectors.txt",
        "vectors.txt: no vector for '断路器'; check its spelling, or make vectors with a lower --min-count",
    ),
    ("similar a --vectors short.vec", f"short.vec:3: 1 numbers instead of 2; {NUMBERS}"),
    ("similar a --vectors word.vec", f"word.vec:2: a field after the word is not a number; {NUMBERS}"),
    ("similar a --vectors nan.vec", "nan.vec:2: a number is infinite or NaN; write finite numbers"),
    ("similar a --vectors head.vec", f"head.vec: the file holds no vector; {NUMBERS}"),
    ("similar a --vectors empty.txt", f"empty.txt: the file holds no vector; {NUMBERS}"),
    ("similar a --vectors broken.npy", "broken.npy: not a numpy file; write it with textmine vectors"),
    (
        "expand a.txt --vectors vectors.txt",
        "vectors.txt: none of the 1 seeds is in it; give seeds that the text has",
    ),
    ("expand terms.txt --graph good.tsv", "good.tsv: none of the 2 seeds is in it; give seeds that the text has"),
    (
        "expand a.txt --graph strong.tsv",
        "strong.tsv: a weight of 1.5 is not a similarity; "
        "make the graph with --weight npmi or --weight jaccard, or from vectors",
    ),
    (
        "expand seed.txt --vectors vectors.txt --terms words.tsv",
        "words.tsv:1: no column 'term'; the columns are: word, count",
    ),
    ("graph --from-vectors absent.txt", f"absent.txt: {NO_FILE}"),
    ("segment good.txt -o absent/out.txt", f"absent/out.txt: cannot be written: no such file or directory; {PLACE}"),
    ("segment good.txt -o good.tsv/out.txt", f"good.tsv/out.txt: cannot be written: not a directory; {PLACE}"),
    ("segment good.txt -o images", f"images: cannot be written: is a directory; {PLACE}"),
]

TOO_MANY = f"100000 threads are too many for this machine; use --threads {max(256, os.cpu_count() or 1)} or fewer"
BAD_USAGE = [
    (
        "discover good.txt --encoding klingon",
        "'klingon' is not an encoding; use a name such as utf-8, gb18030, big5 or utf-16",
    ),
    ("discover good.txt -o good.txt", "the output good.txt is also an input; name another file with --output"),
    ("discover . -o ./good.txt", "the output ./good.txt is also an input; name another file with --output"),
    ("cluster good.tsv -o good.tsv", "the output good.tsv is also an input; name another file with --output"),
    ("segment good.txt --terms words.tsv -o words.tsv", "the output words.tsv is also an input; name another file"),
    ("graph good.txt --terms terms.txt -o terms.txt", "the output terms.txt is also an input; name another file"),
    ("discover - -", "standard input (-) can be read only once; give a file in one of its places"),
    ("graph - --terms -", "standard input (-) can be read only once; give a file in one of its places"),
    ("map good.txt -o -", "--output is the name of a folder, which standard output is not; give a folder"),
    ("report OUT --line a", "--line is for a figure of trends; add --figure FILE --drawing trends"),
    (
        "report OUT --figure f.svg --side a",
        "--side is for a figure of comparison; add --figure FILE --drawing comparison",
    ),
    ("report OUT --drawing trends", "--drawing trends needs a file; add --figure FILE"),
    (
        "count good.txt -o OUT --scheduler local:2000000",
        "2000000 workers are too many for this machine; use local:64 or fewer",
    ),
    ("map - -b - -o OUT", "standard input (-) can be read only once; give a file in one of its places"),
    ("discover good.txt --min-count 0", "the least count is below 1; use --min-count 1 or more"),
    ("map good.txt --min-count 0 -o OUT", "the least count is below 1; use --min-count 1 or more"),
    ("graph good.txt --terms terms.txt --min-count 0", "the least count is below 1; use --min-count 1 or more"),
    ("graph good.txt --terms terms.txt --window -1", "the window is below 1; use --window 10"),
    ("map good.txt --window 0 -o OUT", "the window is below 1; use --window 10"),
    ("discover good.txt --top -1", "the number of terms is negative; use --top 0 for all terms"),
    ("map good.txt --top -1 -o OUT", "the number of terms is negative; use --top 0 for all terms"),
    ("graph good.txt --terms terms.txt --top -1", "--top is negative; use --top 0 for all"),
    ("map good.txt --graph-terms -1 -o OUT", "--graph-terms is negative; use --graph-terms 0 for all"),
    ("graph", "there is no text; write textmine graph CORPUS, or --from-vectors FILE"),
    (
        "graph good.txt --from-vectors vectors.txt",
        "--from-vectors needs no text, no terms and no senses; leave out CORPUS, --terms, --senses",
    ),
    (
        "graph --from-vectors vectors.txt --neighbours 0",
        "the number of neighbours is below 1; use --neighbours 1 or more",
    ),
    ("vectors good.txt --dimensions 0", "--dimensions is below 1; use --dimensions 1 or more"),
    ("vectors good.txt --window 0", "--window is below 1; use --window 1 or more"),
    ("vectors good.txt --smoothing 0", "--smoothing is not between 0 and 1; use --smoothing 0.75, or 1 for none"),
    ("vectors good.txt --shift nan", "--shift is not above 0; use --shift 1, which is none"),
    ("vectors good.txt --power 2", "--power is not between 0 and 1; use --power 0.5"),
    ("vectors good.txt -o good.txt", "the output good.txt is also an input; name another file with --output"),
    ("similar a --vectors vectors.txt --top -1", "--top is negative; use --top 0 for all"),
    ("expand terms.txt", "the words must come from one place; give --vectors FILE, or --graph FILE"),
    (
        "expand a.txt --graph good.tsv --terms x.tsv",
        "--terms needs --vectors; give --vectors FILE, or leave out --terms",
    ),
    ("expand a.txt --graph good.tsv --bar 2", "--bar is not between -1 and 1; use --bar 0.6"),
    (
        "expand a.txt --graph good.tsv --rate -1",
        "--rate is negative; use --rate 0.35, or 0 for the same bar everywhere",
    ),
    ("expand - --vectors -", "standard input (-) can be read only once; give a file in one of its places"),
    ("contexts", "no text is given; write textmine contexts TERM... CORPUS"),
    ("contexts --sample 0 油 good.txt", "--sample is 0: a sample needs one context or more; use --sample 10"),
    (
        "contexts good.txt",
        "no term is given; write textmine contexts TERM... CORPUS, or name a list of terms with --terms",
    ),
    (
        "contexts --corpus good.txt",
        "no term is given; write textmine contexts TERM... CORPUS, or name a list of terms with --terms",
    ),
    ("contexts 变压器 good.txt --per-term -1", "--per-term is negative; use --per-term 0 for all"),
    (
        "contexts 变压器 good.txt --width -1",
        "the width or the number of contexts is negative; use --width 40 and --per-term 5",
    ),
    ("contexts 变压器 good.txt -o good.txt", "the output good.txt is also an input; name another file with --output"),
    ("contexts --terms - -", "standard input (-) can be read only once; give a file in one of its places"),
    ("evaluate terms - - good.txt", "standard input (-) can be read only once; give a file in one of its places"),
    (
        "evaluate terms terms.txt terms.txt good.txt -o terms.txt",
        "the output terms.txt is also an input; name another file",
    ),
    (
        "evaluate terms terms.txt terms.txt good.txt --resamples 0",
        "the number of resamples is below 1; use --resamples 1000",
    ),
    (
        "evaluate terms terms.txt terms.txt good.txt --min-length 0",
        "the least length is below 1; use --min-length 1 or more",
    ),
    ("evaluate segmentation good.txt good.txt --seed -1", "the seed is negative; use --seed 0 or more"),
    ("cluster good.tsv --trials 0", "trials is 0, below 1; use --trials 1 or more"),
    *(
        (f"{command} --threads 100000", TOO_MANY)
        for command in ("cluster good.tsv", "discover good.txt", "graph good.txt", "trends good.txt --date date")
    ),
    ("cluster good.tsv --threads 0", "the number of threads is below 1; use --threads 1 or more"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bad")
    for name, content in FILES.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def snapshot(folder):
    return {path: path.read_bytes() if path.is_file() else None for path in folder.rglob("*")}


@pytest.mark.parametrize(
    ("code", "command", "expected"),
    [(1, *case) for case in BAD_DATA] + [(2, *case) for case in BAD_USAGE],
    ids=lambda value: value.replace("/", "_") if isinstance(value, str) and " " in value else None,
)
def test_bad_input_gives_one_line_and_no_output(inside, folder, code, command, expected):
    before = snapshot(folder)
    found, out, err = inside(*command.split(), cwd=folder)
    line = err.decode()
    assert line.startswith(f"textmine: {expected}")
    assert line.count("\n") == 1
    if not expected.endswith("another file"):  # cut for width
        assert line == f"textmine: {expected}\n"
    assert (found, out) == (code, b"")
    assert snapshot(folder) == before


@pytest.mark.parametrize("command", ["", "evaluate"])
def test_help_that_was_not_asked_for_is_an_error(inside, command):
    code, out, err = inside(*command.split())
    assert (code, out) == (2, b"")
    assert err.startswith(b"Usage: textmine")
    assert b"Traceback" not in err


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        ("clusterr", "there is no command 'clusterr'; perhaps cluster is meant; see textmine --help"),
        ("nonsense", "there is no command 'nonsense'; see textmine --help"),
        ("evaluate nonsense", "there is no command 'nonsense'; see textmine evaluate --help"),
        ("-q cluster g", "there is no option -q before the name of a command; see textmine --help"),
        ("discover", "CORPUS is missing; see textmine discover --help"),
        ("similar word", "--vectors is missing; see textmine similar --help"),
        ("evaluate terms", "RANKED is missing; see textmine evaluate terms --help"),
        ("cluster --xyzzy g.tsv", "there is no option --xyzzy; see textmine cluster --help"),
        ("cluster g --form x", "there is no option --form; perhaps --format is meant; see textmine cluster --help"),
        ("compare g --group x", "there is no option --group; see textmine compare --help"),
        ("cluster g h i", "too many arguments: h i; see textmine cluster --help"),
        ("cluster g -o", "-o needs a value; see textmine cluster --help"),
        ("cluster g --directed=yes", "--directed takes no value; see textmine cluster --help"),
        ("cluster g --effort x", "--effort: 'x' is not one of 'fast', 'default', 'best'; see textmine cluster --help"),
        ("discover x.txt --top many", "--top: 'many' is not a whole number; see textmine discover --help"),
        ("discover x.txt --max-share a", "--max-share: 'a' is not a number; see textmine discover --help"),
    ],
)
def test_a_wrong_command_line_gives_one_line(inside, command, reason):
    assert inside(*command.split()) == (2, b"", f"textmine: {reason}\n".encode())


def test_an_empty_name_is_said_in_quotes(inside):
    code, _, err = inside("cluster", "")
    assert (code, err) == (1, b"textmine: '': no such file or directory; check the path and its permissions\n")


def test_a_name_with_a_line_end_stays_on_one_line(inside, folder):
    code, _, err = inside("segment", "two\nlines.txt", cwd=folder)
    assert (code, err) == (1, b"textmine: two\\nlines.txt: no such file; check the path\n")


def test_a_name_that_is_not_utf_8_can_be_used_and_said(inside, tmp_path):
    name = b"caf\xe9.txt"
    (tmp_path / os.fsdecode(name)).write_text("变压器\n", encoding="utf-8")
    assert inside("segment", os.fsdecode(name), cwd=tmp_path) == (0, "变压器\n".encode(), b"")
    code, _, err = inside("segment", os.fsdecode(b"the\xe9.txt"), cwd=tmp_path)
    assert (code, err) == (1, b"textmine: the\\udce9.txt: no such file; check the path\n")
