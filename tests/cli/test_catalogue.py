"""The catalogue of odd inputs: what every command does with each, line on standard error and exit code.

A refusal is one line, exit code 1, no output and no file; what is accepted says nothing but notes.
"""

import gzip
import os
import socket
import zlib

import pytest

pytestmark = pytest.mark.usefixtures("small_dictionary")

GOOD = "变压器的绕组过热。断路器的触头磨损。检修变压器和绕组！检修断路器和触头！\n".encode() * 5
HALF = gzip.compress(GOOD * 50 + bytes(range(256)), mtime=0)[:60]

NO_TEXT = "the file holds no text; name a file with text"
NO_WORD = "no word in all the text; name files with text"
NO_TERM = "no term was found; give more text, or lower --min-count"
NO_LINKS = "no two terms occur together often enough; give more text"
NO_PAIRS = "no two words that occur 1 times or more are associated; give more text, or lower --min-count"
NO_GOLD = (
    "gold.txt: no gold term occurs 1 times or more in the corpus; "
    "name the text that the terms were marked in, or lower --min-count"
)
SHORT = {"map": NO_LINKS}
ABSENT_TERM = "the term does not occur in the text; check how it is written, or name another text"
FEW = {"vectors": NO_PAIRS, "map": NO_LINKS, "evaluate": NO_GOLD, "contexts": ABSENT_TERM}
TEXT_READERS = ["discover", "background", "count", "segment", "free", "graph", "contexts", "vectors", "map", "evaluate"]
EMPTY = dict.fromkeys(TEXT_READERS, NO_TEXT)
WORDLESS = {
    **dict.fromkeys(("discover", "background", "count", "graph", "vectors"), NO_WORD),
    "map": NO_TERM,
    "contexts": ABSENT_TERM,
    "evaluate": NO_GOLD,
}
DAMAGED = (
    "not valid UTF-8 ({}), but everything before it is; the file is damaged or has several encodings: repair this line"
)
CUT = (
    "the compressed stream is damaged or cut short (Compressed file ended before the end-of-stream marker was "
    "reached); compress the file again, or decompress by hand what is left"
)
FIELDS = "write source, target and weight, separated by tabs"
NOT_NEGATIVE = "write a number of 0 or more"
SCALE = "scale all weights to between 1e-100 and 1e+100"
NODE_LINK = 'write {"nodes": [{"id": ...}], "edges": [{"source": ..., "target": ..., "weight": ...}]}'
PAJEK = "see Pajek's format: *Vertices, then *Edges or *Arcs"
NUMBERS = "write a word and its numbers on each line, separated by single blanks, as word2vec does"

# What reads text, by a short name; {} is the input.
READ_TEXT = {
    "discover": "discover {} -b none --min-count 1",
    "background": "discover good.txt -b {}",
    "count": "count {} -o OUT",
    "segment": "segment {}",
    "free": "segment {} --lexicon-free",
    "graph": "graph {} -b none --min-count 1",
    "contexts": "contexts 变压器 {}",
    "vectors": "vectors {} --min-count 1 --dimensions 2",
    "map": "map {} -b none --min-count 1 -o OUT",
    "evaluate": "evaluate terms gold.txt gold.txt {} --min-count 1",
}
# What reads other files whole.
READ_WHOLE = (
    "graph good.txt --terms {}",
    "segment good.txt --terms {}",
    "discover good.txt -b none --known {}",
    "discover good.txt -b none --include {}",
    "contexts --terms {} good.txt",
    "cluster {}",
    "cluster good.tsv --initial {}",
    "similar a --vectors {}",
    "graph --from-vectors {}",
    "expand {} --vectors good.vec",
    "expand good.txt --graph {}",
    "evaluate segmentation {} good.txt",
    "evaluate segmentation good.txt {}",
    "evaluate terms {} good.txt good.txt",
    "evaluate communities {} good.tsv",
)

# Bytes that are no text whatever reads them: line (None where the file as a whole is to blame) and reason.
UNREADABLE = {
    "half.txt.gz": (HALF, None, CUT),
    "flipped.gz": (HALF[:12] + bytes(40), None, "the compressed stream is damaged or cut short ("),
    "truncated.txt": (GOOD + "变".encode()[:2], 6, DAMAGED.format("byte 0xe5 at 1")),
    "mixed.txt": (GOOD + "变压器的绕组过热，检修断路器".encode("gb18030"), 6, DAMAGED.format("byte 0xb1 at 1")),
    "mixed-back.txt": (
        "变压器的绕组过热，检修断路器和触头的时候。\n".encode("gb18030") + GOOD,
        1,
        "not valid UTF-8 (byte 0xb1 at 1) and no other encoding is certain; try --encoding ",
    ),
    "latin.txt": (
        "un café à midi\n".encode("latin-1"),
        1,
        "not valid UTF-8 (byte 0xe9 at 7) and no other encoding is certain; try --encoding cp1252, or convert it to "
        "UTF-8",
    ),
    "half-pair-16.txt": (
        "\ufeff变压器".encode("utf-16-le") + b"\x00\xd8a\x00",
        1,
        "not valid utf-16-le (byte 0x00 at 9); name its encoding with --encoding, or convert it to UTF-8",
    ),
    "half-unit-16.txt": (
        b"\xff\xfea",
        1,
        "not valid utf-16-le (byte 0x61 at 3); name its encoding with --encoding, or convert it to UTF-8",
    ),
    "out-of-range-32.txt": (
        b"\xff\xfe\0\0" + b"\0\0\x11\0",
        1,
        "not valid utf-32-le (byte 0x00 at 5); name its encoding with --encoding, or convert it to UTF-8",
    ),
}

# Text that is odd: what refuses it, and why; all other commands take it.
ODD_TEXT = {
    "empty.txt": (b"", EMPTY),
    "blank.txt": (b" \n\t\n\xe3\x80\x80\n", EMPTY),
    "mark.txt": (b"\xef\xbb\xbf", EMPTY),
    "mark16.txt": (b"\xff\xfe", EMPTY),
    "line-ends.txt": (b"\n" * 10**6, EMPTY),
    "packed-nothing.txt": (gzip.compress(b"", mtime=0), EMPTY),
    "signs.txt": ("，。！\n……\n".encode(), WORDLESS),
    "nul.txt": (b"\0" * 1000, WORDLESS),
    "private.txt": ("\ue000\uf8ff\U0010ffff\ufffe\uffff\n".encode() * 9, WORDLESS),
    "one.txt": ("变".encode(), FEW | {"map": NO_TERM}),
    "letter.txt": (b"a", FEW | {"map": NO_TERM}),
    "word.txt": (b"a" * 500_000, FEW),
    "figures.txt": (b"9" * 10_000 + b"\n" + b"8" * 10_000, FEW | {"map": NO_TERM}),
    "formulas.txt": (b"=1+1\n-1\n@a\n0x10\n1e999\nnan\ninf\ntrue\n\"q\"\n'a'\n", FEW),
    "marks.txt": ("\u0301" * 5000 + "变压器\n", {"vectors": NO_PAIRS, "map": NO_TERM}),
    "nul-within.txt": (GOOD + b"a\0b\0\n" + GOOD, SHORT),
    "mark-within.txt": (GOOD + b"\xef\xbb\xbf" + GOOD, SHORT),
    "crlf.txt": (GOOD.replace(b"\n", b"\r\n"), SHORT),
    "cr.txt": (GOOD.replace(b"\n", b"\r"), SHORT),
    "emoji.txt": ("👩‍👩‍👧‍👦变压器👍🏽变压器e\u0301e\u0301\u0301\n" * 9, {}),
    "control.txt": ("变压器\x1b[31m红\x07色\u202e反\u2028行\x85尾\n" * 9, {}),
    "tabs.txt": ("变压\t器 a\tb\n" * 9, {"evaluate": NO_GOLD, "contexts": ABSENT_TERM}),
    "long-line.txt": ("变压器的绕组过热" * 20_000, SHORT),
}

NO_FIELD = "no text in the field 'text'; name the field with --field"
JSON_HINT = "write one JSON object a line"
ODD_RECORDS = {
    "cut.jsonl": (b'{"text": "x"}\n{"text": \n', 2, f"not JSON: expecting value at character 10; {JSON_HINT}"),
    "open.jsonl": (
        b'{"text": "aaa\n',
        1,
        f"not JSON: unterminated string starting at character 10; {JSON_HINT}",
    ),
    "list.jsonl": (b"[1]\n", 1, NO_FIELD),
    "number.jsonl": (b'{"text": 1}\n', 1, NO_FIELD),
    "other.jsonl": (b'{"body": "x"}\n', 1, f"{NO_FIELD}; fields with text are: body"),
    "half.jsonl": (b'{"text": "\\ud800"}\n', 1, "half a surrogate pair in the field 'text'; write both halves"),
    "deep.jsonl": (b"[" * 100_000, 1, f"not JSON: a number or brackets without end; {JSON_HINT}"),
    "digits.jsonl": (b'{"text": ' + b"9" * 5000 + b"}", 1, f"not JSON: a number or brackets without end; {JSON_HINT}"),
    "marked.jsonl": (
        b'{"text": "a"}\n\xef\xbb\xbf{"text": "a"}\n',
        2,
        f"not JSON: unexpected utf-8 bom (decode using utf-8-sig) at character 1; {JSON_HINT}",
    ),
    "nothing.jsonl": (b"\n\n", None, NO_TEXT),
}
ODD_TABLES = {
    "open.csv": (b'id,text\n1,"abc\n2,def\n', 2, 'a quote is not closed; close it, and write " within a field as ""'),
    "quotes.csv": (b'id,text\n1,"a"b\n', 2, 'text behind the quote that closes a field; write " within a field as ""'),
    "short.csv": (
        b"id,text\n1\n",
        2,
        "the row has 1 fields, too few for the column 'text'; give each row as many fields as the header",
    ),
    "ampersands.csv": (b"id&text\n1&a\n", 1, "no column 'text'; the columns are: id&text"),
    "nothing.csv": (b"", None, NO_TEXT),
}

WHOLE = "write how often it occurs"
ODD_TERMS = {
    "column.tsv": ("word\tcount\n变压器\t3\n", 1, "no column 'term'; the columns are: word, count"),
    "words.tsv": ("term\tcount\n变压器\tmany\n", 2, f"the count 'many' is not a whole number; {WHOLE}"),
    "negative.tsv": ("term\tcount\n变压器\t-1\n", 2, f"the count '-1' is not a whole number; {WHOLE}"),
    "fraction.tsv": ("term\tcount\n变压器\t3.5\n", 2, f"the count '3.5' is not a whole number; {WHOLE}"),
    "hex.tsv": ("term\tcount\n变压器\t0x10\n", 2, f"the count '0x10' is not a whole number; {WHOLE}"),
    "endless.tsv": (
        f"term\tcount\n变压器\t{'9' * 20}\n",
        2,
        f"the count '{'9' * 20}' is not a whole number; {WHOLE}",
    ),
    "missing.tsv": (
        "term\tcount\n变压器\n",
        2,
        "the row has 1 fields, too few for the column 'count'; give each row as many fields as the header",
    ),
    "open-quote.csv": (
        'term,count\n"变压器,3\n',
        2,
        'a quote is not closed; close it, and write " within a field as ""',
    ),
    "nothing.tsv": ("", None, "the file is empty; write a term a line, or a table with a column 'term'"),
    "header.tsv": ("term\tcount\n", None, None),
    "zero.tsv": ("term\tcount\n变压器\t0\n绕组\t0\n", None, None),
    "twice.txt": ("变压器\n变压器\n", None, None),
    "signs-only.txt": ("，。\n！\n", None, None),
    "numbers.txt": ("1\n1.0\n01\n0x10\n1e999\nnan\n-0\n", None, None),
    "strange.txt": ('👩‍👩‍👧‍👦\ne\u0301\n"a"\n\x1b[31m\n', None, None),
    "tab.tsv": ("term\tcount\n变\\t压器\t1\n变压器\t2\n", None, None),
    "nan-score.tsv": ("term\tscore\n变压器\tnan\n绕组\t-inf\n", None, None),
    "mark.tsv": ("变压器\n\ufeff绕组\n", None, None),
    "field.csv": ('term,count\n"' + "a" * 140_000 + '",3\n', None, None),
}
# Terms of which none stands in the text.
ABSENT = {
    "signs-only.txt": "none of the 2 terms occurs in the text",
    "numbers.txt": "none of the 7 terms occurs in the text",
    "strange.txt": "none of the 4 terms occurs in the text",
    "field.csv": "the term does not occur in the text",
}
READ_TERMS = (
    "graph good.txt --terms {} --min-count 1",
    "segment good.txt --terms {}",
    "discover good.txt -b none --known {}",
    "discover good.txt -b none --exclude {}",
    "contexts --terms {} good.txt",
    "vectors good.txt --terms {} --min-count 1 --dimensions 2",
)


def link(weight):
    return f"a\tb\t1\nb\tc\t{weight}\n"


ODD_GRAPHS = {
    "1e999.tsv": (link("1e999"), 2, f"the weight '1e999' is infinite; {NOT_NEGATIVE}"),
    "nan.tsv": (link("nan"), 2, f"the weight 'nan' is not a number; {NOT_NEGATIVE}"),
    "0x10.tsv": (link("0x10"), 2, f"the weight '0x10' is not a number; {NOT_NEGATIVE}"),
    "minus.tsv": (link("-1"), 2, f"the weight '-1' is negative; {NOT_NEGATIVE}"),
    "1_000.tsv": (link("1_000"), 2, f"the weight '1_000' is not a number; {NOT_NEGATIVE}"),
    "comma.tsv": (link("1,5"), 2, "the weight '1,5' is not a number; write decimals with a point"),
    "no-weight.tsv": (link(""), None, None),
    "1e308.tsv": (link("1e308"), None, f"a weight of 1e+308 is too small or too large; {SCALE}"),
    "sum.tsv": (link("1e308") * 20, None, f"a weight of inf is too small or too large; {SCALE}"),
    "denormal.tsv": (link("5e-324"), None, f"a weight of 4.94066e-324 is too small or too large; {SCALE}"),
    "head.tsv": ("source\ttarget\tweight\n", None, "the graph has no link; give links with a weight above 0"),
    "short.tsv": ("a\tb\t1\nb\tc\n", None, None),
    "quote.csv": ('a,"b,1\nb,c,1\n', 1, 'a quote is not closed; close it, and write " within a field as ""'),
    "empty.tsv": ("", None, f"the file is empty; {FIELDS}"),
    "many.net": (
        "*Vertices 999999999\n*Edges\n1 2\n",
        1,
        "999999999 vertices are more than the file has characters; write how many vertices there are",
    ),
    "digits.net": (
        f"*Vertices {'9' * 5000}\n",
        1,
        "the number of vertices is '9999",
    ),
    "ends.net": (
        f"*Vertices 2\n*Edges\n1 {'9' * 5000}\n",
        3,
        f"a link is two numbers of vertices and perhaps a weight; {PAJEK}",
    ),
    "range.net": ("*Vertices 2\n*Edges\n1 3\n", 3, f"no vertex 3; {PAJEK}"),
    "vertex.net": ("*Vertices 2\n3 c\n", 2, f"no vertex between 1 and their number; {PAJEK}"),
    "half.net": (
        '*Vertices 2\n1 "\\ud800"\n2 "b"\n*Edges\n1 2\n',
        2,
        "half a surrogate pair in a name; write both halves",
    ),
    "open.json": ("{", 1, f"not JSON: expecting property name enclosed in double quotes; {NODE_LINK}"),
    "deep.json": ("[" * 100_000, None, f"not JSON: a number or brackets without end; {NODE_LINK}"),
    "half.json": (
        '{"nodes":[{"id":"\\ud800"},{"id":"b"}],"links":[{"source":"\\ud800","target":"b"}]}',
        None,
        "half a surrogate pair in a name; write both halves",
    ),
    "digits.json": (
        '{"nodes":[{"id":"a"},{"id":"b"}],"links":[{"source":"a","target":"b","weight":' + "9" * 400 + "}]}",
        None,
        f"the weight '{'9' * 400}' is infinite; write a number of 0 or more",
    ),
    "stranger.json": (
        '{"nodes":[{"id":"a"}],"links":[{"source":"a","target":"b"}]}',
        None,
        "a link names 'b', which is no node; list every node",
    ),
    "same.json": (
        '{"nodes":[{"id":1},{"id":true}],"links":[{"source":1,"target":1}]}',
        None,
        "the node 'True' stands there a second time; give each its own id",
    ),
    "cut.graphml": (
        "<graphml",
        1,
        "not GraphML: unclosed token; write it with networkx, Gephi or textmine graph",
    ),
    "outside.graphml": (
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        '<graphml xmlns="http://graphml.graphdrawing.org/xmlns"><graph edgedefault="undirected"><node id="&x;"/>'
        "</graph></graphml>",
        1,
        "not GraphML that is safe to read: it defines entities; leave out its <!ENTITY> lines",
    ),
    "laughs.graphml": (
        '<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa">'
        + "".join(f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(9))
        + ']><graphml xmlns="http://graphml.graphdrawing.org/xmlns"><graph edgedefault="undirected"><node id="&j;"/>'
        "</graph></graphml>",
        1,
        "not GraphML that is safe to read: it defines entities; leave out its <!ENTITY> lines",
    ),
    # Links of weight 0 are dropped; names are text, whatever they look like.
    "minus-zero.tsv": (link("-0"), None, None),
    "tiny.tsv": (link("1e-400"), None, None),
    "plus.tsv": (link("+1"), None, None),
    "reversed.tsv": ("a\tb\t1\na\tb\t1\nb\ta\t2\n", None, None),
    "loop.tsv": ("a\ta\t1\na\tb\t1\n", None, None),
    "digits.tsv": (f"{'1' * 5000}\t2\n3\t2\n", None, None),
    "tabs.tsv": ('a\\tb\t"q"\t1\n"q"\t\'\t1\n', None, None),
    "emoji.tsv": ("👩‍👩‍👧‍👦\te\u0301\n\u00e9\te\u0301\n", None, None),
    "formulas.tsv": ("=1+1\t-1\nnan\t0x10\n1e999\t=1+1\n", None, None),
    "nameless.tsv": ("\tb\t1\na\tb\t1\n", None, None),
    "field.csv": (f'a,"{"b" * 200_000}",1\nb,c,1\n', None, None),
    "counts.json": (
        '{"nodes":[{"id":"a","count":' + "9" * 40 + '},{"id":"b","score":' + "9" * 400 + "}],"
        '"links":[{"source":"a","target":"b","count":' + "9" * 40 + "}]}",
        None,
        None,
    ),
}
# Where links lead one way, all walks end at one node.
ONE_END = {"minus-zero.tsv", "tiny.tsv", "digits.tsv", "emoji.tsv", "nameless.tsv", "counts.json"}
DEGENERATE = (
    "the flow is degenerate: all of it ends at one node; give links on from there, "
    "or take links both ways (--undirected)"
)
READ_GRAPH = ("cluster {}", "cluster {} --directed --two-level -f json", "cluster {} --rawdir -f tree -o OUT")

ODD_VECTORS = {
    "cut.vec": (
        "5 2\na 1 0\n",
        None,
        "1 vectors, but the first line says 5; write the file again: it may be cut short",
    ),
    "more.vec": (
        "1 2\na 1 0\nb 0 1\n",
        None,
        "2 vectors, but the first line says 1; write the file again: it may be cut short",
    ),
    "wide.vec": ("99999999999 99999999999\na 1 0\n", 2, f"2 numbers instead of 99999999999; {NUMBERS}"),
    "digits.vec": (f"1 {'9' * 5000}\na 1\n", 1, "a number is infinite or NaN; write finite numbers"),
    "twice.vec": ("2 2\na 1 0\na 0 1\n", 3, "a second vector for 'a'; drop one of them"),
    "great.vec": ("a 1e308 1e308\nb 1 0\n", 1, "a number is beyond 1e+100; write finite numbers"),
    "nan.vec": ("a 1 0\nb nan 0\n", 2, "a number is infinite or NaN; write finite numbers"),
    "inf.vec": ("a 1 0\nb 1e999 0\n", 2, "a number is infinite or NaN; write finite numbers"),
    "hex.vec": ("a 0x10\nb 1\n", 1, f"a field after the word is not a number; {NUMBERS}"),
    "bare.vec": ("a\n", 1, f"0 numbers instead of 1; {NUMBERS}"),
    "tabs.vec": ("2 2\na\t1\t0\nb\t0\t1\n", 2, f"0 numbers instead of 2; {NUMBERS}"),
    "nothing.vec": ("", None, f"the file holds no vector; {NUMBERS}"),
    "zero.vec": ("a 0 0\nb 0 0\n", None, None),
    "emoji.vec": ("a 1 0\n👩‍👩‍👧‍👦 0 1\n", None, None),
}
READ_VECTORS = ("similar a --vectors {}", "graph --from-vectors {}")

# What report reads of a map: file, and what is wrong with it.
NODES = "community\tpath\tterm\tflow\n"
RANK = "make the folder with textmine map"
ODD_MAPS = {
    "terms.tsv": ("", "empty: there is no header; begin the table with a line of column names"),
    "graph.tsv": ("a\tb\t1\na\tb\tx\n", f"2: the weight 'x' is not a number; {NOT_NEGATIVE}"),
    "communities.tsv": (
        f"{NODES}\t1:x\ta\t1\n",
        f"2: '1:x' with flow '1' is no path and number; {RANK}",
    ),
    "communities.tsv ": (
        f"{NODES}\t1:1\ta\tnan\n",
        f"2: '1:1' with flow 'nan' is no path and share; {RANK}",
    ),
    "communities.tsv  ": (
        f"{NODES}\t{10**20}:1\ta\t1\n",
        f"2: '{10**20}:1' with flow '1' is no path and ",
    ),
    "contexts.jsonl": ("[1]\n", f"1: no object with term, left, keyword, right, document; {RANK}"),
    "contexts.jsonl ": (
        '{"term":"\\ud800","left":"","keyword":"","right":"","document":1}\n',
        f"1: no object with term, left, keyword, right, document; {RANK}",
    ),
    "contexts.jsonl  ": (
        '{"term":"a","left":"","keyword":"","right":"","document":"x"}\n',
        f"1: no object with term, left, keyword, right, document; {RANK}",
    ),
    "run.json": ("{", f"is no JSON; {RANK}"),
    "run.json ": ('{"codelength": NaN}', f"is no JSON; {RANK}"),
    "run.json  ": ('{"command": "\\ud800"}', f"is no JSON; {RANK}"),
    "run.json   ": ("[]", f"is no JSON object; {RANK}"),
    "run.json    ": ('{"inputs": {"corpus": 5}, "codelength": 1e999, "one_level_codelength": 1.0}', None),
}

TABLES = (UNREADABLE, ODD_TEXT, ODD_RECORDS, ODD_TABLES, ODD_TERMS, ODD_GRAPHS, ODD_VECTORS, ODD_MAPS)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder for each table, with good.txt, good.tsv, good.vec beside its inputs."""
    folder = tmp_path_factory.mktemp("catalogue")
    for number, table in enumerate(TABLES[:-1]):
        place = folder / str(number)
        place.mkdir()
        (place / "good.txt").write_bytes(GOOD)
        (place / "gold.txt").write_text("变压器\n", encoding="utf-8")
        (place / "good.tsv").write_bytes(b"a\tb\t1\nb\tc\t1\n")
        (place / "good.vec").write_bytes("变压器 1 0\n绕组 0 1\n".encode())
        for name, (content, *_) in table.items():
            (place / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


@pytest.fixture
def outcome(inside, folder):
    """Run a command where a table's inputs are: exit code and the line; checks what holds for every command."""

    def run(table, command, name):
        place = folder / str(TABLES.index(table))
        before = set(os.listdir(place))
        code, out, err = inside(*(part.replace("{}", name) for part in command.split()), cwd=place)
        written = set(os.listdir(place)) - before
        for left in written:
            (place / left).rename(folder / f"{len(os.listdir(folder))}-{left}")
        assert code in (0, 1)
        assert written <= ({"OUT"} if code == 0 else set())
        lines = err.decode().splitlines()
        assert all(line.startswith("textmine: ") for line in lines)
        if code:  # notes may stand before the error
            assert (out, len(lines) in (1, 2)) == (b"", True)
        return code, lines[-1] if code else None

    return run


def test_the_catalogue_is_as_large_as_it_says():
    assert sum(map(len, TABLES)) > 120


def expected(name, line, reason):
    return f"textmine: {name}: {reason}" if line is None else f"textmine: {name}:{line}: {reason}"


def check(found, name, line, reason):
    """Compare with what is expected; a reason that does not end here (the system's words) is a beginning."""
    if reason is None:
        assert found == (0, None)
        return
    assert found[0] == 1
    assert found[1].startswith(expected(name, line, reason)[:900])


@pytest.mark.parametrize("name", UNREADABLE)
@pytest.mark.parametrize("command", [*READ_TEXT.values(), *READ_WHOLE])
def test_bytes_that_are_no_text_are_refused_by_every_command(outcome, name, command):
    check(outcome(UNREADABLE, command, name), name, *UNREADABLE[name][1:])


@pytest.mark.parametrize("name", ODD_TEXT)
@pytest.mark.parametrize("command", READ_TEXT)
def test_odd_text(outcome, name, command):
    reason = ODD_TEXT[name][1].get(command)
    found = outcome(ODD_TEXT, READ_TEXT[command], name)
    if reason == NO_GOLD:
        name, reason = "gold.txt", reason.removeprefix("gold.txt: ")
    check(found, name, None, reason)


@pytest.mark.parametrize("name", ODD_RECORDS)
@pytest.mark.parametrize("command", READ_TEXT)
def test_odd_json_lines(outcome, name, command):
    check(outcome(ODD_RECORDS, READ_TEXT[command], name), name, *ODD_RECORDS[name][1:])


@pytest.mark.parametrize("name", ODD_TABLES)
@pytest.mark.parametrize("command", ["discover", "count", "graph", "contexts", "vectors", "map", "evaluate"])
def test_odd_tables(outcome, name, command):
    check(outcome(ODD_TABLES, READ_TEXT[command] + " --column text", name), name, *ODD_TABLES[name][1:])


@pytest.mark.parametrize("name", ODD_TERMS)
@pytest.mark.parametrize("command", READ_TERMS)
def test_odd_lists_of_terms(outcome, name, command):
    line, reason = ODD_TERMS[name][1:]
    if name in ABSENT and command.startswith(("graph", "contexts", "vectors")):
        reason = ABSENT[name]
    check(outcome(ODD_TERMS, command, name), name, line, reason)


@pytest.mark.parametrize("name", ODD_GRAPHS)
@pytest.mark.parametrize("command", READ_GRAPH)
def test_odd_graphs(outcome, name, command):
    line, reason = ODD_GRAPHS[name][1:]
    if name in ONE_END and command != READ_GRAPH[0]:
        reason = DEGENERATE
    check(outcome(ODD_GRAPHS, command, name), name, line, reason)


@pytest.mark.parametrize("name", ODD_VECTORS)
@pytest.mark.parametrize("command", READ_VECTORS)
def test_odd_vectors(outcome, name, command):
    check(outcome(ODD_VECTORS, command, name), name, *ODD_VECTORS[name][1:])


@pytest.fixture(scope="module")
def mapped(inside, data, tmp_path_factory):
    folder = tmp_path_factory.mktemp("mapped")
    assert inside("map", data / "power.txt", "-b", "none", "--top", "300", "-o", folder / "map")[0] == 0
    return folder / "map"


@pytest.mark.parametrize("key", ODD_MAPS)
def test_odd_maps(inside, mapped, key):
    name, (content, reason) = key.strip(), ODD_MAPS[key]
    before, page = (mapped / name).read_bytes(), (mapped / "report.html").read_bytes()
    (mapped / name).write_bytes(content.encode())
    code, out, err = inside("report", "map", cwd=mapped.parent)
    (mapped / name).write_bytes(before)
    assert out == b""
    if reason is None:
        assert (code, err) == (0, b"")
        return
    place = "" if reason[0].isdigit() else " "
    assert (code, err.decode().count("\n")) == (1, 1)
    assert err.decode().startswith(f"textmine: map/{name}:{place}{reason}")
    assert (mapped / "report.html").read_bytes() == page


def test_a_bomb_is_refused_in_bounded_memory(shell, tmp_path):
    packer = zlib.compressobj(9, wbits=-15)
    block = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)  # of a stream, it may stand there again
    packed = b"\x1f\x8b\x08" + bytes(7) + block * 1024
    assert len(packed) < 1_100_000
    (tmp_path / "bomb.txt.gz").write_bytes(packed)
    for command in ("cluster", "segment"):
        code, out, err = shell(f"ulimit -v 900000; textmine {command} bomb.txt.gz", tmp_path)
        assert (code, out) == (1, b"")
        assert b"bytes expand to more than 26" in err
        assert err.count(b"\n") == 1


@pytest.mark.parametrize("text", ["变压器 a " * 500_000, "a" * 3_000_000], ids=["words", "word"])
def test_a_long_line_is_a_line(inside, tmp_path, text):
    (tmp_path / "long.txt").write_text(text, encoding="utf-8")
    code, out, err = inside("segment", "long.txt", cwd=tmp_path)
    assert (code, err) == (0, b"")
    assert out.decode().replace(" ", "") == text.replace(" ", "")


def test_what_is_no_file_in_a_directory_is_left_out_and_counted(inside, tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "good.txt").write_bytes(GOOD)
    (tmp_path / "in" / "loop").symlink_to(tmp_path / "in")
    (tmp_path / "in" / "secret.txt").symlink_to("/etc/passwd")
    (tmp_path / "in" / "gone.txt").symlink_to("nowhere")
    (tmp_path / "in" / "self.txt").symlink_to("self.txt")
    os.mkfifo(tmp_path / "in" / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(os.path.relpath(tmp_path / "in" / "socket.txt"))
    code, out, err = inside("segment", "in", cwd=tmp_path)
    note = "in: 6 of 7 files left out (links, or not .csv .jsonl .md .text .tsv .txt); name them to read them"
    assert (code, err.decode()) == (0, f"textmine: {note}\n")
    assert out.decode().replace(" ", "").encode() == GOOD
    for name, why in (("self.txt", "no such file; check the path"), ("socket.txt", "no such device or address; ")):
        code, out, err = inside("segment", f"in/{name}", cwd=tmp_path)
        assert (code, out) == (1, b"")
        assert err.decode().startswith(f"textmine: in/{name}: {why}")


@pytest.mark.parametrize(
    "name", ["two\nlines.txt", "a\tb.txt", "-n.txt", "变 图.txt", "e\u0301.txt", "\x1b[31m.txt", "*.txt"]
)
def test_names_of_files_may_be_anything(inside, tmp_path, name):
    (tmp_path / name).write_bytes(GOOD)
    assert inside("segment", f"./{name}", cwd=tmp_path)[0] == 0
    (tmp_path / name).write_bytes("变压器的绕组过热，检修断路器和触头的时候，值班员报告。\n".encode("gb18030"))
    code, _, err = inside("segment", f"./{name}", cwd=tmp_path)  # which is noted, on one line
    assert (code, err.count(b"\n")) == (0, 1)
    assert inside("map", f"./{name}", "-b", "none", "-o", "map", cwd=tmp_path)[2].count(b"\n") == 2


def test_a_file_that_may_not_be_read(inside, tmp_path, monkeypatch):
    """Root may read anything: the system is made to say no."""
    (tmp_path / "secret.txt").write_bytes(GOOD)
    real = open

    def refusing(file, *args, **kwargs):
        if str(file).endswith("secret.txt"):
            raise PermissionError(13, "Permission denied", file)
        return real(file, *args, **kwargs)

    monkeypatch.setattr("builtins.open", refusing)
    reason = "permission denied; check the path and its permissions"
    for command in (*READ_TEXT.values(), *READ_WHOLE):
        names = ("{}", "good.txt", "gold.txt")
        args = ["secret.txt" if part in names else part for part in command.split()]
        if not any(part.startswith("good.") for part in args):
            assert inside(*args, cwd=tmp_path) == (1, b"", f"textmine: secret.txt: {reason}\n".encode())


def test_json_lines_from_standard_input(inside, tmp_path):
    lines = b'{"body": "\\u53d8\\u538b\\u5668"}\n{"body": "a\\nb"}\n'
    code, out, err = inside("contexts", "变压器", "-", "--field", "body", stdin=lines)
    assert (code, out.decode().splitlines()[1], err) == (0, "变压器\t\t变压器\t\t1", b"")
    code, out, err = inside("contexts", "x", "-", "--field", "text", stdin=lines)
    assert (code, err) == (1, f"textmine: -:1: {NO_FIELD}; fields with text are: body\n".encode())
