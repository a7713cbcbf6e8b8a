"""What the page draws of a map: which nodes and links, and that discs and nodes stand apart."""

from types import SimpleNamespace

import numpy as np
import pytest

from textmine.errors import InputError
from textmine.graph import build_graph
from textmine.map import Community
from textmine.map.folder import Documents
from textmine.report import drawn, layout
from textmine.report.drawn import drawn_map
from textmine.report.labels import label
from textmine.report.layout import node_positions, node_radii
from textmine.report.packing import packed_discs, pushed_apart

NAMES = ("a", "b", "c", "d", "e", "f")
FLOWS = (0.25, 0.125, 0.125, 0.3, 0.15, 0.05)
HOMES = (0, 0, 1, 1, 2, 2)
COMMUNITIES = (
    Community("a · b", 0, "a", 2, 7, 0.5),
    Community("d · c", 1, "d · c", 3, 4, 0.25),
    Community("e", 1, "d · c", 1, 0, None),
)
LINKS = [("a", "b", 5.0), ("a", "c", 1.0), ("b", "b", 9.0), ("c", "d", 7.0), ("d", "e", 3.0), ("e", "f", 5.0)]


def folder_of(counts=None):
    """A map as the page reads it: its graph, its communities, and perhaps a count of each term."""
    sources, targets = (np.array([NAMES.index(link[end]) for link in LINKS], np.int32) for end in (0, 1))
    columns = ("term",) if counts is None else ("term", "count")
    return SimpleNamespace(
        graph=build_graph(NAMES, sources, targets, np.array([link[2] for link in LINKS])),
        nodes=SimpleNamespace(names=NAMES, flows=FLOWS, communities=HOMES, modules=[(1,)] * len(NAMES)),
        communities=COMMUNITIES,
        documents=Documents([0, 2, -1, 0, 0], [0.5, 0.25, 0.0, 0.75, 0.5], {}),
        terms=SimpleNamespace(columns=columns, column=lambda name: counts),
        record={},
    )


def links_of(found, names="abcdef"):
    shown = [names[term] for term in found["nodes"]["term"]]
    links = found["links"]
    return [(shown[a], shown[b], w) for a, b, w in zip(links["a"], links["b"], links["weight"], strict=True)]


PLACES = {name: place for place, name in enumerate(NAMES)}


def test_links_are_shown_heaviest_first_and_none_to_itself():
    every = [("c", "d", 7.0), ("a", "b", 5.0), ("e", "f", 5.0), ("d", "e", 3.0), ("a", "c", 1.0)]
    assert links_of(drawn_map(folder_of(), PLACES)) == every


@pytest.mark.parametrize("most", [1, 2, 4])
def test_where_there_are_too_many_links_the_heaviest_are_shown(monkeypatch, most):
    every = links_of(drawn_map(folder_of(), PLACES))
    monkeypatch.setattr(drawn, "_LINKS", most)
    assert links_of(drawn_map(folder_of(), PLACES)) == every[:most]


def test_where_there_are_too_many_nodes_those_of_the_largest_flow_are_shown(monkeypatch):
    monkeypatch.setattr(drawn, "_NODES", 4)
    found = drawn_map(folder_of(), PLACES)
    assert [NAMES[term] for term in found["nodes"]["term"]] == ["a", "b", "d", "e"]  # of b and c, equals, the first
    assert links_of(found) == [("a", "b", 5.0), ("d", "e", 3.0)]


def test_nodes_that_are_no_terms_are_left_out():
    found = drawn_map(folder_of(), {"c": 0, "d": 1})
    assert found["nodes"]["term"] == [0, 1]
    assert found["nodes"]["community"] == [1, 1]
    assert links_of(found, "cd") == [("c", "d", 7.0)]
    with pytest.raises(InputError, match="no node is one of the terms"):
        drawn_map(folder_of(), {"x": 0})


def test_general_terms_are_not_drawn():
    folder = folder_of()
    folder.nodes.communities = (0, -1, 1, 1, -1, 2)
    found = drawn_map(folder, PLACES)
    assert [NAMES[term] for term in found["nodes"]["term"]] == ["a", "c", "d", "f"]
    assert links_of(found) == [("c", "d", 7.0), ("a", "c", 1.0)]
    folder.nodes.communities = (-1,) * 6  # where no term has a community, all are drawn
    assert len(drawn_map(folder, PLACES)["nodes"]["term"]) == 6


def test_communities_have_names_themes_sizes_and_the_sums_of_flows():
    found = drawn_map(folder_of(), PLACES)
    told = [[group[name] for name in ("name", "theme", "size", "documents", "flow")] for group in found["communities"]]
    assert told == [["a · b", 0, 2, 7, 0.375], ["d · c", 1, 3, 4, 0.425], ["e", 1, 1, 0, 0.2]]
    assert [group["recurrence"] for group in found["communities"]] == [0.5, 0.25, None]
    themes = [[group[name] for name in ("name", "size", "documents", "flow")] for group in found["themes"]]
    assert themes == [["a", 2, 7, 0.375], ["d · c", 4, 4, 0.625]]


def test_a_community_shows_the_two_documents_that_speak_most_for_it():
    found = drawn_map(folder_of(), PLACES)["communities"]
    assert [group["typical"] for group in found] == [[3, 0], [], [1]]


def test_the_backbone_has_the_first_links_of_each_node():
    # A star of five with a ring around it, the heaviest first: each of the ring keeps its link to the middle.
    star, ring = [(0, end) for end in range(1, 6)], [(1, 2), (2, 3), (3, 4), (4, 5), (1, 5)]
    a, b = np.array(star + ring).T
    kept = drawn.backbone((a, b, np.arange(10.0, 0, -1)), 6).tolist()
    assert kept[:5] == [0, 1, 2, 3, 4]
    # The ring's are second or third of both of their ends.
    assert kept[5:] == [5, 6, 7, 8, 9]
    # In a clique of 20 most links are neither.
    a, b = np.triu_indices(20, 1)
    assert 19 <= len(drawn.backbone((a, b, np.ones(190)), 20)) < 40


def test_areas_are_in_proportion_to_flow_and_to_count():
    # Means of 1/6 and 6: the root of 6 times the flow, of a sixth of the count, held between 0.5 and 3.
    radius = drawn_map(folder_of([6, 12, 3, 13, 1, 1]), PLACES)["nodes"]["radius"]
    assert radius["flow"] == pytest.approx([1.22, 0.866, 0.866, 1.34, 0.949, 0.548], abs=0.006)
    assert radius["count"] == pytest.approx([1.0, 1.41, 0.707, 1.47, 0.5, 0.5], abs=0.006)
    assert node_radii(np.array([1.0] * 99 + [900.0])).max() == 3.0


def overlap(places, radii):
    """How far two discs reach into one another at most."""
    step = places[:, None] - places[None]
    room = radii[:, None] + radii[None] - np.hypot(step[..., 0], step[..., 1])
    return room[np.triu_indices(len(radii), 1)].max()


def test_two_discs_are_pushed_apart_by_hand():
    # Radii 1 at distance 1 overlap by 1: seven tenths of it are taken away in a round, by both alike.
    places, radii = np.array([[0.0, 0.0], [1.0, 0.0]]), np.array([1.0, 1.0])
    assert pushed_apart(places, radii, 1) == pytest.approx(np.array([[-0.35, 0.0], [1.35, 0.0]]))
    # A disc four times as large in area moves a quarter as far; discs that touch stay.
    moved = pushed_apart(places, np.array([2.0, 1.0]), 1)
    assert moved == pytest.approx(np.array([[-1.4 * 0.2, 0.0], [1 + 1.4 * 0.8, 0.0]]))
    assert pushed_apart(places * 2, radii, 9).tolist() == (places * 2).tolist()
    # In one place they go apart all the same.
    assert overlap(pushed_apart(places * 0, radii, 30), radii) < 1e-6


@pytest.mark.parametrize("seed", range(25))
def test_discs_hardly_overlap_however_they_are_linked(seed):
    draw = np.random.default_rng(seed)
    discs = np.sort(draw.uniform(0.5, 4, draw.integers(2, 41)))[::-1]
    n = len(discs)
    a, b = draw.integers(0, n, 3 * n), draw.integers(0, n, 3 * n)
    links = a[a < b], b[a < b], draw.random(np.count_nonzero(a < b)) + 0.1
    centres = packed_discs(discs, links)
    # Pushing ends after a fixed number of rounds, so that a little may be left; without it discs lie on one another.
    assert overlap(centres, discs) < 0.1 * discs.min()


def test_many_discs_are_pushed_apart_as_few_are():
    # Above 500 the pairs that may touch come from a tree.
    draw = np.random.default_rng(0)
    places, radii = draw.random((600, 2)) * 60, draw.random(600) + 0.2
    assert overlap(places, radii) > 0.5
    assert overlap(pushed_apart(places, radii, 60), radii) < 0.02
    few = draw.permutation(600)[:500]
    far = np.concatenate((places[few], [[1e6, 1e6]]))
    one, other = pushed_apart(places[few], radii[few], 3), pushed_apart(far, np.append(radii[few], 0.1), 3)
    assert other[:500] == pytest.approx(one, abs=1e-9)


def test_a_link_to_another_community_pulls_its_nodes_less(monkeypatch):
    pulls = []
    monkeypatch.setattr(layout, "_relaxed", lambda places, centres, room, links, pull: pulls.append(links[2]) or places)
    links = np.array([0, 1]), np.array([1, 2]), np.array([4.0, 4.0])
    node_positions(np.array([0, 0, 1]), np.ones(3), links)
    assert pulls[0].tolist() == pytest.approx([4.0, 0.12])


def test_linked_communities_and_nodes_stand_nearer():
    # Two pairs of communities, each pair with links; and within one community a chain.
    communities = np.repeat(np.arange(4), 6)
    flows = np.ones(24)
    across = (np.array([0, 1, 12, 13]), np.array([18, 19, 6, 7]), np.full(4, 10.0))
    at = node_positions(communities, flows, across)
    centre = np.array([at[communities == c].mean(axis=0) for c in range(4)])
    far = np.hypot(*(centre[:, None] - centre[None]).transpose(2, 0, 1))
    assert max(far[0, 3], far[1, 2]) <= min(far[0, 1], far[0, 2], far[3, 1], far[3, 2])
    one = (np.array([1]), np.array([5]), np.ones(1))
    none = tuple(part[:0] for part in one)
    near, apart = (node_positions(np.zeros(6, int), np.ones(6), links) for links in (one, none))
    assert np.hypot(*(near[1] - near[5])) < np.hypot(*(apart[1] - apart[5]))


@pytest.mark.parametrize(("name", "shown"), [("x" * 24, "x" * 24), ("x" * 25, "x" * 24 + "…"), ("a\u202eb", "ab")])
def test_long_names_are_shortened_and_turn_no_text(name, shown):
    assert label(name, 24) == shown


def test_nodes_outside_of_their_disc_move_to_its_rim():
    places = np.array([[3.0, 4.0], [0.3, 0.4], [1.0, 1.0]])
    centres = np.array([[0.0, 0.0], [0.0, 0.0], [1.0, 1.0]])
    inside = layout._inside(places, centres, np.array([1.0, 1.0, 2.0]))
    assert inside == pytest.approx(np.array([[0.6, 0.8], [0.3, 0.4], [1.0, 1.0]]))
