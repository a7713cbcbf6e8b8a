"""Text that would be markup, a link or a change of direction if it were not only text."""

import json

import pytest

from textmine.report import write_report

NASTY = (
    "<script>alert(1)</script>",
    "</script>",
    "javascript:alert(2)",
    "\u202eright\u202c",
    "w" * 10_000,
    "<!--",
    "&amp;",
    "<img src=x onerror=alert(3)>",
    "\u05d0\u05d1\u05d2\u200f",
)


@pytest.fixture(scope="module")
def nasty(data, made, tmp_path_factory):
    """A page of text that holds markup and more; terms, communities, contexts, files and the command are markup too."""
    folder = tmp_path_factory.mktemp("nasty")
    lines = (data / "power.txt").read_text(encoding="utf-8").splitlines()
    # The longest word is a term already where it stands in the text: another one is put there.
    words = [word.replace("w" * 10, "v" * 10) for word in NASTY]
    made(folder, ["\n".join(f"{words[number % len(words)]}，{line}" for number, line in enumerate(lines))], "none")
    named = [row.split("\t")[0] for row in (folder / "themes.tsv").read_text(encoding="utf-8").splitlines()[1:]]
    graph = (folder / "graph.tsv").read_text(encoding="utf-8").split()
    # Those that name the first communities, so that the names of communities are markup.
    best = [name for name in dict.fromkeys(" · ".join(named).split(" · ")) if name in graph]
    renamed = dict(zip(best, NASTY, strict=False))
    for name in ("terms.tsv", "graph.tsv", "communities.tsv", "themes.tsv"):
        rows = (folder / name).read_text(encoding="utf-8").split("\n")
        parts = ([field.split(" · ") for field in row.split("\t")] for row in rows)
        fields = ("\t".join(" · ".join(renamed.get(part, part) for part in field) for field in row) for row in parts)
        (folder / name).write_text("\n".join(fields), encoding="utf-8")
    contexts = map(json.loads, (folder / "contexts.jsonl").read_text(encoding="utf-8").splitlines())
    rows = (
        json.dumps(row | {"term": renamed.get(row["term"], row["term"]), "left": NASTY[0], "right": NASTY[number % 9]})
        for number, row in enumerate(contexts)
    )
    (folder / "contexts.jsonl").write_text("\n".join(rows), encoding="utf-8")
    record = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    record |= {"command": NASTY[0], "textmine": '"><script>', "inputs": {"corpus": [{"file": NASTY[7]}]}}
    (folder / "run.json").write_text(json.dumps(record), encoding="utf-8")
    write_report(str(folder), str(folder / "report.html"))
    return folder / "report.html"


def harmless(browser):
    """Whether the page has the elements that it should have, and has said nothing."""
    assert browser.run("document.querySelectorAll('script').length") == 3
    assert browser.run("document.querySelectorAll('a, iframe, img, object, embed, form, base').length") == 0
    assert browser.run(
        "[...document.querySelectorAll('*')].every(e => ![...e.attributes].some(a => a.name.startsWith('on')))"
    )
    assert browser.run("document.documentElement.scrollWidth <= innerWidth")
    assert browser.complaints() == []


def test_the_source_holds_no_markup_of_the_text(nasty):
    source = nasty.read_text(encoding="utf-8")
    assert source.count("</script>") == 3
    for word in ("<script>alert", "<img", "<!--"):
        assert word not in source


@pytest.mark.parametrize("size", [(1400, 900), (390, 844)])
@pytest.mark.parametrize("view", ["overview", "terms", "map", "documents", "hierarchy", "contrast"])
def test_every_view_of_a_hostile_text_loads_quietly(browser, nasty, view, size):
    browser.size(*size)
    browser.open(nasty, view)
    harmless(browser)
    assert browser.requests() == [nasty.as_uri()]


def test_text_from_the_corpus_is_never_markup(browser, nasty):
    browser.size(1400, 900)
    browser.open(nasty, "terms")
    assert browser.run("names.length") > 1000
    for word in NASTY:
        browser.put("#search", word)
        found = [term.rstrip("…") for term in browser.texts("#rows th")]  # one may be part of another
        row = f"#rows tr:nth-child({1 + found.index(word[:80])}) button"
        browser.click(row)
        assert browser.texts(".context")[0].startswith(NASTY[0])
        browser.click(row)
        node = browser.run(f"nodeOf.get(names.indexOf({json.dumps(word)}))")
        browser.run(f"select({node})")
        assert browser.texts("#side h2")[0].rstrip("…") == word[:80]
        browser.run("drawMap()")
        x, y = browser.place_of(node)
        browser.send("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)
        assert browser.texts("#tip:not([hidden])")[0].rstrip("…") == word[:90]
        browser.click("#tab-terms")
    harmless(browser)


@pytest.mark.parametrize(("view", "button"), [("map", "#pdf"), ("hierarchy", "#treemap-pdf")])
def test_what_is_printed_has_only_shapes_and_texts(browser, nasty, view, button):
    browser.size(1400, 900)
    browser.open(nasty, view)
    browser.run("window.print = () => {}")
    browser.click(button)
    kinds = browser.run("[...new Set([...$('printed').querySelectorAll('*')].map(e => e.tagName))]")
    assert {*kinds} <= {"rect", "path", "text"}
    shown = browser.texts("#printed text")
    assert any(word[:20] in text for word in NASTY if "<" in word for text in shown)
    harmless(browser)


def test_documents_are_text_too(browser, nasty):
    browser.size(1400, 900)
    browser.open(nasty, "documents")
    for place, word in enumerate(NASTY):
        browser.run(f"openDocument({place})")
        shown = browser.texts(".opened-document > p:last-child")[0]
        assert shown.startswith(word.replace("w" * 10, "v" * 10)[:150].strip())
        browser.click(f"#document-{place}")
    browser.put("#find", NASTY[0])
    assert browser.run("shelf.rows.length") > 10
    for number in range(browser.run("ladder.length")):
        browser.put("#level", str(number))
        for view in ("overview", "map", "hierarchy", "documents"):
            browser.run(f"show('{view}')")
    browser.run("show('hierarchy')")
    while browser.run("view") == "hierarchy":  # down to the terms
        browser.click(".cell")
    harmless(browser)


def test_names_of_communities_and_of_files_are_text_too(browser, nasty):
    browser.size(1400, 900)
    browser.open(nasty, "overview")
    browser.run("$('how').open = true")
    shown = " ".join(browser.texts("#largest bdi"))
    assert "<script>alert(1)</script" in shown
    assert "javascript:alert(2)" in shown
    assert not {*"\u202e\u202c\u200f"} & {*"".join(browser.run("communities.map(community => community.name)"))}
    assert browser.texts("#sources dd")[0] == NASTY[7]
    assert browser.texts("#sources dd")[2] == NASTY[0]
    browser.click(".card button")
    assert any(name[:24] in text for text in browser.texts("#side h2") for name in NASTY)
    assert any(name[:24] in text for text in browser.texts("#of-map option") for name in NASTY)
    browser.click("#tab-hierarchy")
    assert any(word in text for text in browser.texts(".cell") for word in NASTY)
    assert "<script>alert(1)</script>" in browser.run(
        "[...document.querySelectorAll('.cell')].map(e => e.title).join()"
    )
    harmless(browser)
