"""Counts and information against their definitions and by hand, decomposition, files, nearest neighbours."""

from collections import Counter
from math import log2

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse
from scipy.sparse.linalg import svds

from textmine.segment import WordList
from textmine.text import build_corpus
from textmine.text.arrays import spooled
from textmine.vectors import (
    VectorOptions,
    Vectors,
    count_contexts,
    load_vectors,
    nearest_neighbours,
    ppmi,
    read_vectors,
    save_vectors,
    train_vectors,
    truncated_svd,
    vector_lines,
)
from textmine.vectors.contexts import Neighbourhood
from textmine.vectors.graph import neighbour_graph
from textmine.vectors.ppmi import near_information
from textmine.vectors.sparserows import SparseRows

words_of = st.lists(st.sampled_from([0, 1, 2, 3, -9, -1, -2, -3]), max_size=40)


def contexts_by_definition(words, window, stop):
    found = Counter()
    for i, word in enumerate(words):
        distance = 0
        for before in reversed(words[:i]) if word >= 0 else []:
            if -9 < before < 0:
                if before <= stop:
                    break
                continue
            distance += 1
            if distance > window:
                break
            if before >= 0:
                found[word, before] += 1
    return found


@given(words_of, st.integers(1, 6), st.sampled_from([-1, -2, -3]))
def test_contexts_equal_their_definition(words, window, stop):
    counts = count_contexts(np.array(words, dtype=np.int32), 4, window, stop).tocoo()
    found = dict(zip(zip(*(ends.tolist() for ends in counts.coords), strict=True), counts.data.tolist(), strict=True))
    assert found == contexts_by_definition(words, window, stop)


@given(words_of, st.integers(1, 6), st.booleans(), st.sampled_from([-1, -2, -3]))
def test_information_without_counts_in_memory_is_that_of_the_counts(words, window, sides, stop):
    words = np.array(words * 5, dtype=np.int32)
    before = count_contexts(words, 4, window, stop)
    counted = sparse.hstack([before, before.T]) if sides else before + before.T
    expected = ppmi(counted, 0.75, 0.5).toarray().tolist()
    near = Neighbourhood(words, 4, window, stop, sides)
    assert near_information(near, 0.75, 0.5).toarray().tolist() == expected
    with pytest.MonkeyPatch.context() as patch:  # every partition a few pairs, every array in a file
        patch.setattr("textmine.pairs.rows._STRETCH", 7)
        assert near_information(near, 0.75, 0.5, memory=1).toarray().tolist() == expected


def test_the_kernels_stay_in_bounds_and_do_the_same_interpreted(interpreted, monkeypatch):
    words = np.array([0, 1, 2, 3, 1, 0, -3, 2, 2, 1, -9, 0] * 3, dtype=np.int32)
    x = np.array([1.0, -2.0, 0.5, 4.0])

    def products():
        rows = near_information(Neighbourhood(words, 4, 3), 0.75, 0.5)
        found = rows.times(x), rows.transposed_times(x), rows.gram_times(x)
        return rows.toarray(), [product.tolist() for product in found]

    matrix, compiled = products()
    expected = matrix @ x, matrix.T @ x, matrix.T @ (matrix @ x)
    for product, right in zip(compiled, expected, strict=True):
        assert np.array(product) == pytest.approx(right, rel=1e-12)
    for module in ("contexts", "sparserows"):
        monkeypatch.setattr(f"textmine.vectors.{module}._kernels", interpreted("vectors"))
    assert products()[1] == compiled


@pytest.mark.parametrize("shape", [(520, 520), (520, 560), (560, 520)])
def test_the_decomposition_is_that_of_scipy_and_the_same_bytes_in_files(shape):
    matrix = sparse.random_array(shape, density=0.05, rng=np.random.default_rng(3)).tocsr()
    start = np.random.default_rng(0).standard_normal(min(shape))
    left, values, _ = svds(matrix, k=5, v0=start)
    left, values = left[:, ::-1], values[::-1]
    greatest = np.argmax(np.abs(left), axis=0)
    expected = left * np.where(left[greatest, np.arange(5)] < 0, -1.0, 1.0) * values**0.5
    found = truncated_svd(matrix, 5)
    assert found == pytest.approx(expected, abs=1e-9)
    rows = SparseRows.of(matrix)
    stored = SparseRows(rows.indptr, spooled(rows.indices), spooled(rows.values), shape[1])
    assert truncated_svd(stored, 5, memory=1).tolist() == found.tolist()


@pytest.mark.parametrize("rank", [0, 1, 3])
def test_directions_that_a_matrix_lacks_are_zero(rank):
    random = np.random.default_rng(4)
    left, right = random.standard_normal((520, rank)), random.standard_normal((rank, 510))
    found = truncated_svd(sparse.csr_array(left @ right), 5, power=1.0)
    values = np.linalg.svd(left @ right, compute_uv=False)[:5]
    assert np.linalg.norm(found, axis=0) == pytest.approx(np.where(values > 1e-8, values, 0.0), rel=1e-9)
    assert np.count_nonzero(found.any(axis=0)) == rank


def test_equal_singular_values_are_all_found():
    matrix = sparse.diags_array(np.repeat([7.0, 5.0, 3.0, 1.0], [4, 2, 1, 600])).tocsr()
    assert np.linalg.norm(truncated_svd(matrix, 7, power=1.0), axis=0).round(9).tolist() == [7] * 4 + [5] * 2 + [3]


@pytest.mark.parametrize(
    "texts", [["变压器的绕组过热，检修变压器", "断路器和变压器"], ["變壓器的繞組過熱，检修变压器", "斷路器和變壓器"]]
)
def test_memory_does_not_change_vectors(texts, monkeypatch):
    expected = train_vectors(build_corpus(texts * 5), min_count=1)
    monkeypatch.setattr("textmine.pairs.rows._STRETCH", 5)
    monkeypatch.setattr("textmine.segment.paths._PATH", 3)
    for memory in (1, 20 << 20):
        found = train_vectors(build_corpus(texts * 5, memory=memory), min_count=1, memory=memory)
        assert found.names == expected.names
        assert found.matrix.tolist() == expected.matrix.tolist()


def test_information_by_hand():
    # The example of Jurafsky & Martin, Speech and Language Processing, 3rd edition draft, 6.6: counts of four words
    # with the contexts computer, data, result, pie, sugar; its PPMI table to two digits, and by hand for smoothing:
    # p(pie)^0.75 is 519^0.75 / (4997^0.75 + 5673^0.75 + 473^0.75 + 512^0.75 + 61^0.75).
    counts = sparse.csr_array(
        np.array([[2, 8, 9, 442, 25], [0, 0, 1, 60, 19], [1670, 1683, 85, 5, 4], [3325, 3982, 378, 5, 13]])
    )
    expected = [[0, 0, 0, 4.38, 3.30], [0, 0, 0, 4.10, 5.51], [0.18, 0.01, 0, 0, 0], [0.02, 0.09, 0.28, 0, 0]]
    assert ppmi(counts, smoothing=1.0).toarray().round(2).tolist() == expected
    powers = [total**0.75 for total in (4997, 5673, 473, 512, 61)]
    pie = log2((442 / 11716) / (486 / 11716 * powers[3] / sum(powers)))
    assert ppmi(counts).toarray()[0, 3] == pytest.approx(pie, rel=1e-12)
    assert ppmi(counts, shift=5.0).toarray()[0, 3] == pytest.approx(pie - log2(5), rel=1e-12)


@given(
    st.lists(st.lists(st.integers(0, 9), min_size=3, max_size=3), min_size=1, max_size=5),
    st.floats(0.1, 1),
    st.floats(0.5, 5),
)
def test_information_equals_its_definition(table, smoothing, shift):
    total = sum(map(sum, table))
    columns = [sum(column) ** smoothing for column in zip(*table, strict=True)]
    found = ppmi(sparse.csr_array(np.array(table)), smoothing, shift).toarray()
    for i, row in enumerate(table):
        for j, count in enumerate(row):
            bits = 0.0
            if count:
                chance = sum(row) / total * columns[j] / sum(columns)
                bits = max(0.0, log2(count / total / chance) - log2(shift))
            assert found[i, j] == pytest.approx(bits, abs=1e-9)


@pytest.mark.parametrize("size", [40, 700])  # all at once, and by ARPACK
def test_the_decomposition_is_the_best_one_and_the_same_in_every_run(size):
    random = np.random.default_rng(1)
    matrix = sparse.random_array((size, 2 * size), density=0.05, rng=random, format="csr")
    placed = truncated_svd(matrix, 10, power=1.0)
    exact = np.linalg.svd(matrix.toarray(), compute_uv=False)
    # Rows times a power of the values: the lengths of the columns are the values.
    assert np.linalg.norm(placed, axis=0) == pytest.approx(exact[:10], rel=1e-9)
    products = placed.T @ placed
    assert products - np.diag(np.diag(products)) == pytest.approx(0, abs=1e-8)
    left = matrix.T @ placed / exact[:10]  # the values times the right vectors
    assert np.linalg.norm(left, axis=0) == pytest.approx(exact[:10], rel=1e-6)
    assert (placed[np.abs(placed).argmax(axis=0), np.arange(10)] > 0).all()
    assert truncated_svd(matrix, 10, power=1.0).tobytes() == placed.tobytes()


def test_the_power_scales_the_directions():
    matrix = sparse.csr_array(np.diag([4.0, 9.0]))
    assert truncated_svd(matrix, 2, 0.5).round(12).tolist() == [[0, 2], [3, 0]]
    assert truncated_svd(matrix, 1, 0.0).round(12).tolist() == [[0], [1]]


def test_words_with_the_same_neighbours_are_placed_together():
    lines = [f"{a}用{b}。" for a in ("甲方", "乙方") for b in ("电表", "水表", "气表")] * 3 + ["丙方看电视"] * 5
    options = VectorOptions(dimensions=4, min_count=3)
    terms = WordList(["甲方", "乙方", "丙方", "电表", "水表", "气表"], np.full(6, 9.0))
    vectors = train_vectors(build_corpus(["\n".join(lines)]), terms, options)
    name, similarity = vectors.similar(vectors.require("甲方", "v"), 1)[0]
    assert (name, similarity) == ("乙方", pytest.approx(1.0))
    assert vectors.names[0] == "用"  # 18 times


def test_sides_tell_before_from_behind():
    corpus = build_corpus(["a x b y " * 50])
    plain = train_vectors(corpus, None, VectorOptions(window=1, min_count=1))
    sided = train_vectors(corpus, None, VectorOptions(window=1, min_count=1, sides=True))
    a = plain.names.index("a")
    assert dict(plain.similar(a, 0))["b"] > 0.9  # both stand between x and y
    assert dict(sided.similar(a, 0))["b"] < 0.1  # but not on the same sides


names = st.lists(st.text(max_size=8), min_size=1, max_size=6, unique=True)


@given(names, st.integers(1, 3), st.data())
def test_any_name_comes_back_from_the_text_format(names, dimensions, data):
    numbers = st.floats(-1e9, 1e9).map(lambda value: float(f"{value:.6g}"))
    matrix = np.array([[data.draw(numbers) for _ in range(dimensions)] for _ in names])
    text = "".join(vector_lines(Vectors(names, matrix)))
    # What files do to text apart: lone surrogates cannot be written.
    back = read_vectors(text, "vectors.txt")
    assert list(back.names) == names
    assert (back.matrix == matrix).all()
    assert "".join(vector_lines(back)) == text


def test_numbers_keep_six_digits_and_arrays_all(tmp_path):
    vectors = Vectors(("power plant", "a_b", "\u3000"), np.random.default_rng(0).normal(size=(3, 4)))
    for name in ("vectors.txt", "vectors.npy"):
        save_vectors(vectors, str(tmp_path / name))
    text, array = (load_vectors(str(tmp_path / name)) for name in ("vectors.txt", "vectors.npy"))
    assert text.names == array.names == vectors.names
    assert text.matrix == pytest.approx(vectors.matrix, rel=1e-5)
    assert (array.matrix == vectors.matrix).all()


def test_a_file_without_its_first_line_can_be_read():
    assert read_vectors("New_York 1 2\nb 3 4\n", "glove.txt").names == ("New York", "b")


def test_case_and_width_do_not_matter_where_no_word_is_written_so():
    vectors = Vectors(("sf6", "SF6", "Gas"), np.eye(3))
    assert [vectors.require(name, "v") for name in ("SF6", "sf6", "ＳＦ6", "gas")] == [1, 0, 0, 2]


@given(st.integers(1, 12), st.integers(1, 4), st.booleans(), st.integers(0, 99))
def test_neighbours_equal_their_definition(n, k, mutual, seed):
    vectors = Vectors([str(i) for i in range(n)], np.random.default_rng(seed).normal(size=(n, 3)))
    near = [{int(other) for other, _ in vectors.similar(i, k)} for i in range(n)]
    expected = set()
    for i in range(n):
        for j in range(i + 1, n):
            votes = (j in near[i]) + (i in near[j])
            cosine = dict(vectors.similar(i, 0))[str(j)]
            if votes >= (2 if mutual else 1) and cosine > 0:
                expected.add((i, j, round(cosine, 9)))
    found = nearest_neighbours(vectors, k, mutual=mutual)
    columns = found.sources.tolist(), found.targets.tolist(), found.similarities.round(9).tolist()
    assert set(zip(*columns, strict=True)) == expected


def test_blocks_of_rows_change_nothing(monkeypatch):
    vectors = Vectors([str(i) for i in range(50)], np.random.default_rng(0).normal(size=(50, 5)))
    whole = list(neighbour_graph(vectors, 3).rows())
    monkeypatch.setattr("textmine.vectors.neighbours._ROOM", 120)
    assert list(neighbour_graph(vectors, 3).rows()) == whole
    assert list(neighbour_graph(Vectors(["a"], np.eye(1)), 3).rows()) == []
