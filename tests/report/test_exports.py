"""The map as other programs read it."""

import networkx
import pytest

from textmine.graph import load_graph
from textmine.map import FILES_READ, TextSources, write_map
from textmine.report import EXPORTS, export_map


@pytest.fixture(scope="module")
def folder(data, tmp_path_factory):
    folder = tmp_path_factory.mktemp("map")
    text = (data / "power.txt").read_text(encoding="utf-8")[:20000]
    write_map(str(folder), TextSources([text], "none"))
    return folder


@pytest.fixture(scope="module")
def links(folder):
    rows = [row.split("\t") for row in (folder / "graph.tsv").read_text(encoding="utf-8").splitlines()[1:]]
    return {frozenset(row[:2]): float(row[2]) for row in rows}


@pytest.fixture(scope="module")
def communities(folder):
    rows = [row.split("\t") for row in (folder / "communities.tsv").read_text(encoding="utf-8").splitlines()[1:]]
    return {term: (int(community or 0), float(flow)) for _, community, _, path, term, flow in rows if path}


@pytest.mark.parametrize(("kind", "label"), [("gexf", "label"), ("graphml", "name")])
def test_networkx_reads_the_same_graph(folder, links, communities, kind, label):
    (path,) = export_map(str(folder), kind)
    graph = getattr(networkx, f"read_{kind}")(path)
    name = dict(graph.nodes(data=label))
    assert {frozenset((name[a], name[b])): weight for a, b, weight in graph.edges(data="weight")} == links
    assert {name[node]: (of["community"], of["flow"]) for node, of in graph.nodes(data=True)} == communities


def test_nodes_carry_count_score_colour_and_size(folder):
    rows = [row.split("\t") for row in (folder / "terms.tsv").read_text(encoding="utf-8").splitlines()]
    head = rows[0]
    wanted = {row[0]: (int(row[head.index("count")]), float(row[head.index("score")])) for row in rows[1:]}
    gexf = networkx.read_gexf(export_map(str(folder), "gexf")[0])
    graphml = networkx.read_graphml(export_map(str(folder), "graphml")[0])
    looks = {of["name"]: of for _, of in graphml.nodes(data=True)}
    for _, of in gexf.nodes(data=True):
        count, score = wanted[of["label"]]
        assert of["count"] == count == looks[of["label"]]["count"]
        assert of["score"] == pytest.approx(score, rel=1e-4)
        shade = of["viz"]["color"]
        assert "#{r:02x}{g:02x}{b:02x}".format(**shade) == looks[of["label"]]["color"]
        assert of["viz"]["size"] == looks[of["label"]]["size"] >= 0.5
    colours = {of["community"]: of["color"] for of in looks.values()}
    assert len(set(colours.values())) > 3


def test_vosviewer_gets_a_map_and_a_network(folder, links, communities):
    places, network = export_map(str(folder), "vosviewer")
    with open(places, encoding="utf-8") as lines:
        head, *rows = [line.rstrip("\n").split("\t") for line in lines]
    assert head == ["id", "label", "x", "y", "cluster", "weight<Flow>"]
    others = max(community for community, _ in communities.values()) + 1
    wanted = {term: (community or others, flow) for term, (community, flow) in communities.items()}
    assert {row[1]: (int(row[4]), float(row[5])) for row in rows} == wanted
    name = {row[0]: row[1] for row in rows}
    with open(network, encoding="utf-8") as lines:
        found = [line.split("\t") for line in lines]
    assert {frozenset((name[a], name[b])): float(weight) for a, b, weight in found} == links


def test_what_xml_cannot_hold_is_escaped(folder, tmp_path):
    for name in FILES_READ:
        text = (folder / name).read_text(encoding="utf-8").replace("电流", '<电\x01流&">')
        (tmp_path / name).write_text(text, encoding="utf-8") if name != "contexts.jsonl" else (
            tmp_path / name
        ).write_text("", encoding="utf-8")
    for kind in ("gexf", "graphml"):
        (path,) = export_map(str(tmp_path), kind)
        names = dict(getattr(networkx, f"read_{kind}")(path).nodes(data="label" if kind == "gexf" else "name"))
        assert '<电\\u0001流&">' in names.values()
        assert '<电\x01流&">' in load_graph(path).names
    assert EXPORTS.keys() == {"gexf", "graphml", "vosviewer", "ftree"}


def test_ftree_has_the_communities_of_the_folder_and_what_flows_between_them(folder):
    (path,) = export_map(str(folder), "ftree")
    with open(path, encoding="utf-8") as lines:
        tree, _, sections = lines.read().partition("*Links undirected\n")
    wanted = (folder / "communities.tree").read_text(encoding="utf-8")
    # All but the ids, which count the nodes of this map.
    assert [line.rsplit(" ", 1)[0] for line in tree.split("\n")] == [
        line.rsplit(" ", 1)[0] for line in wanted.split("\n")
    ]
    heads = [line.split() for line in sections.splitlines() if line.startswith("*Links")]
    assert heads[0][1] == "root"
