"""The page in a real browser."""

import base64
import importlib.util
import json
import math
import time
from pathlib import Path

import numpy as np
import pytest

from textmine.report import report_page
from textmine.report.columns import COLUMNS
from textmine.report.wording import WORDING

ROOT = Path(__file__).parents[2]
VIEWS = ["overview", "terms", "map", "hierarchy", "contrast"]
SIZES = [(1400, 900), (390, 844), (360, 640)]


@pytest.fixture
def at(browser, page):
    """Return a function that opens the page at a view and returns the browser."""

    def opened(view="overview", size=SIZES[0], *, dark=False):
        browser.size(*size, dark=dark)
        browser.open(page, view)
        return browser

    return opened


def column(browser, name):
    """Return what the rows that stand in the table show under a heading."""
    place = browser.run(f"columns.findIndex(column => column.name === '{name}')")
    return browser.texts(f"#rows tr:not(.opened) > :nth-child({place + 1})")


def figures(cells):
    return [float(cell.replace(",", "")) for cell in cells]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("view", VIEWS)
def test_every_view_loads_quietly_and_asks_for_nothing(at, page, view, size):
    browser = at(view, size)
    assert browser.complaints() == []
    assert browser.requests() == [page.as_uri()]
    assert browser.run("document.documentElement.lang") == "zh-Hans"
    assert browser.run("document.documentElement.scrollWidth <= innerWidth")
    assert page.stat().st_size < 3_000_000


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("view", VIEWS)
def test_the_english_page_has_no_cut_words_in_its_controls(browser, english, view, size):
    browser.size(*size)
    browser.open(english, view)
    assert browser.run("document.documentElement.lang") == "en"
    assert browser.run("document.documentElement.scrollWidth <= innerWidth")
    shown = "[...document.querySelectorAll('[role=tab], .tools button, .figures div')].filter(e => e.offsetParent)"
    assert browser.run(f"{shown}.every(e => e.scrollWidth <= e.clientWidth)")
    assert browser.run(f"{shown}.every(e => e.getBoundingClientRect().right <= innerWidth)")
    wide = "text => { const pen = document.createElement('canvas').getContext('2d');"
    wide += " pen.font = getComputedStyle(document.querySelector('input')).font; return pen.measureText(text).width }"
    fields = "[...document.querySelectorAll('.tools input')].filter(e => e.offsetParent)"
    assert browser.run(f"{fields}.every(e => ({wide})(e.placeholder) <= e.clientWidth - 12)")
    assert browser.complaints() == []


def test_a_page_cannot_fetch(at):
    browser = at()
    tried = "fetch('http://127.0.0.1:9/').then(() => 'fetched', () => 'refused')"
    assert browser.run(tried) == "refused"
    said = [event["params"]["entry"]["text"] for event in browser.complaints() if event["method"] == "Log.entryAdded"]
    assert any("Content Security Policy" in text for text in said)


def test_the_overview_says_what_was_read_and_found(at, page):
    browser = at()
    record = json.loads((page.parent / "run.json").read_text(encoding="utf-8"))
    shown = dict(zip(browser.run("overview.figures.map(f => f[1])"), browser.texts("#figures b"), strict=True))
    told = {name.removeprefix("n_"): text for name, text in WORDING["zh"].items() if name.startswith("n_")}
    for name in ("documents", "characters", "units", "terms", "nodes", "links", "communities"):
        assert shown[told[name]] == f"{record[name]:,}"
    assert shown[told["codelength"]] == f"{record['codelength']:.3f}"
    assert shown[told["saved"]] == f"{1 - record['codelength'] / record['one_level_codelength']:.1%}"
    corpus, background, command = browser.texts("#sources dd")
    assert corpus.endswith("power.txt")
    assert background.endswith(f"encyclopedia.txt · {record['background_units']:,} 字词")
    assert command == record["command"]
    assert len(browser.texts("#largest button")) == 30
    browser.click("#largest button")
    assert browser.run("[view, map.community]") == ["map", 0]


def test_the_table_sorts_by_numbers_both_ways(at):
    browser = at("terms")
    browser.click("#by-count")
    counts = figures(column(browser, "count"))
    assert len(counts) == 100
    assert counts == sorted(counts, reverse=True)
    browser.click("#by-count")
    counts = figures(column(browser, "count"))
    assert counts == sorted(counts)
    assert browser.run("document.querySelector('th[aria-sort]').getAttribute('aria-sort')") == "ascending"
    browser.click("#more")
    assert len(column(browser, "count")) == 600


def test_every_column_is_there_and_explained(at, page):
    browser = at("terms")
    head = (page.parent / "terms.tsv").read_text(encoding="utf-8").split("\n")[0].split("\t")
    names = browser.run("columns.map(column => column.name)")
    assert names == ["term", "community", *head[1:]]
    told = [list(COLUMNS["zh"][name]) for name in names]
    assert browser.run("[...document.querySelectorAll('#heads th')].map(e => [e.textContent, e.title])") == told
    assert browser.run("[...document.querySelectorAll('#heads button')].every(e => e.ariaDescription.length > 4)")
    browser.click("#by-left_entropy")
    assert browser.texts("#explained") == [": ".join(COLUMNS["zh"]["left_entropy"])]


def test_the_table_searches_and_filters(at):
    browser = at("terms")
    browser.put("#search", "电流")
    found = column(browser, "term")
    assert len(found) > 10
    assert all("电流" in term for term in found)
    browser.put("#search", "")
    for value, word in (("0", "否"), ("1", "是")):
        browser.put("#of-known", value)
        assert set(column(browser, "known")) == {word}
    browser.put("#of-community", "3")
    assert set(column(browser, "community")) == {"3"}
    assert browser.texts("#shown")[0].startswith(f"{len(column(browser, 'term'))} / ")
    browser.put("#of-community", "0")
    assert set(column(browser, "community")) == {""}


def test_a_row_opens_contexts_and_neighbours(at):
    browser = at("terms")
    term = column(browser, "term")[0]
    browser.click("#rows button")
    assert browser.texts(".opened .context b") == [term] * 5
    assert len(browser.texts(".opened .chips button")) > 3
    heaviest = browser.run("nodes.term[neighbours(nodeOf.get(0))[0]]")
    assert browser.texts(".opened .chips button")[0] == browser.run(f"names[{heaviest}]")
    browser.click(".opened .chips button")
    assert browser.run("[view, nodes.term[map.node]]") == ["map", heaviest]
    browser.click("#tab-terms")
    browser.click("#rows button")
    assert browser.texts(".opened") == []


def test_the_first_thousand_terms_have_five_contexts_each_or_as_many_as_there_are(at):
    missing = "names.slice(0, 1000).filter((name, term) => contexts[term]?.length !== Math.min(5, terms.count[term]))"
    assert at("terms").run(missing) == []


def test_a_community_is_focused_and_left(at):
    browser = at("map")
    whole = browser.run("map.scale")
    browser.put("#of-map", "2")
    assert browser.run("map.community") == 1
    assert browser.run("map.scale") > whole
    assert set(browser.run("map.labels.map(label => nodes.community[label.node])")) == {1}
    assert len(browser.texts("#side .chips button")) > 10
    browser.run("$('map-canvas').focus()")
    browser.press("0")
    assert (browser.run("map.community"), browser.run("map.scale")) == (-1, whole)
    assert browser.texts("#side button")[0] == browser.run("communities[0].name")
    browser.click("#side button")
    assert browser.run("map.community") == 0


def test_the_search_box_jumps_to_a_term(at):
    browser = at("map")
    browser.put("#jump", "变压器")
    browser.run("$('jump').focus()")
    browser.press("Enter")
    assert browser.run("names[nodes.term[map.node]]") == "变压器"
    assert browser.run("[map.x, map.y]") == browser.run("[nodes.x[map.node], nodes.y[map.node]]")
    assert "变压器" in browser.run("map.labels.map(label => label.text)")
    assert browser.texts("#side h2") == ["变压器"]
    browser.put("#jump", "不在图中的词")
    browser.press("Enter")
    assert browser.texts("#said") == [WORDING["zh"]["not_found"]]


def shade_of(browser, node):
    """Return the colour in the middle of a node."""
    pen = "$('map-canvas').getContext('2d')"
    return browser.run(f"[...{pen}.getImageData(map.px[{node}], map.py[{node}], 1, 1).data].slice(0, 3)")


@pytest.mark.parametrize("dark", [False, True])
def test_scores_are_an_overlay_with_a_legend(at, dark):
    browser = at("map", dark=dark)
    browser.run("drawLabels = () => []")  # they cover the nodes
    browser.put("#colour", "score")
    legend = figures(browser.texts("#legend span:not(.swatch)"))
    assert legend == sorted(legend)
    scores = np.array(browser.run("nodes.term.map(term => terms.score[term])"))
    assert np.isclose(legend[-1], scores.max(), rtol=1e-3)
    shades = browser.run("[...document.querySelectorAll('#legend .swatch')].map(e => e.style.background)")
    for node, shade in ((int(scores.argmin()), shades[0]), (int(scores.argmax()), shades[-1])):
        wanted = [int(part) for part in shade.removeprefix("rgb(").removesuffix(")").split(",")]
        assert np.abs(np.array(shade_of(browser, node)) - wanted).max() <= 2
    browser.put("#colour", "known")
    assert browser.texts("#legend span:not(.swatch)") == [WORDING["zh"]["new"], WORDING["zh"]["known"]]
    browser.put("#colour", "community")
    assert browser.texts("#legend span") == []


def test_nodes_are_as_large_as_flow_or_count_asks(at):
    browser = at("map")
    for size, values in (("flow", "nodes.flow"), ("count", "nodes.term.map(term => terms.count[term])")):
        browser.put("#size", size)
        radii, sizes = (
            np.array(browser.run("nodes.term.map((_, node) => radiusOf(node))")),
            np.array(browser.run(values)),
        )
        order = np.argsort(sizes, kind="stable")
        assert (np.diff(radii[order]) > -0.02 * radii.max()).all()
        assert radii[order[-1]] > 2 * radii[order[0]]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("view", "labels"), [("map", "map.labels"), ("contrast", "scatter.labels")])
def test_labels_do_not_overlap(at, view, labels, size):
    boxes = at(view, size).run(f"{labels}.map(label => label.box)")
    assert len(boxes) > 30
    for number, (left, top, right, bottom) in enumerate(boxes):
        for other in boxes[:number]:
            assert other[2] <= left or right <= other[0] or other[3] <= top or bottom <= other[1]


def test_a_large_map_draws_its_links_in_several_frames_and_fewer_while_it_moves(browser, tmp_path):
    spec = importlib.util.spec_from_file_location("report_benchmark", ROOT / "benchmarks" / "report.py")
    benchmark = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(benchmark)
    (tmp_path / "large.html").write_text(report_page(benchmark.made_up(600, 12_000)), encoding="utf-8")
    browser.size(*SIZES[0])
    browser.open(tmp_path / "large.html", "map")
    n_links = browser.run("links.a.length")
    assert n_links > 8000
    waiting = "map.waiting.reduce((sum, [, some]) => sum + some.length, 0)"
    assert browser.run(f"drawMap(); {waiting}") == n_links - 4000
    frame = "new Promise(requestAnimationFrame)"
    each = f"do {{ await {frame}; left.push({waiting}); }} while (left.at(-1))"
    left = browser.run(f"(async () => {{ const left = []; {each}; return left; }})()")
    assert left[-1] == 0
    assert left == sorted(left, reverse=True)
    # A move leaves them out, until it is over.
    browser.run(f"move(5, 0); {frame}")
    assert not browser.run(f"map.moving && {waiting} === 0")
    for _ in range(100):
        if not browser.run("map.moving") and not browser.run(waiting):
            break
        time.sleep(0.05)
    assert browser.run(f"[map.moving, {waiting}]") == [False, 0]
    boxes = browser.run("map.labels.map(label => label.box)")
    assert len(boxes) > 30
    assert browser.complaints() == []


def click_at(browser, x, y):
    for kind in ("mousePressed", "mouseReleased"):
        browser.send("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)


def test_a_click_selects_the_node_below_it_and_beside_it_the_community(at):
    browser = at("map")
    node = browser.run("map.labels[0].node")
    x, y = browser.place_of(node)
    click_at(browser, x, y)
    assert browser.run("map.node") == node
    before = browser.run("map.scale")
    browser.send("Input.dispatchMouseEvent", type="mouseWheel", x=x, y=y, deltaX=0, deltaY=-200)
    assert browser.run("map.scale") > before
    browser.click("#whole")
    # The topmost node: nothing stands 20 pixels above it.
    top = browser.run("nodes.y.indexOf(Math.min(...nodes.y))")
    x, y = browser.place_of(top)
    y -= browser.run(f"radiusOf({top})") + 15
    click_at(browser, x, y)
    assert browser.run("[map.community, map.node]") == [browser.run(f"nodes.community[{top}]"), -1]
    browser.click("#whole")
    click_at(browser, *browser.run("(({left, top}) => [left + 3, top + 3])($('map-canvas').getBoundingClientRect())"))
    assert browser.run("map.community") == -1


def test_a_drag_moves_the_map_and_two_fingers_zoom_it(at):
    browser = at("map")
    x, y, scale = browser.run("[map.x, map.y, map.scale]")
    browser.send("Input.dispatchMouseEvent", type="mousePressed", x=500, y=400, button="left", clickCount=1)
    browser.send("Input.dispatchMouseEvent", type="mouseMoved", x=600, y=450, button="left", buttons=1)
    browser.send("Input.dispatchMouseEvent", type="mouseReleased", x=600, y=450, button="left", clickCount=1)
    assert np.allclose(browser.run("[map.x, map.y, map.scale]"), [x - 100 / scale, y - 50 / scale, scale])
    assert browser.run("map.node") == -1
    browser.send(
        "Input.dispatchTouchEvent", type="touchStart", touchPoints=[{"x": 450, "y": 400}, {"x": 550, "y": 400}]
    )
    browser.send("Input.dispatchTouchEvent", type="touchMove", touchPoints=[{"x": 400, "y": 400}, {"x": 600, "y": 400}])
    browser.send("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])
    assert math.isclose(browser.run("map.scale"), 2 * scale, rel_tol=0.05)


@pytest.mark.parametrize("size", SIZES)
def test_the_treemap_shows_whole_terms_inside_its_cells(at, size):
    browser = at("hierarchy", size)
    assert browser.run(
        "[...document.querySelectorAll('.cell')].every(cell => cell.scrollWidth <= cell.clientWidth + 1"
        " && cell.scrollHeight <= cell.clientHeight + 1)"
    )
    words = set(" ".join(browser.texts(".cell bdi")).split())
    assert len(words) > 50
    assert words <= set(browser.run("names"))
    named = browser.run("[...document.querySelectorAll('.cell')].filter(cell => cell.textContent).length")
    assert named >= 0.85 * len(browser.texts(".cell"))
    browser.click(".cell")
    assert browser.run("[view, map.community]") == ["map", 0]


def contrast_ratio(*colours):
    """WCAG 2.2: (lighter + 0.05) / (darker + 0.05) of relative luminances."""
    shares = np.array(colours) / 255
    linear = np.where(shares <= 0.04045, shares / 12.92, ((shares + 0.055) / 1.055) ** 2.4)
    light = sorted((linear @ [0.2126, 0.7152, 0.0722]).tolist())
    return (light[1] + 0.05) / (light[0] + 0.05)


@pytest.mark.parametrize("dark", [False, True])
def test_text_can_be_read_on_what_it_stands_on(at, dark):
    browser = at("hierarchy", dark=dark)
    rgb = "text => text.match(/[\\d.]+/g).slice(0, 3).map(Number)"
    style = "getComputedStyle(cell)"
    pairs = f"[...document.querySelectorAll('.cell')].map(cell => [{style}.color, {style}.backgroundColor].map({rgb}))"
    assert min(contrast_ratio(*pair) for pair in browser.run(pairs)) >= 4.5
    for ink in ("text", "quiet", "accent", "key"):
        colours = [
            browser.run(f"getComputedStyle(root).getPropertyValue('--{name}')") for name in (ink, "page", "panel")
        ]
        text, *grounds = ([int(hexed[at : at + 2], 16) for at in (1, 3, 5)] for hexed in map(full, colours))
        assert min(contrast_ratio(text, ground) for ground in grounds) >= 4.5


def full(colour):
    return colour if len(colour) == 7 else "#" + "".join(2 * digit for digit in colour[1:])


def test_a_point_of_the_scatter_leads_to_its_term(at):
    browser = at("contrast")
    term = browser.run("scatter.py.indexOf(Math.min(...scatter.py))")
    assert browser.run("terms.count.indexOf(Math.max(...terms.count))") == term
    box = "$('scatter').getBoundingClientRect()"
    x, y = browser.run(f"[{box}.left + scatter.px[{term}], {box}.top + scatter.py[{term}]]")
    browser.send("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)
    assert browser.texts("#tip:not([hidden])")[0].startswith(browser.run(f"names[{term}]"))
    click_at(browser, x, y)
    assert browser.run("[view, $('search').value]") == ["terms", browser.run(f"names[{term}]")]
    assert len(browser.texts(".opened .context")) == 5


def test_the_tsv_button_downloads_the_filtered_table(at, page, tmp_path):
    browser = at("terms")
    browser.put("#search", "变压器")
    browser.click("#by-count")
    head, *rows = browser.download("#tsv", "terms.tsv", tmp_path).decode().rstrip("\n").split("\n")
    assert head.split("\t") == browser.run("columns.map(column => column.name)")
    terms = [row.split("\t")[0] for row in rows]
    assert terms == column(browser, "term")
    given = (page.parent / "terms.tsv").read_text(encoding="utf-8").split("\n")
    wanted = [row.split("\t") for row in given if row.split("\t")[0] in terms]
    known, counts = given[0].split("\t").index("known"), given[0].split("\t").index("count")
    found = {row.split("\t")[0]: row.split("\t")[2:] for row in rows}
    for row in wanted:
        assert (found[row[0]][known - 1], found[row[0]][counts - 1]) == (row[known], row[counts])


@pytest.mark.parametrize("dark", [False, True])
def test_the_png_button_downloads_the_map(at, tmp_path, dark):
    browser = at("map", dark=dark)
    browser.run("drawLabels = () => []")  # they cover the nodes
    browser.run("drawMap()")
    image = base64.b64encode(browser.download("#png", "map.png", tmp_path)).decode()
    width, height, shades = browser.run(
        f"(async () => {{ const image = new Image(); image.src = 'data:image/png;base64,{image}'; await image.decode();"
        " const canvas = Object.assign(document.createElement('canvas'), {width: image.width, height: image.height});"
        " const pen = canvas.getContext('2d'); pen.drawImage(image, 0, 0); return [image.width, image.height,"
        " [...pen.getImageData(0, 0, image.width, image.height).data]]; })()"
    )
    assert [width, height] == browser.run("[$('map-canvas').width, $('map-canvas').height]")
    pixels = np.array(shades).reshape(height, width, 4)[:, :, :3]
    page = browser.run("getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)")
    assert pixels[2, 2].tolist() == page
    x, y = (round(place) for place in browser.run("[map.px[0], map.py[0]]"))
    assert np.abs(pixels[y, x] - shade_of(browser, 0)).max() <= 2
    # Links lie between the nodes.
    assert (np.abs(pixels - page).max(axis=2) > 0).mean() > 0.1
    assert browser.complaints() == []


def focused(browser):
    return browser.run("document.activeElement.id")


def test_all_can_be_done_from_the_keyboard(at):
    browser = at("")  # where a view is in the address, the first key goes into it
    assert browser.run("view") == "overview"
    browser.press("Tab")
    assert focused(browser) == "tab-overview"
    browser.press("ArrowRight")
    assert focused(browser) == "tab-terms"
    browser.press("Tab", "Tab")
    assert focused(browser) == "search"
    browser.press("Tab", "Tab", "Tab", "Tab", "Tab")
    assert focused(browser) == "by-community"
    browser.press("Enter")
    assert browser.texts("th[aria-sort]") == ["社区"]
    row = browser.run("`term-${table.rows[0]}`")
    for _ in range(40):
        if focused(browser) == row:
            break
        browser.press("Tab")
    browser.press("Enter")
    assert focused(browser) == row
    assert browser.run("document.activeElement.ariaExpanded") == "true"
    assert browser.run("document.activeElement.matches(':focus-visible')")
    browser.press("Tab", "Enter")
    assert browser.run("view") == "map"
    browser.run("$('map-canvas').focus()")
    before = browser.run("[map.x, map.scale]")
    browser.press("ArrowRight", "+")
    assert browser.run("map.x") > before[0]
    assert browser.run("map.scale") > before[1]
    browser.press("Escape")
    assert browser.run("map.community") == -1
    # Every button, field and tab of each view can be reached, but for the tabs that arrows lead to.
    for view in VIEWS:
        browser.run(f"show('{view}')")
        left_out = "e => e.tabIndex < 0 && e.role !== 'tab'"
        assert browser.run(f"[...document.querySelectorAll('button, input, select')].filter({left_out}).length") == 0


def test_the_theme_follows_the_system_and_its_button(at):
    browser = at()
    colour = "getComputedStyle(document.body).backgroundColor"
    assert browser.run(colour) == "rgb(255, 255, 255)"
    browser.click("#theme")
    dark = browser.run(colour)
    assert dark != "rgb(255, 255, 255)"
    browser = at("map", dark=True)
    assert browser.run(colour) == dark
