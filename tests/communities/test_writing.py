"""The formats of communities as records: endings, stability, writers."""

import re

import pytest

from textmine.communities import (
    COMMUNITY_FORMATS,
    BootstrapOptions,
    bootstrap,
    cluster,
    communities_lines,
    communities_rows,
)
from textmine.communities.writing import CommunityFormat, file_format
from textmine.errors import InputError, OptionError
from textmine.graph import load_graph, read_graph
from textmine.io import ROW_FORMATS

LINKS = "a b\nb c\nc a\nc d\nd e\ne f\nf d\n"
IN_FILES = [name for name in COMMUNITY_FORMATS if name != "table"]  # that one is for people


@pytest.fixture(scope="module")
def found():
    return cluster(read_graph(LINKS, "triangles"))


@pytest.fixture(scope="module")
def drawn(found):
    return bootstrap(found, BootstrapOptions(replicas=3))


def test_no_two_formats_have_a_name_or_an_ending_in_common():
    endings = [ending for form in COMMUNITY_FORMATS.values() for ending in form.endings]
    assert len(endings) == len(set(endings))
    assert list(COMMUNITY_FORMATS) == [form.name for form in COMMUNITY_FORMATS.values()]
    assert all(ending.startswith(".") for ending in endings)


def test_rows_are_the_formats_of_rows():
    assert [name for name, form in COMMUNITY_FORMATS.items() if form.writer is None] == list(ROW_FORMATS)


@pytest.mark.parametrize(
    ("path", "kind"),
    [("a.tree", "tree"), ("a.nwk", "newick"), ("b.newick.gz", "newick"), ("-", "tsv"), ("a.txt", "tsv")],
)
def test_the_end_of_a_name_is_looked_up_in_the_records(path, kind):
    assert file_format(path) == kind


@pytest.mark.parametrize("kind", IN_FILES)
def test_every_record_writes_every_node(found, kind):
    text = "".join(communities_lines(found, kind))
    assert text.endswith("\n")
    node_numbers = range(6) if kind == "clu" else "abcdef"  # that format knows ids only
    assert all(re.search(rf"\b{name}\b", text) for name in node_numbers)


@pytest.mark.parametrize("kind", IN_FILES)
def test_stability_is_written_or_refused_and_never_dropped(drawn, kind):
    form = COMMUNITY_FORMATS[kind]
    if form.stability:
        assert "stability" in "".join(communities_lines(drawn, kind))
    else:
        wanted = f"{kind} has no place for the stability of communities; use one of: tsv, csv, jsonl, table, json, "
        with pytest.raises(OptionError, match=wanted):
            communities_lines(drawn, kind)
        with pytest.raises(OptionError, match=wanted):
            form.check_stability()


def test_columns_of_stability_stand_in_rows_only_where_it_is_known(found, drawn):
    assert communities_rows(found)[0] == ("path", "term", "flow")
    columns, rows = communities_rows(drawn)
    assert columns[3:] == ("stability", "core", "community_matched", "community_overlap")
    assert {len(row) for row in rows} == {7}


def test_a_new_record_is_all_that_a_format_takes(found, drawn, monkeypatch):
    form = CommunityFormat("names", (".names",), lambda found, _: (f"{name}\n" for name in found.names))
    monkeypatch.setitem(COMMUNITY_FORMATS, "names", form)
    assert file_format("out.names") == "names"
    assert list(communities_lines(found, "names")) == ["a\n", "b\n", "c\n", "d\n", "e\n", "f\n"]
    with pytest.raises(OptionError, match="names has no place"):
        communities_lines(drawn, "names")


def test_a_table_is_for_people_and_not_written_as_another_format(found):
    with pytest.raises(OptionError, match="'table' is no format of rows in a file; use one of: tsv, csv, jsonl"):
        list(communities_lines(found, "table"))


@pytest.mark.parametrize("kind", ["tree", "ftree", "clu", "tsv", "csv", "json", "newick"])
def test_communities_are_refused_where_a_graph_is_wanted(kind, tmp_path):
    path = tmp_path / "found.txt"
    found = cluster(read_graph("1 2\n2 3\n3 1\n3 4\n", "links"))
    path.write_text("".join(communities_lines(found, kind)), encoding="utf-8")
    said = "these are communities, not a graph; give the network itself; `initial`"
    if kind == "newick":  # other programs write trees in it, too
        said = "a tree in the Newick format is not read; give the network it was made from"
    with pytest.raises(InputError, match=said):
        load_graph(path)
