"""Learns inflected forms from the text: words that are forms of one word (turbine, turbines)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from textmine.backgrounds import Background, CountsBackground, TextBackground, adjacent_units
from textmine.terms.boundaries import FUNCTION_SHARE
from textmine.text import Corpus
from textmine.text.arrays import ranges, release
from textmine.text.translating import translated

__all__ = ["Alternation", "form_classes", "is_content", "learn_alternations", "neighbours"]

_SHORTEST_STEM, _LONGEST_SUFFIX, _SHORTEST_WORD = 3, 3, 4
_FREQUENT_SHARE = 0.01
_LEAST_PAIRS, _LEAST_EXCLUSIVE_PAIRS = 16, 8
_COMMON_LIKENESS, _EXCLUSIVE_LIKENESS = 1 / 2, 1 / 3
_EXCLUSIVE_SHARE = 0.2

_Matrix: TypeAlias = Any  # scipy.sparse.csr_array, which has no types


@dataclass(frozen=True, slots=True)
class Alternation:
    """Two endings that alternate on the same stems.

    Attributes
    ----------
    endings
        The two endings, such as `("", "s")`, in order of code points.
    pairs
        int64[n, 2]: units of the words with the first and with the second ending.
    similarity
        float64[n, 2]: cosine of their neighbours before, and after.
    """

    endings: tuple[str, str]
    pairs: NDArray[np.int64]
    similarity: NDArray[np.float64]


def neighbours(corpus: Corpus, background: Background | None = None) -> _Matrix:
    """Return float64[A, A]: how often each unit of a corpus (column) occurs before each (row), in both texts.

    For saved counts, only the saved pairs count.
    """
    size = len(corpus.alphabet.units)
    found = _adjacent(corpus.units, size)
    if isinstance(background, TextBackground):
        return found + _adjacent(translated(background.text, corpus).units, size)
    if isinstance(background, CountsBackground):
        one, two, counts = adjacent_units(background.counts, corpus)
        return found + sparse.csr_array((counts.astype(np.float64), (two, one)), shape=(size, size))
    return found


def is_content(corpus: Corpus, background: Background | None = None) -> NDArray[np.bool_]:
    """Return bool[A]: True for units that are not function words: at most a thousandth of the background.

    Without a background, at most a hundredth of the corpus: in a text about hives, hive may be one word in two hundred.
    """
    share = FUNCTION_SHARE if background else _FREQUENT_SHARE
    world = background or TextBackground(corpus)
    content: NDArray[np.bool_] = world.unit_counts(corpus) <= share * world.n_units
    return content


def learn_alternations(corpus: Corpus, before: _Matrix, content: NDArray[np.bool_]) -> list[Alternation]:
    """Find the endings of inflection: those that many stems share and that hardly change the neighbours of a word.

    The principal alternation is the one of most stems; in English, French and Spanish it is singular and plural.
    Another alternation is inflection if 16 stems or more have it and its words have, on average, neighbours at least
    half as similar on both sides: ly, al and er make other words, with other neighbours. If 8 stems or more have it but
    lack the principal one (party, parties, but never partys), it is probably another spelling of the same inflection,
    and a third is enough. The limits were set on three English texts and a French one of 40,000 words each.

    Goldsmith 2001, Unsupervised learning of the morphology of a natural language, for endings by the stems they share;
    Schone & Jurafsky 2000, Knowledge-free induction of morphology using latent semantic analysis, for company.

    Parameters
    ----------
    corpus
        The corpus of the words.
    before
        Result of `neighbours`.
    content
        Result of `is_content`. Function words do not count as neighbours and have no forms.

    Returns
    -------
    list
        The principal alternation first, the others in order of their endings; empty if no 16 stems share one.
    """
    found = _shared_stems(_words(corpus, content))
    alternations = [
        Alternation(endings, pairs, similarity)
        for endings, pairs in sorted(found.items())
        for similarity in [_similarity(before, content, pairs)]
    ]
    principal = max(alternations, key=lambda found: len(found.pairs), default=None)
    if principal is None or len(principal.pairs) < _LEAST_PAIRS:
        return []
    likeness = principal.similarity.mean(axis=0)
    inflected = {corpus.alphabet.units[unit] for unit in principal.pairs.ravel().tolist()}
    texts = corpus.alphabet.units
    others = []
    for other in alternations:
        relative = float((other.similarity.mean(axis=0) / np.maximum(likeness, 1e-12)).min())
        common = len(other.pairs) >= _LEAST_PAIRS and relative >= _COMMON_LIKENESS
        if other is not principal and (
            common or (relative >= _EXCLUSIVE_LIKENESS and _excludes(other, inflected, texts))
        ):
            others.append(other)
    return [principal, *others]


def form_classes(corpus: Corpus, alternations: Sequence[Alternation]) -> NDArray[np.int32]:
    """Return int32[A]: for each unit, the lowest unit id among its forms; for most units their own id.

    Two words are forms of one word if they have the principal alternation; if they have another one and share a
    neighbour (vent and vente share none); or if they differ only in hyphens.
    """
    parent = np.arange(len(corpus.alphabet.units), dtype=np.int32)

    def root(unit: int) -> int:
        while parent[unit] != unit:
            unit = int(parent[unit])
        return unit

    def join(pairs: Iterable[Sequence[int]]) -> None:
        for one, other in pairs:
            low, high = sorted((root(one), root(other)))
            parent[high] = low

    for rank, alternation in enumerate(alternations):
        kept = np.ones(len(alternation.pairs), dtype=bool) if rank == 0 else alternation.similarity.sum(axis=1) > 0
        join(alternation.pairs[kept].tolist())
    join(_hyphen_variants(corpus))
    return np.array([root(unit) for unit in range(len(parent))], dtype=np.int32)


def _adjacent(units: NDArray[np.int32], size: int) -> _Matrix:
    total = sparse.csr_array((size, size))
    for begin, end in ranges(units):
        part = units[begin : end + 1]
        one, two = part[:-1], part[1:]
        inside = (one >= 0) & (two >= 0) & (one < size) & (two < size)
        total += sparse.csr_array((np.ones(int(inside.sum())), (two[inside], one[inside])), shape=(size, size))
        release(units)
    return total


def _words(corpus: Corpus, content: NDArray[np.bool_]) -> list[tuple[str, int]]:
    """Return the words that may be inflected, with their units."""
    spaced = np.flatnonzero(corpus.alphabet.spaced & content).tolist()
    words = [(corpus.alphabet.units[unit], unit) for unit in spaced]
    return [(word, unit) for word, unit in words if len(word) >= _SHORTEST_WORD and word.replace("-", "").isalpha()]


def _shared_stems(words: list[tuple[str, int]]) -> dict[tuple[str, str], NDArray[np.int64]]:
    """Return the pairs of words that share a stem and differ after it, by their endings."""
    by_stem: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for word, unit in words:
        for cut in range(max(_SHORTEST_STEM, len(word) - _LONGEST_SUFFIX), len(word) + 1):
            by_stem[word[:cut]].append((word[cut:], unit))
    pairs: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for endings in by_stem.values():
        endings.sort()
        for i, (ending, unit) in enumerate(endings):
            for other, other_unit in endings[i + 1 :]:
                if ending[:1] != other[:1]:
                    pairs[ending, other].append((unit, other_unit))
    return {key: np.array(found) for key, found in pairs.items() if len(found) >= _LEAST_EXCLUSIVE_PAIRS}


def _similarity(before: _Matrix, content: NDArray[np.bool_], pairs: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return float64[n, 2]: cosines of the neighbours before and after, by roots of counts, without function words."""
    kept = sparse.dia_array((content.astype(np.float64)[np.newaxis], 0), shape=before.shape)
    columns = []
    for side in (before, before.T.tocsr()):
        first, second = ((side[pairs[:, word]] @ kept).tocsr() for word in (0, 1))
        shared = np.asarray(first.sqrt().multiply(second.sqrt()).sum(axis=1)).ravel()
        sizes = np.asarray(first.sum(axis=1)).ravel() * np.asarray(second.sum(axis=1)).ravel()
        columns.append(shared / np.sqrt(np.maximum(sizes, 1.0)))
    return np.column_stack(columns)


def _excludes(alternation: Alternation, inflected: set[str], texts: Sequence[str]) -> bool:
    """Return True if words with this alternation rarely have the principal one."""
    both = [texts[one] in inflected or texts[other] in inflected for one, other in alternation.pairs.tolist()]
    return sum(both) <= _EXCLUSIVE_SHARE * len(both)


def _hyphen_variants(corpus: Corpus) -> list[tuple[int, int]]:
    """Return pairs of units that differ only in hyphens: co-occurrence, cooccurrence."""
    ids = {unit: number for number, unit in enumerate(corpus.alphabet.units)}
    hyphened = [(unit.replace("-", ""), number) for unit, number in ids.items() if "-" in unit]
    long = [(plain, number) for plain, number in hyphened if len(plain) >= _SHORTEST_WORD and plain.isalpha()]
    return [(ids[plain], number) for plain, number in long if plain in ids]
