"""Graphs in files with the models of flow beside the plain ones, and with metadata."""

import csv

import numpy as np
import pytest

from textmine.communities import cluster, read_metadata
from textmine.errors import GraphError, InputError
from textmine.graph import load_graph, read_graph
from textmine.mapequation import FlowOptions, SearchOptions

TRIANGLES = "a b\nb c\nc a\nc d\nd e\ne f\nf d\n"
ROWS = {
    "--regularized": {"regularization": 1.0},
    "-d --regularized": {"model": "directed", "regularization": 1.0},
    "--variable-markov-time": {"variable_markov_time": True},
    "-f undirdir": {"model": "undirdir"},
    "-f outdirdir": {"model": "outdirdir"},
    "-f rawdir": {"model": "rawdir"},
    "--markov-time 0.5": {"markov_time": 0.5},
}


def test_the_examples_of_infomap_are_found_at_its_bits(shared):
    folder, met = shared / "graphs" / "infomap_examples", 0
    with (folder / "reference.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            if row["flags"] in ROWS:
                options = FlowOptions(**ROWS[row["flags"]])
                graph = load_graph(folder / f"{row['network']}.net", directed=options.model != "undirected")
                found = cluster(graph, SearchOptions(), options)
                assert found.codelength <= float(row["codelength"]) + 1e-9, row
                met += 1
    assert met == 10


@pytest.mark.parametrize("written", ["c 1\na x\n", "# note\nnode\tcategory\nc\t1\na\tx\r\n", "2 1\n0 x\n"])
def test_metadata_are_read_by_name_or_id(written):
    assert read_metadata(written, "classes", "abc") == ["x", None, "1"]


@pytest.mark.parametrize(
    ("written", "line", "reason"),
    [
        ("a\tx\nz\ty\n", 2, "no node 'z'"),
        ("a x\nb y\na z\n", 3, "second time"),
        ("a\n", 1, "not a node and its category"),
        ("a\t\n", 1, "not a node and its category"),
        ("a b c\n", 1, "not a node and its category"),
        ("# nothing\n", None, "no node has a category"),
    ],
)
def test_bad_metadata_are_refused_with_their_line(written, line, reason):
    with pytest.raises(InputError, match=reason) as refused:
        read_metadata(written, "classes", "abc")
    assert refused.value.line == line


def test_metadata_go_with_their_nodes_whatever_the_order():
    graph, kinds = read_graph(TRIANGLES, "triangles"), dict(zip("abcdef", "xxyyzz", strict=True))
    found = cluster(graph, metadata=[kinds[name] for name in graph.names], metadata_rate=0.5)
    turned = read_graph("".join(f"{line}\n" for line in reversed(TRIANGLES.splitlines())), "turned")
    again = cluster(turned, metadata=[kinds[name] for name in turned.names], metadata_rate=0.5)
    assert again.codelength == found.codelength
    assert dict(zip(again.names, again.paths(), strict=True)) == dict(zip(found.names, found.paths(), strict=True))
    assert found.codelength.metadata > 0.0
    assert found.about()["options"]["metadata_rate"] == 0.5
    assert "metadata_rate" not in cluster(graph).about()["options"]
    with pytest.raises(GraphError):
        cluster(graph, metadata=["x"])


def test_weights_of_vertices_are_the_flow():
    text = '*Vertices 3\n1 "a" 2\n2 "b" 1\n3 "c" 1\n*Edges\n1 2\n2 3\n'
    found = cluster(read_graph(text, "some.net"), weights_as_flow=True)
    assert np.asarray(found.node_flow) == pytest.approx([0.5, 0.25, 0.25])
    with pytest.raises(GraphError):
        cluster(read_graph(TRIANGLES, "triangles"), weights_as_flow=True)
