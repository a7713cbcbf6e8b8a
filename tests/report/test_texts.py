"""Texts on the page: each once, packed, unpacked when they are needed, cut alike where they are too much."""

import base64
import itertools
import json
import random
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.errors import InputError
from textmine.map import TextSources, read_folder, write_map
from textmine.map.folder import Documents, as_folder
from textmine.map.texts import document_lines, fair_length, text_rows
from textmine.report import report_page, write_report
from textmine.report.texts import packed_texts, shortened
from textmine.report.wording import WORDING

SIGNS = st.text(st.characters(codec="utf-8", exclude_characters="\n\r"), max_size=30)


class Notes:
    """Keeps the notes."""

    def __init__(self):
        self.notes = []

    def stage(self, name):
        pass

    def advance(self, done, total=None, unit="B"):
        pass

    def note(self, message):
        self.notes.append(message)


def opened(found):
    return json.loads(zlib.decompress(base64.b64decode(found.packed), -15).decode(found.encoding))


def said(row, texts, place_of):
    """The context that a row stands for, by the definition: units of UTF-16."""
    number, *about = row
    if isinstance(about[0], str):
        return (*about, number)
    units = texts[place_of[number]].encode("utf-16-le")
    at, *lengths = (2 * length for length in about)
    parts = []
    for length in lengths:
        parts.append(units[at : at + length].decode("utf-16-le"))
        at += length
    return (*parts, number)


@given(st.lists(SIGNS, min_size=1, max_size=5), st.data())
def test_contexts_come_back_as_they_were(texts, data):
    contexts, place_of = {}, {2 * place + 1: place for place in range(len(texts))}
    for place, text in enumerate(texts):
        cuts = sorted(data.draw(st.integers(0, len(text))) for _ in range(4))
        parts = [text[begin:end] for begin, end in itertools.pairwise(cuts)]
        contexts.setdefault(place % 2, []).append((*parts, 2 * place + 1))
    contexts[7] = [("not", "in", "it\U0001f41d", 1), ("a", "b", "c", 4)]
    found = packed_texts(Documents([0], [0.0], {}, texts, [*map(len, texts)]), contexts, place_of, 10**6)
    again = opened(found)
    assert again["texts"] == texts
    assert (found.n_cut, again["longest"]) == (0, 0)
    rows = {int(term): [said(row, texts, place_of) for row in some] for term, some in again["contexts"].items()}
    assert rows == contexts


def test_texts_that_are_too_much_are_cut_alike():
    letters = random.Random(1)
    texts = ["".join(letters.choices("abcdefghij klmno", k=length)) for length in [60] * 500 + [9_000] * 300]
    found = packed_texts(Documents([0] * 800, [0.0] * 800, {}, texts, [*map(len, texts)]), {}, {}, 600_000)
    assert len(found.packed) <= 600_000
    assert found.n_cut == 300
    shown = opened(found)["texts"]
    assert shown[:500] == texts[:500]
    assert all(text.endswith("…") for text in shown[500:])
    assert max(map(len, shown)) == found.longest + 1 == opened(found)["longest"] + 1
    assert {found.longest + 1 - len(text) <= 20 for text in shown[500:]} == {True}
    assert all(whole.startswith(text[:-1]) for text, whole in zip(shown[500:], texts[500:], strict=True))
    assert len(found.packed) > 0.85 * 600_000


def test_starts_stand_for_texts_where_there_are_none():
    starts = ["short", "all of it " * 19 + "completely", "word " * 39 + "words"]
    found = packed_texts(Documents([0] * 3, [0.5] * 3, {"start": starts}), {}, {}, 10**6)
    assert opened(found)["texts"] == ["short", "all of it " * 18 + "all of it…", "word " * 38 + "word…"]
    assert found[2:] == (2, 200)


def test_contexts_that_are_in_no_text_are_fewer_where_they_are_too_long():
    letters = random.Random(2)
    words = ["".join(letters.choices("abcdefghijklmno", k=150)) for _ in range(5_000)]
    contexts = {term: [(words[10 * term + at], "key", "", at + 1) for at in range(10)] for term in range(500)}
    rows = opened(packed_texts(Documents([], [], {}), contexts, {}, 0))["contexts"]
    assert {len(some) for some in rows.values()} == {4}  # 500 terms of 153 bytes are 350,000, 0.7 of the least room
    assert [row[0] for row in rows["0"]] == [1, 3, 6, 8]


@given(st.lists(st.integers(0, 50), min_size=1, max_size=20), st.integers(0, 400))
def test_the_fair_length_is_the_greatest(lengths, most):
    found = fair_length(pytest.importorskip("numpy").array(lengths), most)
    size = lambda length: sum(min(each, length) for each in lengths)  # noqa: E731
    assert size(found) <= most
    assert found == max(lengths) or size(found + 1) > most


def test_lines_have_their_length_and_rows_are_cut_alike(monkeypatch):
    import numpy as np

    from textmine.map import texts as module

    pieces, offsets = ["  one  two\n\nthree\t", "四五六\n"], np.array([2, 12, 18])
    assert [*document_lines(pieces, offsets, 100)] == [(7, "one two"), (5, "three"), (3, "四五六")]
    monkeypatch.setattr(module, "_MOST_BYTES", 14)  # of 21: 10 of 15 characters
    assert [*text_rows(pieces, offsets)] == [(1, 7, "one"), (2, 5, "thr"), (3, 3, "四五六")]
    monkeypatch.setattr(module, "MOST_DOCUMENTS", 2)
    assert [*text_rows(pieces, offsets)] == []


def test_the_report_says_how_many_documents_are_cut(data, tmp_path, monkeypatch, unpacked):
    from textmine.report import page

    letters = random.Random(3)
    starts = (data / "power.txt").read_text(encoding="utf-8").splitlines()[:300]
    lines = [start + "".join(chr(letters.randint(0x4E00, 0x9FFF)) for _ in range(900)) for start in starts]
    write_map(str(tmp_path), TextSources(["\n".join([*lines, "变压器和绕组"])], "none"))
    notes = Notes()
    monkeypatch.setattr(page, "_MOST_BYTES", 0)
    write_report(str(tmp_path), progress=notes)
    source = (tmp_path / "report.html").read_text(encoding="utf-8")
    longest = unpacked(source)["longest"]
    assert notes.notes == [f"the report has the first {longest} characters of 300 of 301 documents"]
    assert 100 < longest < 900
    assert 450_000 < len(source.split('id="packed"')[1].split("<")[0]) <= 500_040  # the least room
    monkeypatch.undo()
    notes = Notes()
    write_report(str(tmp_path), progress=notes)
    assert notes.notes == []


@pytest.mark.parametrize(
    "broken", ["1\t3\tabcd", "2\t3\tabc", "1\tx\tabc", "1\t99999999999999999999\tabc", "1\t3\tabc\n1\t3\tabc"]
)
def test_a_broken_file_of_texts_is_named(page, tmp_path, broken):
    files = {path.name: [path.read_text(encoding="utf-8")] for path in page.parent.iterdir() if path.suffix != ".html"}
    with pytest.raises(InputError, match=r"texts\.tsv:[23]: '\d' with '\w+' is no document"):
        as_folder({**files, "texts.tsv": [f"document\tcharacters\ttext\n{broken}\n"]})
    with pytest.raises(InputError, match="1 texts of 367 documents"):
        as_folder({**files, "texts.tsv": ["document\tcharacters\ttext\n1\t3\tabc\n"]})


def test_a_folder_of_an_older_run_has_the_starts(browser, page, tmp_path):
    files = {path.name: [path.read_text(encoding="utf-8")] for path in page.parent.iterdir() if path.suffix != ".html"}
    del files["texts.tsv"]
    older = tmp_path / "older.html"
    older.write_text(report_page(as_folder(files)), encoding="utf-8")
    browser.size(1400, 900)
    browser.open(older, "documents")
    starts = read_folder(str(page.parent)).documents.fields["start"]
    assert browser.run("textOf(2)").rstrip("…") == starts[2]
    assert WORDING["zh"]["documents_cut"].format(n=200) in browser.texts("#documents-help")[0]
    assert browser.complaints() == []


def test_texts_are_unpacked_only_where_they_are_needed(browser, page):
    browser.size(1400, 900)
    for view in ("overview", "map", "terms", "hierarchy", "contrast"):
        browser.open(page, view, texts=False)
        assert browser.run("store.state") == "packed"
    browser.open(page, "overview", texts=False)
    heads = browser.texts(".card .to-text")
    browser.click("#tab-documents")
    browser.run("store.waiting")
    assert browser.run("store.state") == "open"
    assert browser.texts("#documents-help") == [WORDING["zh"]["documents_help"]]
    browser.click("#tab-overview")
    assert browser.texts(".card .to-text") == heads
    browser.open(page, "overview", texts=False)
    browser.click(".card .to-text")
    browser.run("store.waiting")
    assert browser.run("[view, document.querySelectorAll('.opened-document .mark').length > 0]") == ["documents", True]
    browser.open(page, "terms", texts=False)
    browser.click("#rows button")
    assert browser.run("store.waiting.then(() => document.querySelectorAll('.context').length)") == 10
    assert browser.complaints() == []
    assert browser.requests() == [page.as_uri()]


def test_a_browser_that_cannot_unpack_says_so(browser, page, tmp_path):
    source = page.read_text(encoding="utf-8")
    begin = source.index('">', source.index('id="packed"')) + 2
    for number, more in enumerate(("////", "?")):  # no deflate, no base64
        path = tmp_path / f"{number}.html"
        path.write_text(source[:begin] + more + source[begin:], encoding="utf-8")
        browser.open(path, "documents")
        assert browser.texts("#documents-help") == [WORDING["zh"]["no_unpacking"]]
        browser.click("#document-0")
        assert WORDING["zh"]["no_unpacking"] in browser.texts(".opened-document p")
        browser.run("openTerm(0)")
        assert WORDING["zh"]["no_unpacking"] in browser.texts(".opened p")
        assert browser.complaints() == []


def test_a_context_leads_to_its_place_in_the_text(at):
    browser = at("terms")
    browser.click("#rows button")
    rows = browser.run("contextRows(0)")
    for row, (left, key, right, number, start) in enumerate(rows[:4]):
        browser.run("openTerm(0)")
        order = browser.texts(".context .to-document")
        browser.run(f"document.querySelectorAll('.context .to-document')[{order.index(str(number))}].click()")
        browser.run("store.waiting")
        assert browser.run(
            f"textOf({number - 1}).slice({start} - {len(left)}).startsWith({json.dumps(left + key + right)})"
        )
        here = browser.run("[...document.querySelectorAll('.mark.here')].map(mark => mark.textContent)")
        assert len(here) == 1, row
        assert key in here[0] or here[0] in key


def test_shortened_texts_of_long_words_are_cut_within_them():
    assert shortened("a" * 50, 30, 50) == "a" * 30 + "…"


def test_it_is_said_how_many_contexts_of_all_are_shown(at):
    browser = at("terms")
    often = browser.run("[...names.keys()].find(term => contextRows(term).length > 1)")
    browser.run(f"openTerm({often})")
    n, count = browser.run(f"[contextRows({often}).length, terms.count[{often}]]")
    assert n < count
    assert browser.texts(".contexts-head .quiet") == [WORDING["zh"]["contexts_of_all"].format(n=n, all=count)]


def test_contexts_in_letters_are_wider_in_the_table_and_stay_whole_words(browser, english):
    browser.size(1400, 900)
    browser.open(english, "terms")
    browser.run("openTerm(0)")
    rows = browser.run("contextRows(0).filter(([, , , , at]) => at >= 0)")
    wider = browser.run("contextRows(0).filter(([, , , , at]) => at >= 0).map(widened)")
    assert sum(len(row[0]) + len(row[2]) for row in wider) > 1.5 * sum(len(row[0]) + len(row[2]) for row in rows)
    for (left, key, right, number, at), (own_left, own_key, own_right, *_) in zip(wider, rows, strict=True):
        assert key == own_key
        assert left.endswith(own_left[-20:])
        assert right.startswith(own_right[:20])
        text = browser.run(f"textOf({number - 1})")
        assert text[at - len(left) : at + len(key) + len(right)] == left + key + right
        assert at == len(left) or text[at - len(left) - 1].isspace()
    browser.run("show('map')")
    assert browser.run("contextRows(0).map(widened)[0]") == browser.run("contextRows(0)[0]")
