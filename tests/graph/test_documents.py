"""GraphML, GEXF, GML and JSON as Gephi, Cytoscape, igraph, yEd, networkx, D3 and VOSviewer write them."""

import json
from dataclasses import replace

import networkx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.errors import InputError
from textmine.graph import GRAPH_FORMATS, build_graph, formats, graph_lines, known_formats, read_graph


@pytest.fixture(scope="module")
def told(new_notes):
    """Return a function that gives the links of a file, and what was said of it."""

    def run(text, source="g", **how):
        notes = new_notes()
        graph = read_graph(text, source, progress=notes, **how)
        return [(*row[:2], row[2]) for row in graph.rows()], notes.notes

    return run


def graphml(keys, nodes, edges, way="undirected"):
    held = f'{keys}<graph edgedefault="{way}">{nodes}{edges}</graph>'
    return f'<graphml xmlns="http://graphml.graphdrawing.org/xmlns">{held}</graphml>'


def gexf(nodes, edges, version="1.3", more=""):
    held = f"<graph {more}><nodes>{nodes}</nodes><edges>{edges}</edges></graph>"
    return f'<gexf xmlns="http://gexf.net/{version}" version="{version}">{held}</gexf>'


DIRECTED = "g: the file says that links are directed; `undirected` takes them both ways"
AB = '<node id="1" label="ann"/><node id="2" label="bob"/>'


@pytest.mark.parametrize("version", ["1.1draft", "1.2draft", "1.3"])
def test_gexf_of_all_versions(version, told):
    assert told(gexf(AB, '<edge source="1" target="2" weight="3.5"/>', version)) == ([("ann", "bob", 3.5)], [])
    assert told(gexf(AB, '<edge source="2" target="1" type="directed"/>', version)) == (
        [("bob", "ann", 1.0)],
        [DIRECTED],
    )
    assert told(gexf(AB, '<edge source="2" target="1"/>', version, 'defaultedgetype="directed"'), directed=False) == (
        [("ann", "bob", 1.0)],
        [],
    )


def test_defaults_of_keys_and_weights_in_any_case(told):
    keys = '<key id="k" for="edge" attr.name="Weight" attr.type="double"><default>4</default></key>'
    keys += '<key id="c" for="node" attr.name="colour" attr.type="string"><default>red</default></key>'
    nodes = '<node id="a"/><node id="b"><data key="c">blue</data></node><node id="c"/>'
    edges = '<edge source="a" target="b"/><edge source="b" target="c"><data key="k">0.5</data></edge>'
    text = graphml(keys, nodes, edges)
    assert told(text) == ([("a", "b", 4.0), ("b", "c", 0.5)], [])
    assert read_graph(text, "g").attributes == {"colour": ["red", "blue", "red"]}


def test_what_igraph_writes_for_no_number_is_no_weight(told):
    keys = '<key id="w" for="edge" attr.name="weight" attr.type="double"/><key id="n" for="node" attr.name="name"/>'
    nodes = '<node id="n0"><data key="n">pump</data></node><node id="n1"><data key="n">seal</data></node>'
    edges = '<edge source="n0" target="n1"><data key="w">NaN</data></edge>'
    assert told(graphml(keys, nodes, edges)) == (
        [("pump", "seal", 1.0)],
        ["g: 1 of 1 links have no weight and weigh 1"],
    )


def test_names_are_labels_then_names_then_ids_and_only_those_concerned_fall_back(told):
    links = '<edge source="1" target="2"/><edge source="2" target="3"/>'
    assert told(gexf(AB + '<node id="3"/>', links)) == (
        [("ann", "bob", 1.0), ("bob", "3", 1.0)],
        ["g: 1 of 3 nodes have no label and are called by their ids: 3"],
    )
    twice = gexf(AB + '<node id="3" label="ann"/>', links)
    assert told(twice) == (
        [("1", "bob", 1.0), ("bob", "3", 1.0)],
        ["g: the label 'ann' stands at 2 nodes, which are called by their ids: 1, 3"],
    )
    assert read_graph(twice, "g").attributes == {"original_label": ["ann", "bob", "ann"]}
    # An id that is the label of another node.
    assert read_graph(gexf('<node id="1" label="2"/><node id="2"/>', '<edge source="1" target="2"/>'), "g").names == (
        "2",
        "2 (id)",
    )


def test_yeds_labels_and_files_in_other_encodings(told):
    keys = '<key for="node" id="d6" yfiles.type="nodegraphics"/>'
    node = '<node id="{0}"><data key="d6"><y:ShapeNode><y:NodeLabel>{1}</y:NodeLabel></y:ShapeNode></data></node>'
    text = graphml(keys, node.format("n0", "pump") + node.format("n1", "seal"), '<edge source="n0" target="n1"/>')
    assert told(text)[0] == [("pump", "seal", 1.0)]
    assert told('<?xml version="1.0" encoding="ISO-8859-1"?>' + text)[0] == [("pump", "seal", 1.0)]


GML = """Creator "igraph"
graph
[
  directed {0}
  node
  [
    id 4
    name "a&amp;b"
    graphics [ x 1.0 ]
  ]
  node [ id 7 label "say" ]
  edge [ source 7 target 4 value 2.5 ]
]
"""


def test_gml(told):
    assert told(GML.format(0)) == ([("a&b", "say", 2.5)], [])
    assert told(GML.format(1)) == ([("say", "a&b", 2.5)], [DIRECTED])
    graph = networkx.les_miserables_graph()
    text = "\n".join(networkx.generate_gml(graph))
    wanted = sorted((*sorted(edge[:2]), float(edge[2])) for edge in graph.edges(data="weight"))
    assert sorted((*sorted(row[:2]), row[2]) for row in told(text, "g.gml")[0]) == wanted


DOCUMENTS = {
    "d3": {"nodes": [{"id": "a", "group": 1}, {"id": "b"}], "links": [{"source": "a", "target": "b", "value": 4}]},
    "d3 by place": {"nodes": [{"name": "a"}, {"name": "b"}], "links": [{"source": 0, "target": 1, "value": 4}]},
    "d3 once laid out": {
        "nodes": [{"id": "a"}, {"id": "b"}],
        "links": [{"source": {"id": "a", "x": 1}, "target": {"id": "b"}, "value": 4}],
    },
    "Cytoscape.js": {
        "data": {"name": "x"},
        "elements": {
            "nodes": [{"data": {"id": "1", "name": "a"}}, {"data": {"id": "2", "name": "b"}}],
            "edges": [{"data": {"id": "e", "source": "1", "target": "2", "weight": 4}}],
        },
    },
    "graphology": {
        "options": {"type": "undirected"},
        "nodes": [{"key": "1", "attributes": {"label": "a"}}, {"key": "2", "attributes": {"label": "b"}}],
        "edges": [{"key": "e", "source": "1", "target": "2", "attributes": {"weight": 4}}],
    },
    "VOSviewer": {
        "network": {
            "items": [{"id": 1, "label": "a", "weights": {"Links": 1}}, {"id": 2, "label": "b"}],
            "links": [{"source_id": 1, "target_id": 2, "strength": 4}],
        }
    },
    "JGF": {
        "graph": {
            "directed": False,
            "nodes": {"1": {"label": "a"}, "2": {"label": "b"}},
            "edges": [{"source": "1", "target": "2", "metadata": {"weight": 4}}],
        }
    },
    "vis.js": {
        "nodes": [{"id": 1, "label": "a"}, {"id": 2, "label": "b"}],
        "edges": [{"from": 1, "to": 2, "value": 4}],
    },
    "Infomap": {
        "type": "infomap-network",
        "nodes": [{"id": 1, "name": "a"}, {"id": 2, "name": "b"}],
        "links": [{"source": 1, "target": 2, "weight": 4}],
    },
    "records": [{"source": "a", "target": "b", "weight": 4}],
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_json_of_many_programs(name, told):
    assert told(json.dumps(DOCUMENTS[name])) == ([("a", "b", 4.0)], [])


def test_json_says_its_direction(told):
    text = '{"directed": true, "nodes": [{"id": 1}, {"id": 2}], "links": [{"source": 2, "target": 1, "lag": 7}]}'
    unused = "g: numbers of links that are not used: lag"
    assert told(text) == ([("2", "1", 1.0)], [unused, DIRECTED])
    assert told(text, directed=False) == ([("1", "2", 1.0)], [unused])


@pytest.mark.parametrize(
    ("text", "source", "message"),
    [
        (graphml("", "<node/>", ""), "g.graphml", "g.graphml:1: a node without an id; give each node an id of its own"),
        (graphml("", '<node id="a"/>', "\n<hyperedge/>"), "g", "g:2: GraphML with <hyperedge> is not read"),
        (
            graphml(
                '<key id="k" for="edge" attr.name="EdgeWeight" attr.type="String"/>',
                '<node id="1"/><node id="2"/>',
                '\n<edge source="1" target="2"><data key="k">3.25`</data></edge>',
            ),
            "g",
            "g:2: GraphML of Mathematica: the weight '3.25`' is a number as Mathematica writes it; export the"
            " weights as plain numbers, or the links as CSV: source, target, weight",
        ),
        ('<!DOCTYPE g [<!ENTITY a "b">]><graphml/>', "g.graphml", "g.graphml:1: not GraphML that is safe to read"),
        (gexf(AB, '<edge source="1" target="9"/>'), "g", "g:1: a link names '9', which is no node; list every node"),
        ("graph [ node [ id 1 ]", "g.gml", "g.gml:1: not GML: it ends too soon"),
        ("node", "g.gml", "g.gml:1: not GML: it ends too soon"),
        ('graph [ node [ label "x ] ]', "g.gml", "g.gml:1: not GML: a quote that is not closed; close it"),
        ("graph [ node [ id 1 ]\nedge [ source 1\n target 2 ] ]", "g.gml", "g.gml:2: a link names '2'"),
        ('{"codelength": 2.3, "nodes": [{"path": [1, 1], "id": 3}]}', "g", "g: these are communities, not a graph"),
        ('{"type": "infomap-network", "nodes": [{"stateId": 1}], "links": []}', "g", "g: infomap-network with states"),
        ('{"type": "chart", "x": 1}', "g.json", "g.json: no nodes and edges in the document of type 'chart'"),
        (json.dumps(networkx.adjacency_data(networkx.path_graph(3))), "g", "g: JSON in networkx's adjacency form"),
        ('[{"text": "x"}]', "g", "g: a record of the list has no source and target"),
        ("a pp b\n", "g.sif", "g.sif: SIF is not read; export GraphML from Cytoscape"),
        ('strict digraph "G" {\n a -> b\n}', "-", "-: DOT (Graphviz) is not read; convert it with: gv2gml"),
        ("%%MatrixMarket matrix coordinate\n1 1 1\n", "-", "-: Matrix Market is not read; read it with scipy"),
        ("dl n=3 format=edgelist1\n", "-", "-: DL (UCINET) is not read; export Pajek from UCINET"),
        ("nodedef>name VARCHAR\n", "-", "-: GDF (GUESS) is not read; export GEXF or GraphML from Gephi"),
    ],
)  # fmt: skip
def test_what_is_refused_says_what_it_is(text, source, message):
    with pytest.raises(InputError) as caught:
        read_graph(text, source)
    assert str(caught.value).startswith(message)
    assert "\n" not in str(caught.value)


def test_every_format_is_one_record():
    known = known_formats()
    for part in ("name", "endings"):
        said = [value for each in known for value in ([each.name] if part == "name" else each.endings)]
        assert len(said) == len(set(said))
    assert set(GRAPH_FORMATS) == {"tsv", "pajek", "graphml", "gexf", "json"} == {f.name for f in known if f.write}


value_of = st.none() | st.booleans() | st.integers(-(10**6), 10**6) | st.floats(-1e6, 1e6) | st.text(max_size=4)
columns_of = st.dictionaries(
    st.text(min_size=1, max_size=4).filter(lambda key: key not in ("id", "label", "count", "score", "data")),
    st.none(),
    max_size=2,
)


@pytest.mark.parametrize("kind", ["graphml", "gexf", "json"])
@given(st.lists(st.text(max_size=4), min_size=2, max_size=4, unique=True), columns_of, st.booleans(), st.data())
def test_names_attributes_and_direction_survive(kind, names, columns, directed, data):
    n = len(names)
    kinds = [st.booleans(), st.integers(-(10**6), 10**6), st.floats(-1e6, 1e6), st.text(max_size=4)]
    attributes = {}
    for key in columns:
        one = data.draw(st.sampled_from(kinds))
        values = data.draw(st.lists(st.none() | one, min_size=n, max_size=n))
        if any(value is not None for value in values):
            attributes[key] = values
    ends = np.arange(n, dtype=np.int32), np.roll(np.arange(n, dtype=np.int32), 1)
    graph = replace(build_graph(names, *ends, np.ones(n) / 3, directed=directed), attributes=attributes)
    found = read_graph("".join(graph_lines(graph, kind)), "g")
    assert (found.names, found.directed) == (graph.names, directed)
    assert list(found.rows()) == list(graph.rows())
    assert dict(found.attributes) == attributes


@given(st.data())
def test_what_is_surely_a_table_begins_as_no_other_format(data):
    signs = [each.sign for each in known_formats() if each.sign is not None]
    text = data.draw(st.sampled_from(signs).flatmap(st.from_regex))
    if any(sign.match(text) for sign in signs):
        assert not formats._surely_links(text)
