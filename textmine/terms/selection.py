"""Selects the terms to print from the candidates: filters, lists, order."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from textmine.ngrams import NgramTable
from textmine.progress import Progress
from textmine.terms.confidence import worth_listing
from textmine.terms.evidence import Evidence
from textmine.terms.options import DiscoverOptions
from textmine.terms.significance import Significance
from textmine.terms.spelling import spell_terms
from textmine.terms.terms import Terms
from textmine.text import Corpus
from textmine.text.characters import simple_units
from textmine.text.names import end_marks

if TYPE_CHECKING:
    from textmine.terms.exclusion import Patterns
    from textmine.terms.merging import MergedForms

__all__ = ["Candidates", "confident", "select"]


@dataclass(frozen=True, slots=True)
class Candidates:
    """Candidates that may be printed.

    Attributes
    ----------
    evidence
        Evidence of each candidate: first those that were found, then terms to include that were not found.
    tables
        The n-gram tables. The ids in `evidence.grams` count across the tables, one after the other.
    corpus
        The text, with the units of the tables.
    score
        float64[n]: the score that ranks the candidates.
    confidence
        float64[n]: share of correct terms expected among candidates that rank like each; see `confidence`.
    eligible
        bool[n]: True for candidates that may be among the best.
    included
        bool[n]: True for candidates that are always printed.
    significance
        Their significance tests, if requested.
    forms
        The merged forms, if requested, and the merged scripts, if the text has traditional characters.
    lists_forms
        Whether the forms are printed.
    patterns
        Terms that one of them fits are not printed.
    listed
        The terms to include, which keep marks at their ends: `U.S.`.
    """

    evidence: Evidence
    tables: tuple[NgramTable, ...]
    corpus: Corpus
    score: NDArray[np.float64]
    confidence: NDArray[np.float64]
    eligible: NDArray[np.bool_]
    included: NDArray[np.bool_]
    significance: Significance | None = None
    forms: MergedForms | None = None
    lists_forms: bool = True
    patterns: Patterns | None = None
    listed: Sequence[str] = ()


def confident(candidates: Candidates, options: DiscoverOptions, progress: Progress) -> Candidates:
    """Leave out candidates below the least confidence; a note says so where `top` did not end the list before."""
    listed, least = candidates.eligible & (candidates.score > 0), options.lowest_confidence
    kept = worth_listing(candidates.confidence, candidates.score, listed, least)
    n_kept, n_listed = int(kept.sum()), int(listed.sum())
    if n_kept < min(options.most_terms or n_listed, n_listed):
        progress.note(
            f"the list stops after {n_kept} of {n_listed} terms, where the confidence falls below {least:g}; "
            "`least_confidence=0` goes on"
        )
    return dataclasses.replace(candidates, eligible=kept)


def select(candidates: Candidates, top: int) -> Terms:
    """Return the `top` best eligible candidates with a score above 0 (`top` 0: all of them), and those to include.

    Best first. For equal scores the longer term comes first, then by code points. A term is written as it mostly is in
    the text; see `spell_terms`. If forms were merged, it is its most frequent form, and the column `forms` has all.
    """
    score, forms = candidates.score, candidates.forms
    kept, names, surfaces = _named(candidates, top)
    best = candidates.evidence.take(kept)
    keys = simple_units(names)
    order = sorted(range(len(names)), key=lambda i: (-score[kept[i]], -len(names[i]), keys[i], names[i]))
    included = candidates.included[kept].tolist()
    order = _cut(order, included, top)
    columns: dict[str, Any] = {name: column[order] for name, column in best.columns().items() if name in _COLUMNS}
    columns["confidence"] = candidates.confidence[kept][order]
    columns["background"] = np.rint(columns["background"]).astype(np.int64)
    if candidates.significance is not None:
        tests = dataclasses.fields(Significance)
        columns |= {test.name: getattr(candidates.significance, test.name)[kept][order] for test in tests}
    if forms is not None and candidates.lists_forms:
        grams = best.grams.tolist()
        columns["forms"] = np.array(["; ".join(surfaces.get(grams[i], [names[i]])) for i in order], dtype=object)
    return Terms(terms=[names[i] for i in order], score=score[kept][order], **columns)


def _named(candidates: Candidates, top: int) -> tuple[NDArray[np.intp], list[str], dict[int, list[str]]]:
    """Return the places of the candidates to print, their names, and the forms of those that have several.

    Only terms that can be printed are rendered as text: there are many candidates, but few terms. Where patterns take
    some of them away, others move up.
    """
    score, forms, patterns = candidates.score, candidates.forms, candidates.patterns
    wanted, included = np.where(candidates.eligible, score, 0.0), candidates.included.copy()
    marked = {core.lower(): (before, behind) for before, core, behind in map(end_marks, candidates.listed)}
    surfaces: dict[int, list[str]] = {}
    said: dict[int, str] = {}  # a term is spelled once, however often others move up
    while True:
        kept = np.flatnonzero(_best(wanted, top) | included)
        grams = candidates.evidence.grams[kept]
        new = np.array([gram for gram in grams.tolist() if gram not in said], dtype=np.int64)
        if forms is None:
            spelled = spell_terms(candidates.corpus, candidates.corpus, candidates.tables, new)
        else:
            surfaces |= forms.surfaces(candidates.tables, new)
            spelled = forms.names(candidates.tables, new)
        said |= zip(new.tolist(), spelled, strict=True)
        names = [surfaces[gram][0] if gram in surfaces else said[gram] for gram in grams.tolist()]
        for place in np.flatnonzero(included[kept]).tolist() if marked else ():
            before, behind = marked.get(names[place].lower(), ("", ""))
            names[place] = before + names[place] + behind
        fitting = np.array([patterns is not None and patterns.fits(name) for name in names], dtype=bool)
        if not fitting.any():
            return kept, names, surfaces
        wanted[kept[fitting]], included[kept[fitting]] = 0.0, False


_COLUMNS = {field.name for field in dataclasses.fields(Terms)}


def _best(score: NDArray[np.float64], top: int) -> NDArray[np.bool_]:
    """Return True for the `top` best scores above 0 (`top` 0: all of them), and for ties with the last of them."""
    least = np.partition(score, -top)[-top] if 0 < top < len(score) else 0.0
    best: NDArray[np.bool_] = (score > 0) & (score >= least)
    return best


def _cut(order: list[int], included: list[bool], top: int) -> list[int]:
    """Return the first `top` (0: all) and those of the others that are included, in the same order."""
    room = top or len(order)
    return [i for rank, i in enumerate(order) if rank < room or included[i]]
