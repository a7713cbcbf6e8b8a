import dataclasses
import unicodedata
from importlib import import_module

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.text import build_corpus
from textmine.text.records import build_records

# By name: mypy and readers should not take it for the package.
module = import_module("textmine.text.units")

LINES = st.lists(
    st.lists(st.sampled_from(["变压器", "SF6", "sf6", "a", "。", "，", " ", "\u0301", "½", "\u200b"]), max_size=6).map(
        "".join
    ),
    max_size=8,
).map("\n".join)
TEXTS = st.lists(LINES, max_size=4)


def arrays(corpus):
    return corpus.units.tolist(), corpus.documents.tolist(), corpus.offsets.tolist(), corpus.alphabet.surfaces


@given(TEXTS)
def test_units_are_counted_and_counted_anew_where_they_change(texts):
    corpus = build_corpus(texts)
    units = [unit for unit in corpus.units.tolist() if unit >= 0]
    assert corpus.unit_counts().tolist() == [units.count(unit) for unit in range(len(corpus.alphabet.units))]
    assert corpus.n_units == len(units)
    assert dataclasses.replace(corpus, units=corpus.units[:0]).n_units == 0
    known = corpus.with_records(build_records(corpus.n_documents))
    assert known.unit_counts().base is corpus.unit_counts().base  # not counted again


@given(TEXTS)
def test_documents_part_the_units(texts):
    corpus = build_corpus(texts)
    ends = corpus.documents
    assert ends[0] == 0
    assert ends[-1] == len(corpus.units)
    assert (np.diff(ends) >= 2).all()  # a unit and the end
    assert (corpus.units[ends[1:] - 1] == -3).all()
    assert np.count_nonzero(corpus.units == -3) == corpus.n_documents == len(corpus.offsets)
    assert (corpus.units[ends[:-1]] >= 0).all()
    breaks = corpus.units < 0
    assert not (breaks[1:] & breaks[:-1]).any()


@given(TEXTS)
def test_a_line_with_a_unit_is_a_document(texts):
    lines = [line for text in texts for line in text.split("\n") if any(c.isalnum() for c in line)]
    corpus = build_corpus(texts)
    assert corpus.n_documents == len(lines)
    for line, start, end in zip(lines, corpus.documents[:-1], corpus.documents[1:], strict=True):
        alone = build_corpus([line])
        found = [u if u < 0 else corpus.alphabet.units[u] for u in corpus.units[start:end].tolist()]
        assert found == [u if u < 0 else alone.alphabet.units[u] for u in alone.units.tolist()]


@given(TEXTS)
def test_offsets_point_at_the_first_unit_of_each_document(texts):
    corpus = build_corpus(texts)
    whole = "".join(texts)
    for offset, first in zip(corpus.offsets.tolist(), corpus.units[corpus.documents[:-1]].tolist(), strict=True):
        unit = unicodedata.normalize("NFD", corpus.alphabet.units[first])
        assert whole[offset] == "½" if unit.startswith("1/2") else whole[offset].lower() == unit[0]


@given(TEXTS, st.integers(1, 12))
def test_the_size_of_blocks_changes_nothing(texts, size):
    whole = build_corpus(texts)
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(module, "_BLOCK", size)
        parts = build_corpus(texts)
    assert arrays(parts) == arrays(whole)


@given(TEXTS, TEXTS)
def test_a_shared_table_shares_ids(first, second):
    domain = build_corpus(first)
    world = build_corpus(second, share=domain)
    alone = build_corpus(second)
    assert world.alphabet.units[: len(domain.alphabet.units)] == domain.alphabet.units
    assert [world.alphabet.units[u] for u in world.units[world.units >= 0]] == [
        alone.alphabet.units[u] for u in alone.units[alone.units >= 0]
    ]
    assert len(set(world.alphabet.units)) == len(world.alphabet.units)
    assert arrays(build_corpus(first)) == arrays(domain)


def test_the_most_frequent_surface_is_shown_and_the_first_of_equals():
    assert build_corpus(["sf6 SF6 SF6 Sf6"]).alphabet.surfaces == ("SF6",)
    assert build_corpus(["Sf6 SF6 sf6"]).alphabet.surfaces == ("Sf6",)


def test_each_corpus_shows_its_own_surfaces():
    domain = build_corpus(["sf6"])
    world = build_corpus(["SF6 SF6"], share=domain)
    assert (domain.alphabet.surfaces, world.alphabet.surfaces) == (("sf6",), ("SF6",))


def test_rendering():
    corpus = build_corpus(["Neural network 的 l'eau SF6断路器 C++"])
    units = corpus.units[corpus.units >= 0].tolist()
    assert corpus.alphabet.render(units) == "Neural network的l'eau SF6断路器C++"


@pytest.mark.parametrize("texts", [[], [""], ["\n\n"], ["，。！\n"], ["\u200b", " "]])
def test_no_unit_no_document(texts):
    corpus = build_corpus(texts)
    assert (corpus.n_units, corpus.n_documents) == (0, 0)
    assert corpus.documents.tolist() == [0]
    assert corpus.units.dtype == np.int32
