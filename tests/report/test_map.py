"""The map, the treemap and the scatter in a real browser."""

import base64
import math

import numpy as np
import pytest

from textmine.report import report_page
from textmine.report.wording import WORDING

SIZES = [(1400, 900), (390, 844), (360, 640)]


def test_a_community_is_focused_and_left(at):
    browser = at("map")
    whole = browser.run("map.scale")
    browser.put("#of-map", "2")
    assert browser.run("map.group") == 1
    assert browser.run("map.scale") > whole
    assert set(browser.run("map.labels.map(label => nodes.community[label.node])")) == {1}
    members = browser.run("nodes.community.filter(community => community === 1).length")
    assert len(browser.texts("#side .chips button")) == members > 1
    browser.run("$('map-canvas').focus()")
    browser.press("0")
    assert (browser.run("map.group"), browser.run("map.scale")) == (-1, whole)
    assert browser.texts("#side button bdi")[0] == browser.run("communities[0].name")
    browser.click("#side button")
    assert browser.run("map.group") == 0


def test_the_search_box_jumps_to_a_term(at, page):
    browser = at("map")
    first = browser.run("names[nodes.term[byFlow[0]]]")
    browser.put("#jump", first)
    browser.run("$('jump').focus()")
    browser.press("Enter")
    assert browser.run("names[nodes.term[map.node]]") == first
    assert browser.run("[map.x, map.y]") == browser.run("[nodes.x[map.node], nodes.y[map.node]]")
    assert first in browser.run("map.labels.map(label => label.text)")
    assert browser.texts("#side h2") == [first]
    browser.put("#jump", "不在图中的词")
    browser.press("Enter")
    assert browser.texts("#said") == [WORDING["zh"]["not_found"]]
    # A general term is not drawn: it opens in the list.
    general = browser.run("names.find((_, term) => isGeneral(term))")
    browser.put("#jump", general)
    browser.press("Enter")
    assert (browser.run("view"), browser.run("names[[...table.open].at(-1)]")) == ("terms", general)
    assert WORDING["zh"]["general_term"] in browser.texts(".opened .quiet")
    # Its neighbours are those of the heaviest links of the graph.
    rows = [line.split("\t") for line in (page.parent / "graph.tsv").read_text("utf-8").splitlines()[1:]]
    weight = {row[1] if row[0] == general else row[0]: float(row[2]) for row in rows if general in row[:2]}
    shown = browser.run("undrawn[names.indexOf($('search').value)].map(term => names[term])")
    assert [weight[name] for name in shown] == sorted(weight.values(), reverse=True)[:20] != []
    assert browser.run("[...document.querySelectorAll('.opened .chips')].at(-1).children.length") == len(shown)


def test_the_search_box_acts_while_one_types_and_keeps_the_place(at):
    browser = at("map")
    first = browser.run("names[nodes.term[byFlow[0]]]")
    browser.run("$('jump').focus()")
    waited = "new Promise(done => setTimeout(() => done(map.node < 0 ? '' : names[nodes.term[map.node]]), 400))"
    browser.put("#jump", first)
    assert browser.run(waited) == first
    browser.put("#jump", "不在图中的词")
    assert browser.run(waited) == first  # what is shown stays
    assert browser.texts("#said") == [WORDING["zh"]["not_found"]]
    general = browser.run("names.find((_, term) => isGeneral(term))")
    browser.put("#jump", general)
    browser.run(waited)
    words = WORDING["zh"]
    assert browser.texts("#said") == [f"{words['general_term']} {words['enter_for_table']}"]
    browser.put("#jump", browser.run("names.find((_, term) => !nodeOf.has(term) && !isGeneral(term))"))
    browser.run(waited)
    assert browser.texts("#said") == [words["enter_for_table"]]
    assert browser.run("view") == "map"
    browser.put("#jump", "")
    assert browser.run(waited) == ""
    assert browser.run("document.activeElement.id") == "jump"
    assert browser.complaints() == []


@pytest.mark.parametrize("size", [(1400, 900), (1024, 768), (390, 844)])
def test_what_is_chosen_in_a_select_is_not_cut(browser, page, english, size):
    for path in (page, english):
        browser.size(*size)
        browser.open(path, "map")
        for view in ("map", "terms", "documents", "contrast"):
            browser.run(f"show('{view}')")
            cut = browser.run(
                f"""[...document.querySelectorAll('#{view} .tools select')].flatMap(select =>
                [...select.options].map(option => {{
                    select.value = option.value;
                    const pen = document.createElement('canvas').getContext('2d');
                    pen.font = getComputedStyle(select).font;
                    const room = select.clientWidth - pen.measureText(option.textContent).width;
                    const inside = select.getBoundingClientRect().right <= innerWidth;
                    return room >= 16 && inside ? '' : `${{option.textContent}} ${{room}}`;
                }})).filter(Boolean)"""
            )
            assert cut == [], (view, size)


def shade_of(browser, node):
    """Return the colour in the middle of a node."""
    pen = "$('map-canvas').getContext('2d')"
    return browser.run(f"[...{pen}.getImageData(map.px[{node}], map.py[{node}], 1, 1).data].slice(0, 3)")


@pytest.mark.parametrize("dark", [False, True])
def test_scores_are_an_overlay_with_a_legend(at, dark):
    browser = at("map", dark=dark)
    browser.run("drawLabels = () => []")  # they cover the nodes
    browser.put("#colour", "score")
    legend = [float(text.strip("≥ ").replace(",", "")) for text in browser.texts("#legend span:not(.swatch)")]
    assert legend == sorted(legend)
    scores = np.array(browser.run("nodes.term.map(term => terms.score[term])"))
    assert np.allclose(legend, np.sort(scores)[np.arange(5) * len(scores) // 5], rtol=6e-3)  # three figures
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
@pytest.mark.parametrize("by", ["flow", "count", "score"])
def test_a_legend_says_what_the_sizes_mean(at, by, size):
    browser = at("map", size)
    browser.put("#size", by)
    steps = browser.run("map.sizes.steps.map(({said, radius}) => [said, radius])")
    assert 2 <= len(steps) <= 3
    radii = np.array(browser.run("nodes.term.map((_, node) => radiusOf(node))"))
    values = np.array(browser.run(f"nodes.term.map((_, node) => sizeOfNode('{by}')(node))"))
    mean = values.mean()
    for said, radius in steps:
        value = float(said.rstrip("%").replace(",", "")) / (100 if by == "flow" else 1)
        near = (values > 0.9 * value) & (values < 1.1 * value) & (values > 0.26 * mean) & (values < 8.9 * mean)
        for node in np.flatnonzero(near):
            assert radii[node] == pytest.approx(radius * math.sqrt(values[node] / value), rel=0.05, abs=0.1)
    apart([*browser.run("map.labels.map(label => label.box)"), browser.run("map.sizes.box")])
    assert browser.run("vectorOf(drawMap)").count(f">{steps[0][0]}<") == 1
    browser.click("#density")
    assert browser.run("map.sizes") is None


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("view", "labels"), [("map", "map.labels"), ("contrast", "scatter.labels")])
def test_labels_do_not_overlap(at, view, labels, size):
    boxes = at(view, size).run(f"{labels}.map(label => label.box)")
    assert len(boxes) > 30
    apart(boxes)


def apart(boxes):
    for number, (left, top, right, bottom) in enumerate(boxes):
        for other in boxes[:number]:
            assert other[2] <= left or right <= other[0] or other[3] <= top or bottom <= other[1]


@pytest.fixture(scope="module")
def large(made_up, tmp_path_factory):
    """A page of 600 nodes and 12,000 links."""
    path = tmp_path_factory.mktemp("large") / "large.html"
    path.write_text(report_page(made_up(600, 12_000)), encoding="utf-8")
    return path


def test_a_large_map_draws_a_backbone_and_all_links_of_what_is_chosen(browser, large):
    browser.size(*SIZES[0])
    browser.open(large, "map")
    assert browser.run("links.a.length") > 8000
    assert 600 <= browser.run("links.backbone.length") < 1500
    assert browser.run("[...map.threads.values()].flat().length") == browser.run("links.backbone.length")
    assert browser.run("map.chosen") == []
    browser.run("select(7)")
    assert browser.run("map.chosen.length") == browser.run("neighbours(7).length") > 20
    assert browser.run("map.chosen.every(link => links.a[link] === 7 || links.b[link] === 7)")
    browser.run("focusOn(0)")
    assert browser.run("map.chosen.every(link => groupOf(links.a[link]) === 0 && groupOf(links.b[link]) === 0)")
    assert browser.complaints() == []


def test_no_two_labels_overlap_at_any_zoom_and_groups_have_names(browser, large):
    browser.size(*SIZES[0])
    browser.open(large, "map")
    for factor in (1, 0.5, 4, 2, 2):
        browser.run(f"zoom({factor}); drawMap()")
        labels = browser.run("map.labels.map(({box, group}) => [box, group ?? -1])")
        apart([box for box, _ in labels])
        assert max(group for _, group in labels) >= 0


def test_a_click_selects_the_node_below_it_and_beside_it_the_community(at):
    browser = at("map")
    node = browser.run("map.labels.find(label => label.node !== undefined).node")
    x, y = browser.place_of(node)
    browser.click_at(x, y)
    assert browser.run("map.node") == node
    before = browser.run("map.scale")
    browser.send("Input.dispatchMouseEvent", type="mouseWheel", x=x, y=y, deltaX=0, deltaY=-200)
    assert browser.run("map.scale") > before
    browser.click("#whole")
    # The topmost node: nothing stands 20 pixels above it.
    top = browser.run("nodes.y.indexOf(Math.min(...nodes.y))")
    x, y = browser.place_of(top)
    y -= browser.run(f"radiusOf({top})") + 15
    browser.click_at(x, y)
    assert browser.run("[map.group, map.node]") == [browser.run(f"nodes.community[{top}]"), -1]
    browser.click("#whole")
    browser.click_at(*browser.run("(({left, top}) => [left + 3, top + 3])($('map-canvas').getBoundingClientRect())"))
    assert browser.run("map.group") == -1


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
    words = {word for line in browser.texts(".cell bdi") for word in line.split(" · ")}
    assert len(words) > 50
    assert words <= set(browser.run("names"))
    named = browser.run("[...document.querySelectorAll('.cell')].filter(cell => cell.textContent).length")
    assert named >= 0.6 * len(browser.texts(".cell"))
    assert all(browser.run("[...document.querySelectorAll('.cell')].map(e => e.title)"))
    sizes = browser.run("[...document.querySelectorAll('.cell span')].map(e => getComputedStyle(e).fontSize)")
    assert set(sizes) <= {"20px", "15px", "12px"}
    begins = "cell.textContent.startsWith(cell.ariaLabel.split(' · ')[0])"
    assert browser.run(f"[...document.querySelectorAll('.cell')].filter(cell => {begins}).length") == named


def test_a_point_of_the_scatter_leads_to_its_term(at):
    browser = at("contrast")
    term = browser.run("scatter.py.indexOf(Math.min(...scatter.py))")
    assert browser.run("terms.count.indexOf(Math.max(...terms.count))") == term
    box = "$('scatter').getBoundingClientRect()"
    x, y = browser.run(f"[{box}.left + scatter.px[{term}], {box}.top + scatter.py[{term}]]")
    browser.send("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)
    assert browser.texts("#tip:not([hidden])")[0].startswith(browser.run(f"names[{term}]"))
    browser.click_at(x, y)
    assert browser.run("[view, $('search').value]") == ["terms", browser.run(f"names[{term}]")]
    assert len(browser.texts(".opened .context")) == 10


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
