"""Trends, comparisons and streams in a real browser, on a map with dates and groups; and what is drawn saved as SVG."""

import contextlib
import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from textmine.errors import InputError, TextmineError
from textmine.io import read_table
from textmine.map import TextSources, read_folder, write_map
from textmine.map.folder import Documents
from textmine.report import report_page, write_figure, write_report
from textmine.report.contrasts import contrast_data
from textmine.report.times import alluvial_data, mean_years, times_data
from textmine.report.wording import WORDING
from textmine.text.dates import read_dates
from textmine.text.records import build_records, group_of

SVG = "{http://www.w3.org/2000/svg}"
HEAD = "period\tcommunity\tname\tflow\tsize\tterms\tnext_period\tnext_community\tshared_terms\tshared_flow\tnext_flow\n"
STREAMS = (
    "1990\t1\t甲 · 乙\t0.6\t3\t甲\t1991\t1\t2\t0.4\t0.5\n"
    "1990\t1\t甲 · 乙\t0.6\t3\t甲\t1991\t2\t1\t0.1\t0.2\n"
    "1990\t2\t<b>丙</b>\t0.4\t2\t丙\t\t\t\t\t\n"
    "1991\t1\t甲 · 乙\t0.7\t2\t甲\t\t\t\t\t\n"
    "1991\t2\t<b>丙</b>\t0.3\t1\t丙\t\t\t\t\t\n"
)


@pytest.fixture(scope="module")
def folder(data, tmp_path_factory):
    """A map of the power text with dates and groups: 断路器 falls, 变压器 is of the group a."""
    texts = (data / "power.txt").read_text(encoding="utf-8").splitlines()
    texts = sorted(filter(str.strip, texts), key=lambda text: ("断路器" not in text, text))
    dates = [f"{1990 + 8 * number // len(texts)}-05" for number in range(len(texts))]
    sides = ["a<i>" if "变压器" in text else "b" for text in texts]
    records = build_records(len(texts), dates=read_dates(dates), groups={"side": group_of(sides)})
    path = tmp_path_factory.mktemp("dated")
    world = (data / "encyclopedia.txt").read_text(encoding="utf-8")
    write_map(str(path), TextSources(["\n".join(texts) + "\n"], [world], records=records))
    (path / "alluvial.tsv").write_text(HEAD + STREAMS, encoding="utf-8")
    write_report(str(path))
    return path


@pytest.fixture
def dated(browser, folder):
    """Return a function that opens the page of that map at a view."""

    def opened(view, size=(1400, 900), *, dark=False):
        browser.size(*size, dark=dark)
        browser.open(folder / "report.html", view)
        return browser

    return opened


def test_without_dates_and_groups_there_are_no_trends_and_no_filters(at):
    browser = at()
    assert browser.run("[$('tab-trends'), $('trends'), $('of-period')].every(found => !found)")
    assert browser.run("[...$('colour').options].map(option => option.value)") == ["community", "score", "known"]
    assert browser.run("scatter.sides.length") == 1
    assert browser.texts("#stories") == [""]
    browser.run("$('tab-hierarchy').focus()")
    browser.press("ArrowRight")
    assert browser.run("view") == "contrast"


@pytest.mark.parametrize("size", [(1400, 900), (390, 844)])
@pytest.mark.parametrize("what", ["groups", "terms", "flow"])
def test_each_plot_of_the_trends_is_drawn_quietly(dated, what, size):
    browser = dated("trends", size)
    browser.put("#trend-what", what)
    pen = "$('trend-canvas').getContext('2d')"
    pixels = f"[...{pen}.getImageData(0, 0, $('trend-canvas').width, $('trend-canvas').height).data]"
    assert browser.run(f"{pixels}.filter((value, at) => at % 4 === 3 && value).length") > 2000
    assert browser.run("document.documentElement.scrollWidth <= innerWidth")
    assert browser.complaints() == []
    assert len(browser.requests()) == 1
    boxes = browser.run("trend.labels.map(label => label.box)")
    assert len(boxes) >= 2
    for number, (left, top, right, bottom) in enumerate(boxes):
        for other in boxes[:number]:
            assert other[2] <= left or right <= other[0] or other[3] <= top or bottom <= other[1]


@pytest.fixture(scope="module")
def in_english(folder, tmp_path_factory):
    path = tmp_path_factory.mktemp("english") / "report.html"
    path.write_text(report_page(read_folder(str(folder)), "en"), encoding="utf-8")
    return path


@pytest.mark.parametrize("size", [(1400, 900), (1024, 768), (390, 844)])
def test_no_words_of_the_english_controls_are_cut(browser, in_english, size):
    browser.size(*size)
    browser.open(in_english, "trends")
    shown = "[...document.querySelectorAll('[role=tab], .tools button, header button')].filter(e => e.offsetParent)"
    wide = "text => { const pen = document.createElement('canvas').getContext('2d');"
    wide += " pen.font = getComputedStyle(document.querySelector('input')).font; return pen.measureText(text).width }"
    fields = "[...document.querySelectorAll('.tools input')].filter(e => e.offsetParent)"
    for view in ("trends", "contrast", "documents", "map", "terms"):
        browser.run(f"show('{view}')")
        assert browser.run(f"{shown}.every(e => e.scrollWidth <= e.clientWidth)"), view
        here = f"{shown}.filter(e => innerWidth > 400 || e.role !== 'tab' || e.ariaSelected === 'true')"  # tabs scroll
        assert browser.run(f"{here}.every(e => e.getBoundingClientRect().right <= innerWidth)"), view
        assert browser.run(f"{shown}.every(e => parseFloat(getComputedStyle(e).fontSize) >= 12)"), view
        assert browser.run(f"{fields}.every(e => ({wide})(e.placeholder) <= e.clientWidth - 16)"), view
        assert browser.run("document.documentElement.scrollWidth <= innerWidth"), view
    if size[0] > 1000:
        assert browser.run("document.querySelector('header').offsetHeight < 60")  # one line
    assert browser.complaints() == []


def test_lines_are_what_the_tables_say(dated, folder):
    browser = dated("trends")
    rows = read_folder(str(folder)).tables["periods.tsv"]
    columns = [rows.column(name) for name in ("community", "term", "period", "per_million", "share")]
    labels = browser.run("times.periods")
    assert labels == [str(1990 + number) for number in range(8)]
    wanted = dict.fromkeys(labels, 0.0)
    shares = dict.fromkeys(labels, 0.0)
    for community, term, period, rate, share in zip(*columns, strict=True):
        if not community and term == "断路器":
            wanted[period] = float(rate)
        if community == "1":
            shares[period] = float(share)
    browser.put("#trend-what", "terms")
    browser.run("trend.terms = []")
    browser.run("$('trend-add').value = '断路器'; $('trend-add').focus()")
    browser.press("Enter")
    assert browser.run("trend.lines.map(({name}) => name)") == ["断路器"]
    assert np.allclose(browser.run("trend.lines[0].values"), list(wanted.values()), rtol=1e-3)
    browser.put("#trend-what", "groups")
    assert np.allclose(browser.run("sharesOf(0)"), list(shares.values()))


def test_lines_are_added_and_removed_and_lead_to_the_map(dated):
    browser = dated("trends")
    assert browser.run("trend.what") == "groups"
    n = len(browser.texts("#trend-chosen button"))
    assert n == 8
    browser.click("#trend-chosen button")
    assert len(browser.texts("#trend-chosen button")) == n - 1
    browser.put("#trend-add", "没有的词")
    browser.run("$('trend-add').focus()")
    browser.press("Enter")
    assert browser.texts("#trend-said") == [WORDING["zh"]["no_trend"]]
    browser.click("#changes .chips button")  # what rises or falls becomes a line
    assert browser.run("trend.what") == "terms"
    box = "$('trend-canvas').getBoundingClientRect()"
    x, y = browser.run(f"[{box}.left + trend.px[3], {box}.top + trend.py[3]]")
    browser.send("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)
    assert "1993" in browser.texts("#tip:not([hidden])")[0]
    browser.click_at(x, y)
    assert browser.run("view") in ("map", "terms")
    browser.put("#level", "0")
    browser.run("show('trends')")
    browser.put("#trend-what", "groups")
    assert browser.run("trend.lines.every(({name}) => themes.some(theme => theme.name === name))")
    assert browser.complaints() == []


def test_rises_and_falls_are_of_the_chosen_period(dated):
    browser = dated("trends")
    falls = browser.run("times.overall.filter(([, slope]) => slope < 0).map(([term]) => names[term])")
    halves = "[0, 4].map(first => rateOf.get(term).slice(first, first + 4).reduce((a, b) => a + b))"
    sums = browser.run(f"times.overall.map(([term, slope]) => [slope, ...{halves}])")
    assert all((later > earlier) == (slope > 0) for slope, earlier, later in sums)
    assert falls == browser.texts("#changes .chips:last-child button")
    places = browser.run("times.changes.map(rows => rows.length)")
    place = int(np.argmax(places))
    browser.put("#trend-period", str(place))
    assert len(browser.texts("#changes .chips button")) == places[place] > 0


def test_a_block_is_followed_and_names_are_data(dated):
    browser = dated("trends")
    browser.put("#trend-what", "flow")
    assert browser.run("trend.blocks.map(({period, number}) => [period, number])") == [[0, 1], [0, 2], [1, 1], [1, 2]]
    heights = browser.run("trend.blocks.map(({height}) => height)")
    assert np.allclose(np.array(heights) / heights[0], [1, 0.4 / 0.6, 0.7 / 0.6, 0.3 / 0.6])
    assert browser.run("trend.blocks.map(({out, into}) => [out, into])")[0][0] == pytest.approx(
        heights[0] * 0.5 / 0.6, rel=1e-3
    )
    assert "<b>丙</b>" in browser.run("trend.labels.map(({text}) => text)")
    box = "$('trend-canvas').getBoundingClientRect()"
    x, y = browser.run(f"[{box}.left + trend.blocks[1].x + 3, {box}.top + trend.blocks[1].y + 5]")
    browser.click_at(x, y)
    assert browser.run("stream.chosen") == 2
    browser.click_at(x, y)
    assert browser.run("stream.chosen") == -1


def test_two_sides_are_compared_on_relative_frequencies(dated, folder):
    browser = dated("contrast")
    assert browser.texts("#sides option")[0] == "side: b / a<i>"
    table = read_folder(str(folder)).tables["comparison.tsv"]
    rate = dict(zip(table.column("term"), map(float, table.column("per_million")), strict=True))
    term, shown = browser.run("[names[scatter.sides[0].term[0]], scatter.sides[0].rate[0]]")
    assert shown == pytest.approx(rate[term], rel=1e-3)
    assert "变压器" in browser.texts("#more-on .chips:nth-of-type(2) button, #more-on .chips:last-child button")
    # On the diagonal both frequencies are the same.
    across, up = browser.run(
        "(({across, up}) => [[50, 500].map(across), [50, 500].map(up)])"
        "(scatterScales(...Object.values($('scatter').getBoundingClientRect().toJSON()).slice(2, 4)))"
    )
    points = browser.run(
        "scatter.sides[0].term.map((_, at) => [scatter.sides[0].rate[at], scatter.sides[0].other_rate[at]])"
    )
    places = browser.run("[scatter.px, scatter.py]")
    equal = [at for at, (one, other) in enumerate(points) if one > 0 and abs(one - other) < 0.02 * one]
    for at in equal:
        share = (places[0][at] - across[0]) / (across[1] - across[0])
        assert share == pytest.approx((places[1][at] - up[0]) / (up[1] - up[0]), abs=0.03)
    browser.put("#sides", "1")
    assert browser.run("$('more-on').hidden")
    assert browser.complaints() == []


def test_the_overview_tells_what_changed_and_what_differs(dated):
    browser = dated("overview")
    assert len(browser.texts("#stories h2")) == 2
    assert browser.run("names[times.overall[0][0]]") == browser.texts("#stories .words button")[0]
    browser.click("#stories .more-of")
    assert browser.run("[view, trend.what]") == ["trends", "terms"]


def test_documents_are_filtered_by_period_and_group(dated):
    browser = dated("documents")
    all_ = browser.run("shelf.rows.length")
    browser.put("#of-period", "2")
    some = browser.run("shelf.rows.map(place => documents.date[place])")
    assert 0 < len(some) < all_
    assert {date[:4] for date in some} == {"1992"}
    browser.put("#field-0", browser.run("String(documents.groups[0].values.indexOf('b'))"))
    assert len(browser.run("shelf.rows")) < len(some)
    assert browser.run("shelf.rows.every(place => groupsOf(place)[0] === 'b')")
    assert "1992-05 · b" in browser.texts("#documents-list .line > .quiet")
    browser.run("openDocument(0)")
    assert browser.run("[$('of-period').value, shelf.rows.length]") == ["", all_]


def test_contexts_are_sorted_by_date_and_lead_to_their_documents(dated):
    browser = dated("terms")
    browser.run("openTerm(names.indexOf('变压器'))")
    browser.put(".context-order", "date")
    dates = browser.texts(".opened .to-document")
    assert len(dates) == 10
    assert dates == sorted(dates)
    assert dates[0].startswith("199")
    browser.click(".opened .to-document")
    assert browser.run("[view, document.activeElement.ariaExpanded]") == ["documents", "true"]
    assert browser.run("documents.date[shelf.first]") == dates[0]


@pytest.mark.parametrize("dark", [False, True])
def test_years_and_groups_colour_the_map(dated, dark):
    browser = dated("map", dark=dark)
    browser.put("#colour", "year")
    legend = [int(text.strip("≥ ")) for text in browser.texts("#legend span:not(.swatch)")]
    assert legend == sorted(legend)
    assert 1990 <= legend[0] <= legend[-1] < 1998
    browser.put("#colour", "group 0")
    assert browser.texts("#legend span:not(.swatch)") == ["b", "a<i>", WORDING["zh"]["all_alike"]]
    shades = set(browser.run("byFlow.map(node => colouring('group 0')[0](node))"))
    assert browser.run("shadeAt(1)") in shades
    assert len(shades) > 1
    browser.put("#size", "score")
    assert browser.complaints() == []


def test_the_density_is_highest_where_the_nodes_are(dated):
    browser = dated("map")
    browser.click("#density")
    assert browser.run("$('density').ariaPressed") == "true"
    n = browser.run("byFlow[0]")
    pen = "$('map-links').getContext('2d')"
    alpha = f"{pen}.getImageData(map.px[{n}], map.py[{n}], 1, 1).data[3]"
    assert browser.run(alpha) > browser.run(f"{pen}.getImageData(1, 1, 1, 1).data[3]")
    browser.click("#density")
    assert browser.run("map.dense") is False


@pytest.mark.parametrize(
    ("view", "button", "name", "texts"),
    [
        ("map", "#svg", "map.svg", []),
        ("trends", "#trend-svg", "trends.svg", ["1990", "1997"]),
        ("contrast", "#contrast-svg", "contrast.svg", ["变压器"]),
    ],
)
def test_a_view_is_saved_as_svg_with_text_as_text(dated, tmp_path, view, button, name, texts):
    browser = dated(view)
    if view == "map":  # labels of terms; those of communities have no node
        texts = browser.run(
            "map.labels.filter(label => label.node in nodes.term).map(label => names[nodes.term[label.node]])"
        )
    root = ET.fromstring(browser.download(button, name, tmp_path))
    assert root.tag == f"{SVG}svg"
    found = [element.text for element in root.iter(f"{SVG}text")]
    assert {*texts} <= {*found}
    assert len(found) > 10
    assert {child.tag for child in root.iter()} <= {f"{SVG}{tag}" for tag in ("svg", "rect", "path", "text", "image")}
    assert browser.run("recorder") is None
    assert browser.complaints() == []


@pytest.mark.parametrize(
    ("view", "button", "drawing"),
    [
        ("map", "#pdf", "drawMap"),
        ("hierarchy", "#treemap-pdf", "paintTreemap"),
        ("trends", "#trend-pdf", "drawTrendPlot"),
        ("flow", "#trend-pdf", "drawTrendPlot"),
        ("contrast", "#contrast-pdf", "drawPoints"),
    ],
)
def test_a_drawing_is_printed_alone_on_one_page_of_its_size_with_text_as_text(dated, letters_of, view, button, drawing):
    browser = dated("trends" if view == "flow" else view, (1200, 801))
    if view == "flow":
        browser.put("#trend-what", "flow")
    canvases = "[...document.querySelectorAll('canvas')].map(canvas => [canvas.width, canvas.height])"
    before = browser.run(canvases)
    root = ET.fromstring(browser.run(f"vectorOf({drawing})"))
    pdf = browser.printed(button)
    assert len(re.findall(rb"/Type /Page\b", pdf)) == 1
    (box,) = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    points = [0.75 * float(root.get(side)) for side in ("width", "height")]  # a pixel of CSS is 3/4 of a point
    assert [float(side) for side in box] == pytest.approx(points, abs=1)
    assert b"/Type /Font" in pdf
    assert b"/Subtype /Image" not in pdf
    # Of Chinese there may be no font; figures and Latin letters are in every one.
    said = {letter for text in root.iter(f"{SVG}text") for letter in text.text if letter.isascii() and letter != " "}
    assert len(said) > 5
    assert said <= letters_of(pdf)
    assert browser.run("[$('printed'), document.body.className, document.adoptedStyleSheets.length]") == [None, "", 0]
    assert browser.run(canvases) == before
    assert browser.complaints() == []


def test_what_is_printed_does_not_show_on_the_page_and_is_taken_back(dated):
    browser = dated("trends")
    browser.run("window.print = () => {}")
    for _ in range(2):  # where the browser says of no end, the next drawing takes the place of the last
        browser.click("#trend-pdf")
        assert browser.run("[...document.querySelectorAll('svg')].map(e => e.checkVisibility())") == [False]
        assert browser.run("[$('trends').checkVisibility(), document.body.className]") == [True, "printing"]
    texts = browser.texts("#printed text")
    # A name and its edge do not follow one another: a search in the PDF would read each letter twice.
    assert len(texts) > len({*texts})
    assert all(one != other for one, other in pairwise(texts))
    browser.send("Emulation.setEmulatedMedia", media="print")
    shown = "[...document.body.children].filter(e => e.checkVisibility()).map(e => e.id)"
    assert browser.run(shown) == ["printed"]
    browser.run("dispatchEvent(new Event('afterprint'))")
    assert "printed" not in browser.run(shown)
    browser.send("Emulation.setEmulatedMedia", media="")
    assert browser.complaints() == []


def test_a_frame_which_may_not_open_dialogues_has_no_button_to_print(browser, folder):
    source = (folder / "report.html").read_text(encoding="utf-8")
    browser.send("Page.navigate", url="about:blank")
    load = f"frame.onload = () => done(frame.contentDocument); frame.srcdoc = {json.dumps(source)};"
    load = f"const frame = document.createElement('iframe'); {load} document.body.append(frame)"
    ids = [*browser.run(f"new Promise(done => {{ {load} }}).then(page => {HIDDEN})")]
    assert {*ids} >= {"pdf", "treemap-pdf", "trend-pdf", "contrast-pdf"}
    assert "svg" not in ids


@pytest.mark.parametrize("dark", [False, True])
def test_all_text_can_be_read_and_lines_stand_out(dated, contrast, dark):
    browser = dated("overview", dark=dark)
    for view in ("overview", "trends", "contrast", "documents"):
        browser.run(f"show('{view}')")
        ratios = browser.text_contrasts()
        assert min(ratios.values()) >= 4.5, (view, ratios)
    ground = browser.run("hexOf(ink.page)")
    rgb = [[int(code[at : at + 2], 16) for at in (1, 3, 5)] for code in (ground, *browser.run("SHADES[+dark()]"))]
    assert min(contrast(rgb[0], shade) for shade in rgb[1:]) >= 3  # WCAG 2.2, 1.4.11: graphics


def test_all_of_the_new_views_is_reached_with_the_keyboard(dated):
    browser = dated("trends")
    browser.run("$('tab-trends').focus()")
    met = []
    for _ in range(60):
        browser.press("Tab")
        met.append(browser.run("document.activeElement.id || document.activeElement.parentElement.id"))
    assert {"trend-what", "trend-add", "trend-svg", "trend-chosen", "trend-period"} <= {*met}
    for view in ("trends", "contrast", "documents"):
        browser.run(f"show('{view}')")
        left_out = "e => e.tabIndex < 0 && e.role !== 'tab'"
        assert browser.run(f"[...document.querySelectorAll('button, input, select')].filter({left_out}).length") == 0
    browser.run("show('trends'); $('trend-chosen').querySelector('button').focus()")
    n = len(browser.texts("#trend-chosen button"))
    browser.press("Enter")
    assert len(browser.texts("#trend-chosen button")) == n - 1
    assert browser.run("document.activeElement.parentElement.id") == "trend-chosen"


HIDDEN = "[...page.querySelectorAll('button')].filter(button => button.hidden).map(button => button.id)"
NASTY = ("", "x", "nan", "-1", "9" * 5000, "1e999", "<b>")
USES = {
    "trends.tsv": lambda found, places: (times_data(found, places, range(8)), mean_years(found)),
    "periods.tsv": lambda found, places: times_data(found, places, range(8)),
    "comparison.tsv": contrast_data,
    "alluvial.tsv": lambda found, places: alluvial_data(found),
}


@pytest.mark.parametrize("name", USES)
def test_any_field_of_a_table_is_used_or_refused(folder, name):
    found = read_folder(str(folder))
    few = {key: table._replace(rows=table.rows[:4], lines=table.lines[:4]) for key, table in found.tables.items()}
    places = {term: place for place, term in enumerate(found.terms.column("term"))}
    dates = Documents(fields={"date": [str(1990 + number) for number in range(8)]})
    first, *rows = few[name].rows
    for column in range(len(first)):
        for value in NASTY:
            table = few[name]._replace(rows=[[*first[:column], value, *first[column + 1 :]], *rows])
            with contextlib.suppress(TextmineError):
                made = USES[name](replace(found, documents=dates, tables={**few, name: table}), places)
                json.dumps(made, allow_nan=False)


def test_a_table_that_map_did_not_write_is_an_error(folder):
    found = read_folder(str(folder))
    for row in (
        "1990\t1\ta\tx\t1\ta\t\t\t\t\t\n",
        "1990\t1\ta\t1.5\t1\ta\t\t\t\t\t\n",
        "1990\t\ta\t1\t1\ta\t\t\t\t\t\n",
    ):
        table = read_table(HEAD + row, "alluvial.tsv")
        with pytest.raises(InputError, match=r"alluvial\.tsv:2"):
            alluvial_data(replace(found, tables={"alluvial.tsv": table}))
    for name in ("trends.tsv", "periods.tsv", "comparison.tsv"):
        table = found.tables[name]
        broken = table._replace(rows=[["x"] * len(table.columns), *table.rows[1:]])
        with pytest.raises(InputError, match=name):
            report_page(replace(found, tables={**found.tables, name: broken}))


@pytest.fixture(scope="module")
def uneven(data, tmp_path_factory):
    """A map of the power text in years: 1990 to 1997 without 1993, and 1996 has three documents."""
    texts = [text for text in (data / "power.txt").read_text(encoding="utf-8").splitlines() if text.strip()]
    years = [1996] * 3 + [(1990, 1991, 1992, 1994, 1995, 1997)[number % 6] for number in range(len(texts) - 3)]
    records = build_records(len(texts), dates=read_dates([str(year) for year in years]))
    path = tmp_path_factory.mktemp("uneven")
    write_map(str(path), TextSources(["\n".join(texts) + "\n"], "none", records=records), then=[write_report])
    return path


def test_periods_of_few_documents_are_marked_and_said_and_those_without_any_have_their_place(browser, uneven, tmp_path):
    browser.size(1400, 900)
    browser.open(uneven / "report.html", "trends")
    assert browser.run("times.periods") == ["1990", "1991", "1992", "1994", "1995", "1996", "1997"]
    assert browser.run("times.at") == [0, 1, 2, 4, 5, 6, 7]
    assert browser.run("times.periods.filter((_, period) => isFew(period))") == ["1996"]
    sure = browser.run("times.periods.filter((_, period) => period && isSure(period))")
    assert sure == ["1991", "1992", "1995"]
    assert WORDING["zh"]["help_few"] in browser.texts("#trend-help")[0]
    first = browser.run("trend.px.slice(0, 7)")
    steps = [(x - first[0]) / (first[-1] - first[0]) * 7 for x in first]
    assert steps == pytest.approx([0, 1, 2, 4, 5, 6, 7])
    left, top = browser.run("(({left, top}) => [left, top])($('trend-canvas').getBoundingClientRect())")
    x, y = browser.run("[trend.px[5], trend.py[5]]")
    browser.send("Input.dispatchMouseEvent", type="mouseMoved", x=left + x, y=top + y)
    assert WORDING["zh"]["few_documents"].format(n=3) in browser.texts("#tip:not([hidden])")[0]
    page = browser.run("getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)")
    browser.run("trend.groups = [trend.groups[0]]; drawTrends()")
    read = "(image => [4, 5].map(at => [...image.data].slice(4 * (Math.round(trend.px[at])"
    read += " + Math.round(trend.py[at]) * image.width)).slice(0, 3)))"
    canvas = "(canvas => canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height))($('trend-canvas'))"
    many, few = browser.run(f"{read}({canvas})")
    assert many != page == few
    assert browser.complaints() == []
    figure = tmp_path / "trends.svg"
    write_figure(str(uneven), str(figure), drawing="trends")
    source = figure.read_text(encoding="utf-8")
    assert source.count('stroke-dasharray="2 4"') == 16  # of eight lines, over 1993 and beside 1996
    assert source.count('r="2.4"') == 8
    assert browser.run("vectorOf(drawTrendPlot).split('stroke-dasharray=\"2 4\"').length") == 2


def test_where_all_periods_are_alike_nothing_is_said_of_few(dated):
    browser = dated("trends")
    assert browser.run("times.few") == []
    assert WORDING["zh"]["help_few"] not in browser.texts("#trend-help")[0]


@pytest.mark.parametrize(("view", "kind"), [("trends", "trend"), ("contrast", "contrast")])
def test_a_view_is_saved_as_a_png_of_twice_the_pixels_of_its_svg(dated, tmp_path, view, kind):
    browser = dated(view)
    drawing = ET.fromstring(browser.download(f"#{kind}-svg", f"{view}.svg", tmp_path))
    picture = browser.download(f"#{kind}-png", f"{view}.png", tmp_path)
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    size = [int.from_bytes(picture[at : at + 4], "big") for at in (16, 20)]  # of the header, IHDR
    assert size == pytest.approx([2 * float(drawing.get(side)) for side in ("width", "height")], abs=2)
    assert len(picture) > 10_000  # more than one colour
    assert browser.complaints() == []


def test_periods_end_where_the_documents_end_and_their_length_is_said(browser, data, tmp_path):
    """1951 to 2026: lines have five years, streams have ten; nobody reads of 2029."""
    texts = [text for text in (data / "power.txt").read_text(encoding="utf-8").splitlines() if text.strip()]
    years = [str(1951 + 75 * number // (len(texts) - 1)) for number in range(len(texts))]
    records = build_records(len(texts), dates=read_dates(years))
    path = tmp_path / "map"
    write_map(str(path), TextSources(["\n".join(texts) + "\n"], "none", records=records), then=[write_report])
    browser.size(1400, 900)
    browser.open(path / "report.html", "trends")
    shown = browser.run("[times.periods[0], times.periods.at(-1), ...times.every]")
    assert shown == ["1951–1954", "2025–2026", 5, "year"]
    assert browser.run("[alluvial.periods[0], alluvial.periods.at(-1), ...alluvial.every]") == [
        *("1951–1959", "2020–2026", 10, "year")
    ]
    words = WORDING["zh"]
    five, ten = (words["length_years"].format(n=n) for n in (5, 10))
    assert words["period_length"].format(length=five) in browser.texts("#trend-help")[0]
    browser.put("#trend-what", "flow")
    assert words["flow_length"].format(length=ten, other=five) in browser.texts("#trend-help")[0]
    assert browser.run("$('trend-aside').hidden")
    figure = tmp_path / "streams.svg"
    write_figure(str(path), str(figure), drawing="alluvial")
    assert "2020–2026" in figure.read_text(encoding="utf-8")
    assert browser.complaints() == []


def test_lines_after_the_eighth_have_other_markers(dated):
    browser = dated("trends")
    browser.run("trend.terms = times.terms.term.slice(0, 10); showTrends('terms')")
    n = browser.run("trend.lines.length")
    assert browser.run("trend.lines.map(({ marker }) => marker)") == [0] * min(8, n) + [1] * max(0, n - 8)
    assert len(browser.texts("#trend-chosen .square")) == max(0, n - 8)
    assert n > 8
