"""Themes, communities and subcommunities: every view follows the level, and each cell of the treemap opens."""

import itertools
import json
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.map import MapOptions, TextSources, read_folder, write_map
from textmine.map.folder import Documents
from textmine.report import write_report
from textmine.report.subcommunities import document_subcommunities, subcommunity_levels
from textmine.report.wording import WORDING

VIEWS = ["overview", "terms", "map", "documents", "hierarchy", "contrast"]
THEMES, COMMUNITIES, SUBCOMMUNITIES = range(3)


def at_level(browser, number):
    browser.put("#level", str(number))


@pytest.fixture(scope="module")
def modules(data, tmp_path_factory):
    """The page of a map that shows the modules of its graph."""
    folder = tmp_path_factory.mktemp("modules")
    text = (data / "power.txt").read_text(encoding="utf-8")
    write_map(str(folder), TextSources([text], "none"), MapOptions(communities="modules"), then=[write_report])
    return folder / "report.html"


def test_the_list_has_each_group_under_the_theme_and_the_community_that_it_is_part_of(at):
    """A subcommunity that is all of its community stands before those that share one, not under their heading."""
    browser = at("map")
    for number in range(SUBCOMMUNITIES, browser.run("ladder.length")):
        at_level(browser, number)
        told = browser.run("""(() => {
            let theme = "", above = "";
            return [...document.querySelectorAll("#side > :is(h3, h4, .groups, details)")].flatMap(part => {
                if (part.tagName === "H3") [theme, above] = [part.textContent, ""];
                else if (part.tagName === "H4") above = part.textContent;
                else return [...part.querySelectorAll("bdi")].map(name => `${theme}/${above}/${name.textContent}`);
                return [];
            });
        })()""")
        expected = browser.run("""[...level.groups.entries()].map(([place, group]) => {
            const theme = themes[themeOf(place)].name;
            const alone = level.groups.filter(({ within }) => within === group.within).length === 1;
            return `${clip(theme, 90)}/${alone ? "" : clip(aboveOf(level, place), 90)}/${clip(group.name, 90)}`;
        })""")
        assert sorted(told) == sorted(expected)


def test_colours_legend_names_table_and_documents_follow_the_level(at):
    browser = at("map")
    sizes = browser.run("ladder.map(some => some.groups.length)")
    kinds = browser.run("ladder.map(some => some.kind)")
    assert kinds[:3] == ["themes", "communities", "subcommunities"]
    assert len(browser.texts("#side .groups button")) == sizes[COMMUNITIES]
    for number in (THEMES, SUBCOMMUNITIES):
        at_level(browser, number)
        some = f"ladder[{number}]"
        assert str(sizes[number]) in browser.run("$('level-name').value")
        shown = browser.texts("#side .groups bdi")
        assert sorted(shown) == sorted(browser.run(f"{some}.groups.map(group => clip(group.name, 90))"))
        assert 1 < browser.run("[...map.batches.keys()].length") <= sizes[number]
        groups = browser.run("map.labels.filter(label => label.plate).map(label => label.group)")
        assert 1 < len(groups) <= sizes[number]
        for select in ("#of-map", "#of-community", "#of-documents"):
            assert len(browser.texts(f"{select} .group")) == sizes[number]
        browser.put("#of-map", "2")
        assert browser.run("map.group") == 1
        assert set(browser.run(f"byFlow.filter(bright).map(node => groupAt({some}, node))")) == {1}
        browser.click("#tab-terms")
        browser.put("#of-community", "1")
        rows = browser.run("table.rows")
        assert rows
        nodes = browser.run("table.rows.filter(term => nodeOf.has(term)).map(term => groupOf(nodeOf.get(term)))")
        assert set(nodes) == {0}
        assert browser.run("clip(level.groups[0].name, 90)") in browser.texts("#rows td")
        browser.click("#tab-documents")
        browser.put("#of-documents", "1")
        assert set(browser.run("shelf.rows.map(groupOfDocument)")) == {0}
        assert browser.run("shelf.rows.length === level.groups[0].documents")
        browser.click("#tab-map")
        browser.click("#whole")
    at_level(browser, COMMUNITIES)
    assert len(browser.texts("#of-documents .group")) == sizes[COMMUNITIES]
    assert browser.complaints() == []


def test_subcommunities_of_hardly_any_document_are_folded_away_and_said(at):
    browser = at("map")
    browser.put("#level", browser.run("String(ladder.length - 1)"))
    bare = browser.run("level.groups.filter(({ documents }) => documents < 2).map(({ name }) => clip(name, 90))")
    assert bare
    assert sorted(browser.texts("#side details.bare bdi")) == sorted(bare)
    assert not browser.run("[...document.querySelectorAll('#side details.bare')].some(part => part.open)")
    folds = [int(text.split(" ")[0]) for text in browser.texts("#side details.bare summary")]
    assert sum(folds) == len(bare)
    of_none = browser.run("level.groups.filter(({ documents }) => !documents).length")
    assert browser.run("[...$('of-documents').options].filter(option => option.disabled).length") == of_none
    browser.put("#level", str(COMMUNITIES))
    assert browser.texts("#side details.bare") == []


def test_the_level_is_set_with_the_keyboard_and_said(at):
    browser = at("map")
    browser.run("$('level').focus()")
    said = []
    for key in ("ArrowLeft", "ArrowRight", "ArrowRight"):
        browser.press(key)
        said.append(browser.run("[level.kind, $('level').ariaValueText === $('level-name').value]"))
    assert said == [["themes", True], ["communities", True], ["subcommunities", True]]
    assert browser.run("document.activeElement.id") == "level"


def test_each_level_is_within_the_one_above(at):
    browser = at()
    above = browser.run(
        "ladder.slice(1).map((some, at) => nodes.term.map((_, node) =>"
        " [groupAt(some, node), groupAt(ladder[at], node)]))"
    )
    for number, pairs in enumerate(above, 1):
        homes = dict(map(tuple, pairs))
        assert all(homes[own] == home for own, home in pairs)
        told = browser.run(f"ladder[{number}].groups.map((_, place) => ladder[{number}].above(place))")
        assert all(told[own] == home for own, home in homes.items() if own >= 0)
    sizes = browser.run("ladder.at(-1).groups.map(group => group.size)")
    assert min(sizes) >= 1
    assert sum(sizes) == browser.run("nodes.community.filter(place => place >= 0).length")


def test_each_cell_of_the_treemap_opens_down_to_its_terms_and_closes(at):
    browser = at("hierarchy")
    assert len(browser.texts(".cell")) == browser.run("communities.length")
    at_level(browser, THEMES)
    assert len(browser.texts(".cell")) == browser.run("themes.length")
    area = "[...document.querySelectorAll('.cell')].reduce((sum, e) => sum + e.offsetWidth * e.offsetHeight, 0)"
    seen = []
    while browser.run("view") == "hierarchy":
        seen.append(browser.run("tree.path.length"))
        assert browser.run(f"{area} / ($('treemap').clientWidth * $('treemap').clientHeight)") > 0.98
        if len(seen) > 1:
            assert browser.run("document.activeElement.id") == "up"
            name = browser.run("(([some, place]) => some.groups[place].name)(tree.path.at(-1))")
            assert browser.texts("#opened-group") == [name]
        browser.click(".cell")
    assert seen == [*range(len(seen))]
    assert len(seen) >= 3
    last = browser.run("map.node")
    assert last >= 0
    browser.click("#tab-hierarchy")
    for depth in range(len(seen) - 1, 0, -1):
        assert browser.run("tree.path.length") == depth
        browser.run("($('treemap').querySelector('button')).focus()")
        browser.press("Escape" if depth % 2 else "Tab")
        if depth % 2 == 0:
            browser.click("#up")
    assert len(browser.texts(".cell")) == browser.run("themes.length")
    assert browser.complaints() == []


@pytest.mark.parametrize("opened", [False, True])
def test_the_treemap_is_saved_as_it_stands(at, tmp_path, opened):
    browser = at("hierarchy")
    if opened:
        browser.click(".cell")
    root = ET.fromstring(browser.download("#treemap-svg", "treemap.svg", tmp_path))
    texts = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert texts == browser.run("[...document.querySelectorAll('.cell span')].map(e => e.textContent)")
    assert len([*root.iter("{http://www.w3.org/2000/svg}rect")]) == 1 + len(browser.texts(".cell"))
    assert browser.download("#treemap-png", "treemap.png", tmp_path)[:4] == b"\x89PNG"
    assert browser.complaints() == []


def test_an_opened_cell_leads_to_the_map_and_to_its_documents(at):
    browser = at("hierarchy")
    browser.click(".cell")
    place = browser.run("tree.path[0][1]")
    browser.click("#treemap-documents")
    assert browser.run("[view, $('of-documents').value]") == ["documents", str(place + 1)]
    browser.click("#tab-hierarchy")
    browser.click("#treemap-map")
    assert browser.run("[view, map.group, level.kind]") == ["map", place, "communities"]


def test_boxes_fill_the_frame_in_proportion_and_give_the_figure_of_the_paper(at):
    browser = at()
    # Bruls, Huizing & van Wijk 2000, figure 5: 6, 6, 4, 3, 2, 2, 1 in a frame of 6 by 4.
    found = browser.run("squarified([6, 6, 4, 3, 2, 2, 1], [0, 0, 6, 4])")
    assert found[:2] == [[0, 0, 3, 2], [0, 2, 3, 2]]
    assert np.allclose(found[2:4], [[3, 0, 12 / 7, 7 / 3], [3 + 12 / 7, 0, 9 / 7, 7 / 3]])
    random = np.random.default_rng(5)
    for _ in range(30):
        sizes = -np.sort(-random.exponential(size=random.integers(1, 40))) + 0.01
        width, height = random.uniform(0.1, 10, 2)
        boxes = np.array(browser.run(f"squarified({sizes.tolist()}, [0, 0, {width}, {height}])"))
        assert np.allclose(boxes[:, 2] * boxes[:, 3], sizes / sizes.sum() * width * height)
        ends = boxes[:, :2] + boxes[:, 2:]
        assert (ends <= np.array([width, height]) * (1 + 1e-9)).all()
        for one, other in itertools.combinations(range(len(boxes)), 2):
            overlap = np.minimum(ends[one], ends[other]) - np.maximum(boxes[one, :2], boxes[other, :2])
            assert overlap.min() < 1e-7


def test_every_view_is_quiet_at_every_level(at):
    for size in ((1400, 900), (390, 844)):
        browser = at("overview", size)
        for number in (THEMES, SUBCOMMUNITIES):
            at_level(browser, number)
            for view in VIEWS:
                browser.run(f"show('{view}')")
        assert browser.complaints() == []
        assert browser.run("document.documentElement.scrollWidth <= innerWidth")


def test_modules_have_the_levels_of_the_tree(browser, modules):
    """Subcommunities are the modules of communities.tree, but for those of fewer than three terms."""
    browser.size(1400, 900)
    browser.open(modules, "map")
    kinds = browser.run("ladder.map(some => some.kind)")
    assert kinds[0] == "communities"
    assert browser.run("$('level') !== null") == (len(kinds) > 1)
    folder = read_folder(str(modules.parent))
    place_of = dict(zip(folder.nodes.names, folder.nodes.modules, strict=True))
    found = dict(browser.run("nodes.term.map((term, node) => [names[term], nodes.community[node]])"))
    assert all(place_of[name][0] == community + 1 for name, community in found.items())
    for view in VIEWS:
        browser.run(f"show('{view}')")
    assert browser.complaints() == []


@given(st.integers(1, 30), st.integers(0, 60), st.randoms(use_true_random=False))
def test_levels_are_nested_and_have_no_small_groups_beside_others(n, m, random):
    communities = np.array([random.randrange(-1, 3) for _ in range(n)])
    modules = [tuple(random.randrange(1, 4) for _ in range(random.randrange(1, 4))) for _ in range(n)]
    ends = [np.array([random.randrange(n) for _ in range(m)], np.int64) for _ in range(2)]
    links = (*ends, np.array([random.random() for _ in range(m)]))
    above = communities
    for groups, within in subcommunity_levels(communities, modules, links):
        assert ((groups >= 0) == (communities >= 0)).all()
        assert (within[groups[groups >= 0]] == above[groups >= 0]).all()
        sizes = np.bincount(groups[groups >= 0], minlength=len(within))
        assert (np.diff(sizes) <= 0).all()
        alone = np.bincount(within)[within] == 1
        assert ((sizes >= 3) | alone).all()
        above = groups


def test_few_terms_join_the_group_of_their_strongest_links():
    modules = [(1,)] * 3 + [(2,)] * 4 + [(3,), (4,)]
    links = np.array([7, 7, 7]), np.array([0, 1, 4]), np.array([0.3, 0.4, 0.6])
    [(groups, _)] = subcommunity_levels(np.zeros(9, np.int64), modules, links)
    assert groups.tolist() == [1, 1, 1, 0, 0, 0, 0, 1, 0]  # the last has no link: it joins the largest
    links = np.array([7, 7]), np.array([0, 4]), np.array([0.3, 0.6])
    [(groups, _)] = subcommunity_levels(np.zeros(9, np.int64), modules, links)
    assert groups[7] == 0


def test_a_document_is_of_the_subcommunity_of_the_first_term_that_has_one_in_its_community():
    documents = Documents([0, 0, 1, -1], [1.0] * 4, {"terms": ["x · b · a", "c", "a · c", "a"]})
    found = document_subcommunities(documents, np.array([0, 0, 1]), {"a": 0, "b": 1, "c": 2})
    assert found == [1, -1, 2, -1]


def test_trends_of_subcommunities_add_up_to_their_community(browser, data, tmp_path):
    from textmine.map import FileSources
    from textmine.text import ReadOptions

    lines = (data / "power.txt").read_text(encoding="utf-8").splitlines()
    rows = [json.dumps({"text": line, "at": str(2000 + number % 9)}) for number, line in enumerate(lines)]
    (tmp_path / "d.jsonl").write_text("\n".join(rows), encoding="utf-8")
    sources = FileSources([str(tmp_path / "d.jsonl")], ["none"], reading=ReadOptions(date="at"))
    write_map(str(tmp_path / "map"), sources, then=[write_report])
    browser.size(1400, 900)
    browser.open(tmp_path / "map" / "report.html", "trends")
    browser.put("#level", browser.run("String(ladder.length - 1)"))
    assert browser.run("trend.lines.map(line => line.name)") == browser.run(
        "largestGroups().map(place => level.groups[place].name)"
    )
    sums = browser.run(
        "communities.map((_, at) => times.periods.map((_, period) => times.subcommunities.filter((_, finest) =>"
        " subcommunities.reduceRight((place, groups) => groups[place].within, finest) === at)"
        ".reduce((sum, row) => sum + row[period], 0)))"
    )
    known = browser.run(
        "communities.map((_, at) => times.periods.map((_, period) => documents.community.filter((home, place) =>"
        " home === at && documents.subcommunity[place] >= 0 && times.of[place] === period).length))"
    )
    assert sums == known
    assert browser.complaints() == []


def test_the_page_speaks_of_the_groups_of_the_level(at):
    browser = at("map")
    words = WORDING["zh"]
    for kind in browser.run("ladder.map(some => some.kind)"):
        browser.run(f"useLevel(ladder.find(some => some.kind === '{kind}'))")
        one = words[f"one_{kind}"]
        assert browser.texts("#treemap-help") == [words["treemap_help"].format(one=one)]
        assert browser.texts("#map-help") == [words["map_help"].format(one=one)]
        assert browser.texts("#colour [value=community]") == [one]
        assert browser.texts("#of-documents [value='0']") == [words["unmapped"].format(one=one)]
        assert browser.texts("#by-community") == [one]
    assert not any("{one}" in text for text in browser.texts("main p, main button, main option, main span"))
