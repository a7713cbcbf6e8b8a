"""Which terms occur together: pairs in a window, weights, pruning."""

from textmine.cooccurrence.labels import label_terms, label_words
from textmine.cooccurrence.pairs import CooccurrenceOptions, cooccurrence, count_pairs, default_nodes
from textmine.cooccurrence.weights import WEIGHTS

__all__ = [
    "WEIGHTS",
    "CooccurrenceOptions",
    "cooccurrence",
    "count_pairs",
    "default_nodes",
    "label_terms",
    "label_words",
]
