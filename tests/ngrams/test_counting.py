"""N-gram counts against a definition by plain dictionaries."""

import errno
import os
from collections import Counter, defaultdict
from math import log2

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.errors import InputError, OptionError
from textmine.ngrams import CountOptions, cohesion, count_in, count_ngrams, drop_repeats, extension_counts
from textmine.ngrams.levels import EVIDENCE
from textmine.text import build_corpus, spool

# Few units, so that n-grams repeat; a comma, a full stop and a line feed are breaks.
texts = st.text("甲乙丙丁，。\n", max_size=60)


def clauses(corpus):
    """(document, tuple of units) of each clause."""
    for document in range(corpus.n_documents):
        units = corpus.units[corpus.documents[document] : corpus.documents[document + 1]].tolist()
        clause = []
        for unit in units:
            if unit >= 0:
                clause.append(unit)
            elif clause:
                yield document, tuple(clause)
                clause = []


def definition(corpus, min_count, max_length):
    """Counts, documents and neighbours of all frequent n-grams, by dictionaries."""
    counts, documents = Counter(), defaultdict(set)
    left, right = defaultdict(Counter), defaultdict(Counter)
    for number, (document, clause) in enumerate(clauses(corpus)):
        for start in range(len(clause)):
            for end in range(start + 1, min(start + max_length, len(clause)) + 1):
                gram = clause[start:end]
                counts[gram] += 1
                documents[gram].add(document)
                # A break is a neighbour of its own each time: no two of these keys are equal.
                left[gram][clause[start - 1] if start else ("break", number, start)] += 1
                right[gram][clause[end] if end < len(clause) else ("break", number, start)] += 1
    return {
        gram: (
            count,
            len(documents[gram]),
            entropy(left[gram]),
            entropy(right[gram]),
            n_breaks(left[gram]),
            n_breaks(right[gram]),
        )
        for gram, count in counts.items()
        if count >= min_count
    }


def n_breaks(neighbours):
    return sum(n for neighbour, n in neighbours.items() if isinstance(neighbour, tuple))


def entropy(neighbours):
    total = sum(neighbours.values())
    return -sum(n / total * log2(n / total) for n in neighbours.values())


def rows(table, min_count):
    return {
        tuple(table.units(gram)): (
            int(table.counts[gram]),
            int(table.documents[gram]),
            table.left_entropy[gram],
            table.right_entropy[gram],
            int(table.left_breaks[gram]),
            int(table.right_breaks[gram]),
        )
        for gram in range(len(table))
        if table.counts[gram] >= min_count
    }


def assert_equal(found, expected):
    assert found.keys() == expected.keys()
    for gram, values in expected.items():
        assert found[gram] == pytest.approx(values, abs=1e-12)


@given(texts, st.integers(1, 4), st.integers(1, 6))
def test_counts_equal_their_definition(text, min_count, max_length):
    corpus = build_corpus([text])
    found = rows(count_ngrams(corpus, CountOptions(min_count=min_count, max_length=max_length)), min_count)
    assert_equal(found, definition(corpus, min_count, max_length))


@given(texts, texts)
def test_counts_in_another_corpus_equal_their_definition(text, other):
    corpus = build_corpus([text])
    background = build_corpus([other], share=corpus)
    table = count_ngrams(corpus, CountOptions(min_count=2, max_length=5))
    expected = definition(background, 1, 5)
    for gram, count in enumerate(count_in(table, background).tolist()):
        assert count == expected.get(tuple(table.units(gram)), (0,))[0]


@given(texts)
def test_prefix_suffix_and_children_hold_together(text):
    table = count_ngrams(build_corpus([text]), CountOptions(min_count=1, max_length=6))
    for gram in range(len(table)):
        units = table.units(gram)
        assert len(units) == table.lengths[gram]
        if len(units) > 1:
            assert table.units(int(table.prefix[gram])) == units[:-1]
            assert table.units(int(table.suffix[gram])) == units[1:]
        children = range(int(table.first_child[gram]), int(table.first_child[gram + 1]))
        assert all(table.prefix[child] == gram for child in children)
        assert sorted(table.last[children].tolist()) == table.last[children].tolist()
    assert table.first_unit().tolist() == [table.units(gram)[0] for gram in range(len(table))]


@given(texts)
def test_cohesion_is_the_least_information_over_all_splits(text):
    corpus = build_corpus([text])
    table = count_ngrams(corpus, CountOptions(min_count=1, max_length=6))
    count = {tuple(table.units(gram)): int(table.counts[gram]) for gram in range(len(table))}
    for gram, bits in enumerate(cohesion(table)):
        w = tuple(table.units(gram))
        splits = [log2(corpus.n_units * count[w] / (count[w[:i]] * count[w[i:]])) for i in range(1, len(w))]
        assert bits == pytest.approx(min(splits, default=0.0), abs=1e-9)


@given(texts)
def test_the_largest_extension_is_the_count_of_one_unit_more(text):
    table = count_ngrams(build_corpus([text]), CountOptions(min_count=1, max_length=6))
    count = {tuple(table.units(gram)): int(table.counts[gram]) for gram in range(len(table))}
    for gram, largest in enumerate(extension_counts(table).tolist()):
        w = tuple(table.units(gram))
        assert largest == max((n for x, n in count.items() if len(x) == len(w) + 1 and w in (x[1:], x[:-1])), default=0)


@given(texts, st.randoms(use_true_random=False))
def test_marked_occurrences_may_begin_and_end_where_they_do(text, random):
    corpus = build_corpus([text])
    marks = np.array([random.randrange(4) for _ in range(len(corpus.units) + 1)], dtype=np.uint8)
    table = count_ngrams(corpus, CountOptions(min_count=1, max_length=3), marks=marks)
    for gram in range(len(table)):
        w = table.units(gram)
        places = [i for i in range(len(corpus.units)) if corpus.units[i : i + len(w)].tolist() == w]
        assert table.marked[gram] == sum(bool(marks[i] & 1 and marks[i + len(w)] & 2) for i in places)


@given(st.lists(st.text("甲乙丙，", max_size=12), max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_documents_changes_no_count(lines, random):
    before = build_corpus(["\n".join(lines)])
    shuffled = list(lines)
    random.shuffle(shuffled)
    after = build_corpus(["\n".join(shuffled)], share=before)
    options = CountOptions(min_count=1, max_length=5)
    assert_equal(rows(count_ngrams(before, options), 1), rows(count_ngrams(after, options), 1))


def test_no_ngram_crosses_a_break():
    corpus = build_corpus(["电网，电力。电\n网"])
    table = count_ngrams(corpus, CountOptions(min_count=1, max_length=4))
    assert [corpus.alphabet.render(table.units(g)) for g in range(table.n_alphabet, len(table))] == ["电网", "电力"]


@given(texts, st.integers(1, 4))
def test_a_repeated_clause_counts_once(text, min_length):
    corpus = build_corpus([text])
    kept = list(clauses(drop_repeats(corpus, min_length)))
    seen, expected = set(), []
    for document, clause in clauses(corpus):
        if len(clause) < min_length or clause not in seen:
            expected.append((document, clause))
        seen.add(clause)
    assert kept == expected


def test_the_kernels_do_the_same_interpreted(interpreted, monkeypatch):
    corpus = build_corpus(["甲乙丙甲乙，乙丙甲乙。甲乙\n丙甲乙丙，甲乙丙甲乙"])
    marks = np.full(len(corpus.units) + 1, 3, dtype=np.uint8)

    def everything():
        kept = drop_repeats(corpus, 3)
        table = count_ngrams(kept, CountOptions(min_count=1, max_length=6), marks=marks)
        columns = [getattr(table, name).tolist() for name in table.__slots__[2:]]
        return kept.units.tolist(), columns, cohesion(table).tolist(), extension_counts(table).tolist()

    compiled = everything()
    python = interpreted("ngrams")
    for module in ("counting", "levels", "statistics"):
        monkeypatch.setattr(f"textmine.ngrams.{module}._kernels", python)
    monkeypatch.setattr("textmine.ngrams.repeats._kernels", interpreted("ngrams/clauses"))
    assert everything() == compiled


@settings(max_examples=25)
@given(text=texts)
def test_interpreted_kernels_stay_in_bounds(interpreted, text):
    corpus = build_corpus([text])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("textmine.ngrams.counting._kernels", interpreted("ngrams"))
        assert_equal(rows(count_ngrams(corpus, CountOptions(min_count=1, max_length=4)), 1), definition(corpus, 1, 4))


def all_columns(table):
    return [getattr(table, name) for name in table.__slots__]


@settings(max_examples=25)
@given(texts, st.integers(1, 4), st.integers(1, 3))
def test_threads_and_memory_change_no_byte(text, threads, min_count):
    corpus = build_corpus([text * 3])
    whole = count_ngrams(corpus, CountOptions(min_count=min_count, max_length=5))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("textmine.ngrams.counting._LEAST_RANGE", 1)
        patch.setattr("textmine.text.arrays._RANGE", 7)
        # So little memory that all arrays of the corpus go to disk and every n-gram is a range of its own.
        spilled = build_corpus([text * 3], memory=0)
        assert spilled.units.tolist() == corpus.units.tolist()
        assert isinstance(spilled.units, np.memmap) or len(spilled.units) == 0
        again = count_ngrams(spilled, CountOptions(min_count=min_count, max_length=5, threads=threads, memory=0))
        kept = drop_repeats(spilled, 2, memory=0).units.tolist()
        background = count_in(whole, spilled, memory=0)
    for one, other in zip(all_columns(whole), all_columns(again), strict=True):
        assert np.asarray(one).tobytes() == np.asarray(other).tobytes()
    assert kept == drop_repeats(corpus, 2).units.tolist()
    assert background.tolist() == count_in(whole, corpus).tolist()


def test_a_temporary_directory_that_cannot_be_written_is_one_clear_line(tmp_path, monkeypatch):
    monkeypatch.setattr("textmine.text.spool._SPOOL", spool._Spool())
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "missing"))
    with pytest.raises(InputError) as caught:
        build_corpus(["电网"], memory=0)
    assert "the temporary directory cannot be used: no such file or directory; free some space" in str(caught.value)


def test_a_full_disk_is_one_clear_line(monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    corpus = build_corpus(["电网"])
    monkeypatch.setattr("os.posix_fallocate", full)
    with pytest.raises(InputError, match="the temporary directory cannot be used: no space left on device; free some"):
        count_ngrams(corpus, CountOptions(min_count=1, memory=0))


@pytest.mark.parametrize("bad", [{"min_count": 0}, {"max_length": 0}, {"max_length": 65}, {"threads": 0}])
def test_options_out_of_range_are_refused(bad):
    with pytest.raises(OptionError):
        CountOptions(**bad)


@given(texts, st.integers(1, 3))
def test_counts_only_are_the_same_counts(text, threads):
    corpus = build_corpus([text])
    whole = count_ngrams(corpus, CountOptions(min_count=2, max_length=5))
    counts = count_ngrams(corpus, CountOptions(min_count=2, max_length=5, threads=threads, counts_only=True))
    for name in ("last", "prefix", "suffix", "first_child", "counts", "lengths"):
        assert getattr(counts, name).tolist() == getattr(whole, name).tolist()
    assert not any(getattr(counts, name).any() for name in EVIDENCE)
