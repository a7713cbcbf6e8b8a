"""Scores a segmentation against gold words, by the convention of the SIGHAN Bakeoff 2005.

A word is right if a gold word begins and ends at the same characters, not counting blanks. Precision, recall and F1 are
over all words of the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmine.errors import InputError
from textmine.evaluate.bootstrap import Comparison, Resampling, Scores, compare, draws, score, weights
from textmine.options import given
from textmine.progress import SILENT, Progress

__all__ = ["SEGMENTATION_MEASURES", "Segmentation", "evaluate_segmentation", "read_segmentation"]

SEGMENTATION_MEASURES = ("P", "R", "F1")


@dataclass(frozen=True, slots=True)
class Segmentation:
    """Sentences cut into words.

    Attributes
    ----------
    source
        Name of the source, for error messages.
    sentences
        The words of each sentence.
    lines
        Line number of each sentence, from 1.
    """

    source: str
    sentences: list[list[str]]
    lines: list[int]


def read_segmentation(text: str, source: str = "segmentation") -> Segmentation:
    r"""Read sentences, one per line, with blanks between words. Lines without a word are skipped.

    Raises
    ------
    InputError
        There is no word.

    Examples
    --------
    >>> read_segmentation("变压器 油\n\n过热\n").sentences
    [['变压器', '油'], ['过热']]
    """
    numbered = [(number, words) for number, line in enumerate(text.split("\n"), 1) if (words := line.split())]
    if not numbered:
        raise InputError(source, None, "the file holds no word", "write a sentence a line, words separated by blanks")
    return Segmentation(source, [words for _, words in numbered], [number for number, _ in numbered])


def evaluate_segmentation(
    gold: Segmentation,
    predicted: Sequence[Segmentation],
    resampling: Resampling | None = None,
    progress: Progress = SILENT,
    **keywords: Any,
) -> Scores | Comparison:
    r"""Score a segmentation against a gold one, or compare two segmentations.

    Scores (`SEGMENTATION_MEASURES`): P (share of predicted words that are right), R (share of gold words that are
    found), F1. For the intervals, sentences are drawn with replacement.

    Parameters
    ----------
    gold
        The gold segmentation.
    predicted
        The segmentation to score, or two to compare.
    resampling
        Number of resamples and seed.

    Raises
    ------
    InputError
        The characters of a sentence, or the number of sentences, differ from the gold.

    Examples
    --------
    >>> gold = read_segmentation("变压器 油 过热")
    >>> evaluate_segmentation(gold, [read_segmentation("变压器 油 过 热")]).values.tolist()
    [0.5, 0.6666666666666666, 0.5714285714285714]
    """
    counts = np.stack([_counts(gold, other) for other in predicted])
    n_sentences = len(gold.sentences)

    def draw(generator: np.random.Generator) -> NDArray[np.float64]:
        return _figures(weights(generator, n_sentences) @ counts)

    progress.stage("resampling")
    values = _figures(counts.sum(axis=1))
    drawn = draws(draw, given(Resampling, resampling, keywords), progress)
    if len(counts) == 1:
        return score(SEGMENTATION_MEASURES, values[0], drawn[:, 0])
    return compare(SEGMENTATION_MEASURES, values, drawn)


def _counts(gold: Segmentation, predicted: Segmentation) -> NDArray[np.int64]:
    """Return int64[n, 3]: right, gold and predicted words of each sentence."""
    counts = np.empty((len(gold.sentences), 3), dtype=np.int64)
    for number, (right, found) in enumerate(zip(gold.sentences, predicted.sentences, strict=False)):
        if "".join(right) != "".join(found):
            reason = f"the characters differ from those of line {gold.lines[number]} of {gold.source}"
            hint = "give the same sentences on both sides, with nothing but blanks added"
            raise InputError(predicted.source, predicted.lines[number], reason, hint)
        counts[number] = len(_spans(right) & _spans(found)), len(right), len(found)
    if len(gold.sentences) != len(predicted.sentences):
        reason = f"{len(predicted.sentences)} sentences, but {gold.source} has {len(gold.sentences)}"
        raise InputError(predicted.source, None, reason, "give the same sentences on both sides")
    return counts


def _spans(words: Sequence[str]) -> set[tuple[int, int]]:
    """Return the begin and end of each word, not counting blanks."""
    ends = [0, *accumulate(map(len, words))]
    return set(pairwise(ends))


def _figures(counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return float64[..., 3], the scores for int64[..., 3] right, gold and predicted words."""
    right, gold, predicted = np.moveaxis(counts, -1, 0)
    return np.stack((right / predicted, right / gold, 2 * right / (gold + predicted)), axis=-1)
