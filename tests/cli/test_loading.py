"""What `cluster` loads for a table of links: a small graph is searched in less time than a library takes to load."""

import subprocess
import sys

import pytest

OTHERS = (
    "typer",
    "json",
    "lzma",
    "scipy",
    "networkx",
    "jieba",
    "rich",
    "pandas",
    "xml",
    "urllib.request",
    "concurrent.futures",
    "glob",
    "threading",
    "dataclasses",
    "numpy.typing",
    "textmine.notebook",
)
# Of the rooms: the readers and writers of other formats, and commands that are not run.
ROOMS = ("links", "pajek", "graphml", "gexf", "gml", "nodelink", "unread", "xmlparts", "higher", "states", "layers")
TABLES = {
    "numbers": "1 2\n2 3\n3 1\n3 4\n4 5\n5 6\n6 4\n",
    "ours": "source\ttarget\tweight\na\tb\t0.5\nb\tc\t1.5\n",
    "names": "oil cooler\nfan cooler\noil fan\n",
    "commas": "1,2,0.5\n2,3,1\n",
}


def loaded(tmp_path, *args):
    """The modules that a run of the program has loaded in the end."""
    code = (
        f"import sys; sys.argv[1:] = {list(map(str, args))}\ntry:\n  from textmine.cli import main; main()\nfinally:\n"
    )
    code += "  print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    return set(done.stderr.split())


@pytest.mark.parametrize("table", TABLES)
def test_a_table_of_links_is_clustered_with_numpy_alone(tmp_path, table):
    (tmp_path / "graph.tsv").write_text(TABLES[table], encoding="utf-8")
    found = loaded(tmp_path, "cluster", "graph.tsv", "-o", "out.tsv")
    assert {name for name in OTHERS if name in found} == set()
    assert ("csv" in found) == (table == "commas")  # whose fields may stand in quotes
    assert {name for name in found if name.startswith("textmine.graph.") and name.rpartition(".")[2] in ROOMS} == set()
    commands = {"discover", "map", "report", "vectors", "evaluate", "segment", "count", "expand", "similar"}
    assert {name for name in found if name.startswith("textmine.cli.") and name.rpartition(".")[2] in commands} == set()
    assert {name for name in found if name.startswith(("textmine.text", "textmine.terms", "textmine.pairs"))} == set()


def test_another_format_is_read_all_the_same(tmp_path):
    (tmp_path / "graph").write_text("*Vertices 2\n1 a\n2 b\n*Edges\n1 2\n", encoding="utf-8")
    assert "textmine.graph.pajek" in loaded(tmp_path, "cluster", "graph", "-o", "out.tsv")
