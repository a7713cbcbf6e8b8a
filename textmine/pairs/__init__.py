"""Co-occurrence of terms: pairs in a window, weights, pruning."""

from textmine.pairs.cooccurrence import CooccurrenceOptions, cooccurrence, count_pairs, default_nodes
from textmine.pairs.labels import label_terms, label_words
from textmine.pairs.weights import WEIGHTS

__all__ = [
    "WEIGHTS",
    "CooccurrenceOptions",
    "cooccurrence",
    "count_pairs",
    "default_nodes",
    "label_terms",
    "label_words",
]
