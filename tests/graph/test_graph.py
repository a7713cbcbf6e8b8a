"""Link lists in and out, and what a graph refuses."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.errors import GraphError, InputError
from textmine.graph import build_graph, read_graph
from textmine.io import table_lines

REMEDY = "write source, target and weight, separated by tabs"
HEAD = "name the columns source, target and weight in a header"


@given(
    st.lists(
        st.tuples(st.text(min_size=1, max_size=5), st.text(min_size=1, max_size=5), st.floats(0.01, 1e6)), min_size=1
    ),
    st.booleans(),
)
def test_any_names_survive_the_round_trip(links, directed):
    names = sorted({name for source, target, _ in links for name in (source, target)})
    ids = {name: i for i, name in enumerate(names)}
    ends = [np.array([ids[link[i]] for link in links], dtype=np.int32) for i in (0, 1)]
    graph = build_graph(names, *ends, np.array([link[2] for link in links]), directed=directed)
    again = read_graph("".join(table_lines(graph.columns(), graph.rows())), "graph.tsv", directed=directed)
    assert set(again.names) == set(names)
    assert sorted(again.rows()) == sorted(graph.rows()) or not directed
    assert again.weights.sum() == pytest.approx(graph.weights.sum())


@pytest.mark.parametrize(
    ("text", "names", "weights"),
    [
        ("a\tb\t2\n", ("a", "b"), [2.0]),
        ("10 9\n9 2\n", ("2", "9", "10"), [1.0, 1.0]),
        ("# FromNodeId ToNodeId\n0\t1\n", ("0", "1"), [1.0]),
        ("count,target,source\n7,b,a\n", ("a", "b"), [7.0]),
        ('source,target,weight\n"a,b",c,1e-3\n', ("a,b", "c"), [0.001]),
        ("source\ttarget\tweight\na\tb\t1\n\nb\ta\t2\na\tc\t0\n", ("a", "b", "c"), [3.0]),
        ("a\\tb\tc\t1\n", ("a\tb", "c"), [1.0]),
    ],
)
def test_link_lists(text, names, weights):
    graph = read_graph(text, "graph")
    assert graph.names == names
    assert graph.weights.tolist() == weights


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", f"g: the file is empty; {REMEDY}"),
        ("a\n", f"g:1: a link has 2 or 3 fields, not 1; {REMEDY}"),
        ("a\tb\t1\nc\td\te\t1\n", f"g:2: 4 fields where the first record has 3; {REMEDY}"),
        ("a b\n\nc\n", f"g:3: 1 field where the first record has 2; {REMEDY}"),
        ("one\tother\tn\na\tb\t1\n", f"g:1: the weight 'n' is not a number; {HEAD}"),
        ("a\tb\t1_0\n", "g:1: the weight '1_0' is not a number; write a number of 0 or more"),
        ("a\tb\t1\n\na\tb\t-2\n", "g:3: the weight '-2' is negative; write a number of 0 or more"),
        ("a\tb\tnan\n", "g:1: the weight 'nan' is not a number; write a number of 0 or more"),
        ("a\tb\t1e999\n", "g:1: the weight '1e999' is infinite; write a number of 0 or more"),
        ("a\tb\t0x10\n", "g:1: the weight '0x10' is not a number; write a number of 0 or more"),
    ],
)
def test_bad_link_lists_say_where_and_why(text, message):
    with pytest.raises(InputError) as caught:
        read_graph(text, "g")
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("names", "ends", "weight"), [("aa", (0, 1), 1.0), ("ab", (0, 2), 1.0), ("ab", (-1, 1), 1.0), ("ab", (0, 1), -1.0)]
)
def test_graphs_that_make_no_sense_are_refused(names, ends, weight):
    with pytest.raises(GraphError):
        build_graph(names, np.array(ends[:1]), np.array(ends[1:]), np.array([weight]))


def test_networkx_gets_all_nodes_and_links():
    graph = build_graph("abc", np.array([0]), np.array([1]), np.array([2.0]))
    other = graph.to_networkx()
    assert sorted(other.nodes) == ["a", "b", "c"]
    assert other["a"]["b"]["weight"] == 2.0


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        (([0, 1] * 9, [1], [1.0]), "columns of 18, 1, 1 links do not fit"),
        (([0], [1], [1.0, 2.0]), "columns of 1, 1, 2 links do not fit"),
        (([0.5], [1], [1.0]), "the numbers of nodes are not whole"),
        (([0], [7], [1.0]), "a link names a node that does not exist"),
    ],
)
def test_columns_that_do_not_fit_are_refused(columns, said):
    with pytest.raises(GraphError, match=said):
        build_graph("ab", *columns)
    with pytest.raises(GraphError, match="columns of 1, 1, 1, 2 links do not fit"):
        build_graph("ab", [0], [1], [1.0], counts=[1, 2])
    assert list(build_graph("ab", [0], [1], [1.0]).rows()) == [("a", "b", 1.0)]
