"""Weights as records: what options, help and links take from them."""

import dataclasses
import inspect

import numpy as np
import pytest

from textmine.cli.graph import graph as command
from textmine.errors import OptionError
from textmine.pairs import WEIGHTS, CooccurrenceOptions, Weight, cooccurrence, weights
from textmine.segment import WordList
from textmine.text import build_corpus

TEXT = "变压器的绕组过热。变压器和绕组受潮。变压器的油温。绕组的油温"
TERMS = WordList(["变压器", "绕组", "油温"], np.array([3.0, 3.0, 2.0]))


def links(weight, **options):
    graph = cooccurrence(build_corpus([TEXT]), TERMS, CooccurrenceOptions(weight=weight, min_count=1, **options))
    return {(source, target): value for source, target, value, _ in graph.rows()}


@pytest.mark.parametrize("weight", WEIGHTS.values(), ids=lambda weight: weight.name)
def test_a_record_decides_which_pairs_get_a_link_and_which_way_round(weight):
    found = links(weight.name)
    # The three pairs stand in one sentence each, but for the first, which stands in two: 4 pairs, ends 3, 3, 2.
    # Chance expects 3 x 3 / 8 = 1.125 of the first and 3 x 2 / 8 = 0.75 of the others: all meet more often.
    one_way = {("变压器", "绕组"), ("变压器", "油温"), ("绕组", "油温")}
    assert set(found) == one_way | ({(b, a) for a, b in one_way} if weight.two_way else set())
    assert all(value > weight.least for value in found.values())
    assert set(links(weight.name, directed=True)) <= one_way  # as the words stand in the text


def test_pairs_at_chance_or_below_get_no_link(monkeypatch):
    lift = Weight("lift", lambda pairs: pairs.both * pairs.total / (pairs.first * pairs.second), "", at_chance=1.0)
    monkeypatch.setitem(WEIGHTS, "lift", lift)
    # 2 x 8 / 9 and twice 1 x 8 / 6.
    assert sorted(links("lift").values()) == pytest.approx([4 / 3, 4 / 3, 16 / 9])
    monkeypatch.setitem(WEIGHTS, "lift", dataclasses.replace(lift, at_chance=1.5))
    assert set(links("lift")) == {("变压器", "绕组")}
    monkeypatch.setitem(WEIGHTS, "lift", dataclasses.replace(lift, at_chance=None))
    assert lift.least == 1.0
    assert len(links("lift")) == 3


def test_a_weight_below_chance_never_allows_a_negative_link():
    assert dataclasses.replace(WEIGHTS["pmi"], at_chance=-1.0).least == 0.0


def test_names_are_refused_by_the_list_of_records():
    with pytest.raises(OptionError, match=f"'tf' is not a link weight; use one of: {', '.join(WEIGHTS)}"):
        CooccurrenceOptions(weight="tf")


def test_the_help_of_the_command_is_written_from_the_records():
    help_ = " ".join(inspect.getdoc(command).split())
    for name, weight in WEIGHTS.items():
        assert name == weight.name
        assert f"{name}, {weight.help}" in help_
    left_out = help_.partition("by chance are left out by ")[2].partition(". ")[0].replace(" and ", ", ").split(", ")
    assert left_out == [name for name, weight in WEIGHTS.items() if weight.at_chance is not None]
    assert {"pmi", "npmi", "log-likelihood"} <= set(left_out)


def test_the_module_of_the_records_is_the_one_that_others_see():
    assert weights.WEIGHTS is WEIGHTS
