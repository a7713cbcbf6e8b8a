"""Words against gold words, by the SIGHAN convention."""

import json
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.errors import InputError
from textmine.evaluate import Resampling, evaluate_segmentation, load_segmentation, read_segmentation

FEW = Resampling(resamples=20)


def test_words_by_hand():
    # Gold 变压器 | 油 | 过热, predicted 变压器油 | 过 | 热 and, in the second sentence, all right: 1 of 4, 1 of 4.
    gold, predicted = read_segmentation("变压器 油 过热\n断路器"), read_segmentation("变压器油 过 热\n断路器")
    found = evaluate_segmentation(gold, [predicted], FEW)
    assert found.values.tolist() == [1 / 4, 1 / 4, 1 / 4]


def test_nothing_right_is_nothing_not_an_error():
    found = evaluate_segmentation(read_segmentation("甲乙"), [read_segmentation("甲 乙")], FEW)
    assert found.values.tolist() == [0, 0, 0]


@st.composite
def cut_twice(draw):
    """A text cut into words in two ways: for each of them, and each line, the places to cut at."""
    lengths = draw(st.lists(st.integers(1, 8), min_size=1, max_size=5))
    return [[draw(st.sets(st.integers(1, n))) | {n} for n in lengths] for _ in range(2)]


@given(cut_twice())
def test_figures_are_those_of_their_definitions(cuts):
    spans = [
        {(line, a, b) for line, ends in enumerate(side) for a, b in zip([0, *sorted(ends)], sorted(ends), strict=False)}
        for side in cuts
    ]
    texts = [
        "\n".join(
            " ".join("字" * (b - a) for a, b in zip([0, *sorted(ends)], sorted(ends), strict=False)) for ends in side
        )
        for side in cuts
    ]
    gold, predicted = map(read_segmentation, texts)
    found = evaluate_segmentation(gold, [predicted], FEW)
    right = len(spans[0] & spans[1])
    precision, recall = right / len(spans[1]), right / len(spans[0])
    f1 = 2 * precision * recall / (precision + recall) if right else 0
    assert found.values.tolist() == pytest.approx([precision, recall, f1])


def test_lines_without_words_are_no_sentences_and_lines_keep_their_numbers():
    gold = read_segmentation("甲 乙\n\n丙\n", "gold.txt")
    assert (gold.sentences, gold.lines) == ([["甲", "乙"], ["丙"]], [1, 3])
    expected = r"p.txt:2: the characters differ from those of line 3 of gold.txt; give the same sentences"
    with pytest.raises(InputError, match=expected):
        evaluate_segmentation(gold, [read_segmentation("甲乙\n丁", "p.txt")])


def test_a_sentence_too_few_is_an_error():
    with pytest.raises(InputError, match=r"p.txt: 1 sentences, but gold.txt has 2; give the same sentences"):
        evaluate_segmentation(read_segmentation("甲\n乙", "gold.txt"), [read_segmentation("甲", "p.txt")])


def sentences(n, right, seed):
    """Gold of `n` sentences of 甲乙 丙丁, and a segmentation that has each of them right with a given probability."""
    generator = np.random.default_rng(seed)
    predicted = ["甲乙 丙丁" if generator.random() < right else "甲 乙 丙 丁" for _ in range(n)]
    return read_segmentation("甲乙 丙丁\n" * n), read_segmentation("\n".join(predicted))


def test_the_interval_of_recall_is_that_of_a_proportion():
    # Sentences are right as a whole: recall is their share, whose spread is sqrt(p (1 - p) / n); 1.96 of it.
    gold, predicted = sentences(400, 0.7, 3)
    found = evaluate_segmentation(gold, [predicted])
    share = found["R"]
    half = 1.96 * np.sqrt(share * (1 - share) / 400)
    assert found.low[1] == pytest.approx(share - half, abs=0.01)
    assert found.high[1] == pytest.approx(share + half, abs=0.01)


def test_a_better_segmentation_is_told_from_a_worse_and_not_from_its_like():
    gold, better = sentences(300, 0.9, 1)
    worse, alike = sentences(300, 0.7, 2)[1], sentences(300, 0.9, 4)[1]
    found = evaluate_segmentation(gold, [better, worse])
    assert (found.p_values < 0.01).all()
    assert (found.low > 0).all()
    assert (evaluate_segmentation(gold, [better, alike]).p_values > 0.05).all()
    assert (evaluate_segmentation(gold, [better, better], FEW).p_values == 1).all()


def test_figures_are_those_of_the_scorer(shared, tmp_path):
    gold = shared / "gold/zh_pku_segmented.txt"
    words = [line.split() for line in gold.read_text(encoding="utf-8-sig").splitlines()]
    # Every third word is cut into characters, every fifth grown together with the next.
    lines = []
    for line in words:
        parts = [" ".join(word) if n % 3 == 0 else word for n, word in enumerate(line)]
        lines.append("".join(part + ("" if n % 5 == 0 else "  ") for n, part in enumerate(parts)))
    path = tmp_path / "predicted.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, shared / "score/score_segmentation.py", gold, path], capture_output=True, check=True
    )
    found = evaluate_segmentation(load_segmentation(str(gold)), [load_segmentation(str(path))], FEW)
    expected = json.loads(done.stdout)
    assert {measure: round(found[measure], 4) for measure in found.measures} == expected
