"""Scores a ranked list of terms against a gold list, for the text that both are from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmine.errors import InputError, OptionError
from textmine.evaluate.bootstrap import Comparison, Resampling, Scores, compare, draws, score, weights
from textmine.evaluate.gold import count_terms, fold_term, fold_text
from textmine.options import given, parted
from textmine.progress import SILENT, Progress

__all__ = ["TERM_MEASURES", "TermOptions", "evaluate_terms"]

_CUTS = (100, 500, 1000)
TERM_MEASURES = ("gold", "ranked", *(f"P@{cut}" for cut in _CUTS), "AP", "F1@gold", "bestF1", "recall")


@dataclass(frozen=True, slots=True, kw_only=True)
class TermOptions:
    """Options: the terms that count.

    Attributes
    ----------
    min_count
        Least number of occurrences of a gold term in the text.
    min_length
        Least length of gold and ranked terms, in characters.
    top
        Number of ranked terms to use; 0 for all.
    """

    min_count: int = 5
    min_length: int = 2
    top: int = 10_000

    def __post_init__(self) -> None:
        if self.min_count < 0:
            raise OptionError("the least count is negative", "use `min_count=0` to let every gold term count")
        if self.min_length < 1:
            raise OptionError("the least length is below 1", "use `min_length=1` or more")
        if self.top < 0:
            raise OptionError("the number of terms is negative", "use `top=0` for all terms")


def evaluate_terms(
    rankings: Sequence[Sequence[str]],
    gold: Iterable[str],
    text: str,
    options: TermOptions | None = None,
    resampling: Resampling | None = None,
    progress: Progress = SILENT,
    **keywords: Any,
) -> Scores | Comparison:
    """Score a ranking against gold terms, or compare two rankings.

    Terms are compared after NFKC, in lower case, with single blanks. A gold term counts if it occurs often enough in
    the text. Ranked terms that are gold but do not count are left out: they are neither right nor wrong.

    Scores (`TERM_MEASURES`): gold (gold terms that count), ranked (ranked terms used), P@k (share of gold among the
    first k; missing ranks are wrong), AP (mean over the gold terms of the precision at their rank, 0 if not found),
    F1@gold (F1 of the first n terms, with n the number of gold terms), bestF1 (at the best cut), recall.

    For the intervals, the gold terms are drawn with replacement, and so are the ranked terms that are not gold. A term
    drawn twice is at its rank twice; a term not drawn is left out. So the intervals show how far a score depends on the
    terms that happen to be marked and to be candidates. The text is not resampled.

    Parameters
    ----------
    rankings
        One ranking, best first, or two to compare.
    gold
        The gold terms.
    text
        The text of the terms.
    options, resampling
        The terms that count; number of resamples and seed.
    **keywords
        The fields of both by name: `min_count=1, resamples=200`.

    Raises
    ------
    InputError
        No gold term occurs often enough, or no term of a ranking occurs at all (not asked where the least count is 0).

    Examples
    --------
    >>> found = evaluate_terms([["甲乙", "丙丁", "戊己"]], ["甲乙", "戊己"], "甲乙戊己", min_count=1)
    >>> found["AP"] == (1 / 1 + 2 / 3) / 2, found["recall"]
    (True, 1.0)
    """
    of_terms, of_draws = parted(keywords, TermOptions, Resampling)
    options, resampling = given(TermOptions, options, of_terms), given(Resampling, resampling, of_draws)
    every = {fold_term(term) for term in gold} - {""}
    progress.stage("counting gold terms")
    counted = _counted(every, text, options)
    lists = [_kept(ranking, counted, every, options) for ranking in rankings]
    if options.min_count:
        _refuse_absent(lists, counted, text)
    index = _numbered(counted, lists)
    items = [np.array([index[term] for term in ranked], dtype=np.int64) for ranked in lists]
    n_gold = len(counted)

    def draw(generator: np.random.Generator) -> NDArray[np.float64]:
        drawn = np.concatenate((weights(generator, n_gold), weights(generator, len(index) - n_gold)))
        return np.array([_figures(np.repeat(ranked < n_gold, drawn[ranked]), n_gold) for ranked in items])

    progress.stage("resampling")
    values = np.array([_figures(ranked < n_gold, n_gold) for ranked in items])
    drawn = draws(draw, resampling, progress)
    if len(lists) == 1:
        return score(TERM_MEASURES, values[0], drawn[:, 0])
    return compare(TERM_MEASURES, values, drawn)


def _counted(every: AbstractSet[str], text: str, options: TermOptions) -> set[str]:
    """Return the gold terms that count."""
    long_enough = {term for term in every if len(term) >= options.min_length}
    if options.min_count:
        counts = count_terms(long_enough, fold_text(text))
        long_enough = {term for term, count in counts.items() if count >= options.min_count}
    if not long_enough:
        reason = f"no gold term occurs {options.min_count} times or more in the corpus"
        raise InputError("gold", None, reason, "name the text that the terms were marked in, or lower `min_count`")
    return long_enough


def _kept(
    ranking: Iterable[str], counted: AbstractSet[str], every: AbstractSet[str], options: TermOptions
) -> list[str]:
    """Return the ranked terms to use, each once."""
    ranked = dict.fromkeys(map(fold_term, ranking))
    kept = [term for term in ranked if len(term) >= options.min_length and (term in counted or term not in every)]
    return kept[: options.top or None]


def _refuse_absent(lists: Sequence[Sequence[str]], counted: AbstractSet[str], text: str) -> None:
    """Refuse a ranking of which no term stands in the text."""
    for ranked, role in zip(lists, ("ranked", "compared"), strict=False):
        if ranked and counted.isdisjoint(ranked) and not count_terms(set(ranked), fold_text(text)):
            reason = f"none of the {len(ranked)} ranked terms occurs in the text"
            raise InputError(role, None, reason, "name the text that they were found in, or check the list")


def _numbered(counted: AbstractSet[str], lists: Sequence[Sequence[str]]) -> dict[str, int]:
    """Return a number for each term: gold terms from 0, then all other terms of the rankings."""
    others = [term for ranked in lists for term in ranked if term not in counted]
    return {term: number for number, term in enumerate(dict.fromkeys([*sorted(counted), *others]))}


def _figures(relevant: NDArray[np.bool_], n_gold: int) -> NDArray[np.float64]:
    """Return float64[m], one score for each of `TERM_MEASURES`.

    Parameters
    ----------
    relevant
        bool[n]: True for ranked terms that are gold.
    n_gold
        Number of gold terms.
    """
    ranks = np.flatnonzero(relevant) + 1
    hits = np.arange(1, len(ranks) + 1)
    first = {cut: int(np.searchsorted(ranks, cut, side="right")) for cut in (*_CUTS, n_gold)}
    n_looked_at = min(n_gold, max(len(relevant), 1))
    average = (hits / ranks).sum() / n_gold
    # F1 rises only at hits, so the best cut is after a hit.
    best = (2 * hits / (ranks + n_gold)).max(initial=0.0)
    cuts = [first[cut] / cut for cut in _CUTS]
    at_gold = 2 * first[n_gold] / (n_gold + n_looked_at)
    return np.array([n_gold, len(relevant), *cuts, average, at_gold, best, len(ranks) / n_gold])
