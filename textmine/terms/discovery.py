"""From a corpus and a background to ranked terms."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textmine.corpus import Corpus
from textmine.errors import OptionError
from textmine.ngrams import (
    Background,
    CountOptions,
    NgramTable,
    TextBackground,
    count_ngrams,
    drop_repeats,
)
from textmine.progress import SILENT, Progress
from textmine.segment import Lexicon, build_lexicon, jieba_dictionary
from textmine.terms.company import company_of_best
from textmine.terms.edges import Edges, learn_edges, term_marks
from textmine.terms.evidence import Evidence, gather_evidence, mean_containers
from textmine.terms.lists import TermLists, find_included, listed
from textmine.terms.measures import DEFAULT_MEASURE, MEASURES, check_measure, measure
from textmine.terms.ranking import CHARACTERS, WORDS, Exponents, product_score
from textmine.terms.selection import Candidates, select
from textmine.terms.significance import assess
from textmine.terms.terms import Terms

__all__ = ["DiscoverOptions", "default_min_count", "discover", "find_candidates"]

_UNITS_A_COUNT = 1 << 16


@dataclass(frozen=True, slots=True)
class DiscoverOptions:
    """What is taken for a term.

    Attributes
    ----------
    min_count
        Least number of occurrences; None for what `default_min_count` says.
    max_length
        Units (Han characters or words) of the longest term.
    top
        How many terms to return at most; 0 for all.
    keep_repeats
        Count repeated passages each time.
    score
        What terms are ranked by: `product`, or one of MEASURES.
    exponents
        Weights of the evidence in the product; None for CHARACTERS or WORDS, whichever most units of the text are.
    threads, memory
        See `CountOptions`.
    new_only
        Leave out terms that are known.
    significance
        Test each candidate; see `assess`.
    """

    min_count: int | None = None
    max_length: int = 8
    top: int = 10_000
    keep_repeats: bool = False
    exponents: Exponents | None = None
    threads: int = 1
    memory: int | None = None
    score: str = DEFAULT_MEASURE
    new_only: bool = False
    significance: bool = False

    def __post_init__(self) -> None:
        check_measure(self.score)
        self.counting(1 if self.min_count is None else self.min_count)  # which refuses what is out of range
        if self.top < 0:
            raise OptionError("the number of terms is negative", "use --top 0 for all terms")

    def counting(self, min_count: int) -> CountOptions:
        """Return how n-grams are counted."""
        return CountOptions(min_count, self.max_length, threads=self.threads, memory=self.memory)


def default_min_count(corpus: Corpus) -> int:
    """Return how often a term must occur at least: once for each 65,536 units of text, 5 times at most.

    Strings of characters must recur to be told from chance; where most units are Han characters it is 3 at least.
    """
    least = 1 if _has_words(corpus) else 3
    return min(max(least, -(-corpus.n_units // _UNITS_A_COUNT)), 5)


def _has_words(corpus: Corpus) -> bool:
    """Tell whether most units of a text are words between blanks."""
    counts = np.bincount(corpus.units[corpus.units >= 0], minlength=len(corpus.alphabet.units))
    return bool(2 * counts[corpus.alphabet.spaced].sum() > counts.sum())


def discover(
    corpus: Corpus,
    background: Corpus | Background | None = None,
    options: DiscoverOptions | None = None,
    progress: Progress = SILENT,
    lists: TermLists | None = None,
) -> Terms:
    """Find the terms of a corpus: strings that hold together, stand free, and that the world uses less.

    Parameters
    ----------
    corpus
        The text of the domain.
    background
        Text of the world at large that shares the unit ids of `corpus`, or any `Background`: saved counts, a shipped
        one. Without one, terms are ranked by cohesion and boundaries alone.
    options
        What is taken for a term.
    progress
        Told of each stage, and of terms to include that do not occur.
    lists
        Terms that are known, that must be in the result, that must not.

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
    >>> from textmine.corpus import build_corpus
    >>> corpus = build_corpus(["变压器过热。检修变压器！新变压器投运", "变压器老化，更换变压器，旧变压器退役"])
    >>> discover(corpus, build_corpus(["新机器投运，旧机器退役。"], share=corpus)).terms[0]
    '变压器'
    """
    options = options or DiscoverOptions()
    if not options.keep_repeats:
        corpus = drop_repeats(corpus, memory=options.memory)
    candidates = find_candidates(corpus, background, options, progress, lists or TermLists())
    return select(candidates, corpus, options.top)


def find_candidates(
    corpus: Corpus,
    background: Corpus | Background | None,
    options: DiscoverOptions,
    progress: Progress,
    lists: TermLists,
) -> Candidates:
    """Return all that may be a term, with its evidence and its score; parameters as `discover` has them.

    Repeated passages of `corpus` were dropped already, where they are to count once.
    """
    exponents = options.exponents or (WORDS if _has_words(corpus) else CHARACTERS)
    options = dataclasses.replace(options, exponents=exponents)
    world = _as_background(background, options)
    progress.stage("segmenting with the dictionary")
    lexicon, edges = _dictionary(corpus, world)
    marks = term_marks(corpus, lexicon, edges.is_function)
    progress.stage("counting")
    min_count = options.min_count or default_min_count(corpus)
    table = count_ngrams(corpus, options.counting(min_count), marks=marks, progress=progress)
    progress.stage("ranking")
    known = lists.known.lexicon(corpus) if lists.known else lexicon
    evidence = gather_evidence(table, _candidates(table, corpus, min_count, edges), corpus, world, known)
    company = company_of_best(
        corpus, edges.is_function, evidence.first, evidence.last, product_score(evidence, exponents)
    )
    evidence = company.beside(evidence)
    tables: tuple[NgramTable, ...] = (table,)
    if lists.include:
        given = find_included(lists.include, corpus, marks, options.memory, progress)
        missing = given.without(table, evidence.grams)
        extra = gather_evidence(given.table, missing, corpus, world, known, given.extensions)
        evidence, tables = evidence.followed_by(company.beside(extra), len(table)), (table, given.table)
    return _judged(evidence, tables, lists, corpus, options)


def _dictionary(corpus: Corpus, background: Background | None) -> tuple[Lexicon, Edges]:
    """Return jieba's dictionary as a lexicon, and what is known of units as edges of terms."""
    words = jieba_dictionary()
    spelling = words.spell(corpus)
    lexicon = build_lexicon(spelling, words.frequencies, len(corpus.alphabet.units))
    return lexicon, learn_edges(spelling, words.frequencies, corpus, background)


def _as_background(background: Corpus | Background | None, options: DiscoverOptions) -> Background | None:
    if not isinstance(background, Corpus):
        return background
    if not options.keep_repeats:
        background = drop_repeats(background, memory=options.memory)
    return TextBackground(background, options.memory)


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


def _judged(
    evidence: Evidence, tables: tuple[NgramTable, ...], lists: TermLists, corpus: Corpus, options: DiscoverOptions
) -> Candidates:
    """Return the candidates with their scores and what is to be printed of them, with their tests where asked for."""
    if options.score in MEASURES and MEASURES[options.score].needs_containers:
        evidence = dataclasses.replace(evidence, containers=mean_containers(tables, evidence.grams))
    excluded = listed(lists.exclude, corpus, tables)[evidence.grams]
    return Candidates(
        evidence,
        tables,
        score=measure(options.score, evidence, options.exponents or CHARACTERS),
        eligible=~(excluded | (evidence.known & options.new_only)),
        included=listed(lists.include, corpus, tables)[evidence.grams] & ~excluded,
        significance=assess(evidence) if options.significance else None,
    )
