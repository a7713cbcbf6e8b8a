"""The page in a real browser: its views, its term table, its controls."""

import json

import pytest

from textmine.map import MapOptions, TextSources, map_texts, write_map
from textmine.report import map_page, write_report
from textmine.report.columns import COLUMNS
from textmine.report.wording import WORDING

VIEWS = ["overview", "terms", "map", "documents", "hierarchy", "contrast"]
SIZES = [(1400, 900), (390, 844), (360, 640)]


def figures(cells):
    return [float(cell.replace(",", "")) for cell in cells]


def column(browser, name):
    """Return what the rows that stand in the table show under a heading."""
    place = browser.run(f"table.columns.findIndex(column => column.name === '{name}')")
    return browser.texts(f"#rows tr:not(.opened) > :nth-child({place + 1})")


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
    assert browser.run(f"{fields}.every(e => ({wide})(e.placeholder) <= e.clientWidth - 16)")
    assert browser.complaints() == []


def test_a_heading_of_ones_own_is_heading_and_title(browser, tmp_path):
    hostile = "  </title><script>alert(1)</script> & $\n{x}  "
    text = "变压器的绕组过热。检修变压器和绕组！新变压器有新绕组，断路器跳闸。断路器和变压器都要检修\n" * 3
    folder = str(tmp_path)
    write_map(folder, TextSources([text], "none"), MapOptions(heading=hostile), then=[write_report])
    browser.size(1400, 900)
    browser.open(tmp_path / "report.html")
    shown = "</title><script>alert(1)</script> & $ {x}"
    assert browser.run("[document.title, document.querySelector('h1').textContent]") == [shown, shown]
    assert browser.complaints() == []
    write_report(folder, heading="另一个标题")
    browser.open(tmp_path / "report.html")
    assert browser.run("document.title") == "另一个标题"
    write_report(folder, heading="")
    browser.open(tmp_path / "report.html")
    assert browser.run("document.title") == WORDING["zh"]["title"]


def test_a_map_in_memory_has_its_heading():
    text = "变压器的绕组过热。检修变压器和绕组！新变压器有新绕组，断路器跳闸。断路器和变压器都要检修\n" * 3
    assert "<title>电力 &amp; 设备</title>" in map_page(map_texts([text], "none", heading="电力 & 设备"))


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
    assert len(browser.texts(".card")) == record["communities"] > 10
    assert browser.texts("#story")[0].startswith(f"共读入 {record['documents']} 篇文档")
    assert f"{record['themes']} 个主题下的 {record['communities']} 个社区" in browser.texts("#story")[0]
    members = browser.run("whole(communities.reduce((sum, { size }) => sum + size, 0))")
    assert f"其中 {members} 个归入" in browser.texts("#story")[0]
    assert not browser.run("$('how').open")  # what only authors understand comes last
    browser.click(".card button")
    assert browser.run("[view, map.group]") == ["map", 0]


def test_a_community_of_the_overview_has_its_size_and_two_documents(at, page):
    browser = at()
    rows = [row.split("\t") for row in (page.parent / "documents.tsv").read_text(encoding="utf-8").splitlines()[1:]]
    for place, (name, figures, *typical) in enumerate(
        browser.run(
            "[...document.querySelectorAll('.card')].slice(0, 3).map(card => [card.querySelector('button').textContent,"
            " card.querySelector('p').textContent, ...[...card.querySelectorAll('li')].map(e => e.textContent)])"
        )
    ):
        own = sorted((row for row in rows if row[1] == str(place + 1)), key=lambda row: -float(row[2]))
        assert name == own[0][6]
        share = float(figures.partition("（")[2].partition("%")[0])
        assert figures.startswith(f"{len(own)} 篇文档（")
        assert abs(share - 100 * len(own) / len(rows)) <= 0.5
        assert [text.rstrip("…") for text in typical] == [row[-1][:160] for row in own[:2]]
    browser.click(".card li button")
    assert browser.run("view") == "documents"
    assert browser.run("document.activeElement.ariaExpanded") == "true"


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
    heads = browser.texts("#heads th")
    assert heads == [
        COLUMNS["zh"][name][0] for name in ("term", "score", "count", "documents", "contrast", "community")
    ]
    browser.click("#columns")
    assert browser.texts("#heads th")[:6] == heads
    names = browser.run("table.columns.map(column => column.name)")
    assert sorted(names) == sorted(["term", "community", *head[1:]])
    told = [list(COLUMNS["zh"][name]) for name in names]
    assert browser.run("[...document.querySelectorAll('#heads th')].map(e => [e.textContent, e.title])") == told
    assert browser.run("[...document.querySelectorAll('#heads button')].every(e => e.ariaDescription.length > 4)")
    browser.click("#by-left_entropy")
    assert browser.texts("#explained") == [": ".join(COLUMNS["zh"]["left_entropy"])]


@pytest.mark.parametrize("size", [(1900, 1000), (1400, 900), (1024, 768), (390, 844), (360, 640)])
def test_the_main_columns_fill_the_window_and_are_not_cut(browser, page, english, size):
    for path in (page, english):
        browser.size(*size)
        browser.open(path, "terms")
        if size[0] >= 390:  # a narrower one scrolls
            assert browser.run("(box => box.scrollWidth <= box.clientWidth)(document.querySelector('.scroll'))")
        assert browser.run("$('heads').offsetWidth / document.querySelector('.scroll').clientWidth") > 0.98
        heads = "[...document.querySelectorAll('#heads button')]"
        assert browser.run(f"{heads}.every(e => e.scrollWidth <= e.clientWidth + 1)")
        numbers = "[...document.querySelectorAll('#rows :is(td.number, td.whole)')]"
        assert browser.run(f"{numbers}.every(e => e.scrollWidth <= e.clientWidth + 1)")
        browser.run("setEditing(true)")
        shown = "[...document.querySelectorAll('#rows th')].slice(0, 20)"
        assert browser.run(f"{shown}.every(e => e.querySelector('button').offsetWidth >= 30 && e.offsetHeight < 70)")
        assert browser.run(f"{shown}.every(e => e.offsetWidth === $('heads').children[0].offsetWidth)")
        browser.run("setEditing(false)")
        # All columns scroll within the table, and the terms stay.
        browser.click("#columns")
        browser.run("document.querySelector('.scroll').scrollLeft = 500")
        left = "document.querySelector('#rows th').getBoundingClientRect().left"
        assert browser.run(f"{left} - document.querySelector('.scroll').getBoundingClientRect().left") == 0
        assert browser.run("document.documentElement.scrollWidth <= innerWidth")


def test_the_table_searches_and_filters(at):
    browser = at("terms")
    browser.put("#search", "电流")
    found = column(browser, "term")
    assert len(found) > 10
    assert all("电流" in term for term in found)
    browser.put("#search", "")
    for value, word in (("0", "否"), ("1", "是")):
        browser.run("showColumns(true)")
        browser.put("#of-known", value)
        assert set(column(browser, "known")) == {word}
    browser.put("#of-community", "3")
    assert set(column(browser, "community")) == {browser.run("clip(communities[2].name, 90)")}
    assert browser.texts("#shown")[0].startswith(f"{len(column(browser, 'term'))} / ")
    browser.put("#of-community", "0")
    assert set(column(browser, "community")) == {""}


def test_a_row_opens_contexts_and_neighbours(at):
    browser = at("terms")
    term = column(browser, "term")[0]
    browser.click("#rows button")
    assert browser.texts(".opened .context b") == [term] * 10
    assert len(browser.texts(".opened .chips button")) > 3
    heaviest = browser.run("nodes.term[neighbours(nodeOf.get(0))[0]]")
    assert browser.texts(".opened .chips button")[0] == browser.run(f"names[{heaviest}]")
    browser.click(".opened .chips button")
    assert browser.run("[view, nodes.term[map.node]]") == ["map", heaviest]
    browser.click("#tab-terms")
    browser.click("#rows button")
    assert browser.texts(".opened") == []


def test_contexts_are_sorted_by_document_and_by_the_text_beside_the_term(at):
    browser = at("terms")
    browser.click("#rows button")
    numbers = [int(text) for text in browser.texts(".to-document")]
    assert len(numbers) == 10
    assert numbers == sorted(numbers)
    assert numbers[-1] - numbers[0] > browser.run("overview.documents") / 5  # over all documents, not the first ones
    browser.put(".context-order", "right")
    after = browser.texts(".context > bdi:nth-of-type(2)")
    assert after == sorted(after, key=lambda text: text.lower())
    browser.put(".context-order", "left")
    before = [text.rstrip()[::-1].lower() for text in browser.texts(".context > bdi:first-child")]
    assert before == sorted(before)


def test_the_first_thousand_terms_have_ten_contexts_each_or_as_many_as_there_are(at):
    missing = (
        "names.slice(0, 1000).filter((name, term) => store.contexts[term]?.length !== Math.min(10, terms.count[term]))"
    )
    assert at("terms").run(missing) == []


@pytest.mark.parametrize("dark", [False, True])
def test_text_can_be_read_on_what_it_stands_on(at, contrast, dark):
    browser = at("hierarchy", dark=dark)
    rgb = "text => text.match(/[\\d.]+/g).slice(0, 3).map(Number)"
    style = "getComputedStyle(cell)"
    pairs = f"[...document.querySelectorAll('.cell')].map(cell => [{style}.color, {style}.backgroundColor].map({rgb}))"
    assert min(contrast(*pair) for pair in browser.run(pairs)) >= 4.5
    for ink in ("text", "quiet", "accent", "key"):
        colours = [
            browser.run(f"getComputedStyle(root).getPropertyValue('--{name}')") for name in (ink, "page", "panel")
        ]
        text, *grounds = ([int(hexed[at : at + 2], 16) for at in (1, 3, 5)] for hexed in map(full, colours))
        assert min(contrast(text, ground) for ground in grounds) >= 4.5


@pytest.mark.parametrize("dark", [False, True])
def test_all_text_of_every_view_can_be_read(at, dark):
    browser = at(dark=dark)
    browser.run("$('how').open = true; table.open.add(0); shelf.open.add(0); showColumns(true)")
    for view in VIEWS:
        browser.run(f"show('{view}')")
        if view == "map":
            browser.run("select(nodeOf.get(0))")
        if view == "terms":
            browser.run("setEditing(true); leaveOut(names[1]); editsChanged()")
        ratios = browser.text_contrasts()
        assert len(ratios) >= 2
        assert min(ratios.values()) >= 4.5, (view, ratios)


def full(colour):
    return colour if len(colour) == 7 else "#" + "".join(2 * digit for digit in colour[1:])


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


def focused(browser):
    return browser.run("document.activeElement.id")


def test_all_can_be_done_from_the_keyboard(at):
    browser = at("")  # where a view is in the address, the first key goes into it
    assert browser.run("view") == "overview"
    browser.press("Tab")
    assert focused(browser) == "tab-overview"
    browser.press("ArrowRight")
    assert focused(browser) == "tab-terms"
    browser.press("Tab")
    assert focused(browser) == "level"
    browser.press("Tab", "Tab")
    assert focused(browser) == "search"
    browser.press("Tab", "Tab", "Tab", "Tab", "Tab")
    assert focused(browser) == "edit"
    browser.press("Tab", "Tab")
    assert focused(browser) == "by-score"
    browser.press("Enter")
    assert browser.texts("th[aria-sort]") == ["得分"]
    row = browser.run("`term-${table.rows[0]}`")
    for _ in range(40):
        if focused(browser) == row:
            break
        browser.press("Tab")
    browser.press("Enter")
    assert focused(browser) == row
    assert browser.run("document.activeElement.ariaExpanded") == "true"
    assert browser.run("document.activeElement.matches(':focus-visible')")
    while browser.run("document.activeElement.textContent") != WORDING["zh"]["on_map"]:
        browser.press("Tab")
    browser.press("Enter")
    assert browser.run("view") == "map"
    browser.run("$('map-canvas').focus()")
    before = browser.run("[map.x, map.scale]")
    browser.press("ArrowRight", "+")
    assert browser.run("map.x") > before[0]
    assert browser.run("map.scale") > before[1]
    browser.press("Escape")
    assert browser.run("map.group") == -1
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


def test_the_heading_breaks_after_signs_and_not_within_a_word(browser, page):
    browser.size(390, 844)
    browser.open(page)
    (title,) = browser.texts("h1")
    parts = browser.run("[...document.querySelector('h1 bdi').childNodes].filter(e => e.data).map(e => e.data)")
    assert "".join(parts) == title
    assert [part[-1] for part in parts[:-1]] == [sign for sign in title[:-1] if sign in "._/@-"]


def test_the_stability_of_a_community_stands_beside_what_is_usual(at, page):
    browser = at()
    rows = [row.split("\t") for row in (page.parent / "themes.tsv").read_text("utf-8").splitlines()[1:]]
    shares = [float(row[6]) for row in rows if row[6]]
    said = browser.texts(".stable")
    assert len(said) == len(shares) > 3
    usual = sorted(shares)[(len(shares) - 1) // 2]
    assert browser.run("usualReturn()") == usual
    titles = browser.run("[...document.querySelectorAll('.stable')].map(e => e.title)")
    assert all(browser.run("percent(usualReturn())") in title for title in titles)
