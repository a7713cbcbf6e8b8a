"""What each side of a comparison (a corpus, a group, a period) says of each term: sums over its documents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from textmine.arraytypes import Floats, Ids, Longs
from textmine.comparison.contrasts import Counted
from textmine.concordance import DocumentCounts
from textmine.errors import OptionError
from textmine.terms.significance import clumping

__all__ = ["MOST_CELLS", "Sides", "sum_sides"]

MOST_CELLS: Final = 8_000_000  # terms times sides; each takes 8 bytes in every array


@dataclass(frozen=True, slots=True)
class Sides:
    """Sums over the documents of each side, for t terms and s sides.

    Attributes
    ----------
    count, documents
        int64[t, s]: occurrences, and documents with one.
    burst
        float64[t, s]: how much more the counts vary than those of words that come one by one; see `sum_sides`.
    dispersion
        float64[t, s]: Gries' DP over the wholes (or documents) of the side: 0 for a term that is spread as evenly as
        the text, near 1 for one that stands in one small part; NaN without occurrences.
    n_units, n_documents
        int64[s]: size of each side.
    """

    count: Longs
    documents: Longs
    burst: Floats
    dispersion: Floats
    n_units: Longs
    n_documents: Longs

    def side(self, at: int | slice) -> Counted:
        """Return a side, or several, for `contrast`."""
        return Counted(self.count[:, at], self.burst[:, at], self.n_units[at])


def sum_sides(counts: DocumentCounts, codes: Ids, n_sides: int, wholes: Ids | None = None) -> Sides:
    """Sum the counts of each term over the documents of each side.

    Words come in bursts: 20 occurrences in one document say less than 20 in 20 documents. The burstiness of a count c
    is the largest of 1 and three measures. Two are the variance of the count over documents, and over wholes, divided
    by the variance of Poisson: with x occurrences in the n units of a document, and the frequency r and the size N of
    the side, sum (x - r n)^2 / (c (1 - sum (n / N)^2)). That is the design effect of Rao & Scott 1992, with the
    linearised variance of a ratio. The third is the clumping of `discover`'s significance test. In a side of one
    document nothing is known of dispersion: all occurrences are one burst.

    Parameters
    ----------
    counts
        Counts by document.
    codes
        int32[d]: the side of each document; -1 for a document of no side.
    n_sides
        Number of sides.
    wholes
        int32[d]: the whole that each document is a part of, such as a report of many paragraphs; -1 for a document
        that is one by itself. None where all are.

    Raises
    ------
    OptionError
        There are too many terms and sides for the memory.
    """
    if len(counts.terms) * n_sides > MOST_CELLS:
        reason = f"{len(counts.terms)} terms in {n_sides} periods or groups are too many"
        raise OptionError(reason, "take fewer terms with `top`, or longer periods")
    kept = codes >= 0
    codes, inside = codes[kept], counts.take_documents(kept)
    n_units = _sums(codes, inside.n_units, n_sides)
    n_documents = np.bincount(codes, minlength=n_sides).astype(np.int64)
    cells = inside.term_numbers() * n_sides + codes[inside.documents]
    shape = (len(counts.terms), n_sides)
    count = _sums(cells, inside.counts, shape[0] * n_sides).reshape(shape)
    documents = np.bincount(cells, minlength=shape[0] * n_sides).reshape(shape).astype(np.int64)
    columns = [clumping(count[:, at], documents[:, at], max(int(n), 1)) for at, n in enumerate(n_documents)]
    burst = np.column_stack(columns) if columns else np.ones(shape)
    parts = [_Parts.of_documents(inside, codes)]
    if wholes is not None:
        larger = _Parts.of_wholes(inside, codes, wholes[kept])
        # Where each side is one whole, only documents tell of dispersion.
        parts += [larger] if larger.numbers(n_sides).max(initial=0) > 1 else []
    known = np.zeros(n_sides, dtype=bool)
    for part in parts:
        burst = np.maximum(burst, part.burstiness(count, n_units))
        known |= part.numbers(n_sides) > 1
    burst = np.where(known, burst, np.maximum(count, 1.0))
    dispersion = parts[-1].dispersion(count, n_units)
    return Sides(count, documents, burst, dispersion, n_units, n_documents)


@dataclass(frozen=True, slots=True)
class _Parts:
    """Documents or wholes: the parts of sides. `cells` int64[m] is the term and part of an entry with `counts`."""

    terms: Longs
    parts: Longs
    counts: Longs
    sides: NDArray[np.int64]
    n_units: Longs

    @classmethod
    def of_documents(cls, counts: DocumentCounts, codes: Ids) -> _Parts:
        """Return documents as parts; those without a unit are none."""
        return cls(
            counts.term_numbers(),
            counts.documents.astype(np.int64),
            counts.counts,
            codes.astype(np.int64),
            counts.n_units,
        )

    @classmethod
    def of_wholes(cls, counts: DocumentCounts, codes: Ids, wholes: Ids) -> _Parts:
        """Return wholes as parts. The documents of a whole that are on different sides are different parts."""
        n_wholes = int(wholes.max(initial=-1)) + 1
        alone = n_wholes + np.arange(len(wholes))  # a document of no whole is its own
        keys = np.where(wholes >= 0, wholes, alone) + codes.astype(np.int64) * (n_wholes + len(wholes))
        different, part_of = np.unique(keys, return_inverse=True)
        sides = different // max(n_wholes + len(wholes), 1)
        terms = counts.term_numbers()
        pairs, place = np.unique(terms * len(different) + part_of[counts.documents], return_inverse=True)
        sums = _sums(place, counts.counts, len(pairs))
        units = _sums(part_of, counts.n_units, len(different))
        return cls(pairs // max(len(different), 1), pairs % max(len(different), 1), sums, sides, units)

    def numbers(self, n_sides: int) -> Longs:
        """Return int64[s]: parts with text on each side."""
        return np.bincount(self.sides[self.n_units > 0], minlength=n_sides).astype(np.int64)

    def burstiness(self, count: Longs, n_units: Longs) -> Floats:
        """Return float64[t, s]: the variance of each count over the parts, over that of Poisson."""
        n_sides = len(n_units)
        rate = count / np.maximum(n_units, 1)
        n_parts = self.numbers(n_sides)
        # sum (x - r n)^2 = sum x^2 - 2 r sum x n + r^2 sum n^2, in integers up to here.
        cells = self.terms * n_sides + self.sides[self.parts]
        units = self.n_units[self.parts]
        squares = _sums(cells, self.counts**2, count.size).reshape(count.shape)
        products = _sums(cells, self.counts * units, count.size).reshape(count.shape)
        squared_units = _sums(self.sides, self.n_units**2, n_sides)
        spread = squares - 2.0 * rate * products + rate**2 * squared_units
        # Parts with the shares s of the text leave 1 - sum s^2 of the variance: (d - 1) / d of d equal parts.
        left = 1.0 - squared_units / np.maximum(n_units, 1).astype(np.float64) ** 2
        factor = np.where(n_parts > 1, 1.0 / np.maximum(left, 1e-9), 0.0)
        result: Floats = np.maximum(spread, 0.0) * factor / np.maximum(count, 1)
        return result

    def dispersion(self, count: Longs, n_units: Longs) -> Floats:
        """Return float64[t, s]: Gries' DP, half the sum over parts of |x / c - n / N|."""
        n_sides = len(n_units)
        side = self.sides[self.parts]
        cells = self.terms * n_sides + side
        share = self.n_units[self.parts] / np.maximum(n_units[side], 1)
        differences = np.abs(self.counts / count.ravel()[cells] - share) - share
        # Parts without the term add their share of the text: in all 1, less the shares of those with it.
        total = np.bincount(cells, differences, count.size).reshape(count.shape)
        return np.where(count > 0, (1.0 + total) / 2.0, np.nan)


def _sums(places: NDArray[np.signedinteger], values: Longs, size: int) -> Longs:
    """Return the sums of integers by place, exact up to 2^53."""
    return np.bincount(places, values, size).astype(np.int64)
