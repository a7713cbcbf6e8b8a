"""Tables of links are read without numpy: to load it takes longer than to search a small graph."""

import bz2
import gzip
import lzma
import os
import subprocess
import sys

import pytest

NUMBERS = "".join(f"{n % 7}\t{n % 11}\t{n / 8}\n" for n in range(1, 150))
WORDS = "".join(f"bus{n % 7}\tfeeder{n % 11}\t{n}e-30\n" for n in range(1, 150))
TABLES = {
    "numbers": NUMBERS,
    "pairs": "1 2\n2 3\n3 1\n",
    "far": "7\t999999999\n999999999\t123456789\n",
    "zeros": "01\t2\n2\t10\n",
    "long": f"{10**12}\t2\n2\t3\n",
    "header": "Source,Target,Type,Weight,count,year\n1,2,Directed,0.5,3,1999\n2,3,Directed,1,4,2000\n",
    "ways": "Source,Target,Type\n1,2,Directed\n2,3,Undirected\n",
    "comments": "# by hand\n% twice\n1;2;0.1\n# between\n2;3;1\n",
    "words": WORDS,
    "alike": "".join(f"http://www.example.org/{n}\thttp://www.example.org/{n // 2}\n" for n in range(1, 99)),
    "mixed": "1\ta\n1.0\t1\n 2\t10\n",
    "escapes": "a\\tb\tc\\\\\t2\nc\td\t1\n",
    "quotes": '"a","b, c",2\n"b, c",d,1\n',
    "letters": "é\tß\nß\tü\n",
    "simplified": "变压器\t绝缘油\t2\n绝缘油\t套管\t1\n",
    "traditional": "變壓器\t絕緣油\t2\n絕緣油\t套管\t1\n",
    "mark": "\ufeffa\tb\nb\tc\n",
}


def run(files, given=b""):
    """Read graphs in a process of its own; return how many links each has."""
    code = (
        "import sys\nfrom textmine.graph.formats import load_graph\nfrom textmine.lightclasses import buffer_of\n"
        "for path in sys.argv[1:]:\n"
        "    graph = load_graph(path)\n"
        "    names, kept = list(graph.names), [buffer_of(graph, name) for name in ('indptr', 'targets', 'weights')]\n"
        "    assert len(kept[0]) == graph.n_nodes + 1 == len(names) + 1\n"
        "    print(graph.n_links)\n"
        "    assert 'numpy' not in sys.modules, path\n"
    )
    done = subprocess.run([sys.executable, "-P", "-c", code, *map(str, files)], input=given, capture_output=True)
    assert done.stderr == b""
    return list(map(int, done.stdout.split()))


def test_tables_of_links_are_read_without_numpy(tmp_path):
    for name, text in TABLES.items():
        (tmp_path / f"{name}.tsv").write_bytes(text.encode())
    for ending, opened in (("gz", gzip), ("bz2", bz2), ("xz", lzma)):
        (tmp_path / f"packed.tsv.{ending}").write_bytes(opened.compress(NUMBERS.encode()))
    (tmp_path / "utf16.tsv").write_bytes(WORDS.encode("utf-16"))
    files = sorted(tmp_path.iterdir())
    found = dict(zip((path.name for path in files), run(files), strict=True))
    assert found["numbers.tsv"] == found["packed.tsv.xz"] > 50
    assert found["ways.tsv"] == 3
    assert found["utf16.tsv"] == found["words.tsv"]


@pytest.mark.skipif(os.name == "nt", reason="has no pipes in place of files")
def test_so_are_pipes():
    assert run(["-"], b"1 2\n2 3\n") == [2]
