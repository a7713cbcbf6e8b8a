"""How much a co-occurrence count says: the weights of links.

A weight is one record below: the choices of the command line, its help, the refusal of other names and the direction of
links follow from it. Nothing heavy is imported here, because the command line reads the records when it starts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from textmine.pairs.counting import PairCounts

    Floats = NDArray[np.float64]

__all__ = ["WEIGHTS", "Margins", "Weight", "edge_weights", "p_values"]


@dataclass(frozen=True, slots=True)
class Margins:
    """Counts of the pairs, of the pairs with their first and their second node, and of all pairs.

    Pairs without an order are taken in both orders: `total` is then twice as many, and so is every cell that is not
    `both`; `orders` is 2.
    """

    both: Floats
    first: Floats
    second: Floats
    total: float
    orders: int

    @classmethod
    def of(cls, pairs: PairCounts) -> Margins:
        """Return the margins of the table of each pair."""
        both, first, second = (counts.astype("float64") for counts in (pairs.counts, pairs.first, pairs.second))
        if pairs.directed:
            return cls(both, first[pairs.sources], second[pairs.targets], float(pairs.total), 1)
        ends = first + second
        return cls(both, ends[pairs.sources], ends[pairs.targets], 2.0 * pairs.total, 2)


@dataclass(frozen=True, slots=True)
class Weight:
    """One way of weighting links.

    Attributes
    ----------
    name
        What it is called in options.
    formula
        Returns the weight of each pair.
    help
        What it is, in one line.
    at_chance
        Its value where two terms meet as often as by chance: only pairs above it get a link. None where it does not
        tell; then all pairs do.
    two_way
        Whether it depends on which of the two comes first. A pair without an order then gets a link either way.
    """

    name: str
    formula: Callable[[Margins], Floats]
    help: str
    at_chance: float | None = None
    two_way: bool = False

    @property
    def least(self) -> float:
        """What the weight of a link must be above; never below 0, for a graph has no negative weights."""
        return max(self.at_chance or 0.0, 0.0)


def _pmi(pairs: Margins) -> Floats:
    """Log2 of observed over expected, in bits (Church & Hanks 1990)."""
    import numpy as np

    bits: Floats = np.log2(pairs.both * pairs.total / (pairs.first * pairs.second))
    return bits


def _npmi(pairs: Margins) -> Floats:
    """PMI over its greatest value, at most 1 (Bouma 2009)."""
    import numpy as np

    surprise = np.log2(pairs.total) - np.log2(pairs.both)
    # A pair that is all there is has probability 1: it always occurs together.
    return np.where(surprise > 0, _pmi(pairs) / np.where(surprise > 0, surprise, 1.0), 1.0)


def _log_likelihood(pairs: Margins) -> Floats:
    """G2 over the two-by-two table (Dunning 1993), in nats, 0 for pairs that meet less often than by chance."""
    import numpy as np

    neither = np.maximum(pairs.total - pairs.first - pairs.second + pairs.both, 0.0)
    cells = (pairs.both, pairs.first - pairs.both, pairs.second - pairs.both, neither)
    rows = (pairs.first, pairs.first, pairs.total - pairs.first, pairs.total - pairs.first)
    columns = (pairs.second, pairs.total - pairs.second, pairs.second, pairs.total - pairs.second)
    terms = [
        _xlogy(cell, cell * pairs.total, row * column) for cell, row, column in zip(cells, rows, columns, strict=True)
    ]
    return np.where(_pmi(pairs) > 0, 2.0 * np.sum(terms, axis=0), 0.0)


def _xlogy(x: Floats, numerator: Floats, denominator: Floats) -> Floats:
    import numpy as np

    positive = (x > 0) & (denominator > 0)
    ratio = np.where(positive, numerator, 1.0) / np.where(positive, denominator, 1.0)
    return np.where(positive, x * np.log(ratio), 0.0)


_RECORDS = (
    Weight("count", lambda pairs: pairs.both, "the same as count"),
    Weight("pmi", _pmi, "pointwise mutual information in bits", at_chance=0.0),
    Weight("npmi", _npmi, "the same normalised to at most 1", at_chance=0.0),
    Weight("log-likelihood", _log_likelihood, "Dunning's G2", at_chance=0.0),
    Weight(
        "jaccard",
        lambda pairs: pairs.both / (pairs.first + pairs.second - pairs.both),
        "meetings over pairs with either",
    ),
    Weight("dice", lambda pairs: 2.0 * pairs.both / (pairs.first + pairs.second), "meetings over the mean of both"),
    Weight(
        "conditional",
        lambda pairs: pairs.both / pairs.first,
        "the probability of the target where the source is in a pair, a link either way",
        two_way=True,
    ),
)
WEIGHTS = {weight.name: weight for weight in _RECORDS}


def edge_weights(kind: str, pairs: PairCounts) -> Floats:
    """Return the weight of each pair, by one of `WEIGHTS`; only those above its `least` say that two terms belong.

    Where pairs have an order, a term is counted apart as the first and as the second of pairs.

    Examples
    --------
    >>> import numpy as np
    >>> from textmine.pairs.counting import Reach, count_near
    >>> words = np.array([0, 1, -3, 0, 1, -3, 2, 3, -3, 2, 3], np.int32)
    >>> pairs = count_near(words, 4, Reach(1, -3, False))
    >>> edge_weights("pmi", pairs).tolist()  # each pair: log2 (2 x 8 / (2 x 2)), either way round
    [2.0, 2.0]
    """
    margins = Margins.of(pairs)
    return WEIGHTS[kind].formula(margins) if len(pairs.counts) else margins.both


def p_values(pairs: PairCounts) -> Floats:
    """Return the probability that terms meet as often, or more, where terms are dealt out to pairs at random.

    The count is binomial over all T pairs, with probability f g / T^2 in order, 2 f g / (2 T)^2 without, where f and g
    are how often each term stands in a pair; its upper tail is the incomplete beta function. Pairs of one sentence are
    taken for independent, which they are not quite.

    Examples
    --------
    >>> import numpy as np
    >>> from textmine.pairs.counting import Reach, count_near
    >>> pairs = count_near(np.array([0, 1, -3, 2, 3], np.int32), 4, Reach(1, -3, True))
    >>> p_values(pairs).tolist()  # once or twice of two, with probability 1/4: 1 - (3/4)^2
    [0.4375, 0.4375]
    """
    import numpy as np
    from scipy.special import betainc

    margins = Margins.of(pairs)
    if not len(pairs.counts):
        return margins.both
    chance = margins.orders * margins.first * margins.second / margins.total**2
    tail: Floats = betainc(margins.both, pairs.total - margins.both + 1.0, np.minimum(chance, 1.0))
    return tail
