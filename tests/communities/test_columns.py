"""Rows made of columns by the kernel, against rows that Python makes one by one."""

import json

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from textmine.communities import tree_lines, tsv_rows
from textmine.communities.columns import Column, blocks, floats, in_lines, lines_of, numbers
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


@given(st.lists(st.tuples(st.integers(-(10**15), 10**15), st.floats(0, 1), st.text("ab é", max_size=3)), min_size=1))
def test_columns_stand_beside_each_other(records):
    whole, real, texts = zip(*records, strict=True)
    each = list(dict.fromkeys(texts))
    at = np.array([each.index(text) for text in texts], np.int32)
    columns = [numbers(np.array(whole), "\t"), Column(lines_of(each), at, ";"), floats(np.array(real), "\n")]
    assert list(in_lines(blocks(columns))) == [f"{a}\t{c};{b + 0.0!r}\n" for a, b, c in records]
