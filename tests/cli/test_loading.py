"""What `cluster` loads for a table of links: a small graph is searched in less time than a library takes to load."""

import subprocess
import sys
from pathlib import Path

import pytest

import textmine

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
    "numpy",
    "textmine.notebook",
)
# Modules of Python's own that take long to load. They are counted without `site`, where other packages may load them.
SLOW = (
    "array",
    "contextlib",
    "copy",
    "dataclasses",
    "enum",
    "functools",
    "importlib.util",
    "inspect",
    "numbers",
    "re",
    "signal",
    "typing",
)
# What the plain path does not use of rooms that it passes through.
IDLE = (
    "textmine.communities.ftree",
    "textmine.communities.levels",
    "textmine.communities.partitions",
    "textmine.communities.stability",
    "textmine.graph.adopting",
    "textmine.io.addresses",
    "textmine.io.detection",
    "textmine.mapequation.effort",
    "textmine.mapequation.initial",
    "textmine.mapequation.jumps",
)
# Of the rooms: the readers and writers of other formats, and commands that are not run.
ROOMS = ("links", "pajek", "graphml", "gexf", "gml", "nodelink", "unread", "xmlparts", "higher", "states", "layers")
TABLES = {
    "numbers": "1 2\n2 3\n3 1\n3 4\n4 5\n5 6\n6 4\n",
    "ours": "source\ttarget\tweight\na\tb\t0.5\nb\tc\t1.5\n",
    "names": "oil cooler\nfan cooler\noil fan\n",
    "commas": "1,2,0.5\n2,3,1\n",
    "simplified": "变压器\t绝缘油\t2\n绝缘油\t套管\t1\n",
    "traditional": "變壓器\t絕緣油\t2\n絕緣油\t套管\t1\n",
}
RUNS = [
    f"cluster graph.tsv -o out.{ending} {options}"
    for ending in ("tsv", "tree", "ftree", "clu")
    for options in ("", "--directed", "--two-level", "--trials 3 --threads 2 --effort best")
]


def loaded(tmp_path, *runs):
    """The modules that runs of the program, one after another, have loaded in the end."""
    code = f"""import sys
from textmine.cli import main
for run in {[run.split() for run in runs]}:
    sys.argv[1:] = run
    try:
        main()
    except SystemExit as end:
        assert not end.code, run
print(*sys.modules)"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def loaded_alone(tmp_path, *args):
    """The same without `site` and packages: what is loaded is what the program asks for, and Python itself."""
    code = f"import sys; sys.path.insert(0, {str(Path(textmine.__file__).parents[1])!r})\n"
    code += f"sys.argv[1:] = {list(map(str, args))}\n"
    code += "import textmine.__main__\nfrom textmine.cli import main; main()\nprint(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    return set(done.stderr.split())


@pytest.mark.parametrize("output", ["out.tree", "out.tsv"])
@pytest.mark.parametrize("table", ["numbers", "ours", "names"])
def test_a_table_of_links_is_clustered_with_little_of_python(tmp_path, table, output):
    (tmp_path / "graph.tsv").write_text(TABLES[table], encoding="utf-8")
    found = loaded_alone(tmp_path, "cluster", "graph.tsv", "-o", output)
    assert {name for name in (*SLOW, *IDLE) if name in found} == set()


@pytest.mark.parametrize("table", TABLES)
def test_a_table_of_links_is_clustered_without_numpy_and_what_it_has_no_use_for(tmp_path, table):
    (tmp_path / "graph.tsv").write_text(TABLES[table], encoding="utf-8")
    found = loaded(tmp_path, RUNS[0])
    assert {name for name in OTHERS if name in found} == set()
    assert ("csv" in found) == (table == "commas")  # whose fields may stand in quotes
    assert {name for name in found if name.startswith("textmine.graph.") and name.rpartition(".")[2] in ROOMS} == set()
    commands = {"discover", "map", "report", "vectors", "evaluate", "segment", "count", "expand", "similar"}
    assert {name for name in found if name.startswith("textmine.cli.") and name.rpartition(".")[2] in commands} == set()
    texts = {name for name in found if name.startswith(("textmine.text", "textmine.terms", "textmine.pairs"))}
    assert texts == ({"textmine.text", "textmine.text.characters"} if table in ("simplified", "traditional") else set())


@pytest.mark.parametrize("table", TABLES)
def test_no_format_of_a_tree_and_no_common_option_needs_numpy(tmp_path, table):
    (tmp_path / "graph.tsv").write_text(TABLES[table], encoding="utf-8")
    assert "numpy" not in loaded(tmp_path, *RUNS)
    assert len(list(tmp_path.glob("out.*"))) == 4


def test_another_format_is_read_all_the_same(tmp_path):
    (tmp_path / "graph").write_text("*Vertices 2\n1 a\n2 b\n*Edges\n1 2\n", encoding="utf-8")
    assert "textmine.graph.pajek" in loaded(tmp_path, "cluster graph -o out.tsv")
