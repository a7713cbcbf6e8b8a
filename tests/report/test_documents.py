"""The tab of the documents, in a real browser and in Python."""

import json
import re
from dataclasses import replace

import pytest

from textmine.map import read_folder
from textmine.map.folder import Documents
from textmine.report import report_page, write_report
from textmine.report.documents import document_heads, page_documents, shown_documents, typical_documents
from textmine.report.wording import WORDING


def shown(browser):
    return browser.run("shelf.rows")


def test_documents_are_found_by_words_and_by_group(at):
    browser = at("documents")
    assert len(shown(browser)) == browser.run("documents.community.length")
    browser.put("#find", "汽轮机")
    found = shown(browser)
    assert 3 < len(found) < 100
    in_contexts = browser.run("contextRows(names.indexOf('汽轮机')).map(context => context[3] - 1)")
    assert all("汽轮机" in browser.run(f"textOf({place})") or place in in_contexts for place in found)
    assert set(in_contexts) <= set(found)
    browser.put("#find", "")
    browser.put("#of-documents", "3")
    found = shown(browser)
    assert set(browser.run(f"{json.dumps(found)}.map(place => documents.community[place])")) == {2}
    shares = browser.run(f"{json.dumps(found)}.map(place => documents.share[place])")
    assert shares == sorted(shares, reverse=True)
    browser.put("#find", "没有这样的词句")
    assert browser.texts("#documents-shown") == [WORDING["zh"]["no_documents"]]
    assert browser.texts("#documents-list li") == []


def test_all_words_must_occur_and_a_phrase_stands_in_quotation_marks(browser, english):
    browser.size(1400, 900)
    browser.open(english, "documents")
    texts = [text.lower() for text in browser.run("[...documents.community.keys()].map(textOf)")]
    place, (one, *_, other) = next(
        (place, words) for place, text in enumerate(texts) if len(words := re.findall(r"\b[a-z]{6,}\b", text)) > 9
    )
    browser.put("#find", f"{other.upper()} {one}")
    found = shown(browser)
    assert place in found
    for at in found:  # beside these it finds the documents of contexts, which here have the words too
        assert all(re.search(rf"\b{word}", texts[at]) for word in (one, other))
    browser.put("#find", f'"{other} {one}"')
    assert shown(browser) == [at for at, text in enumerate(texts) if f"{other} {one}" in text]
    assert browser.run("wantedWords('a “b c” \"d')") == ["a", "b c", "d"]
    assert [browser.run(f"placeOfWord('doubt bt', '{word}')") for word in ("bt", "oub", "doub")] == [6, -1, 0]


def test_a_document_that_is_found_is_shown_from_near_the_word(browser, english):
    browser.size(1400, 900)
    browser.open(english, "documents")
    text = browser.run("textOf(0)")
    word = next(word for word in re.findall(r"[a-z]{7,}", text) if text.find(word) > 80)
    browser.put("#find", word)
    (head,) = browser.texts("#document-0 bdi")
    assert 0 < head.index(word) < 40
    assert head[head.index("… ") + 2 : head.index(word) + len(word)] in text


def test_a_document_opens_with_its_terms_marked(at, page):
    browser = at("documents")
    line = browser.texts("#document-0 bdi")[0]
    browser.click("#document-0")
    assert line.startswith(browser.texts("#document-0 bdi")[0].rstrip("…"))  # not only its number
    text = (page.parent / "documents.tsv").read_text(encoding="utf-8").split("\n")[1].split("\t")[-1]
    shown = browser.texts(".opened-document > p:last-child")[0]
    assert shown.startswith(text)
    assert "…" not in shown
    assert shown in (page.parent / "texts.tsv").read_text(encoding="utf-8").split("\n")[1].split("\t")
    marks = browser.texts(".mark")
    assert len(marks) > 3
    assert set(marks) <= set(browser.run("nodes.term.map(term => names[term])"))
    browser.click(".mark")
    assert browser.run("[view, names[nodes.term[map.node]]]") == ["map", marks[0]]
    browser.click("#tab-documents")
    browser.click("#document-0")
    assert browser.texts(".opened-document") == []


def test_words_are_marked_whole(browser, english):
    browser.size(1400, 900)
    browser.open(english, "documents")
    word = browser.run("nodes.term.map(term => names[term]).find(name => /^[a-z]{4,}$/.test(name))")
    parts = f"marked('x{word} {word.upper()} {word}y {word}.').map(part => part.textContent ?? part)"
    assert browser.run(parts) == [f"x{word} ", word.upper(), f" {word}y ", word, "."]


def test_every_context_leads_to_its_document(at):
    browser = at("terms")
    browser.click("#rows button")
    number = int(browser.texts(".context .to-document")[0])
    browser.click(".context .to-document")
    assert browser.run("[view, document.activeElement.id]") == ["documents", f"document-{number - 1}"]
    assert shown(browser)[0] == number - 1
    assert len(browser.texts(".opened-document")) == 1
    browser.run("select(nodeOf.get(0))")
    browser.run("[...$('side').querySelectorAll('button')].find(e => e.textContent === wording.its_documents).click()")
    assert browser.run("[view, $('find').value === names[0]]") == ["documents", True]


def test_texts_can_be_left_out(browser, page, unpacked, tmp_path):
    given = unpacked(page.read_text(encoding="utf-8"))
    path = tmp_path / "quiet.html"
    write_report(str(page.parent), str(path), text=False)
    source = path.read_text(encoding="utf-8")
    assert len(given["texts"]) > 300
    assert not any(text[:40] in source for text in given["texts"] if len(text) > 40)
    assert 'id="packed" data-encoding=""></script>' in source
    browser.size(1400, 900)
    for view in ("documents", "terms"):
        browser.open(path, view)
        assert browser.complaints() == []
    browser.open(path, "documents")
    browser.click("#document-0")
    assert WORDING["zh"]["no_texts"] in browser.texts(".opened-document p")


def test_titles_and_dates_are_used_where_there_are_any():
    fields = {
        "title": ["甲", ""],
        "date": ["2020", "2021"],
        "label": ["", "red"],
        "party": ["A", "B"],
        "terms": ["一 · 二", ""],
        "start": ["一", "二"],
        "id": ["", ""],
    }
    found = page_documents(Documents([0, -1], [0.5, 0.0], fields))
    assert found == {
        "community": [0, -1],
        "share": [0.5, 0.0],
        "title": ["甲", ""],
        "date": ["2020", "2021"],
        "groups": [
            {"name": "label", "values": ["red"], "of": [-1, 0]},
            {"name": "party", "values": ["A", "B"], "of": [0, 1]},
        ],
    }
    assert document_heads(Documents([0, -1], [0.5, 0.0], fields), [0, 1]) == {1: "二"}


def test_groups_of_many_values_are_text():
    authors = [f"author {number}" for number in range(201)]
    found = page_documents(Documents([0] * 201, [0.5] * 201, {"author": authors, "kind": ["x"] * 201}))
    assert found["about"] == authors
    assert [group["name"] for group in found["groups"]] == ["kind"]


def test_copies_of_a_text_are_typical_once():
    documents = Documents(
        [0, 0, 1, 0], [0.9, 0.8, 0.7, 0.6], {"start": ["one" * 30, "one" * 30, "one" * 30, "two" * 30]}
    )
    assert typical_documents(documents, 2) == [[0, 3], [2]]


def test_texts_that_only_begin_alike_are_typical_once():
    starts = ["x" * 60 + "1", "x" * 60 + "2", "x" * 59 + "3"]
    assert typical_documents(Documents([0, 0, 0], [0.9, 0.8, 0.7], {"start": starts}), 1, 3) == [[0, 2]]


def test_a_document_of_few_words_is_not_typical_where_others_are_longer():
    documents = Documents([0, 0, 0], [0.9, 0.5, 0.4], {"start": ["short", "long" * 20, "much" * 20]})
    assert typical_documents(documents, 1) == [[1, 2]]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_is_the_same_with_the_same_folder(page, language):
    folder = read_folder(str(page.parent))
    assert report_page(folder, language, text=False) == report_page(folder, language, text=False)


def test_documents_with_a_context_are_on_the_page_where_there_are_too_many(browser, page, monkeypatch, tmp_path):
    from textmine.report import contents

    found = read_folder(str(page.parent))
    n = len(found.documents.communities)
    few = next(rows for rows in found.contexts.values() if rows[-1][3] > n // 2)
    some = replace(found, contexts={term: rows for term, rows in found.contexts.items() if rows is few})
    monkeypatch.setattr(contents, "shown_documents", lambda n, wanted: shown_documents(n, wanted, n // 2))
    path = tmp_path / "few.html"
    path.write_text(report_page(some), encoding="utf-8")
    browser.size(1400, 900)
    browser.open(path, "documents")
    assert browser.run("documents.number.length") == n // 2
    number = few[-1][3]
    term = next(iter(some.contexts))
    browser.run(f"openTerm(names.indexOf({term!r}))")
    assert browser.run("document.querySelectorAll('.opened button.to-document').length") == len(few)
    browser.run(
        f"[...document.querySelectorAll('.opened .to-document')].find(e => e.textContent === '{number}').click()"
    )
    assert browser.run("view") == "documents"
    assert browser.run("numberOf(shelf.first)") == number
    assert browser.run("textOf(shelf.first)") == found.documents.texts[number - 1]
    typical = browser.run("communities[0].typical.map(textOf)")
    assert {*typical} <= {*found.documents.texts}
    assert browser.complaints() == []


def test_traditional_texts_are_found_and_marked_by_simplified_terms(browser, page, tmp_path):
    folder = read_folder(page.parent)
    texts = ["變壓器的繞組和斷路器。", *folder.documents.texts[1:]]
    written = replace(folder, documents=replace(folder.documents, texts=texts, lengths=list(map(len, texts))))
    (tmp_path / "report.html").write_text(report_page(written), encoding="utf-8")
    browser.size(1400, 900)
    browser.open(tmp_path / "report.html", "documents")
    browser.click("#document-0")
    marks = set(browser.texts(".mark"))
    assert marks
    assert marks <= {"變壓器", "繞組", "斷路器"}
    for words in ("变压器的绕组", "變壓器的繞組"):
        browser.put("#find", words)
        assert 0 in shown(browser)
    assert browser.run("names.every(name => fold(name) === name.normalize('NFKC').toLowerCase())")


def test_simplified_texts_are_found_by_traditional_words(at):
    browser = at("documents")
    browser.put("#find", "变压器")
    found = shown(browser)
    assert found
    browser.put("#find", "變壓器")
    assert shown(browser) == found


def test_no_line_begins_with_the_sign_that_closes_a_marked_term(at):
    browser = at("documents")
    term = browser.run("names[nodes.term[0]]")
    parts = f"marked({json.dumps(f'{term}。{term}），{term}和')}).filter(part => part.textContent)"
    kept = browser.run(f"{parts}.map(part => [part.className, part.textContent])")
    assert kept == [["unbroken", f"{term}。"], ["unbroken", f"{term}），"], ["mark", term]]


def test_a_document_without_a_title_is_called_by_its_id_and_first_words(browser, page, tmp_path):
    folder = read_folder(str(page.parent))
    n = len(folder.documents.communities)
    fields = {
        **folder.documents.fields,
        "id": [f"id{number}" for number in range(n)],
        "title": ["", "<b>题</b>", *[""] * (n - 2)],
    }
    (tmp_path / "report.html").write_text(
        report_page(replace(folder, documents=replace(folder.documents, fields=fields))), encoding="utf-8"
    )
    browser.size(1400, 900)
    browser.open(tmp_path / "report.html", "documents")
    for place in (0, 1):
        browser.click(f"#document-{place}")
    assert browser.texts("#document-0 bdi")[0].startswith(f"id0 · {folder.documents.texts[0][:20]}")
    assert browser.texts("#document-1 bdi") == ["<b>题</b>"]
    assert browser.texts("#documents-list .line > .quiet")[:2] == ["", "id1"]
    assert browser.complaints() == []
