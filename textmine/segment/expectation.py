"""Expected counts of words over all segmentations of a text, and the costs that follow from them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textmine.engine import Engine
from textmine.ngrams.partitioned import sent
from textmine.segment import _kernels
from textmine.segment.lexicon import Lexicon
from textmine.segment.paths import clause_room
from textmine.text.arrays import Handle, handle, new_array, ranges, release
from textmine.text.breaks import clause_ranges

__all__ = ["digamma", "expected_counts", "word_costs"]

# Prior count of each word. It is so small that it only keeps psi finite: psi(0.001) is -1000. So a word of count 0 is
# used only if there is no other word, which can happen for single units.
_PRIOR = 1e-3
_MOST_BITS = 200.0  # _kernels.py knows this number too, and the next
_ONE = 2.0**32
_STRETCH = 1 << 20  # units that are added up at a time
_LEAST_PART = 1 << 16  # units that a task adds up
_BLOCK = 1 << 18  # words whose costs are computed at a time


def expected_counts(
    units: NDArray[np.int32], lexicon: Lexicon, longest: int, engine: Engine | None = None
) -> NDArray[np.float64]:
    """Return the expected count of each node of a lexicon as a word, with 2^-cost as the weight of a segmentation.

    Parameters
    ----------
    units
        int32[n]: unit ids, with negative numbers for breaks. Each unit is a node of the lexicon and has a finite cost.
    lexicon
        Words and their costs.
    longest
        Length of the longest word, in units.
    engine
        Where parts of the text are added up, if its tasks run in other processes.

    Returns
    -------
    float64[G]
        Sums of whole numbers of 2^-32: they do not depend on where the text is cut.

    Examples
    --------
    >>> from textmine.segment.lexicon import Spelling, build_lexicon
    >>> words = Spelling(np.array([0, 1, 0, 1], np.int32), np.array([0, 1, 2]), np.array([1, 2, 4]))
    >>> lexicon = build_lexicon(words, np.array([1.0, 1.0, 2.0]), 2)
    >>> expected_counts(np.array([0, 1, -1], np.int32), lexicon, 2)  # 1/4 x 1/4 against 1/2
    array([0.11111111, 0.11111111, 0.88888889])
    """
    # No word of a sensible segmentation costs 200 bits. The expected count of a more expensive word is practically 0.
    weights = np.clip(lexicon.costs, -_MOST_BITS, _MOST_BITS)
    np.exp2(np.negative(weights, out=weights), out=weights)
    weights[np.isinf(lexicon.costs)] = 0.0
    release(lexicon.costs)
    if engine is not None and engine.apart:
        counts = _on_engine(units, lexicon, weights, longest, engine)
    else:
        counts = np.zeros(len(weights), dtype=np.int64)
        _add(units, lexicon.first_child, lexicon.last, weights, longest, counts)
    del weights
    found: NDArray[np.float64] = counts / _ONE
    return found


def _add(
    units: NDArray[np.int32],
    first_child: NDArray[np.int32],
    last: NDArray[np.int32],
    weights: NDArray[np.float64],
    longest: int,
    counts: NDArray[np.int64],
) -> None:
    """Add the expected counts of whole clauses."""
    for begin, end in clause_ranges(units, _STRETCH):
        part = units[begin:end]
        room = clause_room(part)
        forward, backward, scale = np.empty((3, room + longest))
        nodes = np.empty(room * longest, dtype=np.int32)
        _kernels.expected_counts(
            part, first_child, last, weights, longest, forward, backward, scale, nodes, counts
        )  # fmt: skip
        release(units)


@dataclass(frozen=True, slots=True)
class WeighedText:
    """A text and a lexicon with weights, as tasks open them; see `expected_counts`."""

    longest: int
    units: Handle
    first_child: Handle
    last: Handle
    weights: Handle


def _on_engine(
    units: NDArray[np.int32], lexicon: Lexicon, weights: NDArray[np.float64], longest: int, engine: Engine
) -> NDArray[np.int64]:
    """Return the sums of parts of the text, as many as tasks run at a time: each has a count for every word."""
    arrays = (units, lexicon.first_child, lexicon.last, weights)
    opened = [sent(array, engine) for array in arrays]  # the files exist as long as this list does
    text = WeighedText(longest, *(found for found, _kept in opened))
    parts = list(clause_ranges(units, max(-(-len(units) // engine.size), _LEAST_PART)))
    release(units)
    sums: list[NDArray[np.int64]] = [new_array(len(weights), 0, np.int64) for _ in parts]
    tasks = ((text, handle(each), *part) for each, part in zip(sums, parts, strict=True))
    for _ in engine.run(expect_part, tasks):
        pass
    counts = np.zeros(len(weights), dtype=np.int64)
    for each in sums:
        counts += each
        release(each)
    return counts


def expect_part(text: WeighedText, found: Handle, begin: int, end: int) -> None:
    """Write the expected counts of the units `begin` to `end` - 1, which are whole clauses, to an array."""
    units = text.units.open()
    arrays = text.first_child.open(), text.last.open(), text.weights.open()
    counts = np.zeros(len(arrays[-1]), dtype=np.int64)
    _add(units[begin:end], *arrays, text.longest, counts)
    release(*arrays)
    target = found.open()
    for start, stop in ranges(target):
        target[start:stop] = counts[start:stop]
        release(target)


def word_costs(counts: NDArray[np.float64], n_absent: int = 0) -> NDArray[np.float64]:
    """Return -log2 p of words from expected counts, in bits: log2 (sum of all counts) - psi(count) / ln 2.

    There are `n_absent` more words of count 0, which have a share of the prior.

    References
    ----------
    Beal 2003, Variational algorithms for approximate Bayesian inference, chapter 3.

    Examples
    --------
    >>> word_costs(np.array([0.0, 1.0, 1000.0])).round(2).tolist()
    [1453.49, 10.8, 0.0]
    """
    total = float(counts.sum()) + _PRIOR * max(len(counts) + n_absent, 1)
    bits = np.empty(len(counts))
    for begin in range(0, len(counts), _BLOCK):
        here = slice(begin, begin + _BLOCK)
        bits[here] = np.log2(total) - digamma(counts[here] + _PRIOR) / np.log(2)
    return bits


def digamma(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return psi(x) of positive numbers, to 9 digits.

    Recurrence up to 6, then the asymptotic series (Abramowitz & Stegun 6.3.5, 6.3.18); scipy is slow to import.

    Examples
    --------
    >>> digamma(np.array([1.0])).round(9).tolist()  # minus Euler's constant
    [-0.577215665]
    """
    shift = np.zeros_like(x)
    x = x.copy()
    small = np.flatnonzero(x < 6)
    while len(small):
        shift[small] -= 1 / x[small]
        x[small] += 1
        small = small[x[small] < 6]
    square = 1 / (x * x)
    series = square * (1 / 12 - square * (1 / 120 - square * (1 / 252 - square / 240)))
    bits: NDArray[np.float64] = shift + np.log(x) - 0.5 / x - series
    return bits
