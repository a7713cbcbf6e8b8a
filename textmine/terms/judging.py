"""Decides which candidates may be printed, and computes their scores."""

from __future__ import annotations

from collections.abc import Sequence

from textmine.errors import OptionError
from textmine.ngrams import NgramTable
from textmine.terms.confidence import Calibration, chances, confidence
from textmine.terms.evidence import Evidence, mean_containers
from textmine.terms.fragments import fragments
from textmine.terms.lists import TermLists, listed
from textmine.terms.measures import MEASURES, measure
from textmine.terms.options import DiscoverOptions
from textmine.terms.quantities import quantities
from textmine.terms.selection import Candidates
from textmine.terms.significance import assess
from textmine.text import Corpus
from textmine.text.arrays import give_back

__all__ = ["judge", "refuse_contrast"]


def refuse_contrast(options: DiscoverOptions) -> None:
    """Raise `OptionError` if the options need a background, before anything is counted."""
    name = "`significance`" if options.significance else f"the measure {options.score}"
    if options.significance or (options.score in MEASURES and MEASURES[options.score].needs_background):
        raise OptionError(f"{name} needs a background, and there is none", "name one with `background`")


def judge(
    evidence: Evidence,
    tables: Sequence[NgramTable],
    lists: TermLists,
    corpus: Corpus,
    options: DiscoverOptions,
    calibration: Calibration,
) -> Candidates:
    """Return the candidates with their scores, the ones that may be printed, and significance tests if requested."""
    if options.score in MEASURES and MEASURES[options.score].needs_containers:
        evidence = evidence.with_columns(containers=mean_containers(tables, evidence.grams))
    torn = fragments(evidence) & (not options.keep_fragments)
    if lists.known:
        # Only after the fragments: those depend on the known words of the dictionary that segmented the text.
        evidence = evidence.with_columns(known=listed(lists.known, corpus, tables)[evidence.grams])
    unwanted = (torn & ~evidence.known) | (evidence.known & options.new_only)
    unwanted |= evidence.documents < options.min_documents
    unwanted |= evidence.documents > options.max_share * corpus.n_documents
    if not options.keep_numbers:
        unwanted |= quantities(tables, evidence.grams, corpus)
    evidence.release()
    excluded = listed(lists.exclude, corpus, tables)[evidence.grams]
    score, eligible = measure(options.score, evidence, options.exponents), ~(excluded | unwanted)
    chance = chances(evidence, calibration)
    evidence.release()
    give_back(options.memory)
    return Candidates(
        evidence,
        tuple(tables),
        corpus,
        score=score,
        confidence=confidence(chance, score, eligible & (score > 0)),
        eligible=eligible,
        included=listed(lists.include, corpus, tables)[evidence.grams] & ~excluded,
        significance=assess(evidence) if options.significance else None,
        patterns=lists.excluded_patterns,
        listed=() if lists.include is None else lists.include.words,
    )
