"""From a corpus and a background to ranked terms."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmine.backgrounds import Background, SavedCounts, TextBackground, as_background
from textmine.ngrams import NgramTable, count_ngrams, drop_repeats
from textmine.options import given, require
from textmine.progress import SILENT, Progress
from textmine.segment import Lexicon, build_lexicon, jieba_dictionary
from textmine.terms.company import company_of_best
from textmine.terms.edges import Edges, learn_edges, term_marks
from textmine.terms.evidence import gather_evidence
from textmine.terms.judging import judge, refuse_contrast
from textmine.terms.lists import TermLists, find_included
from textmine.terms.options import DiscoverOptions
from textmine.terms.ranking import CHARACTERS, WORDS, product_score
from textmine.terms.selection import Candidates, select
from textmine.terms.terms import Terms
from textmine.text import Corpus

__all__ = ["default_min_count", "discover", "find_candidates"]

_UNITS_A_COUNT = 1 << 16
_LEAST_OF_CHARACTERS = 3


def default_min_count(corpus: Corpus) -> int:
    """Return how often a term must occur at least: once for each 65,536 units of text, 5 times at most.

    Strings of characters must recur to be told from chance; where most units are Han characters it is 3 at least.
    """
    by_size = min(-(-corpus.n_units // _UNITS_A_COUNT), 5)
    return by_size if by_size >= _LEAST_OF_CHARACTERS or _has_words(corpus) else _LEAST_OF_CHARACTERS


def _has_words(corpus: Corpus) -> bool:
    """Tell whether most units of a text are words between blanks."""
    counts = TextBackground(corpus).unit_counts(corpus)
    return bool(2 * counts[corpus.alphabet.spaced].sum() > counts.sum())


def discover(
    corpus: Corpus,
    background: Corpus | SavedCounts | Background | None = None,
    options: DiscoverOptions | None = None,
    progress: Progress = SILENT,
    lists: TermLists | None = None,
    **keywords: Any,
) -> Terms:
    """Find the terms of a corpus: strings that hold together, stand free, and that the world uses less.

    Parameters
    ----------
    corpus
        The text of the domain.
    background
        Text of the world at large, or its counts: a corpus, saved counts, or what `open_background` and
        `shipped_background` return. Without one, terms are ranked by cohesion and boundaries alone.
    options
        What is taken for a term.
    progress
        Told of each stage, and of terms to include that do not occur.
    lists
        Terms that are known, that must be in the result, that must not.
    **keywords
        Options by name, in place of `options`: `top=500`.

    Returns
    -------
    Terms
        Best first; of equal scores the longer term, then by code points. Terms to include come beside the `top` best.

    Raises
    ------
    OptionError
        The score or the significance needs a background, and there is none.

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
    return select(candidates, options.top)


def find_candidates(
    corpus: Corpus,
    background: Corpus | SavedCounts | Background | None,
    options: DiscoverOptions,
    progress: Progress,
    lists: TermLists,
) -> Candidates:
    """Return all that may be a term, with its evidence and its score; parameters as `discover` has them.

    Repeated passages of `corpus` were dropped already, where they are to count once.
    """
    exponents = options.exponents or (WORDS if _has_words(corpus) else CHARACTERS)
    options = dataclasses.replace(options, exponents=exponents)
    world = as_background(background, corpus, keep_repeats=options.keep_repeats, memory=options.memory)
    if world is None:
        refuse_contrast(options)
    forms = None
    if options.merge_forms:
        # Its import takes as long as everything else.
        from textmine.terms.merging import merge_forms

        progress.stage("learning forms")
        forms = merge_forms(corpus, world, options.memory)
        corpus, world = forms.corpus, forms.background
    progress.stage("segmenting with the dictionary")
    lexicon, edges = _dictionary(corpus, world)
    marks = term_marks(corpus, lexicon, edges.is_function)
    progress.stage("counting")
    min_count = options.min_count or default_min_count(corpus)
    table = count_ngrams(corpus, options.counting(min_count), marks=marks, progress=progress)
    progress.stage("ranking")
    evidence = gather_evidence(table, _candidates(table, corpus, min_count, edges), corpus, world, lexicon)
    company = company_of_best(
        corpus, edges.is_function, evidence.first, evidence.last, product_score(evidence, exponents)
    )
    evidence = company.beside(evidence)
    tables: tuple[NgramTable, ...] = (table,)
    if lists.include:
        given = find_included(lists.include, corpus, marks, options.memory, progress)
        missing = given.without(table, evidence.grams)
        extra = gather_evidence(given.table, missing, corpus, world, lexicon, given.extensions)
        evidence, tables = evidence.followed_by(company.beside(extra), len(table)), (table, given.table)
    return dataclasses.replace(judge(evidence, tables, lists, corpus, options), forms=forms)


def _dictionary(corpus: Corpus, background: Background | None) -> tuple[Lexicon, Edges]:
    """Return jieba's dictionary as a lexicon, and what is known of units as edges of terms."""
    words = jieba_dictionary()
    spelling = words.spell(corpus)
    lexicon = build_lexicon(spelling, words.frequencies, len(corpus.alphabet.units))
    return lexicon, learn_edges(spelling, words.frequencies, corpus, background)


def _candidates(table: NgramTable, corpus: Corpus, min_count: int, edges: Edges) -> NDArray[np.int64]:
    """Return the n-grams that may be terms: frequent, of two characters or more, with good edges and free ones."""
    single = table.lengths == 1
    characters = np.array([len(unit) for unit in corpus.alphabet.units])
    long_enough = ~single | (characters[table.last] > 1)
    good = ~edges.poor_first[table.first_unit()] & ~edges.poor_last[table.last]
    # An n-gram that always has the same neighbour is a part of something longer; half of all are.
    # Of words that occur once nothing is known about that.
    free = (table.left_entropy > 0) & (table.right_entropy > 0)
    free |= (table.counts == 1) & table.all_units(corpus.alphabet.spaced)
    return np.flatnonzero((table.counts >= min_count) & long_enough & good & free)
