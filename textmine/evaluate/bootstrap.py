"""The bootstrap: scores with percentile intervals, and differences of scores with p-values.

The items are drawn with replacement, as many as there are, and each draw gives new scores. The middle 95 % of them are
the interval. Two results are compared on the same draws (paired). The p-value belongs to the interval: it is twice the
share of draws on the rarer side of no difference, so it is below 0.05 if the interval excludes 0. It cannot be below
2 / (draws + 1).

Source: Efron & Tibshirani 1993, An Introduction to the Bootstrap, chapters 13 and 15; Koehn 2004 (paired).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmine.errors import OptionError
from textmine.progress import SILENT, Progress

__all__ = ["Comparison", "Resampling", "Scores", "compare", "draws", "score", "weights"]

_BOUNDS = (2.5, 97.5)  # per cent
_WHOLE = frozenset({"gold", "ranked"})  # measures that are counts
_DECIMALS = 6  # of figures; intervals are thousandths wide


@dataclass(frozen=True, slots=True, kw_only=True)
class Resampling:
    """Number of resamples, and the seed of the draws."""

    resamples: int = 1000
    seed: int = 123

    def __post_init__(self) -> None:
        if self.resamples < 1:
            raise OptionError("the number of resamples is below 1", "use `resamples=1000`")
        if self.seed < 0:
            raise OptionError("the seed is negative", "use `seed=0` or more")


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores of one result.

    Attributes
    ----------
    measures
        Names of the measures.
    values, low, high
        float64[m]: each score, and the bounds of its 95 % interval.
    """

    measures: tuple[str, ...]
    values: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]

    @staticmethod
    def columns() -> tuple[str, ...]:
        """Return the names of the columns, in the order of `rows`."""
        return ("measure", "value", "low", "high")

    def rows(self) -> Iterator[Sequence[Any]]:
        """Yield one record a measure, with six decimals."""
        yield from _records(self.measures, self.values, self.low, self.high)

    def __getitem__(self, measure: str) -> float:
        """Return the score with this name."""
        return float(self.values[self.measures.index(measure)])


@dataclass(frozen=True, slots=True)
class Comparison:
    """Scores of two results.

    Attributes
    ----------
    measures
        Their names.
    values, others, differences
        float64[m]: scores of the first, scores of the second, and the first minus the second.
    low, high
        float64[m]: bounds of the 95 % interval of the difference.
    p_values
        float64[m]: two-sided p-values for no difference.
    """

    measures: tuple[str, ...]
    values: NDArray[np.float64]
    others: NDArray[np.float64]
    differences: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    p_values: NDArray[np.float64]

    @staticmethod
    def columns() -> tuple[str, ...]:
        """Return the names of the columns, in the order of `rows`."""
        return ("measure", "value", "other", "difference", "low", "high", "p_value")

    def rows(self) -> Iterator[Sequence[Any]]:
        """Yield one record a measure, with six decimals."""
        figures = (self.values, self.others, self.differences, self.low, self.high)
        for record, p_value in zip(_records(self.measures, *figures), self.p_values.tolist(), strict=True):
            yield [*record, _shown(p_value)]


def _records(measures: Sequence[str], *columns: NDArray[np.float64]) -> Iterator[list[Any]]:
    for measure, *figures in zip(measures, *(column.tolist() for column in columns), strict=True):
        yield [measure, *map(int if measure in _WHOLE else _shown, figures)]


def _shown(figure: float) -> float:
    """Return a figure as it is printed: its last digits depend on how numpy was built, and on the processor."""
    return round(figure, _DECIMALS) + 0.0  # not -0.0


def weights(generator: np.random.Generator, n: int) -> NDArray[np.int64]:
    """Draw `n` of `n` items with replacement; return int64[n], the number of times each was drawn.

    Examples
    --------
    >>> int(weights(np.random.default_rng(1), 7).sum())
    7
    """
    return np.bincount(generator.integers(0, n, n), minlength=n) if n else np.zeros(0, dtype=np.int64)


def draws(
    draw: Callable[[np.random.Generator], NDArray[np.float64]], resampling: Resampling, progress: Progress = SILENT
) -> NDArray[np.float64]:
    """Return float64[resamples, ...]: the scores of each draw."""
    generator = np.random.default_rng(resampling.seed)
    found = []
    for number in range(resampling.resamples):
        found.append(draw(generator))
        progress.advance(number + 1, resampling.resamples, "resamples")
    return np.array(found)


def score(measures: tuple[str, ...], values: NDArray[np.float64], drawn: NDArray[np.float64]) -> Scores:
    """Return scores with their intervals.

    Parameters
    ----------
    values
        float64[m]: the scores.
    drawn
        float64[r, m]: the scores of each draw.
    """
    return Scores(measures, values, *_interval(drawn))


def compare(measures: tuple[str, ...], values: NDArray[np.float64], drawn: NDArray[np.float64]) -> Comparison:
    """Compare the scores of two results.

    Parameters
    ----------
    values
        float64[2, m]: the scores of both.
    drawn
        float64[r, 2, m]: the scores of each draw; both results use the same draw.

    Examples
    --------
    >>> values = np.array([[0.5], [0.25]])
    >>> found = compare(("F1",), values, np.tile(values, (999, 1, 1)))
    >>> float(found.differences[0]), float(found.low[0]), float(found.p_values[0])
    (0.25, 0.25, 0.002)
    """
    differences = drawn[:, 0] - drawn[:, 1]
    rarer = np.minimum((differences <= 0).sum(axis=0), (differences >= 0).sum(axis=0))
    p_values = np.minimum(2 * (rarer + 1) / (len(drawn) + 1), 1.0)
    return Comparison(measures, values[0], values[1], values[0] - values[1], *_interval(differences), p_values)


def _interval(drawn: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    # The bounds are scores of real draws, so counts stay whole numbers.
    low, high = np.percentile(drawn, _BOUNDS, axis=0, method="inverted_cdf")
    return low, high
