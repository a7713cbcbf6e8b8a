"""Unsupervised text mining: from raw text to a map of its terms, with no labels and no training.

Every name below is loaded when it is first used, so that `import textmine` costs next to nothing.

Examples
--------
>>> import textmine
>>> corpus = textmine.read_corpus(["data/power.txt"])
>>> terms = textmine.discover(corpus, textmine.read_corpus(["data/encyclopedia.txt"], share=corpus))
>>> graph = textmine.cooccurrence(corpus, terms)
>>> communities = textmine.cluster(graph)
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from textmine._version import __version__

if TYPE_CHECKING:
    from textmine.corpus import Corpus

_HOMES = {"Corpus": "textmine.corpus"}

__all__ = ["Corpus", "__version__"]


def __getattr__(name: str) -> Any:
    """Load a public name from its home (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module 'textmine' has no attribute '{name}'")
    return getattr(importlib.import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
