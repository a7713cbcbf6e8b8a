"""The figure of the map: SVG that any XML reader reads, with every name as text."""

import re
from xml.etree import ElementTree

import pytest

from textmine.errors import OptionError
from textmine.map import TextSources, write_map
from textmine.report import write_figure
from textmine.report.mapfigure import legend, size_legend
from textmine.report.shapes import Disc, Drawing, Text

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def folder(data, tmp_path_factory):
    folder = tmp_path_factory.mktemp("map")
    lines = (data / "power.txt").read_text(encoding="utf-8").splitlines()
    text = "\n".join(f"<b>&amp;</b>\x0bA&T公司，{line}" for line in lines)
    write_map(str(folder), TextSources([text], "none"))
    return folder


@pytest.fixture(scope="module")
def figure(folder, tmp_path_factory):
    path = tmp_path_factory.mktemp("figure") / "map.svg"
    write_figure(str(folder), str(path))
    return path


def test_the_figure_has_every_node_the_names_and_a_legend(folder, figure):
    root = ElementTree.fromstring(figure.read_text(encoding="utf-8"))
    rows = [row.split("\t") for row in (folder / "communities.tsv").read_text(encoding="utf-8").splitlines()[1:]]
    homes = [row[1] for row in rows if row[1] and row[3]]
    themes = [row.split("\t") for row in (folder / "themes.tsv").read_text(encoding="utf-8").splitlines()[1:]]
    dots = [dot for dot in root.iter(f"{SVG}circle") if float(dot.get("cx")) < 1170]
    assert len(dots) == len(homes)
    texts = [text.text for text in root.iter(f"{SVG}text")]
    assert len(texts) > 100
    for name, _, _, _, _, documents, _ in themes:
        assert any(text.rstrip("…") and name.startswith(text.rstrip("…")) for text in texts)
        assert documents in texts
    colours = {dot.get("fill") for dot in dots}
    assert len(colours) > 0.8 * len(set(homes))  # communities that are far apart may have the same
    assert all(re.fullmatch("#[0-9a-f]{6}", colour) for colour in colours)
    assert not {element.tag for element in root.iter()} - {
        f"{SVG}{tag}" for tag in ("svg", "rect", "circle", "path", "text")
    }


@pytest.mark.parametrize(("documents", "numbers"), [(0, []), (1234, ["documents", "1,234"])])
def test_a_legend_has_numbers_where_communities_have_documents(documents, numbers):
    """A text too small for communities of documents has the modules of the graph, of terms only."""
    one = {"name": "绕组", "theme": -1, "colours": ["#123456"], "documents": documents}
    drawn = Drawing(1, 1, [*legend({"communities": [one], "themes": []}, {"n_documents": "documents"})])
    assert sorted(drawn.texts()) == sorted(["绕组", *numbers])


def test_discs_of_the_legend_have_areas_in_proportion_to_their_shares():
    shapes = [*size_legend([0.01] * 50 + [0.05] * 10, 10.0, {"size": "Size", "size_flow": "share"})]
    discs, texts = ([shape for shape in shapes if isinstance(shape, kind)] for kind in (Disc, Text))
    values = [float(text.text.rstrip("%")) for text in texts[1:]]
    assert 2 <= len(values) == len(discs) <= 3
    mean = 1 / 60  # of the shares, and of the radius 10
    assert [disc.radius for disc in discs] == pytest.approx([10 * (value / 100 / mean) ** 0.5 for value in values])
    assert [*size_legend([0.0], 1.0, {})] == []


def test_the_same_folder_gives_the_same_figure(folder, figure, tmp_path):
    write_figure(str(folder), str(tmp_path / "again.svg"))
    assert (tmp_path / "again.svg").read_bytes() == figure.read_bytes()


def test_the_treemap_has_every_community_and_reads_as_xml(folder, tmp_path):
    write_figure(str(folder), str(tmp_path / "treemap.svg"), drawing="treemap")
    root = ElementTree.fromstring((tmp_path / "treemap.svg").read_text(encoding="utf-8"))
    rows = [row.split("\t") for row in (folder / "communities.tsv").read_text(encoding="utf-8").splitlines()[1:]]
    assert len([*root.iter(f"{SVG}rect")]) == 1 + len({row[1] for row in rows if row[1] and row[3]})
    assert len([*root.iter(f"{SVG}text")]) > 50


def test_another_format_is_refused(folder, tmp_path):
    with pytest.raises(OptionError, match=r"no \.svg, \.pdf or \.png"):
        write_figure(str(folder), str(tmp_path / "map.eps"))


def test_names_in_the_figure_do_not_overlap_as_the_browser_draws_them(browser, figure):
    browser.size(1500, 1000)
    browser.send("Page.navigate", url=figure.as_uri())
    browser.run("new Promise(done => setTimeout(done, 200))")
    boxes = browser.run(
        "[...document.querySelectorAll('text')].map(text => text.getBoundingClientRect())"
        ".filter(box => box.right < 1160).map(({left, top, right, bottom}) => [left, top + 4, right, bottom - 4])"
    )
    assert len(boxes) > 60
    covered = sum(
        other[0] < box[2] and box[0] < other[2] and other[1] < box[3] and box[1] < other[3]
        for number, box in enumerate(boxes)
        for other in boxes[:number]
    )
    assert covered <= len(boxes) // 50  # widths are estimated, for fonts differ
