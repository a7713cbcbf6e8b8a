"""From candidates to the rows that are printed: filters, lists, order."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from textmine.ngrams import NgramTable
from textmine.terms.evidence import Evidence
from textmine.terms.significance import Significance
from textmine.terms.terms import Terms
from textmine.text import Corpus

if TYPE_CHECKING:
    from textmine.terms.merging import MergedForms

__all__ = ["Candidates", "select"]


@dataclass(frozen=True, slots=True)
class Candidates:
    """What may be printed.

    Attributes
    ----------
    evidence
        What is known of each candidate; first those that were found, then those that are to be included and were not.
    tables
        Where they stand: `evidence.grams` count through the n-grams of one table and then of the next.
    corpus
        The text, whose units the tables have.
    score
        float64[n]: what they are ranked by.
    eligible
        bool[n]: candidates that may be among the best.
    included
        bool[n]: candidates to print in any case.
    significance
        Their tests, where asked for.
    forms
        The forms that were merged, where that was asked for.
    """

    evidence: Evidence
    tables: tuple[NgramTable, ...]
    corpus: Corpus
    score: NDArray[np.float64]
    eligible: NDArray[np.bool_]
    included: NDArray[np.bool_]
    significance: Significance | None = None
    forms: MergedForms | None = None

    def units(self, gram: int) -> list[int]:
        """Return the unit ids of a candidate by its number in `evidence.grams`."""
        for table in self.tables[:-1]:
            if gram < len(table):
                return table.units(gram)
            gram -= len(table)
        return self.tables[-1].units(gram)


def select(candidates: Candidates, top: int) -> Terms:
    """Return the `top` best eligible candidates with a score above 0 (all for 0), and those to include.

    Best first; of equal scores the longer term, then by code points. Where forms were merged, a term is its most
    frequent one, and has them all in its column `forms`.
    """
    score, forms = candidates.score, candidates.forms
    # Only what can be printed is written out as text: candidates are many, terms few.
    kept = np.flatnonzero(_best(np.where(candidates.eligible, score, 0.0), top) | candidates.included)
    best = candidates.evidence.take(kept)
    surfaces = {} if forms is None else forms.surfaces(candidates.tables, best.grams)
    names = [
        surfaces[gram][0] if gram in surfaces else candidates.corpus.alphabet.render(candidates.units(gram))
        for gram in best.grams.tolist()
    ]
    order = sorted(range(len(names)), key=lambda i: (-score[kept[i]], -len(names[i]), names[i]))
    included = candidates.included[kept].tolist()
    order = _cut(order, included, top)
    columns: dict[str, Any] = {name: column[order] for name, column in best.columns().items() if name in _COLUMNS}
    columns["background"] = np.rint(columns["background"]).astype(np.int64)
    if candidates.significance is not None:
        tests = dataclasses.fields(Significance)
        columns |= {test.name: getattr(candidates.significance, test.name)[kept][order] for test in tests}
    if forms is not None:
        grams = best.grams.tolist()
        columns["forms"] = np.array(["; ".join(surfaces.get(grams[i], [names[i]])) for i in order], dtype=object)
    return Terms(terms=[names[i] for i in order], score=score[kept][order], **columns)


_COLUMNS = {field.name for field in dataclasses.fields(Terms)}


def _best(score: NDArray[np.float64], top: int) -> NDArray[np.bool_]:
    """Tell which are the `top` best scores above 0 (all for 0), and those that tie with the last of them."""
    least = np.partition(score, -top)[-top] if 0 < top < len(score) else 0.0
    best: NDArray[np.bool_] = (score > 0) & (score >= least)
    return best


def _cut(order: list[int], included: list[bool], top: int) -> list[int]:
    """Return the first `top` (all for 0) and the included ones of the others, in the same order."""
    room = top or len(order)
    return [i for rank, i in enumerate(order) if rank < room or included[i]]
