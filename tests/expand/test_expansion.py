"""The bar by its formula, reaching out against a slow definition, over links, ranking again."""

from math import erfc, exp

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.errors import GraphError, InputError
from textmine.expand.chance import confidence_of
from textmine.expand.expansion import ExpansionOptions, closeness, expand_graph, expand_vectors
from textmine.expand.reranking import rerank_table
from textmine.graph import build_graph
from textmine.io import read_table
from textmine.vectors import Vectors


def test_the_bar_rises_with_depth():
    # 0.6 + 0.4 (1 - exp(-0.35 i)), with a pocket calculator: exp(-0.35) = 0.7046881, exp(-0.7) = 0.4965853,
    # exp(-1.05) = 0.3499377.
    options = ExpansionOptions()
    assert [round(options.at(depth), 6) for depth in range(4)] == [0.6, 0.718125, 0.801366, 0.860025]
    assert ExpansionOptions(bar=0.3, rate=0.0).at(7) == 0.3


def circle(degrees):
    angles = np.radians(degrees)
    return Vectors([str(degree) for degree in degrees], np.column_stack((np.cos(angles), np.sin(angles))))


def test_a_chain_ends_where_its_steps_are_too_long():
    # cos 36 = 0.809, cos 30 = 0.866: above the bars at depths 1 to 2, below that at depth 4 (0.90).
    found = expand_vectors(circle([0, 36, 72, 102, 132, 160]), np.array([0]), ExpansionOptions(nearest="parent"))
    rows = list(found.rows())
    assert [row[0] for row in rows] == ["0", "36", "72", "102"]
    assert [row[3] for row in rows] == [0, 1, 2, 3]
    assert rows[-1][4:] == ("0", "0 > 36 > 72 > 102")
    assert [row[1] for row in rows] == pytest.approx([1, 0.809017, 0.809017, 0.866025], abs=1e-6)


def test_the_mean_does_not_wander_off():
    # 36 is at cos 36 = 0.809 of the seed; 72 is at cos 57.0 = 0.545 of the mean of 0 and 0.7047 x 36.
    found = expand_vectors(circle([0, 36, 72, 102]), np.array([0]))
    assert found.names == ["0", "36"]


def by_definition(vectors, seeds, options):
    """Word by word, with no array but the directions."""
    directions = [list(row) for row in vectors.directions()]

    def dot(a, b):
        return sum(x * y for x, y in zip(a, b, strict=True))

    reached = dict.fromkeys(seeds, (0, 1.0))
    layer, depth = list(seeds), 0
    while layer:
        depth += 1
        if options.nearest == "mean":
            weights = {word: exp(-options.rate * at) for word, (at, _) in reached.items()}
            mean = [sum(weights[w] * directions[w][d] for w in reached) for d in range(len(directions[0]))]
            length = dot(mean, mean) ** 0.5
            similar = [dot(d, mean) / length for d in directions]
        else:
            similar = [max(dot(d, directions[w]) for w in layer) for d in directions]
        layer = [w for w in range(len(directions)) if w not in reached and similar[w] >= options.at(depth)]
        reached |= {word: (depth, similar[word]) for word in layer}
    return reached


@given(
    st.integers(2, 25), st.integers(0, 99), st.sampled_from(["mean", "parent"]), st.floats(-0.5, 0.9), st.floats(0, 1)
)
def test_reaching_out_equals_its_definition(n, seed, nearest, bar, rate):
    vectors = Vectors([str(i) for i in range(n)], np.random.default_rng(seed).normal(size=(n, 3)))
    options = ExpansionOptions(bar=bar, rate=rate, nearest=nearest)
    seeds = [1, 0] if n > 4 else [0]
    found = expand_vectors(vectors, np.array(seeds), options)
    expected = by_definition(vectors, seeds, options)
    assert dict(zip(found.ids.tolist(), found.depth.tolist(), strict=True)) == {w: d for w, (d, _) in expected.items()}
    assert found.similarity.tolist() == pytest.approx([expected[word][1] for word in found.ids.tolist()])
    assert found.ids[: len(seeds)].tolist() == seeds
    directions = vectors.directions()
    for row, (depth, parent) in enumerate(zip(found.depth.tolist(), found.parent.tolist(), strict=True)):
        if depth:
            earlier = found.depth == depth - 1 if nearest == "parent" else found.depth < depth
            cosines = directions[found.ids[earlier]] @ directions[found.ids[row]]
            assert earlier[parent]
            assert directions[found.ids[parent]] @ directions[found.ids[row]] == pytest.approx(cosines.max())


def test_the_bar_is_where_chance_explains_half():
    # 8 words near the seed among 400 of random directions in 20 dimensions, whose cosines have a deviation of 0.22.
    rng = np.random.default_rng(5)
    matrix = rng.normal(size=(400, 20))
    matrix[1:9] = matrix[0] + 0.3 * rng.normal(size=(8, 20))
    found = expand_vectors(Vectors([str(i) for i in range(400)], matrix), np.array([0]))
    first = found.ids[found.depth == 1].tolist()
    assert set(range(1, 9)) <= set(first)
    assert len(first) < 16
    assert found.confidence[found.depth == 1].min() >= 0.5
    assert found.columns() == ("term", "similarity", "confidence", "depth", "seed", "path")


@given(st.lists(st.floats(-1, 1), min_size=2, max_size=40))
def test_confidence_by_definition(values):
    similarity = np.array(values)
    mean, deviation = similarity.mean(), max(similarity.std(), 1e-12)

    def share(least):
        above = len(values) * 0.5 * erfc((least - mean) / deviation / 2**0.5)
        return 1 - above / sum(value >= least for value in values)

    expected = [max(0, *(share(least) for least in values if least <= value), 0) for value in values]
    assert confidence_of(similarity).tolist() == pytest.approx([min(each, 1) for each in expected], abs=1e-9)


def test_links_are_followed_in_their_direction():
    links = np.array([0, 1, 3]), np.array([1, 2, 0]), np.array([0.75, 0.85, 0.99])
    free = expand_graph(build_graph("abcd", *links), np.array([0]))
    assert [row[4] for row in free.rows()] == ["a", "a > d", "a > b", "a > b > c"]
    directed = expand_graph(build_graph("abcd", *links, directed=True), np.array([0]))
    assert [row[4] for row in directed.rows()] == ["a", "a > b", "a > b > c"]


def test_counts_are_no_similarities():
    with pytest.raises(GraphError, match="a weight of 3 is not a similarity"):
        expand_graph(build_graph("ab", np.array([0]), np.array([1]), np.array([3.0])), np.array([0]))


def test_terms_are_ranked_again():
    vectors = circle([0, 60, 90])
    options = ExpansionOptions()
    near = closeness(vectors, expand_vectors(vectors, np.array([0]), options), options)
    table = read_table("term\tcount\tscore\n90\t5\t8\n60\t4\t6\n0\t3\t4\nrare\t2\t1\n", "terms.tsv")
    columns, rows = rerank_table(table, vectors, near, power=1.0)
    assert columns == ("term", "score", "similarity", "count")
    # 4 x 1, 6 x cos 60 = 3, the median 0.5 of three times 1, and 8 x 0.01 for a right angle.
    assert [(row[0], round(row[1], 9), row[3]) for row in rows] == [
        ("0", 4.0, "3"),
        ("60", 3.0, "4"),
        ("rare", 0.5, "2"),
        ("90", 0.08, "5"),
    ]
    assert [row[0] for row in rerank_table(table, vectors, near, power=0.0)[1]] == ["90", "60", "0", "rare"]


@pytest.mark.parametrize("score", ["-1", "nan", "x", "inf"])
def test_a_score_must_be_a_number(score):
    table = read_table(f"term\tscore\na\t1\nb\t{score}\n", "terms.tsv")
    with pytest.raises(InputError, match=r"terms\.tsv:3: the score"):
        rerank_table(table, circle([0]), np.ones(1))
