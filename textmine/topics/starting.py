"""First clusters of documents: by the modules of their terms."""

from __future__ import annotations

import numpy as np

from textmine.arraytypes import Floats, Ids
from textmine.mapequation import SearchOptions, search, undirected_flow
from textmine.topics.merging import compact
from textmine.topics.nearness import Nearness
from textmine.topics.rows import DocumentTerms

__all__ = ["clusters_by_terms", "term_modules"]


def clusters_by_terms(rows: DocumentTerms, values: Floats, module: Ids) -> Ids:
    """Assign each document to the module of terms that it has most weight in, over the root of the module's terms.

    The measure is the cosine of a document with a module; by weight alone a large module of general terms would get a
    third of the documents.

    Parameters
    ----------
    rows, values
        Documents, and float64[m] the weights of their terms.
    module
        int32[V]: the module of each term, as `term_modules` returns it.

    Returns
    -------
    int32[D]
        Numbered from 0; -1 for a document none of whose terms has a link.
    """
    n_modules = int(module.max(initial=-1)) + 1
    if n_modules == 0:
        return np.full(len(rows), -1, np.int32)
    of_entry = module[rows.terms]
    known = of_entry >= 0
    keys = rows.rows()[known] * n_modules + of_entry[known]
    cells, inverse = np.unique(keys, return_inverse=True)
    sizes = np.bincount(module[module >= 0])
    weights = np.bincount(inverse, values[known]) / np.sqrt(sizes[cells % n_modules])
    documents = cells // n_modules
    # In ascending order of weights the greatest is written last; of equal ones that with the smallest number.
    order = np.lexsort((-cells, weights, documents))
    labels = np.full(len(rows), -1, np.int32)
    labels[documents[order]] = (cells % n_modules)[order]
    return compact(labels)


def term_modules(near: Nearness, seed: int) -> Ids:
    """Return the module of each term, int32[V]; -1 for one without links.

    The modules are those of the two-level map equation on the graph of nearest terms: many, small, and much the same
    when some documents are left out, which makes what begins with them stable. `seed` is that of the search.
    """
    from scipy.sparse import triu

    links = triu(near.links, 1).tocoo()
    modules = np.full(len(near.nearest), -1, np.int32)
    if links.nnz == 0:
        return modules
    linked = np.unique(np.concatenate((links.row, links.col)))
    number = np.zeros(len(modules), np.int32)
    number[linked] = np.arange(len(linked), dtype=np.int32)
    flow = undirected_flow(number[links.row], number[links.col], links.data, len(linked))
    options = SearchOptions(two_level=True, seed=seed)
    modules[linked] = search(flow, options=options).top_module - 1
    return modules
