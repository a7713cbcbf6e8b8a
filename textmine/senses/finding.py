"""Finds terms with two senses or uses, and which of them each link of a graph is about."""

from __future__ import annotations

from typing import Any

import numpy as np

from textmine.arraytypes import Floats, Ids, Longs
from textmine.graph import Graph
from textmine.options import given, require
from textmine.pairs.labels import label_words
from textmine.segment import WordList
from textmine.senses.choosing import split_of
from textmine.senses.company import Company, company_of
from textmine.senses.contexts import Grouped, count_contexts
from textmine.senses.grouping import groups_of
from textmine.senses.options import SenseOptions
from textmine.senses.senses import Senses
from textmine.text import Corpus
from textmine.topics.nearness import nearest_terms
from textmine.topics.rows import count_terms, cut_documents

__all__ = ["find_senses"]

_FEWEST = 6  # neighbours of a term, for two groups of three
_NEAREST = 20
_PIECE = 1000  # words


def find_senses(corpus: Corpus, graph: Graph, options: SenseOptions | None = None, **keywords: Any) -> Senses:
    """Find the terms of a graph that have two senses or uses in a corpus.

    The neighbours of a term are grouped by their company (modules of the map equation among those that are alike). Two
    groups are senses if their company differs (cosine) and if the term seldom stands near both in one document: a
    document uses a word in one sense (Gale, Church & Yarowsky 1992). Then each neighbour is linked with one sense (ego
    splitting, Epasto, Lattanzi & Paes Leme 2017). Most terms keep one.

    Parameters
    ----------
    corpus
        The text.
    graph
        Its graph of terms, from `cooccurrence`. NPMI as weight is best: by counts, general words are the neighbours.
    options, keywords
        A `SenseOptions`, or its fields as keywords.

    Examples
    --------
    >>> from textmine.pairs import cooccurrence
    >>> from textmine.text import build_corpus
    >>> of_power, of_buses = ("电压", "绝缘", "跳闸", "变电站"), ("公交", "站台", "乘客", "票价")
    >>> pairs = [(a, b) for field in (of_power, of_buses) for a in field for b in field if a != b] * 3
    >>> corpus = build_corpus([f"线路,{a},{b}" for a, b in pairs])
    >>> graph = cooccurrence(corpus, ["线路", *of_power, *of_buses], weight="count")
    >>> for term, sense, share, likeness, near in find_senses(corpus, graph).rows():
    ...     print(term, sense, share, near)
    线路 1 0.5 电压 绝缘 跳闸 变电站
    线路 2 0.5 公交 站台 乘客 票价
    """
    options = given(SenseOptions, options, keywords)
    require(corpus, Corpus, "read_corpus")
    require(graph, Graph, "cooccurrence")
    n = graph.n_nodes
    words = label_words(corpus, WordList(list(graph.names), np.ones(n)), threads=options.threads, memory=options.memory)
    one_way = graph.to_scipy()
    links = one_way + one_way.T if graph.directed else one_way
    links.sort_indices()
    begins = _pieces(words)
    company = company_of(nearest_terms(count_terms(words, begins, n), _NEAREST, threads=options.threads))
    grouped = [each for term in range(n) if (each := _grouped(term, links, company, options)) is not None]
    if not grouped:
        return Senses.of(graph, [], company)
    counts = count_contexts(words, begins, grouped, n, options)
    splits = [split for each in grouped if (split := split_of(each, counts[each.term], options)) is not None]
    return Senses.of(graph, splits, company)


def _pieces(words: Ids) -> Longs:
    """Return where each document begins, long ones cut into pieces of about a thousand words."""
    ends = np.flatnonzero(words == -3) + 1
    starts = np.unique(np.concatenate(([0], ends, [len(words)])))
    return cut_documents(words, starts, _PIECE)[0]


def _grouped(term: int, links: Any, company: Company, options: SenseOptions) -> Grouped | None:
    """Group the neighbours with the heaviest links; None where there are few, or one group."""
    begin, end = links.indptr[term : term + 2]
    if end - begin < _FEWEST:
        return None
    weights: Floats = links.data[begin:end]
    heaviest = np.sort(np.argsort(-weights, kind="stable")[: options.neighbours])
    neighbours, weights = links.indices[begin:end][heaviest].astype(np.int32), weights[heaviest]
    alike = company.likeness(term, neighbours)
    group = groups_of(alike, weights, options.most)
    return Grouped(term, neighbours, weights, alike, group) if group.max() > 0 else None
