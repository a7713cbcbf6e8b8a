"""Communities read back: as a start of a search, or to be scored."""

import pytest

from textmine.communities import clu_lines, cluster, load_partition, read_partition, tree_lines, tsv_rows
from textmine.errors import GraphError, InputError
from textmine.graph import read_graph
from textmine.mapequation import SearchOptions

TRIPLE = "a b\nb c\nc a\nd e\ne f\nf d\ng h\nh i\ni g\nb d\nc g\nf h\n"
NAMES = tuple("abcdefghi")


def nine_triangles():
    """Three triples of triangles, whose best tree has modules of modules (Rosvall & Bergstrom 2011)."""
    lines = [f"{a}{k} {b}{k}" for k in range(3) for a, b in (line.split() for line in TRIPLE.splitlines())]
    return read_graph("\n".join([*lines, "e0 a1", "i0 a2", "i1 e2"]), "nine")


def written(found, kind):
    if kind == "tree":
        return "".join(tree_lines(found))
    rows = [f"{path}\t{name}\t{flow}" for path, name, flow in tsv_rows(found)]
    return "\n".join(["path\tterm\tflow", *rows])


@pytest.mark.parametrize("kind", ["tree", "tsv"])
def test_what_was_written_scores_the_same(kind):
    graph = nine_triangles()
    found = cluster(graph)
    assert found.levels == 3
    again = cluster(graph, initial=read_partition(written(found, kind), "old", graph.names), search_on=False)
    assert again.paths() == found.paths()
    assert again.codelength == found.codelength


def test_clu_holds_the_top_modules():
    graph = nine_triangles()
    found = cluster(graph)
    paths = read_partition("".join(clu_lines(found)), "old.clu", graph.names)
    assert [path[0] for path in paths] == found.top_module.tolist()


@pytest.mark.parametrize("two_level", [False, True])
def test_a_search_is_never_worse_than_where_it_began(two_level):
    graph = nine_triangles()
    paths = [(1 + node % 4,) for node in range(graph.n_nodes)]
    options = SearchOptions(two_level=two_level)
    given = cluster(graph, initial=paths, search_on=False).codelength.total
    found = cluster(graph, options, initial=paths)
    assert found.codelength.total < given
    best = cluster(graph, options)
    again = cluster(graph, options, initial=[path[:-1] for path in best.paths()])
    assert again.codelength.total <= best.codelength.total


def test_nodes_left_out_are_modules_of_their_own():
    graph = read_graph("a b\nb c\nc a\n", "triangle")
    found = cluster(graph, initial=read_partition("0 1\n1 1\n", "old.clu", graph.names), search_on=False)
    assert sorted(found.top_module.tolist()) == [1, 1, 2]


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ('1:1 0.5 "z" 0\n', 1, "the graph has no node 'z'"),
        ("# a comment\n9 1\n", 2, "the graph has no node 9"),
        ("0 1\n0 2\n", 2, "the node 'a' stands here a second time"),
        ("0 one\n", 1, "not a line of communities"),
        ("path\tterm\tflow\n1:1\n", 2, "not a line of communities"),
        ("# nothing\n", None, "no node has a module"),
    ],
)
def test_lines_that_say_nothing_are_refused(text, line, reason):
    with pytest.raises(InputError) as caught:
        read_partition(text, "old", NAMES)
    assert (caught.value.line, caught.value.reason) == (line, reason)


def test_a_module_of_nodes_and_modules_is_refused():
    graph = read_graph("a b\nb c\n", "path")
    with pytest.raises(GraphError, match="the module 1 holds both nodes and modules"):
        cluster(graph, initial=[(1,), (1, 1), (2,)])
    with pytest.raises(GraphError, match="2 paths do not fit 3 nodes"):
        cluster(graph, initial=[(1,), (2,)])


def test_nodes_that_the_file_does_not_name_are_counted(tmp_path, notes):
    (tmp_path / "old.clu").write_text("0 1\n1 1\n", encoding="utf-8")
    assert load_partition(tmp_path / "old.clu", "abc", progress=notes) == [(1,), (1,), None]
    assert notes.notes == [f"{tmp_path}/old.clu: nodes without a module (1 of 3) are modules of their own"]
