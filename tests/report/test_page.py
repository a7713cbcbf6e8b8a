"""The page in a real browser."""

import json

import pytest

from textmine.map_folder import save_map
from textmine.pipeline import MapOptions, map_texts
from textmine.report import write_report
from textmine.terms import DiscoverOptions

NASTY = (
    "<script>alert(1)</script>",
    "</script>",
    "javascript:alert(2)",
    "\u202eright\u202c",
    "w" * 10_000,
    "<!--",
    "&amp;",
)


def made(folder, texts, background, **options):
    given = MapOptions(DiscoverOptions(**options))
    save_map(str(folder), map_texts(texts, background, given), given, {"corpus": [], "background": []})
    return folder / "report.html"


@pytest.fixture(scope="module")
def page(data, tmp_path_factory):
    """The page of the power text."""
    text, world = ([(data / name).read_text(encoding="utf-8")] for name in ("power.txt", "encyclopedia.txt"))
    return made(tmp_path_factory.mktemp("map"), text, world)


@pytest.fixture
def at(browser, page):
    """Return a function that opens the page at a view and returns the browser."""

    def opened(view="overview", width=1400, height=900):
        browser.size(width, height)
        browser.open(page, view)
        return browser

    return opened


def click(browser, selector):
    browser.run(f"document.querySelector({json.dumps(selector)}).click()")


def put(browser, selector, value, event="input"):
    found = f"const found = document.querySelector({json.dumps(selector)});"
    browser.run(f"(() => {{{found} found.value = {json.dumps(value)}; found.dispatchEvent(new Event('{event}'));}})()")


def column(browser, name):
    """Return what the rows that stand in the table show under a heading."""
    heads = "[...document.querySelectorAll('#terms th button[data-column]')].map(head => head.dataset.column)"
    rows = "[...document.querySelectorAll('#terms tbody tr:not(.opened)')]"
    return browser.run(f"{rows}.map(row => row.children[{heads}.indexOf('{name}')].textContent.trim())")


def figures(cells):
    return [float(cell.replace(",", "")) for cell in cells]


@pytest.mark.parametrize("width", [1400, 390])
@pytest.mark.parametrize("view", ["overview", "terms", "map", "hierarchy", "contrast"])
def test_every_view_loads_quietly_and_asks_for_nothing(at, page, view, width):
    browser = at(view, width, 800)
    assert browser.complaints() == []
    assert browser.requests() == [page.as_uri()]
    assert browser.run("document.documentElement.lang") == "zh-Hans"
    assert browser.run("document.documentElement.scrollWidth <= innerWidth")
    assert page.stat().st_size < 3_000_000


def test_a_page_cannot_fetch(at):
    browser = at()
    tried = "fetch('http://127.0.0.1:9/').then(() => 'fetched', () => 'refused')"
    assert browser.run(tried) == "refused"
    said = [event["params"]["entry"]["text"] for event in browser.complaints() if event["method"] == "Log.entryAdded"]
    assert any("Content Security Policy" in text for text in said)


def test_the_table_sorts_by_numbers_both_ways(at):
    browser = at("terms")
    click(browser, "[data-column=count]")
    counts = figures(column(browser, "count"))
    assert len(counts) == 100
    assert counts == sorted(counts, reverse=True)
    click(browser, "[data-column=count]")
    counts = figures(column(browser, "count"))
    assert counts == sorted(counts)
    assert browser.run("document.querySelector('th[aria-sort]').getAttribute('aria-sort')") == "ascending"


def test_the_table_searches_and_filters(at):
    browser = at("terms")
    put(browser, "#search", "电流")
    found = column(browser, "term")
    assert len(found) > 10
    assert all("电流" in term for term in found)
    put(browser, "#search", "")
    put(browser, "#of-known", "0", "change")
    assert set(column(browser, "known")) == {"否"}
    put(browser, "#of-community", "2", "change")
    assert set(column(browser, "community")) == {"3"}
    shown = browser.run("document.querySelector('#shown').textContent")
    assert shown.startswith(f"{len(column(browser, 'term'))} / ")


def test_a_row_opens_contexts_and_neighbours(at):
    browser = at("terms")
    term = column(browser, "term")[0]
    click(browser, "tbody [data-term]")
    keywords = browser.run("[...document.querySelectorAll('.detail .context b')].map(key => key.textContent)")
    assert keywords == [term] * 5
    assert browser.run("document.querySelectorAll('.detail .chips button').length") > 3
    click(browser, ".detail .chips button")
    assert not browser.run("document.querySelector('#map').hidden")
    click(browser, "#tab-terms")
    click(browser, "tbody [data-term]")
    assert browser.run("document.querySelector('.detail')") is None


def test_a_community_is_focused_and_left(at):
    browser = at("map")
    whole = browser.run("map.scale")
    put(browser, "#map-community", "1", "change")
    assert browser.run("map.group") == 1
    assert browser.run("map.scale") > whole
    assert set(browser.run("map.labels.map(label => nodes.community[label.node])")) == {1}
    assert browser.run("document.querySelectorAll('#map-side .chips button').length") > 10
    browser.run("document.querySelector('#map-canvas').dispatchEvent(new KeyboardEvent('keydown', {key: '0'}))")
    assert (browser.run("map.group"), browser.run("map.scale")) == (-1, whole)


def test_the_search_box_jumps_to_a_term(at):
    browser = at("map")
    put(browser, "#jump", "变压器")
    browser.run("document.querySelector('#jump').dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter'}))")
    assert browser.run("names[nodes.term[map.node]]") == "变压器"
    assert browser.run("[map.x, map.y]") == browser.run("[nodes.x[map.node], nodes.y[map.node]]")
    assert "变压器" in browser.run("map.labels.map(label => label.text)")
    assert browser.run("document.querySelector('#map-side h2').textContent") == "变压器"
    put(browser, "#jump", "不在图中的词")
    browser.run("document.querySelector('#jump').dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter'}))")
    assert browser.run("map.said.textContent") == browser.run("wording.not_found")


@pytest.mark.parametrize("width", [1400, 390])
def test_labels_of_the_map_do_not_overlap(at, width):
    browser = at("map", width)
    boxes = browser.run("map.labels.map(label => label.box)")
    assert len(boxes) > 30
    for number, (left, top, right, bottom) in enumerate(boxes):
        for other in boxes[:number]:
            assert other[2] <= left or right <= other[0] or other[3] <= top or bottom <= other[1]


def test_a_click_selects_the_node_below_it(at):
    browser = at("map")
    x, y, node = browser.run(
        "(() => { const box = map.canvas.getBoundingClientRect(), node = map.labels[0].node;"
        " return [box.left + (nodes.x[node] - map.x) * map.scale + box.width / 2,"
        " box.top + (nodes.y[node] - map.y) * map.scale + box.height / 2, node]; })()"
    )
    for kind in ("mousePressed", "mouseReleased"):
        browser.send("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)
    assert browser.run("map.node") == node
    before = browser.run("map.scale")
    browser.send("Input.dispatchMouseEvent", type="mouseWheel", x=x, y=y, deltaX=0, deltaY=-200)
    assert browser.run("map.scale") > before


def test_the_treemap_shows_whole_terms_inside_its_cells(at):
    browser = at("hierarchy")
    assert browser.run(
        "[...document.querySelectorAll('.cell')].every(cell => cell.scrollWidth <= cell.clientWidth + 1"
        " && cell.scrollHeight <= cell.clientHeight + 1)"
    )
    words = set(" ".join(browser.run("[...document.querySelectorAll('.cell bdi')].map(b => b.textContent)")).split())
    assert len(words) > 50
    assert words <= set(browser.run("names"))
    click(browser, ".cell")
    assert browser.run("map.group") >= 0


def test_the_tsv_is_the_filtered_table(at):
    browser = at("terms")
    put(browser, "#search", "变压器")
    head, *rows = browser.run("tsv()").rstrip("\n").split("\n")
    assert head.split("\t")[:4] == ["term", "community", "score", "count"]
    assert [row.split("\t")[0] for row in rows] == browser.run("table.rows.map(term => names[term])")
    assert all("变压器" in row for row in rows)


def test_tabs_go_by_arrow_keys_and_the_theme_by_its_button(at):
    browser = at()
    press = "dispatchEvent(new KeyboardEvent('keydown', {key: 'ArrowRight', bubbles: true}))"
    browser.run(f"document.querySelector('#tab-overview').{press}")
    assert browser.run("document.activeElement.id") == "tab-terms"
    assert browser.run("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    click(browser, "#theme")
    assert browser.run("getComputedStyle(document.body).backgroundColor") != "rgb(255, 255, 255)"


@pytest.fixture(scope="module")
def nasty(data, tmp_path_factory):
    """A page of text that holds markup and more, with terms that are markup."""
    folder = tmp_path_factory.mktemp("nasty")
    lines = (data / "power.txt").read_text(encoding="utf-8").splitlines()
    # The longest word is a term already where it stands in the text: another one is put there.
    words = [word.replace("w" * 10, "v" * 10) for word in NASTY]
    text = "\n".join(f"{words[number % len(words)]}，{line}" for number, line in enumerate(lines))
    made(folder, [text], None)
    best = [row.split("\t")[0] for row in (folder / "terms.tsv").read_text(encoding="utf-8").split("\n")[1:300]]
    graph = (folder / "graph.tsv").read_text(encoding="utf-8")
    renamed = dict(zip([term for term in best if f"\t{term}\t" in graph], NASTY, strict=False))
    for name in ("terms.tsv", "graph.tsv", "communities.tsv"):
        rows = (folder / name).read_text(encoding="utf-8").split("\n")
        fields = ("\t".join(renamed.get(field, field) for field in row.split("\t")) for row in rows)
        (folder / name).write_text("\n".join(fields), encoding="utf-8")
    contexts = map(json.loads, (folder / "contexts.jsonl").read_text(encoding="utf-8").splitlines())
    rows = (json.dumps(row | {"term": renamed.get(row["term"], row["term"]), "left": NASTY[0]}) for row in contexts)
    (folder / "contexts.jsonl").write_text("\n".join(rows), encoding="utf-8")
    write_report(str(folder), str(folder / "report.html"))
    return folder / "report.html"


@pytest.mark.parametrize("width", [1400, 390])
def test_text_from_the_corpus_is_never_markup(browser, nasty, width):
    source = nasty.read_text(encoding="utf-8")
    assert source.count("</script>") == 2
    assert "<script>alert" not in source
    browser.size(width, 900)
    for view in ("overview", "terms", "map", "hierarchy", "contrast"):
        browser.open(nasty, view)
        assert browser.run("document.querySelectorAll('script').length") == 2
        assert browser.run("document.querySelectorAll('a, iframe, img, object').length") == 0
        assert browser.run("document.documentElement.scrollWidth <= innerWidth")
        assert browser.complaints() == []
        assert browser.requests() == [nasty.as_uri()]
    browser.open(nasty, "terms")
    assert browser.run("names.length") > 1000
    for word in NASTY:
        put(browser, "#search", word)
        click(browser, "tbody [data-term]")
        shown = browser.run("document.querySelector('.context').textContent")
        assert shown.startswith(NASTY[0])
        click(browser, "tbody [data-term]")
        browser.run(f"map.select(nodeOf[names.indexOf({json.dumps(word)})])")
        head = browser.run("document.querySelector('#map-side h2').textContent")
        assert head.rstrip("…") == word[:80]
        click(browser, "#tab-terms")
    assert browser.run("document.querySelectorAll('script').length") == 2
    assert browser.complaints() == []
