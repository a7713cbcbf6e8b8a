"""Segmentation without a lexicon: autonomy by hand, expected counts against all segmentations, and what comes out."""

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import psi

from textmine.ngrams import CountOptions, count_ngrams
from textmine.segment import WordList, best_path, learn_lexicon, lexicon_free_segmenter
from textmine.segment.autonomy import autonomy
from textmine.segment.expectation import digamma, expected_counts, word_costs
from textmine.segment.lexicon import Lexicon
from textmine.segment.numbers import Numbers
from textmine.text import build_corpus
from textmine.text.breaks import INSIDE

clauses = st.lists(st.text("甲乙丙丁", min_size=1, max_size=7), min_size=1, max_size=6)


def table_of(texts, max_length=4):
    corpus = build_corpus(texts)
    return corpus, count_ngrams(corpus, CountOptions(min_count=2, max_length=max_length))


def test_autonomy_by_hand():
    """The definition of Magistry & Sagot 2012, section 4, with each break as a neighbour of its own.

    甲乙 twice, 甲丙 twice, each between breaks. Right entropies: 甲 1 bit (乙, 丙), 乙 and 丙 1 bit (two breaks), the
    pairs 1 bit. Left: 甲 2 bits (four breaks), 乙 and 丙 0 bits (甲), the pairs 1 bit (two breaks).
    Variation to the right: units 1 each, pairs 1 - 1 (of 甲) = 0; to the left: units 2, 0, 0, pairs 1 - 0 (of 乙,
    of 丙). Means: right 1 and 0, left 2/3 and 1.
    """
    corpus, table = table_of(["甲乙，甲乙，甲丙，甲丙"])
    found = {corpus.alphabet.render(table.units(g)): bits for g, bits in enumerate(autonomy(table).tolist())}
    expected = {"甲": 4 / 3, "乙": -2 / 3, "丙": -2 / 3, "甲乙": 0.0, "甲丙": 0.0}
    assert found == pytest.approx(expected, abs=1e-12)


def plain_autonomy(texts, max_length):
    """The same from lists of strings."""
    joined = ["#" + text + "#" for text in texts]
    counts, entropies = {}, {}
    for length in range(1, max_length + 1):
        for number, text in enumerate(joined):
            for i in range(1, len(text) - length):
                gram = text[i : i + length]
                left, right = counts.setdefault(gram, ([], []))
                left.append((number, i) if text[i - 1] == "#" else text[i - 1])
                right.append((number, i) if text[i + length] == "#" else text[i + length])
    counts = {gram: sides for gram, sides in counts.items() if len(sides[0]) >= 2}
    for gram, sides in counts.items():
        shares = [np.unique([str(x) for x in side], return_counts=True)[1] / len(side) for side in sides]
        entropies[gram] = [float(-(p * np.log2(p)).sum()) for p in shares]
    bits = dict.fromkeys(counts, 0.0)
    for side, shorter in ((0, slice(1, None)), (1, slice(None, -1))):
        variation = {g: h[side] - (entropies[g[shorter]][side] if len(g) > 1 else 0) for g, h in entropies.items()}
        for gram in counts:
            bits[gram] += variation[gram] - np.mean([v for g, v in variation.items() if len(g) == len(gram)])
    return bits


@given(clauses)
def test_autonomy_is_its_definition(texts):
    corpus, table = table_of(["，".join(texts)])
    found = {
        corpus.alphabet.render(table.units(g)): bits
        for g, bits in enumerate(autonomy(table).tolist())
        if table.counts[g] >= 2
    }
    assert found == pytest.approx(plain_autonomy(texts, 4), abs=1e-9)


def segmentations(clause, longest):
    for cuts in product([False, True], repeat=len(clause) - 1):
        edges = [0, *(i + 1 for i, cut in enumerate(cuts) if cut), len(clause)]
        if max(b - a for a, b in pairwise(edges)) <= longest:
            yield [clause[a:b] for a, b in pairwise(edges)]


def ids_of(corpus, table):
    return {corpus.alphabet.render(table.units(g)): g for g in range(len(table))}


@given(clauses, st.integers(1, 4), st.integers(0, 2**32 - 1), st.sampled_from([3.0, 30.0, 190.0]))
def test_the_best_path_and_expected_counts_are_those_of_all_segmentations(texts, longest, seed, spread):
    """Costs of any sign, so large that the weight of a clause leaves the range of float64 without scaling."""
    corpus, table = table_of(texts, longest)
    costs = np.random.default_rng(seed).uniform(-spread, spread, len(table))
    lexicon = Lexicon(table.first_child.astype(np.int32), table.last, costs, np.empty(0, np.int32), table.prefix, 0.0)
    nodes = ids_of(corpus, table)
    path, expected, best, done = best_path(corpus.units, lexicon), np.zeros(len(table)), 0.0, 0
    chosen = 0.0
    for text in texts:
        ways = [w for w in segmentations(text, longest) if all(part in nodes for part in w)]
        bits = np.array([sum(costs[nodes[part]] for part in way) for way in ways])
        best += bits.min()
        weights = np.exp2(bits.min() - bits)
        for way, weight in zip(ways, weights / weights.sum(), strict=True):
            for part in way:
                expected[nodes[part]] += weight
        words = path[done : done + len(text)]
        chosen += costs[words[words != INSIDE]].sum()
        done += len(text) + 1
    assert chosen == pytest.approx(best, abs=1e-9)
    assert expected_counts(corpus.units, lexicon, longest) == pytest.approx(expected, abs=1e-9)


def test_a_long_clause_stays_within_the_range_of_numbers():
    corpus, table = table_of(["甲乙" * 5000])
    for bits in (-150.0, 150.0):
        lexicon = Lexicon(
            table.first_child.astype(np.int32),
            table.last,
            np.full(len(table), bits),
            np.empty(0, np.int32),
            table.prefix,
            0.0,
        )
        counts = expected_counts(corpus.units, lexicon, 4)
        assert float((counts * table.lengths).sum()) == pytest.approx(10_000)


def test_kernels_do_the_same_interpreted(interpreted, monkeypatch):
    texts = ["甲乙丙甲乙，丙甲乙\n乙丙", "5万甲乙、甲乙的abc丙"]
    compiled = learn_lexicon(build_corpus(texts)).costs
    lines = list(lexicon_free_segmenter(texts).segment(texts))
    for module in ("expectation", "paths", "text"):
        monkeypatch.setattr(f"textmine.segment.{module}._kernels", interpreted("segment"))
    assert learn_lexicon(build_corpus(texts)).costs.tolist() == pytest.approx(compiled.tolist(), rel=1e-12)
    assert list(lexicon_free_segmenter(texts).segment(texts)) == lines


def test_psi():
    # Abramowitz & Stegun 6.3.2, 6.3.3 and 6.3.4: psi(1) = -gamma, psi(1/2) = -gamma - 2 ln 2, psi(4) = 11/6 - gamma.
    gamma = 0.5772156649015329
    assert digamma(np.array([1.0, 0.5, 4.0])) == pytest.approx([-gamma, -gamma - 2 * np.log(2), 11 / 6 - gamma], 1e-8)


def test_a_word_costs_what_its_expected_count_is_worth_under_a_faint_prior():
    # A thousandth of an occurrence before anything is seen; scipy has psi too.
    counts = np.array([0.0, 0.25, 1.0, 7.5, 1000.0])
    expected = np.log2(counts.sum() + 5 * 0.001) - psi(counts + 0.001) / np.log(2)
    assert word_costs(counts) == pytest.approx(expected, rel=1e-8)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1998年12月31日8时", ["1998年", "12月", "31日", "8时"]),
        ("15年", ["15"]),
        ("12345年", ["12345"]),
        ("3.5万亿元", ["3.5万亿"]),
        ("5百万亿", ["5百万"]),
        ("5个百万", ["5"]),
        ("5，万", ["5"]),
        ("B5万", []),
        ("１９９８年", ["１９９８年"]),
    ],
)
def test_numbers(text, numbers):
    words = next(lexicon_free_segmenter([text]).segment([text])).split()
    assert [word for word in words if word[0].isdigit()] == numbers


@given(st.lists(st.text("甲乙丙，。 \n\r５5万年aB-㎡½é\u0301\u200b😀", max_size=40), max_size=4))
def test_segmentation_adds_and_removes_blanks_only(texts):
    segmenter = lexicon_free_segmenter(texts)
    for text in texts:
        segmented = "".join(segmenter.segment([text]))
        assert "".join(segmented.split()) == "".join(text.split())
        assert segmented.count("\n") == text.count("\n")
        assert "  " not in segmented


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("。。！\n", "。。 ！\n"),
        ("甲", "甲"),
        ("It doesn't matter, C++ is well-known.", "It doesn't matter , C++ is well-known ."),
        ("甲a乙1\r\n", "甲 a 乙 1\n"),
    ],
)
def test_hostile_texts(text, expected):
    assert "".join(lexicon_free_segmenter([text]).segment([text])) == expected


def test_the_cut_does_not_depend_on_how_the_text_is_divided():
    lines = ["电网和电力\n", "电力和电网，5万电网\n"] * 3
    whole = "".join(lexicon_free_segmenter(["".join(lines)]).segment(["".join(lines)]))
    assert "".join(lexicon_free_segmenter(lines).segment(lines)) == whole


def test_numbers_are_gone_from_a_corpus_without_moving_its_documents():
    corpus = build_corpus(["甲5万乙\n1998年丙"])
    joined = Numbers(corpus.table).join_corpus(corpus)
    assert joined.documents.tolist() == [0, 4, 7]
    assert [joined.alphabet.units[unit] for unit in joined.units.tolist() if unit >= 0] == [
        "甲",
        "5",
        "乙",
        "1998",
        "丙",
    ]


def test_a_lexicon_meets_units_it_does_not_have():
    lexicon = WordList(["甲乙", "乙甲"], np.ones(2)).lexicon(build_corpus(["甲乙"]))
    # Nodes 2 and 3 are words; the units 2 and 3 of a later text are none of them.
    assert best_path(np.array([2, 0, 1, 3, -1], np.int32), lexicon).tolist() == [2, 2, INSIDE, 3, -1]
    assert lexicon.costs[2] < lexicon.unknown


def test_word_f1_on_the_pku_test(shared):
    """0.78 asked of raw text alone; simple methods of branching entropy reach 0.762."""
    texts = [(shared / "corpora" / f"{name}.txt").read_text("utf-8") for name in ("zh_pku_test", "zh_newspaper_1998")]
    gold = (shared / "gold" / "zh_pku_segmented.txt").read_text("utf-8-sig")
    segmented = "".join(lexicon_free_segmenter(texts).segment(texts[:1]))
    lines = [[line.split() for line in text.splitlines() if line.strip()] for text in (gold, segmented)]
    right = total = 0
    for wanted, found in zip(*lines, strict=True):
        assert "".join(wanted) == "".join(found)
        spans = [set(pairwise([0, *np.cumsum([len(word) for word in words]).tolist()])) for words in (wanted, found)]
        right += len(spans[0] & spans[1])
        total += len(spans[0]) + len(spans[1])
    assert 2 * right / total > 0.80


@settings(max_examples=15)
@given(clauses, st.integers(1, 9))
def test_neither_memory_nor_stretches_change_a_learned_lexicon(texts, stretch):
    texts = ["，".join(texts) + "，1998年5万元\n"] * 3
    expected = learn_lexicon(build_corpus(texts)).costs.tolist()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("textmine.segment.expectation._STRETCH", stretch)
        patch.setattr("textmine.segment.expectation._BLOCK", stretch)
        patch.setattr("textmine.segment.numbers._STRETCH", stretch)
        for memory in (None, 64, 20 << 20):
            assert learn_lexicon(build_corpus(texts, memory=memory), memory=memory).costs.tolist() == expected


def test_numbers_are_joined_in_stretches_as_in_the_whole(monkeypatch):
    corpus = build_corpus(["1998年5月，3.5万亿元\n", "12月31日\n5万"])
    whole = Numbers(corpus.table).join_corpus(corpus)
    monkeypatch.setattr("textmine.segment.numbers._STRETCH", 2)
    parts = Numbers(corpus.table).join_corpus(corpus, 1)
    assert parts.units.tolist() == whole.units.tolist()
    assert parts.documents.tolist() == whole.documents.tolist() == [0, 6, 9, 11]
