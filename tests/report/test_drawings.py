"""Figures of trends, comparisons and streams, as SVG, PDF and PNG; names of a corpus are text in all of them."""

import sys
from xml.etree import ElementTree

import pytest

from textmine.errors import OptionError
from textmine.report.plotting import write_plot
from textmine.report.shapes import Area, Disc, Drawing, Rectangle, Stroke, Text, fitted, svg_lines
from textmine.report.sidesfigure import sides_drawing
from textmine.report.timefigures import alluvial_drawing, trend_drawing
from textmine.report.treemapfigure import treemap_drawing
from textmine.report.wording import WORDING

SVG = "{http://www.w3.org/2000/svg}"
WORDS = WORDING["en"]
HOSTILE = "</text><script>$\\frac{1}$\x0b"
NAMES = ["电网", HOSTILE, "c"]
PAGE = {
    "times": {
        "periods": ["1990", "1991"],
        "documents": [4, 2],
        "at": [0, 1],
        "few": [],
        "terms": {"term": [0, 1], "rate": [[10.0, 20.0], [5.0, 0.0]]},
        "communities": [[2, 2], [1, 0]],
    },
    "communities": [
        {"name": "甲 · 乙", "documents": 4, "colours": ["#112233", "#445566"]},
        {"name": HOSTILE, "documents": 1, "colours": [None, None], "given": "b"},
    ],
}
PLOT = {
    "group": "side",
    "side": HOSTILE,
    "other": "",
    "term": [0, 1, 2],
    "sure": [2.0, -1.0, 0.0],
    "rate": [100.0, 0.0, 7.0],
    "other_rate": [1.0, 50.0, 7.0],
}
ALLUVIAL = {
    "periods": ["1990", "1991"],
    "blocks": [[0, 1, 0.6, "甲 · 乙", "甲"], [0, 2, 0.4, "丙", "丙"], [1, 1, 0.7, "甲 · 乙", "甲"]],
    "streams": [[0, 1, 1, 0.5, 0.6]],
}


def shapes_of(drawing, kind):
    return [shape for shape in drawing.shapes if isinstance(shape, kind)]


def test_lines_are_dashed_to_periods_of_few_documents_whose_points_are_hollow():
    times = {
        **PAGE["times"],
        "periods": ["1990", "1991", "1993"],
        "documents": [40, 2, 40],
        "at": [0, 1, 3],
        "few": [1],
    }
    times["terms"] = {"term": [0], "rate": [[1.0, 2.0, 3.0]]}
    drawing = trend_drawing({**PAGE, "times": times}, NAMES, ["电网"], WORDS)
    (unsure,) = [stroke for stroke in shapes_of(drawing, Stroke) if stroke.dash]
    ((first, second, third),) = unsure.lines
    assert second[0] - first[0] == pytest.approx((third[0] - second[0]) / 2)
    assert [(disc.radius, disc.fill) for disc in shapes_of(drawing, Disc) if disc.fill == "#ffffff"] == [
        (2.4, "#ffffff")
    ]


def test_lines_stand_where_their_values_are():
    drawing = trend_drawing(PAGE, NAMES, ["电网", HOSTILE], WORDS)
    lines = [stroke for stroke in shapes_of(drawing, Stroke) if stroke.width > 2]
    (((x, y), (last, end)),), (((_, low), (_, zero)),) = (line.lines for line in lines)
    assert x < last
    # 20 is twice as high above 0 as 10, 5 half as high.
    assert (zero - end) == pytest.approx(2 * (zero - y))
    assert (zero - low) == pytest.approx((zero - y) / 2)
    assert {"电网", "1990", "1991", WORDS["axis_rate"]} < {*drawing.texts()}


def test_without_names_the_largest_communities_are_lines_in_their_colours():
    drawing = trend_drawing(PAGE, NAMES, [], WORDS)
    lines = [stroke for stroke in shapes_of(drawing, Stroke) if stroke.width > 2]
    assert [line.colour for line in lines] == ["#112233", "#868b94"]
    (first,), _ = (line.lines for line in lines)
    zero = max(y for line in lines for _, y in line.lines[0])
    assert (zero - first[1][1]) == pytest.approx(2 * (zero - first[0][1]))  # half, then all documents


@pytest.mark.parametrize(
    ("lines", "reason"),
    [(["电网", "甲 · 乙"], "`line` names terms and communities"), (["x"], "`line` 'x' is no term and no community")],
)
def test_lines_that_are_not_there_are_refused(lines, reason):
    with pytest.raises(OptionError) as caught:
        trend_drawing(PAGE, NAMES, lines, WORDS)
    assert caught.value.reason == reason


def test_a_stream_is_as_wide_as_its_flow_and_has_the_colour_of_the_map():
    drawing = alluvial_drawing(ALLUVIAL, PAGE["communities"])
    (stream,) = shapes_of(drawing, Area)
    blocks = shapes_of(drawing, Rectangle)
    scale = blocks[0].height / 0.6
    assert stream.start[2] - stream.start[1] == pytest.approx(0.5 * scale)
    assert stream.stop[2] - stream.stop[1] == pytest.approx(0.6 * scale)
    assert [block.fill for block in blocks] == ["#112233", "#00795a", "#112233"]
    assert {"1990", "1991", "甲 · 乙", "丙"} == {*drawing.texts()}


def test_cells_of_the_treemap_fill_the_frame_as_large_as_the_shares_and_hold_their_words():
    flows = [0.5, 0.3, 0.15, 0.05]
    drawn = {
        "communities": [
            {"name": name, "theme": place % 2, "flow": flow, "colours": [colour, None]}
            for place, (name, flow, colour) in enumerate(
                zip(["甲 · 乙", HOSTILE, "丙", "丁"], flows, ["#112233", None, "#ffee88", "#445566"], strict=True)
            )
        ],
        "nodes": {"term": [0, 2, 1], "community": [0, 0, -1]},
    }
    drawing = treemap_drawing(drawn, NAMES)
    cells = {cell.fill: cell for cell in shapes_of(drawing, Rectangle)}
    areas = {fill: (cell.width + 1) * (cell.height + 1) for fill, cell in cells.items()}
    assert [areas[fill] for fill in ("#112233", "#868b94", "#ffee88", "#445566")] == pytest.approx(
        [share * drawing.width * drawing.height for share in flows]
    )
    texts = shapes_of(drawing, Text)
    assert {text.size for text in texts} <= {22.0, 16.0, 12.0}
    assert {"甲 · 乙 · 电网 · c", HOSTILE, "丙", "丁"} == {text.text for text in texts}
    assert {text.colour for text in texts if text.text in ("丙", "丁")} == {"#1b1f26", "#ffffff"}
    ElementTree.fromstring("".join(svg_lines(drawing)))


def test_a_term_as_frequent_on_both_sides_stands_on_the_diagonal():
    drawing = sides_drawing([PLOT], NAMES, None, WORDS)
    discs = {(round(disc.x), round(disc.y)): disc.fill for disc in shapes_of(drawing, Disc) if disc.radius == 2.5}
    ((low, up),) = (stroke.lines[0] for stroke in shapes_of(drawing, Stroke) if stroke.dash)
    grey = next(place for place, fill in discs.items() if fill == "#868b94")
    share = (grey[0] - low[0]) / (up[0] - low[0])
    assert share == pytest.approx((grey[1] - low[1]) / (up[1] - low[1]), abs=0.005)
    assert len({*discs.values()}) == 3
    with pytest.raises(OptionError, match="there are: </text>"):
        sides_drawing([PLOT], NAMES, "x", WORDS)
    with pytest.raises(OptionError, match="no groups of documents were compared"):
        sides_drawing([], NAMES, None, WORDS)


DRAWINGS = {
    "trends": lambda: trend_drawing(PAGE, NAMES, [], WORDS),
    "alluvial": lambda: alluvial_drawing(ALLUVIAL, PAGE["communities"]),
    "comparison": lambda: sides_drawing([PLOT], NAMES, None, WORDS),
}


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_is_svg_with_text_as_text(name):
    root = ElementTree.fromstring("".join(svg_lines(DRAWINGS[name]())))
    assert {element.tag for element in root.iter()} <= {
        f"{SVG}{tag}" for tag in ("svg", "rect", "circle", "path", "text")
    }
    texts = [text.text for text in root.iter(f"{SVG}text")]
    assert len(texts) > 3
    if name != "alluvial":
        assert any("<script>" in text for text in texts)


@pytest.fixture(scope="module")
def plotting():
    return pytest.importorskip("matplotlib", reason="matplotlib is not installed (textmine[figures])")


@pytest.mark.parametrize("kind", ["pdf", "png"])
def test_a_drawing_is_a_pdf_and_a_png_the_same_each_time(plotting, tmp_path, kind):
    drawing = sides_drawing([PLOT], ["电网" if has_han() else "grid", HOSTILE, "c🦄"], None, WORDS)
    for name in ("a", "b"):
        write_plot(drawing, str(tmp_path / f"{name}.{kind}"))
    data = (tmp_path / f"a.{kind}").read_bytes()
    assert data == (tmp_path / f"b.{kind}").read_bytes()
    assert data.startswith(b"%PDF" if kind == "pdf" else b"\x89PNG")
    if kind == "pdf":
        assert b"/Type /Font" in data
        assert b"/Type3" not in data  # letters are letters, not drawings of them


def has_han():
    from textmine.report.plotting import _fonts

    try:
        _fonts(["电网"])
    except OptionError:
        return False
    return True


def test_letters_that_no_font_has_are_an_error_of_one_line(plotting, monkeypatch, tmp_path):
    from matplotlib.font_manager import fontManager

    own = [entry for entry in fontManager.ttflist if entry.name == "DejaVu Sans"]
    monkeypatch.setattr(fontManager, "ttflist", own)
    with pytest.raises(OptionError) as caught:
        write_plot(Drawing(10, 10, [Text("电网 🦄", 1, 1, 5)]), str(tmp_path / "a.pdf"))
    assert str(caught.value).startswith("no font of this machine has 2 of the letters, such as 电网; install one")
    assert not list(tmp_path.iterdir())


def test_without_matplotlib_the_remedy_is_named(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(OptionError, match=r"need matplotlib; pip install 'textmine\[figures\]', or write \.svg"):
        write_plot(Drawing(10, 10, []), str(tmp_path / "a.pdf"))


def test_a_name_keeps_whole_terms_while_there_is_room():
    assert [fitted("甲甲 · 乙乙 · 丙", room, 10) for room in (200, 60, 1)] == [
        "甲甲 · 乙乙 · 丙",
        "甲甲 · 乙乙",
        "甲甲",
    ]
