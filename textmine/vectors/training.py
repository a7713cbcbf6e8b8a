"""Trains word vectors on a text: segmentation, contexts, mutual information, decomposition."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from textmine.arraytypes import Ids
from textmine.backgrounds.scripts import join_scripts
from textmine.errors import InputError, OptionError
from textmine.options import given, require
from textmine.progress import SILENT, Progress
from textmine.segment import Lexicon, WordList, Words, as_words, with_dictionary
from textmine.segment.paths import paths
from textmine.text import Corpus
from textmine.text.arrays import GrowingArray, array_limit, give_back, ranges, release
from textmine.text.breaks import INSIDE, OTHER, WITHIN
from textmine.text.characters import simple_units
from textmine.vectors.contexts import Neighbourhood
from textmine.vectors.factorization import truncated_svd
from textmine.vectors.ppmi import near_information
from textmine.vectors.sparserows import SparseRows
from textmine.vectors.vectors import Vectors

__all__ = ["Associations", "VectorOptions", "associate_words", "train_vectors"]


@dataclass(frozen=True, slots=True, kw_only=True)
class VectorOptions:
    """Options for word vectors.

    Attributes
    ----------
    dimensions
        Length of a vector.
    window
        Greatest distance of two words, in words: 1 or 2 groups words of a kind, 5 and more groups words of a topic.
    within
        Part of the text that contains both words of a pair: `clause`, `sentence` or `document`.
    min_count
        Least number of occurrences of a word that has a vector or is a context.
    sides
        Keep contexts before and after a word apart, which brings words of a kind even closer.
    smoothing, shift
        Parameters of the mutual information; see `ppmi`.
    power
        Exponent of the singular values; see `truncated_svd`.
    memory
        Bytes to use for the text and its pairs; None means a quarter of the machine's memory.
    """

    dimensions: int = 100
    window: int = 2
    within: str = "sentence"
    min_count: int = 5
    sides: bool = False
    smoothing: float = 0.75
    shift: float = 1.0
    power: float = 0.5
    memory: int | None = None

    def __post_init__(self) -> None:
        for name, least in (("dimensions", 1), ("window", 1), ("min_count", 1)):
            if getattr(self, name) < least:
                raise OptionError(f"`{name}` is below {least}", f"use `{name}={least}` or more")
        if self.within not in WITHIN:
            raise OptionError(f"'{self.within}' is not a part of the text", f"use one of: {', '.join(WITHIN)}")
        if not 0 < self.smoothing <= 1:
            raise OptionError("`smoothing` is not between 0 and 1", "use `smoothing=0.75`, or 1 for none")
        if not 0 < self.shift < float("inf"):
            raise OptionError("`shift` is not above 0", "use `shift=1`, which is none")
        if not 0 <= self.power <= 1:
            raise OptionError("`power` is not between 0 and 1", "use `power=0.5`")


def train_vectors(
    corpus: Corpus,
    terms: Words | None = None,
    options: VectorOptions | None = None,
    progress: Progress = SILENT,
    **keywords: Any,
) -> Vectors:
    """Return vectors of the words of a corpus; words with similar neighbours get similar vectors.

    The text is segmented with jieba's dictionary and the terms, as in `cooccurrence`. The positive pointwise mutual
    information of words and neighbours is a matrix. Its truncated singular value decomposition gives the vectors.

    Parameters
    ----------
    corpus
        The text.
    terms
        Terms with their counts in the corpus, to keep in one piece: what `discover` found, a `WordList` or strings.
    options
        Dimensions, window and weights of the vectors.
    progress
        Receives progress reports.
    **keywords
        Options by name, in place of `options`: `window=1`.

    Returns
    -------
    Vectors
        The most frequent word first; words of equal frequency by code points.

    Raises
    ------
    InputError
        No two words that occur often enough are near each other.

    References
    ----------
    Levy, Goldberg & Dagan 2015; see `ppmi`.

    Examples
    --------
    >>> from textmine.text import build_corpus
    >>> corpus = build_corpus(["the cat sat", "the dog sat", "the cat ran", "the dog ran", "a sun rose"])
    >>> vectors = train_vectors(corpus, window=1, min_count=1)
    >>> vectors.similar(vectors.names.index("cat"), 1)[0][0]
    'dog'
    """
    return associate_words(corpus, terms, options, progress, **keywords).vectors(progress)


@dataclass(frozen=True, slots=True)
class Associations:
    """The words of a text and how they are associated with their neighbours: all that their vectors need of it.

    Attributes
    ----------
    names
        The words, the most frequent first.
    information
        Mutual information of the words (rows) and their neighbours (columns), in bits.
    options
        Options of the vectors.
    """

    names: tuple[str, ...]
    information: SparseRows
    options: VectorOptions

    def vectors(self, progress: Progress = SILENT) -> Vectors:
        """Return the vectors of the words."""
        progress.stage("decomposing")
        options = self.options
        give_back(options.memory)  # what the text took, if it is gone
        matrix = truncated_svd(self.information, options.dimensions, options.power, memory=options.memory)
        return Vectors(self.names, matrix)


def associate_words(
    corpus: Corpus,
    terms: Words | None = None,
    options: VectorOptions | None = None,
    progress: Progress = SILENT,
    **keywords: Any,
) -> Associations:
    """Return the associations of the words of a corpus; parameters as in `train_vectors`, which goes on from here.

    Raises
    ------
    InputError
        No two words that occur often enough are near each other.
    """
    options = given(VectorOptions, options, keywords)
    require(corpus, Corpus, "read_corpus")
    progress.stage("segmenting")
    added, written = WordList([], np.empty(0)) if terms is None else as_words(terms), corpus
    scripts = join_scripts(corpus, memory=options.memory)
    if scripts is not None:
        corpus, added = scripts.corpus, replace(added, words=simple_units(added.words))
    lexicon = with_dictionary(added, corpus.n_units).lexicon(corpus)
    words, names = _numbered(corpus, lexicon, options)
    if scripts is not None:
        names = _as_written(names, corpus, written, lexicon)
    progress.stage("counting neighbours")
    near = Neighbourhood(words, len(names), options.window, WITHIN[options.within], options.sides, corpus.engine)
    information = near_information(near, options.smoothing, options.shift, memory=options.memory)
    if len(information.values) == 0:
        reason = f"no two words that occur {options.min_count} times or more are associated"
        raise InputError("corpus", None, reason, "give more text, or lower `min_count`")
    return Associations(names, information, options)


def _as_written(names: tuple[str, ...], corpus: Corpus, written: Corpus, lexicon: Lexicon) -> tuple[str, ...]:
    """Return the names of words, in simplified characters, as a text mostly has them; of equal spellings the first."""
    spelled: dict[str, Counter[str]] = {name: Counter() for name in names}
    known: dict[tuple[int, ...], tuple[str, str]] = {}
    for low, high, path in paths(corpus.units, lexicon):
        units, merged = written.units[low:high], corpus.units[low:high]
        begins = np.flatnonzero(path >= 0)
        ends = np.append(np.flatnonzero(path != INSIDE)[1:], len(path))[path[path != INSIDE] >= 0]
        for begin, end in zip(begins.tolist(), ends.tolist(), strict=True):
            gram = tuple(units[begin:end].tolist())
            if gram not in known:
                known[gram] = written.alphabet.render(gram), corpus.alphabet.render(merged[begin:end].tolist())
            form, name = known[gram]
            if name in spelled:
                spelled[name][form] += 1
        release(written.units)
    return tuple(spelled[name].most_common(1)[0][0] for name in names)


def _numbered(corpus: Corpus, lexicon: Lexicon, options: VectorOptions) -> tuple[Ids, tuple[str, ...]]:
    """Return the text as numbers of the words that occur often enough, the most frequent first, and their names."""
    counts, found = np.zeros(len(lexicon.last), dtype=np.int64), GrowingArray(array_limit(options.memory))
    for _, _, path in paths(corpus.units, lexicon):
        counts += np.bincount(path[path >= 0], minlength=len(counts))
        found.append(path[path != INSIDE])
    words = found.finish()
    nodes = np.flatnonzero(counts >= options.min_count)
    names = [corpus.alphabet.render(lexicon.units_of(node)) for node in nodes.tolist()]
    keys = simple_units(names)
    order = sorted(range(len(nodes)), key=lambda i: (-counts[nodes[i]], keys[i], names[i]))
    number = np.full(len(lexicon.last), OTHER, dtype=np.int32)
    number[nodes[order]] = np.arange(len(order), dtype=np.int32)
    for begin, end in ranges(words):
        part = words[begin:end]
        words[begin:end] = np.where(part >= 0, number[np.maximum(part, 0)], part)
        release(words)
    return words, tuple(names[i] for i in order)
