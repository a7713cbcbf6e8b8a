"""Reranks terms by their similarity to the seeds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textmine.errors import InputError, OptionError
from textmine.io.tables import Table
from textmine.vectors import NameIndex, Vectors

__all__ = ["Reranked", "rerank", "rerank_table"]

_LEAST = 0.01  # least similarity: scores stay above 0, and dissimilar terms keep their order


@dataclass(frozen=True, slots=True)
class Reranked:
    """Terms in their new order.

    Attributes
    ----------
    order
        int64[n]: number of the term at each rank.
    score
        float64[n]: new scores, in the new order, descending.
    similarity
        float64[n]: similarity to the seeds, in the new order; the median of the others for terms without a vector.
    """

    order: NDArray[np.int64]
    score: NDArray[np.float64]
    similarity: NDArray[np.float64]


def rerank(
    terms: Sequence[str],
    score: NDArray[np.float64],
    vectors: Vectors,
    closeness: NDArray[np.float64],
    power: float = 0.5,
) -> Reranked:
    """Multiply the score of each term by a power of its similarity to the seeds.

    Parameters
    ----------
    terms, score
        The terms, and float64[n] with their scores, not negative.
    vectors
        The words.
    closeness
        float64, one per word: similarity to the seeds. Values below 0.01 count as 0.01.
    power
        Exponent of the similarity; 0 ignores it. A term without a vector gets the median similarity of the others.

    Raises
    ------
    OptionError
        The power is negative.

    Examples
    --------
    >>> words = Vectors(["绕组", "今天"], np.eye(2))
    >>> found = rerank(["今天", "绕组", "线圈"], np.array([3.0, 2.0, 1.0]), words, np.array([1.0, 0.25]), power=1.0)
    >>> found.order.tolist(), found.score.tolist()
    ([1, 0, 2], [2.0, 0.75, 0.625])
    """
    if not 0 <= power < float("inf"):
        raise OptionError("`power` is negative", "use `power=0.5`, or 0 to leave the order as it is")
    index = NameIndex(vectors.names)
    words = np.array([index.find(term) for term in terms], dtype=np.int64)
    placed = words >= 0
    similarity = np.full(len(words), float(np.median(closeness[words[placed]])) if placed.any() else 1.0)
    similarity[placed] = closeness[words[placed]]
    new = score * np.maximum(similarity, _LEAST) ** power
    order = np.argsort(-new, kind="stable").astype(np.int64)
    return Reranked(order, new[order], similarity[order])


def rerank_table(
    table: Table, vectors: Vectors, closeness: NDArray[np.float64], power: float = 0.5
) -> tuple[tuple[str, ...], list[list[str | float]]]:
    """Return the columns and rows of a table of `discover` in the new order, with `similarity` after the new `score`.

    Raises
    ------
    InputError
        There is no column `term` or `score`, or a score is negative or not a number.
    """
    terms, fields = table.column("term"), table.column("score")
    for field, line in zip(fields, table.lines, strict=True):
        if not _is_score(field):
            reason = f"the score '{field}' is not a number of 0 or more"
            raise InputError(table.source, line, reason, "name a table that textmine discover wrote")
    found = rerank(terms, np.array(fields, dtype=np.float64), vectors, closeness, power)
    others = [column for column in table.columns if column not in ("term", "score", "similarity")]
    kept = [table.column(column) for column in others]
    rows: list[list[str | float]] = [
        [terms[which], score, similarity, *(column[which] for column in kept)]
        for which, score, similarity in zip(
            found.order.tolist(), found.score.tolist(), found.similarity.tolist(), strict=True
        )
    ]
    return ("term", "score", "similarity", *others), rows


def _is_score(field: str) -> bool:
    try:
        return 0 <= float(field) < float("inf")
    except ValueError:
        return False
