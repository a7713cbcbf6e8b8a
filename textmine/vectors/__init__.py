"""Word vectors: context counts, positive mutual information, truncated singular value decomposition."""

from textmine.vectors.contexts import count_contexts
from textmine.vectors.factorization import truncated_svd
from textmine.vectors.formats import load_vectors, read_vectors, save_vectors, vector_lines
from textmine.vectors.graph import neighbour_graph
from textmine.vectors.neighbours import Neighbours, nearest_neighbours
from textmine.vectors.ppmi import ppmi
from textmine.vectors.training import Associations, VectorOptions, associate_words, train_vectors
from textmine.vectors.vectors import NameIndex, Vectors

__all__ = [
    "Associations",
    "NameIndex",
    "Neighbours",
    "VectorOptions",
    "Vectors",
    "associate_words",
    "count_contexts",
    "load_vectors",
    "nearest_neighbours",
    "neighbour_graph",
    "ppmi",
    "read_vectors",
    "save_vectors",
    "train_vectors",
    "truncated_svd",
    "vector_lines",
]
