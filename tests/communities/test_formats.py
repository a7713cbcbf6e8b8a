"""Formats: complete, exact to the last digit, one record a line whatever the names."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.communities import clu_lines, communities_table, json_document, tree_lines, tsv_rows
from textmine.mapequation import search, undirected_flow

AWKWARD = ['say "no"', "two\nlines", "a\tb", "back\\slash", "变压器", "next\x85line\u2028"]


@pytest.fixture
def found(two_triangles):
    return search(two_triangles, AWKWARD)


def records(lines):
    return [line for line in lines if not line.startswith("#")]


def test_tree_has_what_the_readers_of_infomaps_want(found):
    lines = list(tree_lines(found))
    headers = [line for line in lines if line.startswith("#")]
    assert headers[0] == f"# codelength {found.codelength.total!r} bits\n"
    assert "# levels 2\n" in headers
    assert "# flow model undirected\n" in headers
    assert headers[-1] == "# path flow name node_id\n"
    for line in records(lines):
        path, flow, rest = line.rstrip("\n").split(" ", 2)
        name, node = rest.rsplit(" ", 1)
        assert tuple(map(int, path.split(":"))) == found.paths()[int(node)]
        assert float(flow) == found.node_flow[int(node)]
        assert json.loads(name) == AWKWARD[int(node)]


@settings(max_examples=25)
@given(names=st.lists(st.text(), min_size=2, max_size=2))
def test_a_tree_record_is_one_line_whatever_the_name(names):
    lines = list(tree_lines(search(undirected_flow([0], [1], [1.0], 2), names)))
    assert len(records(lines)) == 2
    assert all(len(line.splitlines()) == 1 for line in lines)


def test_clu_gives_the_module_below_the_root(found):
    rows = [line.split() for line in records(clu_lines(found))]
    assert {int(node): int(module) for node, module, _ in rows} == dict(enumerate(found.top_module.tolist()))
    assert all(float(flow) == found.node_flow[int(node)] for node, _, flow in rows)


def test_tsv_rows_are_in_order_of_paths(found):
    rows = list(tsv_rows(found))
    assert [path for path, _, _ in rows] == ["1:1", "1:2", "1:3", "2:1", "2:2", "2:3"]
    assert sorted(term for _, term, _ in rows) == sorted(AWKWARD)
    assert sum(flow for _, _, flow in rows) == pytest.approx(1.0)


def test_json_document_survives_json(found):
    document = json.loads(json.dumps(json_document(found)))
    assert document["codelength"] == found.codelength.total
    assert document["index_codelength"] + document["module_codelength"] == pytest.approx(document["codelength"])
    assert (document["levels"], document["top_modules"]) == (2, 2)
    assert [node["path"] for node in document["nodes"]] == sorted(map(list, found.paths()))
    assert {node["id"]: node["name"] for node in document["nodes"]} == dict(enumerate(AWKWARD))


def test_columns_of_attributes_have_names_of_their_own(found):
    said = {name: list(range(len(found.names))) for name in ("flow", "node_path", "path", "year")}
    named = type("Named", (type(found),), {"node_attributes": said})(**vars(found))
    columns, _ = communities_table(named, attributes=True)
    assert columns == ("path", "term", "flow", "node_flow", "node_path", "node_node_path", "year")
