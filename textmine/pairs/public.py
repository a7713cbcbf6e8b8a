"""What the room offers; its names load when one is first used."""

from textmine.pairs.labels import label_terms, label_words
from textmine.pairs.linking import CooccurrenceOptions, cooccurrence, count_pairs, default_nodes
from textmine.pairs.paths import term_paths
from textmine.pairs.weights import WEIGHTS, Weight

__all__ = [
    "WEIGHTS",
    "CooccurrenceOptions",
    "Weight",
    "cooccurrence",
    "count_pairs",
    "default_nodes",
    "label_terms",
    "label_words",
    "term_paths",
]
