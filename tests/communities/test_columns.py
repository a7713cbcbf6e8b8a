"""Rows made of columns by the kernel, against rows that Python makes one by one."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.communities import columns, tree_lines, tsv_rows
from textmine.communities.columns import Column, blocks, floats, heads, in_lines, lines_of, numbers
from textmine.communities.formats import clu_lines, tsv_lines
from textmine.graph.naming import Names
from textmine.io import table_lines
from textmine.mapequation import search, undirected_flow

TEXTS = st.lists(st.text(max_size=5), min_size=4, max_size=4, unique=True)


def found(names):
    return search(undirected_flow([0, 0, 1, 2], [1, 2, 2, 3], [1.0, 0.3, 0.7, 2.0], 4), names)


@given(TEXTS)
def test_a_tsv_is_what_its_rows_say(names):
    expected = list(table_lines(("path", "term", "flow"), tsv_rows(found(names))))
    assert list(tsv_lines(found(names))) == expected


@given(TEXTS)
def test_a_tree_has_a_record_a_node(names):
    got = list(tree_lines(found(names)))[-4:]
    for line, (path, name, flow) in zip(got, tsv_rows(found(names)), strict=True):
        start = f"{path} {flow!r} "
        assert line.startswith(start)
        quoted = line[len(start) :].rpartition(" ")[0]
        assert json.loads(quoted) == name
        assert line.count("\n") == 1


def test_names_that_are_numbers_are_ids():
    names = Names.of_numbers(np.array([3, 7, 20, 100]))
    texts = tuple(map(str, names))
    for writer in (tree_lines, clu_lines, tsv_lines):
        assert list(writer(found(names))) == list(writer(found(texts)))


@pytest.fixture(scope="module", params=["compiled", "interpreted"])
def kernels(request, interpreted):
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "interpreted":
            patch.setattr(columns, "_kernels", interpreted("communities"))
        yield


FLOWS = st.sampled_from([0.0, 0.1, 0.25, 5e-324, 1e-7]) | st.floats()
RECORDS = st.lists(st.tuples(st.integers(-(10**15), 10**15), FLOWS, st.text("ab é", max_size=3)), min_size=1)


@settings(max_examples=50)
@given(RECORDS, st.randoms(use_true_random=False))
def test_columns_stand_beside_each_other(kernels, records, random):
    whole, real, texts = zip(*records, strict=True)
    each = list(dict.fromkeys(texts))
    at = np.array([each.index(text) for text in texts], np.int32)
    rows = [numbers(np.array(whole), "\t"), Column(lines_of(each), at, ";"), floats(np.array(real), "\n")]
    assert list(in_lines(blocks(rows))) == [f"{a}\t{c};{b!r}\n" for a, b, c in records]
    order = random.sample(range(len(records)), random.randint(1, len(records)))
    places = np.array(order, np.int32)
    some = [numbers(np.array(whole), "\t", places), floats(np.array(real), "\n", places)]
    assert list(in_lines(blocks(some))) == [f"{whole[row]}\t{real[row]!r}\n" for row in order]


@settings(max_examples=50)
@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=30))
def test_the_path_of_a_module_is_that_of_its_parent_and_its_rank(kernels, drawn):
    parent = [-1] + [number % module for module, number in enumerate(drawn, 1)]
    rank = [0, *drawn]
    paths = [""]
    for module in range(1, len(parent)):
        paths.append(f"{paths[parent[module]]}{rank[module]}:")
    ids = np.arange(len(parent), dtype=np.int32)
    column = heads(np.array(parent, np.int32), np.array(rank, np.int32), ids, "\n")
    assert list(in_lines(blocks([column]))) == [f"{path}\n" for path in paths]
