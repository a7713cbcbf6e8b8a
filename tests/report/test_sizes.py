"""A page of a large map: 3,000 nodes and 5,000 documents of 500 characters, all of it on the page, below 6 MB."""


def test_a_large_map_has_all_texts_and_contexts_below_six_megabytes(browser, unpacked, made_up, tmp_path):
    """It takes some seconds, most of them for the places of 3,000 nodes."""
    from textmine.report import report_page

    folder = made_up(3000, 20_000)
    page = report_page(folder)
    assert len(page.encode()) < 6_000_000
    found = unpacked(page)
    assert found["texts"] == folder.documents.texts
    assert {len(text) for text in found["texts"]} == {500}
    assert found["longest"] == 0
    assert [len(rows) for rows in found["contexts"].values()] == [10] * 3000
    path = tmp_path / "large.html"
    path.write_text(page, encoding="utf-8")
    browser.size(1400, 1000)
    browser.open(path, "overview")
    assert browser.run("[nodes.term.length, documents.community.length]") == [3000, 5000]
    browser.click("#tab-documents")
    browser.click("#document-1")
    assert browser.texts(".opened-document > p:last-child") == [folder.documents.texts[1]]
    assert browser.complaints() == []
