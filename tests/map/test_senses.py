"""Senses in a map: a planted term is in two communities, with shares that add up; the home is the larger one."""

import shutil
from types import SimpleNamespace

import numpy as np
import pytest

from textmine.communities import cluster, homes_of
from textmine.graph import build_graph
from textmine.io import read_table
from textmine.map import MapOptions, TextSources, map_texts, read_folder, write_map
from textmine.map.files import community_files, sense_files
from textmine.map.grouping import Grouping, community_rows
from textmine.map.senses import sense_rows, with_senses
from textmine.report.senses import sense_data
from textmine.senses import Senses
from textmine.terms import DiscoverOptions

POWER, BUSES = ("电压", "绝缘", "跳闸", "变电站"), ("公交", "站台", "乘客", "票价")
# 线路 is near words of power in 36 documents, and near words of buses in 24.
TEXT = "\n".join(
    f"线路,{a},{b}" for field, times in ((POWER, 3), (BUSES, 2)) for a in field for b in field if a != b
    for _ in range(times)
)  # fmt: skip
LINKS = np.array([4, 4, 4, 4], np.int32), np.array([0, 1, 2, 3], np.int32)
OPTIONS = {"discover": DiscoverOptions(keep_repeats=True), "communities": "modules"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("map")
    write_map(str(place), TextSources([TEXT], "none"), MapOptions(senses=True, **OPTIONS))
    return place


def table(path):
    return read_table(path.read_text("utf-8"), path.name)


def test_a_term_of_two_senses_has_a_row_in_each_of_its_communities(folder):
    found = table(folder / "communities.tsv")
    rows = list(zip(*(found.column(name) for name in ("term", "community", "flow", "share")), strict=True))
    line = [(community, float(flow), float(share)) for term, community, flow, share in rows if term == "线路"]
    assert sorted(community for community, _, _ in line) == ["1", "2"]
    assert sum(share for _, _, share in line) == pytest.approx(1.0, abs=1e-4)
    assert sum(float(flow) for _, _, flow, _ in rows) == pytest.approx(1.0)
    flows = [flow for _, flow, _ in line]
    assert [share for _, _, share in line] == pytest.approx([flow / sum(flows) for flow in flows], abs=1e-4)
    others = [(term, share) for term, _, _, share in rows if term != "线路"]
    assert len(others) == 8
    assert {share for _, share in others} == {"1.0"}
    of = {term: community for term, community, _, _ in rows if term != "线路"}
    assert {of[term] for term in POWER} | {of[term] for term in BUSES} == {"1", "2"}


def test_the_library_finds_what_the_folder_holds(folder):
    found = map_texts([TEXT], "none", MapOptions(senses=True, **OPTIONS))
    lines = community_files(found.communities, found.groups) | sense_files(found.groups)
    for name in ("communities.tsv", "communities.tree", "senses.tsv"):
        assert "".join(lines[name]) == (folder / name).read_text("utf-8")


def test_senses_are_listed_with_the_community_of_each(folder):
    found = table(folder / "senses.tsv")
    columns = map(found.column, ("near", "community"))
    near = {frozenset(words.split()): community for words, community in zip(*columns, strict=True)}
    own = dict(zip(*map(table(folder / "communities.tsv").column, ("term", "community")), strict=True))
    assert near == {frozenset(POWER): own["电压"], frozenset(BUSES): own["公交"]}
    assert [float(flow) for flow in found.column("flow")] == sorted(map(float, found.column("flow")), reverse=True)


def test_the_folder_has_the_term_once_at_home_in_the_community_with_most_of_its_flow(folder):
    nodes = read_folder(str(folder)).nodes
    assert sorted(nodes.names) == sorted({"线路", *POWER, *BUSES})
    place = nodes.names.index("线路")
    shares = nodes.parts["线路"]
    assert shares[0][0] == nodes.communities[place] == nodes.communities[nodes.names.index("电压")]
    assert shares[0][1] > shares[1][1] > 0
    assert sum(nodes.flows) == pytest.approx(1.0)
    homes = homes_of(table(folder / "communities.tsv"))
    assert homes["线路"] == homes["电压"]


def test_the_page_has_the_shares(folder):
    found = read_folder(str(folder))
    (term, shares), *none = sense_data(found, {"线路": 7})["senses"]
    assert (term, none) == (7, [])
    assert [community for community, _ in shares] == [community for community, _ in found.nodes.parts["线路"]]
    assert sense_data(found, {}) == {}


def test_without_the_option_nothing_is_added_and_what_an_earlier_run_left_goes(folder, tmp_path):
    for name in ("terms.tsv", "graph.tsv", "communities.tsv", "senses.tsv", "run.json"):
        shutil.copy(folder / name, tmp_path)
    write_map(str(tmp_path), TextSources([TEXT], "none"), MapOptions(**OPTIONS))
    assert not (tmp_path / "senses.tsv").exists()
    assert "share" not in table(tmp_path / "communities.tsv").columns
    assert (tmp_path / "graph.tsv").read_bytes() == (folder / "graph.tsv").read_bytes()


def grouping(words, terms, ranks, names):
    none = np.full(0, -1, np.int32)
    documents = dict.fromkeys(("documents", "shares", "seconds", "second_shares", "speaking"), none)
    homes = np.array(terms, np.int32), np.array(ranks, np.int32)
    themes = np.full(len(names), -1, np.int32)
    return Grouping(names, themes, [], words, *homes, **documents, recurrence=np.full(len(names), np.nan))


def split(weights, flows):
    """A term x of two senses, linked with a, b and c, d by these weights; a and b form a community, c and d another."""
    names = ["a", "b", "c", "d", "x"]
    graph = build_graph(names, *LINKS, np.array(weights, np.float64), directed=False)
    term = np.array([0, 1, 2, 3, 4, 4], np.int32)
    here = [4 if node < 2 else 5 for node in graph.sources.tolist()]  # the ends are in order of their numbers
    senses = Senses(names, term, np.ones(6), np.zeros(6), [()] * 6, graph.sources, np.array(here, np.int32))
    found = SimpleNamespace(
        top_module=np.ones(6, np.int32), node_flow=np.array([0.1, 0.1, 0.1, 0.1, *flows]),
        paths=lambda: [(1, 1 + at) for at in range(6)],
    )  # fmt: skip
    groups = grouping(names, [0, 0, 1, 1, 0], [0, 1, 0, 1, 2], [["a", "b"], ["c", "d"]])
    return groups, with_senses(groups, senses, graph, found, modules=False)


def test_a_sense_belongs_where_most_of_the_weight_of_its_links_leads():
    before, after = split([1, 2, 1, 1], [0.2, 0.4])
    assert [part.community for part in after.parts["x"]] == [0, 1]
    assert [part.share for part in after.parts["x"]] == pytest.approx([1 / 3, 2 / 3])
    assert before.terms.tolist() == [0, 0, 1, 1, 0]
    assert after.terms.tolist() == [0, 0, 1, 1, 1]  # at home where most of its flow is
    assert after.ranks.tolist() == [0, 1, 0, 1, 3]  # and last there
    assert [row[:2] + row[3:] for row in sense_rows(after)] == [
        ("x", 1, pytest.approx(0.2), 0.0, "a · b", 1, "", "1:5", ""),
        ("x", 2, pytest.approx(0.4), 0.0, "c · d", 2, "", "1:6", ""),
    ]


def test_a_term_that_stays_keeps_its_rank():
    before, after = split([1, 2, 1, 1], [0.4, 0.2])
    assert after.terms.tolist() == before.terms.tolist()
    assert after.ranks.tolist() == before.ranks.tolist()


def test_rows_of_guests_follow_those_at_home():
    _, after = split([1, 2, 1, 1], [0.2, 0.4])
    found = cluster(build_graph(list("abcdx"), *LINKS, np.ones(4), directed=False))
    shown = [(row[1], row[4], row[6]) for row in community_rows(found, after)]
    assert shown == [(1, "a", 1.0), (1, "b", 1.0), (1, "x", 0.3333), (2, "c", 1.0), (2, "d", 1.0), (2, "x", 0.6667)]
