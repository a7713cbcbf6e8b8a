"""Unsupervised text mining: from raw text to a map of its terms, with no labels and no training.

Every name below is loaded when it is first used, so that `import textmine` costs next to nothing.

Examples
--------
>>> import textmine
>>> corpus = textmine.read_corpus("data/power.txt")
>>> terms = textmine.discover(corpus, textmine.read_corpus("data/encyclopedia.txt"), top=2000)
>>> graph = textmine.cooccurrence(corpus, terms[:500])
>>> communities = textmine.cluster(graph, trials=2)
>>> communities.n_top_modules > 5
True
"""

from __future__ import annotations

from textmine._version import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from textmine.backgrounds import (
        BackgroundOptions,
        SavedCounts,
        count_background,
        open_background,
        save_counts,
        shipped_background,
    )
    from textmine.communities import BootstrapOptions, GraphCommunities, bootstrap, cluster
    from textmine.comparison import Comparison, compare, compare_groups
    from textmine.concordance import ContextOptions, ContextTable, DocumentCounts, contexts, count_by_document
    from textmine.errors import GraphError, InputError, OptionError, TextmineError
    from textmine.expand import ExpansionOptions, expand_vectors
    from textmine.graph import (
        Graph,
        LayerOptions,
        StateNetwork,
        build_graph,
        load_graph,
        load_network,
        multilayer_network,
        state_network,
    )
    from textmine.map import DocumentTable, MapOptions, TermMap, documents, map_texts
    from textmine.mapequation import Communities, FlowOptions, SearchOptions
    from textmine.pairs import CooccurrenceOptions, cooccurrence, term_paths
    from textmine.periods import Trends, trends
    from textmine.segment import WordList, segment_texts
    from textmine.senses import SenseOptions, Senses, find_senses
    from textmine.streams import Alluvial, AlluvialOptions, alluvial
    from textmine.terms import DiscoverOptions, Term, Terms, discover
    from textmine.text import Corpus, ReadOptions, build_corpus, read_corpus, read_texts
    from textmine.text.dates import Dates, read_dates
    from textmine.text.records import Records, build_records
    from textmine.vectors import VectorOptions, Vectors, load_vectors, train_vectors

_HOMES = {
    "textmine.streams": ("Alluvial", "AlluvialOptions", "alluvial"),
    "textmine.backgrounds": (
        "BackgroundOptions",
        "SavedCounts",
        "count_background",
        "open_background",
        "save_counts",
        "shipped_background",
    ),
    "textmine.communities": ("BootstrapOptions", "GraphCommunities", "bootstrap", "cluster"),
    "textmine.comparison": ("Comparison", "compare", "compare_groups"),
    "textmine.concordance": ("ContextOptions", "ContextTable", "DocumentCounts", "contexts", "count_by_document"),
    "textmine.pairs": ("CooccurrenceOptions", "cooccurrence", "term_paths"),
    "textmine.errors": ("GraphError", "InputError", "OptionError", "TextmineError"),
    "textmine.expand": ("ExpansionOptions", "expand_vectors"),
    "textmine.graph": (
        "Graph",
        "LayerOptions",
        "StateNetwork",
        "build_graph",
        "load_graph",
        "load_network",
        "multilayer_network",
        "state_network",
    ),
    "textmine.map": ("DocumentTable", "MapOptions", "TermMap", "documents", "map_texts"),
    "textmine.mapequation": ("Communities", "FlowOptions", "SearchOptions"),
    "textmine.periods": ("Trends", "trends"),
    "textmine.segment": ("WordList", "segment_texts"),
    "textmine.senses": ("SenseOptions", "Senses", "find_senses"),
    "textmine.terms": ("DiscoverOptions", "Term", "Terms", "discover"),
    "textmine.text": ("Corpus", "ReadOptions", "build_corpus", "read_corpus", "read_texts"),
    "textmine.text.dates": ("Dates", "read_dates"),
    "textmine.text.records": ("Records", "build_records"),
    "textmine.vectors": ("VectorOptions", "Vectors", "load_vectors", "train_vectors"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "Alluvial",
    "AlluvialOptions",
    "BackgroundOptions",
    "BootstrapOptions",
    "Communities",
    "Comparison",
    "ContextOptions",
    "ContextTable",
    "CooccurrenceOptions",
    "Corpus",
    "Dates",
    "DiscoverOptions",
    "DocumentCounts",
    "DocumentTable",
    "ExpansionOptions",
    "FlowOptions",
    "Graph",
    "GraphCommunities",
    "GraphError",
    "InputError",
    "LayerOptions",
    "MapOptions",
    "OptionError",
    "ReadOptions",
    "Records",
    "SavedCounts",
    "SearchOptions",
    "SenseOptions",
    "Senses",
    "StateNetwork",
    "Term",
    "TermMap",
    "Terms",
    "TextmineError",
    "Trends",
    "VectorOptions",
    "Vectors",
    "WordList",
    "__version__",
    "alluvial",
    "bootstrap",
    "build_corpus",
    "build_graph",
    "build_records",
    "cluster",
    "compare",
    "compare_groups",
    "contexts",
    "cooccurrence",
    "count_background",
    "count_by_document",
    "discover",
    "documents",
    "expand_vectors",
    "find_senses",
    "load_graph",
    "load_network",
    "load_vectors",
    "map_texts",
    "multilayer_network",
    "open_background",
    "read_corpus",
    "read_dates",
    "read_texts",
    "save_counts",
    "segment_texts",
    "shipped_background",
    "state_network",
    "term_paths",
    "train_vectors",
    "trends",
]


def __getattr__(name: str) -> Any:
    """Load a public name from its home (PEP 562)."""
    if name not in _HOME_OF:
        raise AttributeError(f"module 'textmine' has no attribute '{name}'")
    import importlib

    return getattr(importlib.import_module(_HOME_OF[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
