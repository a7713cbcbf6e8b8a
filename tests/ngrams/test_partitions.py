"""Counting by partitions against counting in memory: the same bytes, wherever the partitions end."""

import dataclasses
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.engine import LocalEngine
from textmine.ngrams import count_ngrams, drop_repeats
from textmine.ngrams.counting import CountOptions, _counted
from textmine.ngrams.partitioned import PartitionedCount
from textmine.ngrams.repeats import _dropped_by_partitions
from textmine.ngrams.runs import _kernels
from textmine.progress import SILENT
from textmine.text import build_corpus

# Few units, so that n-grams repeat; a comma, a full stop and a line feed are breaks.
texts = st.text("甲乙丙丁，。\n", max_size=60).map(lambda text: text * 2)


def by_partitions(corpus, size, *, marks=None, min_count=1, max_length=5, counts_only=False, threads=1):
    options = CountOptions(min_count=min_count, max_length=max_length, counts_only=counts_only)
    passes = PartitionedCount(corpus, marks, min_count, counts_only, LocalEngine(threads), size)
    try:
        return _counted(passes, options, SILENT)
    finally:
        passes.close()


def assert_same_bytes(found, expected):
    for name in expected.__slots__:
        one, other = np.asarray(getattr(found, name)), np.asarray(getattr(expected, name))
        assert one.dtype == other.dtype, name
        assert one.tobytes() == other.tobytes(), name


@given(texts, st.integers(1, 40), st.integers(1, 4), st.booleans(), st.randoms(use_true_random=False))
def test_partitions_give_the_table_of_the_whole(text, size, min_count, counts_only, random):
    corpus = build_corpus([text])
    marks = np.array([random.randrange(4) for _ in range(len(corpus.units) + 1)], dtype=np.uint8)
    given = {"marks": marks, "min_count": min_count, "max_length": 5, "counts_only": counts_only}
    assert_same_bytes(by_partitions(corpus, size, **given), count_ngrams(corpus, **given))


def test_a_document_over_many_partitions_counts_once():
    # 甲乙 in the first, the third and the fifth partition of four units, all of one document.
    corpus = build_corpus(["甲乙，丙。丙，丙丙，甲乙丙，丙丁丙。甲乙\n甲乙"])
    table = by_partitions(corpus, 4, min_count=2)
    gram = next(g for g in range(len(table)) if corpus.alphabet.render(table.units(g)) == "甲乙")
    assert (table.counts[gram], table.documents[gram]) == (4, 2)


@settings(max_examples=10)
@given(texts, st.integers(2, 3))
def test_threads_over_partitions_change_no_byte(text, threads):
    corpus = build_corpus([text])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("textmine.ngrams.partitioned._LEAST_PLACES", 1)
        found = by_partitions(corpus, 9, threads=threads)
    assert_same_bytes(found, count_ngrams(corpus, min_count=1, max_length=5))


def long_clauses(units):
    return st.lists(st.text(units, min_size=1, max_size=5), max_size=20).map("，".join)


@given(long_clauses("甲乙"), st.integers(1, 30), st.integers(1, 4), st.integers(1, 3))
def test_repeats_dropped_by_partitions_are_those_of_the_whole(text, size, min_length, n_ranges):
    corpus = build_corpus([text])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("textmine.ngrams.repeats._PARTITIONS_A_RANGE", n_ranges)
        found = _dropped_by_partitions(corpus, corpus, min_length, LocalEngine(), size)
    assert found.tolist() == drop_repeats(corpus, min_length).units.tolist()


@given(long_clauses("发發国國"), st.integers(1, 9))
def test_repeats_in_the_other_script_are_dropped_too(text, size):
    corpus = build_corpus([text + "，國家發展變壓器"], memory=0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("textmine.ngrams.repeats.PARTITION", size)
        found = drop_repeats(corpus, 2, memory=0)
    assert isinstance(corpus.units, np.memmap)
    in_memory = dataclasses.replace(corpus, units=np.array(corpus.units))
    assert found.units.tolist() == drop_repeats(in_memory, 2).units.tolist()


def runs_of(keys, bounds):
    """What the format says, byte by byte, from a list of keys."""

    def number(n):
        written = b""
        while n > 127:
            written, n = written + bytes([n & 127 | 128]), n >> 7
        return written + bytes([n])

    pieces = []
    for low, high in pairwise(bounds):
        written, before = b"", None
        for key in sorted({key for key in keys if low <= key >> 32 < high}):
            count = keys.count(key)
            gram = low if before is None else before >> 32
            if before is None or key >> 32 != gram:
                written += number(((key >> 32) - gram) << 2 | 2 | (count == 1)) + number(key & 0xFFFFFFFF)
            else:
                written += number((key - before) << 2 | (count == 1))
            written += b"" if count == 1 else number(count)
            before = key
        pieces.append(written)
    return pieces


@given(
    st.lists(st.tuples(st.integers(0, 300), st.sampled_from([0, 1, 2, 127, 128, 2**31])), max_size=30),
    st.lists(st.integers(1, 300), max_size=3),
)
def test_runs_are_written_as_the_format_says(items, edges):
    keys = [gram << 32 | neighbour for gram, neighbour in items]
    bounds = sorted({0, *edges, 301})
    data, cuts = np.zeros(16 * len(keys), dtype=np.uint8), np.zeros(len(bounds), dtype=np.int64)
    n = _kernels.write_runs(np.sort(np.array(keys, dtype=np.uint64)), np.array(bounds), data, cuts)
    found = [data[begin:end].tobytes() for begin, end in pairwise(cuts)]
    assert found == runs_of(keys, bounds)
    assert n == cuts[-1]


def test_the_kernels_do_the_same_interpreted(interpreted, monkeypatch):
    corpus = build_corpus(["甲乙丙甲乙，乙丙甲乙。甲乙丙丁，丙丁丙\n丙甲乙丙，甲乙丙甲乙，甲乙丙丁"])
    marks = np.full(len(corpus.units) + 1, 3, dtype=np.uint8)

    def everything():
        kept = _dropped_by_partitions(corpus, corpus, 3, LocalEngine(), 7)
        table = by_partitions(corpus, 7, marks=marks)
        return kept.tolist(), [getattr(table, name).tolist() for name in table.__slots__[2:]]

    compiled = everything()
    monkeypatch.setattr("textmine.ngrams.clauses.tasks._kernels", interpreted("ngrams/clauses"))
    monkeypatch.setattr("textmine.ngrams.runs.writing._kernels", interpreted("ngrams"))
    monkeypatch.setattr("textmine.ngrams.runs.writing.run_kernels", interpreted("ngrams/runs"))
    monkeypatch.setattr("textmine.ngrams.runs.merging._kernels", interpreted("ngrams/runs"))
    assert everything() == compiled
