"""Trains word vectors on a text: segmentation, contexts, mutual information, decomposition."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmine.backgrounds.scripts import join_scripts
from textmine.errors import InputError, OptionError
from textmine.options import given, require
from textmine.progress import SILENT, Progress
from textmine.segment import Lexicon, WordList, Words, as_words, best_path, with_dictionary
from textmine.text import Corpus
from textmine.text.breaks import INSIDE, OTHER, WITHIN
from textmine.text.characters import simple_units
from textmine.vectors.contexts import count_contexts
from textmine.vectors.factorization import truncated_svd
from textmine.vectors.ppmi import ppmi
from textmine.vectors.vectors import Vectors

__all__ = ["VectorOptions", "train_vectors"]


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
    """

    dimensions: int = 100
    window: int = 2
    within: str = "sentence"
    min_count: int = 5
    sides: bool = False
    smoothing: float = 0.75
    shift: float = 1.0
    power: float = 0.5

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
    from scipy import sparse

    options = given(VectorOptions, options, keywords)
    require(corpus, Corpus, "read_corpus")
    progress.stage("segmenting")
    added, written = WordList([], np.empty(0)) if terms is None else as_words(terms), corpus
    scripts = join_scripts(corpus)
    if scripts is not None:
        corpus, added = scripts.corpus, replace(added, words=simple_units(added.words))
    lexicon = with_dictionary(added, corpus.n_units).lexicon(corpus)
    path = best_path(corpus.units, lexicon)
    words, names = _numbered(path[path != INSIDE], lexicon, corpus, options.min_count)
    if scripts is not None:
        names = _as_written(names, path, corpus, written)
    progress.stage("counting neighbours")
    before = count_contexts(words, len(names), options.window, WITHIN[options.within])
    near = sparse.hstack([before, before.T]) if options.sides else before + before.T
    information = ppmi(near, options.smoothing, options.shift)
    if information.nnz == 0:
        reason = f"no two words that occur {options.min_count} times or more are associated"
        raise InputError("corpus", None, reason, "give more text, or lower `min_count`")
    progress.stage("decomposing")
    return Vectors(names, truncated_svd(information, options.dimensions, options.power))


def _as_written(names: tuple[str, ...], path: NDArray[np.int32], corpus: Corpus, written: Corpus) -> tuple[str, ...]:
    """Return the names of words, in simplified characters, as a text mostly has them; of equal spellings the first."""
    begins = np.flatnonzero(path >= 0)
    ends = np.append(np.flatnonzero(path != INSIDE)[1:], len(path))[path[path != INSIDE] >= 0]
    spelled: dict[str, Counter[str]] = {name: Counter() for name in names}
    units, merged = written.units, corpus.units
    known: dict[tuple[int, ...], tuple[str, str]] = {}
    for begin, end in zip(begins.tolist(), ends.tolist(), strict=True):
        gram = tuple(units[begin:end].tolist())
        if gram not in known:
            known[gram] = written.alphabet.render(gram), corpus.alphabet.render(merged[begin:end].tolist())
        form, name = known[gram]
        if name in spelled:
            spelled[name][form] += 1
    return tuple(spelled[name].most_common(1)[0][0] for name in names)


def _numbered(
    path: NDArray[np.int32], lexicon: Lexicon, corpus: Corpus, min_count: int
) -> tuple[NDArray[np.int32], tuple[str, ...]]:
    """Return the text as numbers of the words that occur often enough, the most frequent first, and their names."""
    counts = np.bincount(path[path >= 0], minlength=len(lexicon.last))
    nodes = np.flatnonzero(counts >= min_count)
    names = [corpus.alphabet.render(lexicon.units_of(node)) for node in nodes.tolist()]
    keys = simple_units(names)
    order = sorted(range(len(nodes)), key=lambda i: (-counts[nodes[i]], keys[i], names[i]))
    number = np.full(len(lexicon.last), OTHER, dtype=np.int32)
    number[nodes[order]] = np.arange(len(order), dtype=np.int32)
    words: NDArray[np.int32] = np.where(path >= 0, number[np.maximum(path, 0)], path)
    return words, tuple(names[i] for i in order)
