"""Expands seeds to similar terms: a word is added if it is similar to those added before; the bar rises with depth."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from textmine.arraytypes import Floats, Longs
from textmine.errors import GraphError, InputError, OptionError
from textmine.expand.chance import LEAST_WORDS, confidence_of, least_confident
from textmine.expand.spaces import GraphSpace, LayerSpace, MeanSpace, Space, unit_vector
from textmine.graph import Graph
from textmine.options import given, require
from textmine.progress import SILENT, Progress
from textmine.segment import Words, as_words
from textmine.vectors import NameIndex, Vectors

__all__ = ["NEAREST", "Expansion", "ExpansionOptions", "closeness", "expand_graph", "expand_vectors", "find_seeds"]


NEAREST = ("mean", "parent")
_BAR = 0.6
_NAMED = 5  # missing seeds that a note names


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpansionOptions:
    """How similar a word must be to be added.

    Attributes
    ----------
    bar
        Least similarity at depth 0, the depth of the seeds. None sets it so that the words of depth 1 are those with a
        confidence of one half; see `confidence_of`. In graphs, and among fewer than 100 words, None is 0.6.
    rate
        Rate at which the bar rises to 1: at depth i it is bar + (1 - bar) (1 - exp(-rate i)).
    nearest
        What a word is compared with: `mean`, the mean of all words so far, each with the weight exp(-rate i) of its
        depth; or `parent`, any word of the last depth.
    """

    bar: float | None = None
    rate: float = 0.35
    nearest: str = "mean"

    def __post_init__(self) -> None:
        if self.bar is not None and not -1 <= self.bar <= 1:
            raise OptionError("`bar` is not between -1 and 1", "use `bar=0.6`")
        if not 0 <= self.rate < float("inf"):
            raise OptionError("`rate` is negative", "use `rate=0.35`, or 0 for the same bar everywhere")
        if self.nearest not in NEAREST:
            raise OptionError(f"nearest cannot be '{self.nearest}'", f"use one of: {', '.join(NEAREST)}")

    def at(self, depth: int) -> float:
        """Return the least similarity at a depth.

        Examples
        --------
        >>> [round(ExpansionOptions().at(depth), 4) for depth in (0, 1, 2, 10)]
        [0.6, 0.7181, 0.8014, 0.9879]
        """
        bar = _BAR if self.bar is None else self.bar
        return bar + (1.0 - bar) * float(1.0 - np.exp(-self.rate * depth))

    def reaching(self, similarity: float) -> ExpansionOptions:
        """Return these options with the bar that is at a similarity at depth 1.

        Examples
        --------
        >>> round(ExpansionOptions().reaching(0.4).at(1), 9)
        0.4
        """
        return replace(self, bar=max(1.0 - (1.0 - min(similarity, 1.0)) * float(np.exp(self.rate)), -1.0))

    def weight(self, depth: int) -> float:
        """Return the weight of a word of a depth in the mean."""
        return float(np.exp(-self.rate * depth))


@dataclass(frozen=True, slots=True)
class Expansion:
    """Words sorted by depth, then similarity. The seeds come first, in the order given.

    Attributes
    ----------
    names
        The words.
    ids
        int64[m]: number of each word among the vectors or the nodes.
    similarity
        float64[m]: similarity with which each word was added; 1 for seeds.
    depth
        int64[m]: steps from the seeds.
    parent
        int64[m]: row of the earlier word to which it is most similar; -1 for seeds.
    confidence
        float64[m]: share of the words as similar, or more, that are not so by chance, at the depth of the word; 1 for
        seeds. None in graphs.
    """

    names: Sequence[str]
    ids: Longs
    similarity: Floats
    depth: Longs
    parent: Longs
    confidence: Floats | None = None

    def __len__(self) -> int:
        return len(self.names)

    def __repr__(self) -> str:
        return f"<Expansion of {len(self)} words, {int(self.depth.max(initial=0))} deep>"

    def columns(self) -> tuple[str, ...]:
        """Return the names of the columns of `rows`."""
        sure = () if self.confidence is None else ("confidence",)
        return ("term", "similarity", *sure, "depth", "seed", "path")

    def rows(self) -> Iterator[tuple[str | int | float, ...]]:
        """Yield a record for each word: word, similarity, confidence, depth, the seed it comes from, the path."""
        paths: list[list[str]] = []
        columns = [column.tolist() for column in (self.similarity, self.confidence) if column is not None]
        for name, sure, depth, parent in zip(
            self.names, zip(*columns, strict=True), self.depth.tolist(), self.parent.tolist(), strict=True
        ):
            paths.append([name] if parent < 0 else [*paths[parent], name])
            yield name, *sure, depth, paths[-1][0], " > ".join(paths[-1])


def find_seeds(terms: Sequence[str], names: Sequence[str], source: str, progress: Progress = SILENT) -> Longs:
    """Return int64[s]: the numbers of terms among names, each once. A note names the missing terms.

    Raises
    ------
    InputError
        None of the terms is among the names; `source` is the file of the names.

    Examples
    --------
    >>> find_seeds(["sf6", "油", "SF6"], ["油", "SF6"], "vectors.txt").tolist()
    [1, 0]
    """
    index = NameIndex(names)
    places = [index.find(term) for term in terms]
    absent = [term for term, place in zip(terms, places, strict=True) if place < 0]
    if len(absent) == len(terms):
        raise InputError(source, None, f"none of the {len(terms)} seeds is in it", "give seeds that the text has")
    if absent:
        named = ", ".join(absent[:_NAMED]) + (", ..." if len(absent) > _NAMED else "")
        progress.note(f"{len(absent)} of {len(terms)} seeds not found: {named}")
    return np.array(list(dict.fromkeys(place for place in places if place >= 0)), dtype=np.int64)


def _numbers(seeds: Longs | Words, names: Sequence[str], source: str, progress: Progress) -> Longs:
    """Return the numbers of seeds among names."""
    if isinstance(seeds, np.ndarray) and seeds.dtype.kind in "iu":
        return seeds.astype(np.int64)
    return find_seeds(as_words(seeds).words, names, source, progress)


def expand_vectors(
    vectors: Vectors,
    seeds: Longs | Words,
    options: ExpansionOptions | None = None,
    progress: Progress = SILENT,
    **keywords: Any,
) -> Expansion:
    """Expand seeds to the words similar to them, then to words similar to those, and so on.

    Parameters
    ----------
    vectors
        The words.
    seeds
        The words to begin with: strings, what `discover` found, or int64[s], numbers of words, each once.
    options
        How similar a word must be.
    progress
        Told of seeds that are not among the words.
    **keywords
        Options by name, in place of `options`: `bar=0.5`.

    Raises
    ------
    InputError
        None of the seeds is among the words.

    Examples
    --------
    >>> places = Vectors("abcd", np.array([[1.0, 0.0], [0.9, 0.4], [0.7, 0.7], [-1.0, 0.2]]))
    >>> [row[-1] for row in expand_vectors(places, ["a"], nearest="parent").rows()]
    ['a', 'a > b', 'a > b > c']
    >>> [row[0] for row in expand_vectors(places, np.array([0])).rows()]
    ['a', 'b', 'c']
    """
    options = given(ExpansionOptions, options, keywords)
    require(vectors, Vectors, "load_vectors")
    directions = vectors.directions()
    space = MeanSpace(directions) if options.nearest == "mean" else LayerSpace(directions)
    by_chance = len(vectors) >= LEAST_WORDS
    return _grown(
        vectors.names, _numbers(seeds, vectors.names, "vectors", progress), space, options, by_chance=by_chance
    )


def expand_graph(
    graph: Graph,
    seeds: Longs | Words,
    options: ExpansionOptions | None = None,
    progress: Progress = SILENT,
    **keywords: Any,
) -> Expansion:
    """Expand seeds along links whose weights are similarities; parameters as in `expand_vectors`.

    Raises
    ------
    GraphError
        A weight is above 1.

    Examples
    --------
    >>> from textmine.graph import build_graph
    >>> chain = build_graph("abc", np.array([0, 1]), np.array([1, 2]), np.array([0.75, 0.8]))
    >>> [row[:3] for row in expand_graph(chain, np.array([0])).rows()]  # c needs 0.8014
    [('a', 1.0, 0), ('b', 0.75, 1)]
    """
    options = given(ExpansionOptions, options, keywords)
    require(graph, Graph, "load_graph")
    if graph.n_links and graph.weights.max() > 1:
        reason = f"a weight of {graph.weights.max():.6g} is not a similarity"
        raise GraphError(reason, "make the graph with `weight='npmi'` or `weight='jaccard'`, or from vectors")
    return _grown(graph.names, _numbers(seeds, graph.names, "graph", progress), GraphSpace(graph), options)


def closeness(vectors: Vectors, expansion: Expansion, options: ExpansionOptions | None = None) -> Floats:
    """Return float64[n]: the cosine of each word with the mean of the expansion, weighted by depth."""
    options = options or ExpansionOptions()
    directions = vectors.directions()
    weights = np.array([options.weight(depth) for depth in expansion.depth.tolist()])
    return directions @ unit_vector(weights @ directions[expansion.ids])


def _grown(
    names: Sequence[str], seeds: Longs, space: Space, options: ExpansionOptions, *, by_chance: bool | None = None
) -> Expansion:
    """Return the words reached; `by_chance` says whether the bar may be set by what is similar by chance.

    None stands for a space in which most words have no similarity, such as a graph.
    """
    row_of = np.full(len(names), -1, dtype=np.int64)
    row_of[seeds] = np.arange(len(seeds))
    ids, similarities, parents = [seeds], [np.ones(len(seeds))], [np.full(len(seeds), -1, dtype=np.int64)]
    sure = [np.ones(len(seeds))]
    while len(ids[-1]):
        depth = len(ids)
        similarity = np.minimum(space.similarities(ids[-1], options.weight(depth - 1)), 1.0)
        others = np.flatnonzero(row_of < 0)
        confidence = np.zeros(len(names))
        if by_chance is not None:
            confidence[others] = confidence_of(similarity[others])
        if by_chance and options.bar is None:
            options = options.reaching(least_confident(similarity[others], confidence[others]))
        # The bar of depth 1 was taken from a similarity; rounding must not lose that word.
        found = others[similarity[others] >= options.at(depth) - 1e-12]
        found = found[np.argsort(-similarity[found], kind="stable")]
        parents.append(row_of[space.parents(found)])
        row_of[found] = sum(map(len, ids)) + np.arange(len(found))
        ids.append(found)
        similarities.append(similarity[found])
        sure.append(confidence[found])
    reached = np.concatenate(ids)
    depths = np.repeat(np.arange(len(ids)), [len(layer) for layer in ids])
    found_names = [names[word] for word in reached.tolist()]
    confidences = None if by_chance is None else np.concatenate(sure)
    return Expansion(found_names, reached, np.concatenate(similarities), depths, np.concatenate(parents), confidences)
