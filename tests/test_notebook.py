"""What notebooks show of results: small, static, and text is never markup."""

from html.parser import HTMLParser

import numpy as np
import pytest

from textmine import cluster
from textmine.graph import build_graph
from textmine.map import map_texts
from textmine.notebook import html_table
from textmine.terms import DiscoverOptions

NASTY = "<script>alert(1)</script>"
ALLOWED = {"table", "caption", "thead", "tbody", "tr", "th", "td", "bdi", "p"}


class Reader(HTMLParser):
    """Collects tags, fields, and what is left open."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.open, self.fields = set(), [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        assert not attrs
        self.tags.add(tag)
        self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open[-1] == "bdi":
            self.fields.append(data)


@pytest.fixture(scope="module")
def found():
    text = "变压器的绕组过热。检修变压器和绕组！新变压器有新绕组\n" * 2
    return map_texts([text], ["新机器投运，旧机器退役。"], discover=DiscoverOptions(keep_repeats=True))


def graph():
    names = [NASTY, *(f"n{number}" for number in range(30))]
    a = np.arange(30, dtype=np.int32)
    return build_graph(names, a, a + 1, np.append(100.0, np.arange(29, 0, -1)))


def test_each_result_is_a_table_of_nothing_but_text(found):
    for result in (found, found.terms, found.graph, found.communities, graph(), cluster(graph())):
        shown = Reader(result._repr_html_())
        assert shown.tags <= ALLOWED
        assert shown.open == []
        assert len(result._repr_html_()) < 5000
    assert Reader(found.terms._repr_html_()).fields[0] == found.terms.terms[0]
    assert Reader(found._repr_html_()).fields[0] == found.groups.name(0)


def test_the_heaviest_links_and_the_largest_modules_come_first():
    fields = Reader(graph()._repr_html_()).fields
    assert fields[:6] == [NASTY, "n0", "100", "n0", "n1", "29"]
    communities = cluster(graph())
    fields = Reader(communities._repr_html_()).fields
    flows = [float(field) for field in fields[2::4]]
    assert flows == sorted(flows, reverse=True)
    assert sum(int(field) for field in fields[1::4]) == 31
    assert NASTY in " ".join(fields)


def test_ten_rows_are_shown_and_the_rest_is_counted():
    text = html_table("x", ("a",), ((number,) for number in range(1234)), 1234)
    assert text.count("<tr>") == 11
    assert text.endswith("<p>1,224 more</p>")


def test_frames_hold_the_report_and_the_tables_as_data(found):
    frame = found.show(300)
    shown = frame._repr_html_()
    assert shown.count("<") == 2  # a frame, opened and closed: its page is an attribute
    assert 'sandbox="allow-scripts allow-downloads"' in shown
    assert "height:300px" in shown
    assert frame.page.startswith("<!DOCTYPE html>")
    for each in (graph(), cluster(graph()), found.terms):
        page = each.show().page
        assert page.count("<tr>") > len(Reader(each._repr_html_()).fields) // 5
        assert "<script" not in page


def test_a_notebook_runs_and_shows_the_report():
    nbclient = pytest.importorskip("nbclient", reason="nbclient is not installed")
    nbformat = pytest.importorskip("nbformat")
    pytest.importorskip("ipykernel")
    text = "变压器的绕组过热。检修变压器和绕组！新变压器有新绕组\n" * 2
    cells = [
        f"from textmine.map import map_texts\nfound = map_texts([{text!r}], 'none')\nfound",
        "found.show()",
        "found.terms",
        "found.graph.show()",
    ]
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    nbclient.NotebookClient(book, timeout=60, kernel_name="python3").execute()
    shown = [cell.outputs[-1]["data"]["text/html"] for cell in book.cells]
    assert [text[:7] for text in shown] == ["<table>", "<iframe", "<table>", "<iframe"]
    assert "变压器" in shown[1]
