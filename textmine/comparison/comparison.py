"""Compares what two corpora, or the groups of one, say: every term from both sides."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from textmine.arraytypes import Bools, Floats, Ids
from textmine.comparison.cells import Row, frame_of, known_or_blank
from textmine.comparison.contrasts import Contrast, contrast, family_of, log_odds
from textmine.comparison.sides import Sides, sum_sides
from textmine.concordance import DocumentCounts
from textmine.errors import OptionError
from textmine.options import require
from textmine.text.records import Group

if TYPE_CHECKING:
    import pandas

__all__ = ["COMPARISON_COLUMNS", "Comparison", "compare", "compare_groups"]

COMPARISON_COLUMNS: Final = (
    "side",
    "term",
    "count",
    "other_count",
    "documents",
    "other_documents",
    "per_million",
    "other_per_million",
    "log_ratio",
    "low",
    "high",
    "log_odds",
    "dispersion",
    "other_dispersion",
    "p_value",
    "q_value",
    "significant",
)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two sides, term by term; every array has one entry a term.

    Attributes
    ----------
    names
        What the sides are called.
    terms
        The terms.
    sides
        Counts, documents and dispersion on both sides; see `Sides`.
    contrast
        Ratio, interval and test; above 0 where the first side uses the term more; see `Contrast`.
    log_odds
        float64[t]: z-score of the log odds; see `textmine.comparison.contrasts.log_odds`.
    one_sided
        Rows are for the first side only; the second one is the rest of several groups.
    communities
        What the community of each term is called, empty for none; None where nobody knows.
    """

    names: tuple[str, str]
    terms: Sequence[str]
    sides: Sides
    contrast: Contrast
    log_odds: Floats
    one_sided: bool = False
    communities: Sequence[str] | None = None

    def __len__(self) -> int:
        return len(self.terms)

    @property
    def significant(self) -> Bools:
        """bool[t]: whether the q-value is 0.05 or less and the interval does not hold 0."""
        return self.contrast.significant

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of `rows`: `COMPARISON_COLUMNS`, and `community` where communities are known."""
        return COMPARISON_COLUMNS if self.communities is None else (*COMPARISON_COLUMNS, "community")

    def with_communities(self, names: Sequence[str]) -> Comparison:
        """Return the comparison with the name of the community of each term, empty for none."""
        if len(names) != len(self):
            raise OptionError(f"{len(names)} communities for {len(self)} terms", "give one a term, or an empty text")
        return dataclasses.replace(self, communities=names)

    def ranked(self, side: int, *, significant: bool = True) -> NDArray[np.int64]:
        """Return the terms that a side (0 or 1) uses more, those first of which that is sure.

        The end of the interval nearer to 0 decides. For equal ones the more frequent term is first.
        """
        ratio = self.contrast.log_ratio
        found = np.flatnonzero((ratio > 0) if side == 0 else (ratio < 0))
        found = found[self.significant[found]] if significant else found
        keys = (-self.sides.count[found].sum(axis=1), -self.contrast.sure[found])
        return found[np.lexsort(keys)]

    def rows(self, top: int = 0, *, significant: bool = True) -> Iterator[Row]:
        """Yield the rows under `columns`: first the terms of the first side, then those of the second.

        Numbers are those of the side that uses the term more; `other_` is the opposite one.

        Parameters
        ----------
        top
            Greatest number of terms of each side; 0 for all.
        significant
            Only terms that differ significantly.
        """
        is_significant = self.significant
        for side in (0,) if self.one_sided else (0, 1):
            found = self.ranked(side, significant=significant)
            for term in found[: top or None].tolist():
                yield self._row(term, side, bool(is_significant[term]))

    def all_rows(self) -> Iterator[Row]:
        """Yield the rows of `COMPARISON_COLUMNS` of all terms, in their order, as the first side sees them.

        Terms that neither side has are left out.
        """
        significant = self.significant
        for term in np.flatnonzero(self.sides.count.any(axis=1)).tolist():
            yield self._row(term, 0, bool(significant[term]))

    def to_pandas(self, *, significant: bool = True) -> pandas.DataFrame:
        """Return the rows as a data frame; needs pandas."""
        return frame_of(self.columns, self.rows(significant=significant))

    def _row(self, term: int, side: int, significant: bool) -> Row:
        sides, found, other = self.sides, self.contrast, 1 - side
        sign = 1.0 if side == 0 else -1.0
        low, high = (found.low, found.high) if side == 0 else (-found.high, -found.low)
        count, rate = sides.count[term], 1e6 * sides.count[term] / np.maximum(sides.n_units, 1)
        return (
            self.names[side],
            self.terms[term],
            int(count[side]),
            int(count[other]),
            int(sides.documents[term, side]),
            int(sides.documents[term, other]),
            float(rate[side]),
            float(rate[other]),
            float(sign * found.log_ratio[term]),
            float(low[term]),
            float(high[term]),
            float(sign * self.log_odds[term]),
            known_or_blank(sides.dispersion[term, side]),
            known_or_blank(sides.dispersion[term, other]),
            float(found.p_value[term]),
            float(found.q_value[term]),
            significant,
            *(() if self.communities is None else (self.communities[term],)),
        )


def compare(
    counts: DocumentCounts,
    is_first: Bools,
    *,
    of: Bools | None = None,
    names: tuple[str, str] = ("A", "B"),
    wholes: Ids | None = None,
    prior: Floats | None = None,
) -> Comparison:
    """Compare the documents of two sides.

    Parameters
    ----------
    counts
        Counts of terms in the documents of both sides; `count_by_document` makes them.
    is_first
        bool[d]: True for the documents of the first side.
    of
        bool[d]: True for the documents to compare; None for all.
    names
        What the sides are called.
    wholes
        int32[d]: the whole that each document is a part of, such as a report; see `sum_sides`.
    prior
        float64[t]: the share of each term among all words, for the log odds; None for that of both sides together.

    Raises
    ------
    OptionError
        A side has no document, or `is_first` does not fit the documents.

    Examples
    --------
    >>> from textmine.text import build_corpus
    >>> from textmine.concordance import count_by_document
    >>> texts = ["the grid failed"] * 20 + ["the river rose"] * 20
    >>> found = compare(count_by_document(build_corpus(texts), ["grid", "river"]), np.arange(40) < 20)
    >>> [(row[0], row[1], row[2], row[3]) for row in found.rows()]
    [('A', 'grid', 20, 0), ('B', 'river', 20, 0)]
    """
    require(counts, DocumentCounts, "count_by_document")
    is_first = np.asarray(is_first)
    if is_first.shape != (counts.n_documents,):
        reason = f"{is_first.size} sides for {counts.n_documents} documents"
        raise OptionError(reason, "give True or False for each document")
    codes = np.where(is_first, 0, 1).astype(np.int32)
    if of is not None:
        codes = np.where(of, codes, np.int32(-1))
    sides = sum_sides(counts, codes, 2, wholes)
    if not sides.n_documents.all():
        raise OptionError(f"no document is of {names[int(sides.n_documents.argmin())]}", "compare two texts")
    first, second = int(sides.n_units[0]), int(sides.n_units[1])
    found = contrast(sides.side(0), sides.side(1))
    if prior is None:
        prior = sides.count.sum(axis=1) / max(first + second, 1)
    odds = log_odds(sides.count[:, 0], sides.count[:, 1], first, second, prior)
    return Comparison(names, counts.terms, sides, found, odds)


def compare_groups(
    counts: DocumentCounts, group: Group, *, wholes: Ids | None = None, prior: Floats | None = None
) -> list[Comparison]:
    """Compare the documents of each value of a group with those of all other values.

    Documents without a value are left out. Two values are one comparison, with both sides. The false-discovery rate is
    over all terms and values.

    Parameters
    ----------
    counts, wholes, prior
        As in `compare`.
    group
        The value of each document.

    Raises
    ------
    OptionError
        There are not two values with documents.
    """
    require(group, Group, "group_of")
    present = np.unique(group.codes[group.codes >= 0]).tolist()
    if len(present) < 2:
        raise OptionError(f"{len(present)} value of the group has documents", "a comparison needs two or more")
    known = group.codes >= 0
    found = [
        compare(counts, group.codes == value, of=known, names=_named(group, value, present), wholes=wholes, prior=prior)
        for value in (present[:1] if len(present) == 2 else present)
    ]
    return found if len(found) == 1 else _one_family(found)


def _named(group: Group, value: int, present: Sequence[int]) -> tuple[str, str]:
    return group.values[value], group.values[present[1]] if len(present) == 2 else "the rest"


def _one_family(found: list[Comparison]) -> list[Comparison]:
    """Return the comparisons with the false-discovery rate over all their tests."""
    contrasts = [each.contrast for each in found]
    p_value, tested = (
        np.concatenate(column) for column in zip(*((c.p_value, c.tested) for c in contrasts), strict=True)
    )
    parts = np.split(family_of(p_value, tested), np.cumsum([len(each) for each in found])[:-1])
    return [
        dataclasses.replace(each, contrast=each.contrast.with_family(part), one_sided=True)
        for each, part in zip(found, parts, strict=True)
    ]
