"""Finds and ranks the terms of a corpus, compared with a background."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmine.backgrounds import Background, SavedCounts, as_background
from textmine.backgrounds.scripts import join_scripts
from textmine.ngrams import NgramTable, count_ngrams, drop_repeats
from textmine.options import given, require
from textmine.progress import SILENT, Progress
from textmine.segment import Lexicon, build_lexicon, jieba_dictionary
from textmine.terms.boundaries import Boundaries, joined_loosely, learn_boundaries
from textmine.terms.capitals import capital_edges
from textmine.terms.company import company_of_best
from textmine.terms.confidence import OF_CHARACTERS, OF_WORDS
from textmine.terms.evidence import gather_evidence
from textmine.terms.judging import judge, refuse_contrast
from textmine.terms.lists import TermLists, find_included
from textmine.terms.marks import term_marks
from textmine.terms.options import DiscoverOptions
from textmine.terms.ranking import product_score
from textmine.terms.selection import Candidates, confident, select
from textmine.terms.terms import Terms
from textmine.text import Corpus
from textmine.text.arrays import array_limit, give_back, release

__all__ = ["default_min_count", "discover", "find_candidates"]

_BLOCK = 1 << 18  # n-grams looked at together
_UNITS_A_COUNT = 1 << 16
_USUAL_COUNT = 5
_LONG_UNITS_A_COUNT = 1 << 23
_LEAST_OF_CHARACTERS = 3


def default_min_count(corpus: Corpus) -> int:
    """Return the least count of a term: 1 for each 65,536 units of text, but at most 5, or 1 for 8 million units.

    If most units are Han characters it is at least 3, because strings of characters must recur to differ from chance.
    From 42 million units on (100 MB of text, roughly) it grows with the text, so that the number of n-grams to judge
    does not.
    """
    by_size = max(min(-(-corpus.n_units // _UNITS_A_COUNT), _USUAL_COUNT), -(-corpus.n_units // _LONG_UNITS_A_COUNT))
    return by_size if by_size >= _LEAST_OF_CHARACTERS or _has_words(corpus) else _LEAST_OF_CHARACTERS


def _chosen_min_count(corpus: Corpus, progress: Progress) -> int:
    """Return the default, and say so where the text is so long that it is above the usual one."""
    least = default_min_count(corpus)
    if least > _USUAL_COUNT:
        progress.note(f"the text is long: terms occur {least} times or more (`min_count` sets another least count)")
    return least


def _has_words(corpus: Corpus) -> bool:
    """Return True if most units of a text are words between blanks."""
    counts = corpus.unit_counts()
    return bool(2 * counts[corpus.alphabet.spaced].sum() > counts.sum())


def discover(
    corpus: Corpus,
    background: Corpus | SavedCounts | Background | None = None,
    options: DiscoverOptions | None = None,
    progress: Progress = SILENT,
    lists: TermLists | None = None,
    **keywords: Any,
) -> Terms:
    """Find the terms of a corpus: cohesive strings with free neighbours that are rarer in the background.

    Parameters
    ----------
    corpus
        The text of the domain.
    background
        General text or its counts: a corpus, saved counts, or what `open_background` and `shipped_background` return.
        Without one, terms are ranked by cohesion and boundaries alone.
    options
        Least count, score, filters and number of terms.
    progress
        Receives the stages, and notes about terms to include that do not occur, and where the list stops.
    lists
        Known terms, terms to include, terms to exclude.
    **keywords
        Options by name, in place of `options`: `top=500`.

    Returns
    -------
    Terms
        Best first; for equal scores the longer term, then by code points. Without `top`, the list stops where the
        confidence falls below one half; see `DiscoverOptions`. Terms to include are added.

    Raises
    ------
    OptionError
        The score or the significance test needs a background, and there is none.

    Examples
    --------
    >>> from textmine.text import build_corpus
    >>> corpus = build_corpus(["变压器过热。检修变压器！新变压器投运", "变压器老化，更换变压器，旧变压器退役"])
    >>> discover(corpus, build_corpus(["新机器投运，旧机器退役。"])).terms[0]
    '变压器'
    """
    options = given(DiscoverOptions, options, keywords)
    require(corpus, Corpus, "read_corpus")
    if not options.keep_repeats:
        corpus = drop_repeats(corpus, memory=options.memory)
    candidates = find_candidates(corpus, background, options, progress, lists or TermLists())
    return select(confident(candidates, options, progress), options.most_terms)


def find_candidates(
    corpus: Corpus,
    background: Corpus | SavedCounts | Background | None,
    options: DiscoverOptions,
    progress: Progress,
    lists: TermLists,
) -> Candidates:
    """Return all candidates with their evidence and score; parameters as in `discover`.

    If repeated passages count once, they have already been dropped from `corpus`.
    """
    calibration = OF_WORDS if _has_words(corpus) else OF_CHARACTERS
    exponents = options.exponents or calibration.exponents
    options = dataclasses.replace(options, exponents=exponents)
    text = corpus
    world = as_background(background, corpus, keep_repeats=options.keep_repeats, memory=options.memory)
    if world is None:
        refuse_contrast(options)
    forms = None
    scripts = join_scripts(corpus, world, options.memory)
    if scripts is not None:
        from textmine.terms.merging import MergedForms

        lists = lists.simplified()
        forms = MergedForms(scripts.corpus, scripts.background, corpus, scripts.classes)
        corpus, world = forms.corpus, forms.background
    if options.merge_forms:
        # This import takes as long as all others together.
        from textmine.terms.merging import merge_forms

        progress.stage("learning forms")
        learned = merge_forms(corpus, world, options.memory)
        forms = learned if forms is None else learned.after(forms)
        corpus, world = forms.corpus, forms.background
    progress.stage("segmenting with the dictionary")
    give_back(options.memory)
    lexicon, boundaries = _dictionary(corpus, world, options.memory)
    give_back(options.memory)
    marks = term_marks(corpus, lexicon, boundaries.is_function, options.memory)
    give_back(options.memory)
    progress.stage("counting")
    min_count = options.min_count or _chosen_min_count(corpus, progress)
    table = count_ngrams(corpus, options.counting(min_count), marks=marks, progress=progress)
    table = table.spooled(array_limit(options.memory))
    release(marks, corpus.units)
    give_back(options.memory)
    progress.stage("ranking")
    capital = capital_edges(corpus, text, table, boundaries, min_count, options.memory)
    chosen = _candidates(table, corpus, min_count, boundaries, capital)
    evidence = gather_evidence(table, chosen, corpus, world, lexicon, memory=options.memory)
    del chosen
    give_back(options.memory)
    loose = joined_loosely(boundaries, evidence.first, evidence.last, evidence.cohesion)
    evidence = evidence.kept(~loose | (capital[0] | capital[1])[evidence.grams])
    company = company_of_best(
        corpus, boundaries.is_function, evidence.first, evidence.last, product_score(evidence, exponents)
    )
    evidence = company.added_to(evidence)
    give_back(options.memory)
    tables: tuple[NgramTable, ...] = (table,)
    if lists.include:
        given = find_included(lists.include, corpus, marks, options.memory, progress)
        missing = given.without(table, evidence.grams)
        extra = gather_evidence(given.table, missing, corpus, world, lexicon, given.extensions, options.memory)
        evidence, tables = evidence.followed_by(company.added_to(extra), len(table)), (table, given.table)
    found = judge(evidence, tables, lists, corpus, options, calibration)
    evidence.release()
    give_back(options.memory)
    return dataclasses.replace(found, forms=forms, lists_forms=options.merge_forms)


def _dictionary(corpus: Corpus, background: Background | None, memory: int | None) -> tuple[Lexicon, Boundaries]:
    """Return jieba's dictionary as a lexicon, and the units that may begin or end terms."""
    words = jieba_dictionary()
    give_back(memory)
    spelling, frequencies = words.spell(corpus), words.frequencies
    del words
    lexicon = build_lexicon(spelling, frequencies, len(corpus.alphabet.units))
    give_back(memory)
    return lexicon, learn_boundaries(spelling, frequencies, corpus, background)


def _candidates(
    table: NgramTable,
    corpus: Corpus,
    min_count: int,
    boundaries: Boundaries,
    capital: tuple[NDArray[np.bool_], NDArray[np.bool_]],
) -> NDArray[np.int64]:
    """Return the candidates: frequent n-grams of two characters or more, with good boundaries and free neighbours.

    What is in `capital` (bool[G] for both sides) is good.
    """
    characters = np.array([len(unit) for unit in corpus.alphabet.units])
    first, all_words = table.first_unit(), table.all_units(corpus.alphabet.spaced)
    table.release()
    found = [np.empty(0, dtype=np.int64)]
    for begin in range(0, len(table), _BLOCK):
        part = slice(begin, begin + _BLOCK)
        last, counts = table.last[part], table.counts[part]
        long_enough = (table.lengths[part] > 1) | (characters[last] > 1)
        good = ~boundaries.poor_first[first[part]] | capital[0][part]
        good &= ~boundaries.poor_last[last] | capital[1][part]
        # An n-gram that always has the same neighbour is part of a longer one; this holds for half of all. For words
        # that occur once this cannot be known.
        free = (table.left_entropy[part] > 0) & (table.right_entropy[part] > 0)
        free |= (counts == 1) & all_words[part]
        found.append(begin + np.flatnonzero((counts >= min_count) & long_enough & good & free))
        table.release()
    return np.concatenate(found)
