"""Measures of communities: published and hand-computed values, and slow definitions under hypothesis."""

from itertools import combinations, permutations
from math import comb, log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.errors import InputError
from textmine.evaluate import Resampling, compare_partitions, evaluate_communities
from textmine.evaluate.files import read_groups

two_partitions = st.integers(2, 7).flatmap(
    lambda n: st.tuples(*[st.lists(st.integers(0, 3), min_size=n, max_size=n)] * 2)
)


def figures(communities, labels):
    return compare_partitions(np.array(communities), np.array(labels)).tolist()


def information(first, second):
    n = len(first)
    cells = set(zip(first, second, strict=True))
    both = {cell: list(zip(first, second, strict=True)).count(cell) for cell in cells}
    return sum(k / n * log(n * k / (first.count(i) * second.count(j))) for (i, j), k in both.items())


def slow_figures(first, second):
    """By the definitions: chance is the mean over all orders of the labels."""
    dealt = [information(first, list(order)) for order in permutations(second)]
    chance = sum(dealt) / len(dealt)
    mean = (information(first, first) + information(second, second)) / 2
    nodes = list(combinations(range(len(first)), 2))
    pairs = [{(i, j) for i, j in nodes if groups[i] == groups[j]} for groups in (first, second)]
    agreed, total = len(pairs[0] & pairs[1]), comb(len(first), 2)
    by_chance = len(pairs[0]) * len(pairs[1]) / total
    most = (len(pairs[0]) + len(pairs[1])) / 2
    members = [
        {group: {i for i, g in enumerate(groups) if g == group} for group in groups} for groups in (first, second)
    ]
    best = sum(
        len(label) * max(2 * len(label & group) / (len(label) + len(group)) for group in members[0].values())
        for label in members[1].values()
    )

    def ratio(part, whole):
        return 1.0 if abs(whole) < 1e-12 else part / whole

    shared = information(first, second)
    return [
        ratio(shared - chance, mean - chance),
        ratio(shared, mean),
        ratio(agreed - by_chance, most - by_chance),
        best / len(first),
    ]


@given(two_partitions)
def test_figures_equal_their_definitions(partitions):
    first, second = partitions
    assert figures(first, second) == pytest.approx(slow_figures(first, second), abs=1e-9)


def test_published_values():
    # The documentation of scikit-learn has adjusted_rand_score([0, 0, 1, 2], [0, 0, 1, 1]) as 0.57; its 1.9.1 gives
    # 0.5714285714285714 for that and for adjusted_mutual_info_score, 0.7999999999999999 for the normalized one.
    ami, nmi, ari, f1 = figures([0, 0, 1, 2], [0, 0, 1, 1])
    assert ari == pytest.approx(4 / 7)
    assert nmi == pytest.approx(0.8)  # by hand: I = ln 2, the entropies are ln 2 and 3/2 ln 2
    assert ami == pytest.approx(4 / 7)
    # label 0: its community is the same; label 1: 2 x 1 / (1 + 2)
    assert f1 == pytest.approx((1 + 2 / 3) / 2)
    # User guide of scikit-learn, "Clustering performance evaluation": [0, 0, 0, 1, 1, 1] and [0, 0, 1, 1, 2, 2].
    ami, nmi, ari, _ = figures([0, 0, 1, 1, 2, 2], [0, 0, 0, 1, 1, 1])
    assert ari == pytest.approx(0.24242424)
    assert ami == pytest.approx(0.29879245817)
    assert nmi == pytest.approx(0.5158037429793889)


@given(two_partitions)
def test_names_of_groups_and_order_of_nodes_change_nothing(partitions):
    first, second = partitions
    renamed = figures([3 - group for group in first][::-1], second[::-1])
    assert renamed == pytest.approx(figures(first, second), abs=1e-12)


def test_labels_dealt_out_at_random_have_about_0():
    generator = np.random.default_rng(1)
    ami, nmi, ari, _ = figures(generator.integers(0, 20, 2000), generator.integers(0, 100, 2000))
    assert abs(ami) < 0.01
    assert abs(ari) < 0.01
    assert nmi > 0.1  # which is why the adjusted figures are there


def test_intervals_hold_the_figures_and_the_seed_decides():
    generator = np.random.default_rng(2)
    truth = {str(i): str(i % 5) for i in range(400)}
    result = {name: label if generator.random() < 0.7 else "9" for name, label in truth.items()}
    found = evaluate_communities([result], truth, Resampling(resamples=200))
    assert all(found.low <= found.values)
    assert all(found.values <= found.high)
    again = evaluate_communities([result], truth, Resampling(resamples=200))
    assert found.low.tolist() == again.low.tolist()
    compared = evaluate_communities([truth, result], truth, Resampling(resamples=200))
    assert compared.values.tolist() == [1.0] * 4
    assert all(compared.p_values < 0.05)
    same = evaluate_communities([result, result], truth, Resampling(resamples=200))
    assert same.p_values.tolist() == [1.0] * 4


def test_partitions_are_read_from_any_table():
    assert read_groups("path\tterm\tflow\n1:1\ta\t0.5\n12:1:3\tb\t0.5\n") == {"a": "1", "b": "12"}
    assert read_groups("# of a person\nlabel\tnode\nx\ta\n") == {"a": "x"}
    assert read_groups('{"path": "3:1", "term": "a", "flow": 0.5}\n') == {"a": "3"}
    assert read_groups("Node;Module\na;x\n".lower()) == {"a": "x"}
    assert read_groups("a\tx\n\nb\ty\n") == {"a": "x", "b": "y"}
    assert read_groups('name,class\n"a,b",1\n') == {"a,b": "1"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "p: the file holds no node; write a node and its group in each line, separated by a tab"),
        ("a\n", "p:1: the row has no group; write a node and its group in each line, separated by a tab"),
        ("a\tx\n\na\ty\n", "p:3: 'a' is in two groups; give each node one group"),
    ],
)
def test_bad_partitions_say_where_and_why(text, message):
    with pytest.raises(InputError) as caught:
        read_groups(text, "p")
    assert str(caught.value) == message


def test_nothing_in_common_is_an_error():
    with pytest.raises(InputError, match="fewer than two nodes"):
        evaluate_communities([{"a": "1"}], {"b": "1", "c": "2"})
