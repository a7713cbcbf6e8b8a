"""From a corpus and a background to ranked terms."""

from __future__ import annotations

from dataclasses import dataclass, field

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
from textmine.segment import Lexicon, build_lexicon, jieba_dictionary, word_marks
from textmine.terms.edges import poor_edges
from textmine.terms.evidence import gather_evidence
from textmine.terms.judging import judge, refuse_contrast
from textmine.terms.lists import TermLists, find_included
from textmine.terms.measures import DEFAULT_MEASURE, check_measure
from textmine.terms.ranking import Exponents
from textmine.terms.selection import select
from textmine.terms.terms import Terms

__all__ = ["DiscoverOptions", "default_min_count", "discover"]

_SMALL_CORPUS = 200_000  # units


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
        Weights of the evidence in the product.
    threads, memory
        See `CountOptions`.
    new_only
        Leave out terms that are known.
    keep_fragments
        Return strings that stand across words, too; see `fragments`.
    merge_forms
        Count the forms of a word as one, and list the forms of each term; see `learn_alternations`.
    significance
        Test each candidate; see `assess`.
    """

    min_count: int | None = None
    max_length: int = 8
    top: int = 10_000
    keep_repeats: bool = False
    exponents: Exponents = field(default_factory=Exponents)
    threads: int = 1
    memory: int | None = None
    score: str = DEFAULT_MEASURE
    new_only: bool = False
    keep_fragments: bool = False
    merge_forms: bool = False
    significance: bool = False

    def __post_init__(self) -> None:
        check_measure(self.score)
        self.counting(1 if self.min_count is None else self.min_count)  # which refuses what is out of range
        if self.top < 0:
            raise OptionError("the number of terms is negative", "use --top 0 for all terms")

    def counting(self, min_count: int) -> CountOptions:
        """Return how n-grams are counted."""
        return CountOptions(min_count, self.max_length, threads=self.threads, memory=self.memory)


def default_min_count(n_units: int) -> int:
    """Return 3 for a corpus below 200,000 units, else 5."""
    return 3 if n_units < _SMALL_CORPUS else 5


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
    options, lists = options or DiscoverOptions(), lists or TermLists()
    if not options.keep_repeats:
        corpus = drop_repeats(corpus, memory=options.memory)
    world = _as_background(background, options)
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
    lexicon, poor = _dictionary(corpus, world)
    marks = word_marks(corpus.units, lexicon)
    progress.stage("counting")
    min_count = options.min_count or default_min_count(corpus.n_units)
    table = count_ngrams(corpus, options.counting(min_count), marks=marks, progress=progress)
    progress.stage("ranking")
    grams = _candidates(table, corpus, min_count, *poor)
    tables: tuple[NgramTable, ...] = (table,)
    evidence = gather_evidence(table, grams, corpus, world, lexicon)
    if lists.include:
        given = find_included(lists.include, corpus, marks, options.memory, progress)
        missing = given.without(table, grams)
        extra = gather_evidence(given.table, missing, corpus, world, lexicon, given.extensions)
        evidence, tables = evidence.followed_by(extra, len(table)), (table, given.table)
    return select(judge(evidence, tables, lists, corpus, options), corpus, options.top, forms)


def _dictionary(
    corpus: Corpus, background: Background | None
) -> tuple[Lexicon, tuple[NDArray[np.bool_], NDArray[np.bool_]]]:
    """Return jieba's dictionary as a lexicon, and which units are poor as the first and as the last of a term."""
    words = jieba_dictionary()
    spelling = words.spell(corpus)
    lexicon = build_lexicon(spelling, words.frequencies, len(corpus.alphabet.units))
    unit_shares = None if background is None else background.unit_counts(corpus) / max(background.n_units, 1)
    return lexicon, poor_edges(spelling, words.frequencies, unit_shares, corpus.alphabet.spaced)


def _as_background(background: Corpus | Background | None, options: DiscoverOptions) -> Background | None:
    if not isinstance(background, Corpus):
        return background
    if not options.keep_repeats:
        background = drop_repeats(background, memory=options.memory)
    return TextBackground(background, options.memory)


def _candidates(
    table: NgramTable,
    corpus: Corpus,
    min_count: int,
    first_poor: NDArray[np.bool_],
    last_poor: NDArray[np.bool_],
) -> NDArray[np.int64]:
    """Return the n-grams that may be terms: frequent, of two characters or more, with good edges and free ones."""
    single = table.lengths == 1
    characters = np.array([len(unit) for unit in corpus.alphabet.units])
    long_enough = ~single | (characters[table.last] > 1)
    good = ~first_poor[table.first_unit()] & ~last_poor[table.last]
    # An n-gram that always has the same neighbour is a part of something longer; half of all are.
    free = (table.left_entropy > 0) & (table.right_entropy > 0)
    return np.flatnonzero((table.counts >= min_count) & long_enough & good & free)
