# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Kernels that find terms in text: a trie of their units is followed from every place.

Node 0 of the trie is the root. root int32[r] is the node below it for each unit, 0 for none. The children of node g are
first_child[g] to first_child[g + 1] - 1 of child_units int32, ascending among them, and child_nodes int32. The terms
that end at node g are first_term[g] to first_term[g + 1] - 1 of terms int32. units int32[n] is a text: breaks are
negative and may stand within terms, but no term begins with one. At most `most` terms begin at a place. Counts are
64-bit. The caller owns all arrays and has checked that nodes and terms fit 32 bits; calls write to arrays of their own,
so threads need no locks.
"""

import cython


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def child(
    first_child: cython.longlong[::1],
    child_units: cython.int[::1],
    child_nodes: cython.int[::1],
    node: cython.int,
    unit: cython.int,
) -> cython.int:
    """Return the child of a node for a unit, 0 where there is none."""
    low: cython.longlong = first_child[node]
    end: cython.longlong = first_child[node + 1]
    high: cython.longlong = end
    middle: cython.longlong
    while low < high:
        middle = (low + high) >> 1
        if child_units[middle] < unit:
            low = middle + 1
        else:
            high = middle
    if low < end and child_units[low] == unit:
        return child_nodes[low]
    return 0


def find(
    units: cython.int[::1],
    at: cython.longlong,
    root: cython.int[::1],
    first_child: cython.longlong[::1],
    child_units: cython.int[::1],
    child_nodes: cython.int[::1],
    first_term: cython.longlong[::1],
    terms: cython.int[::1],
    most: cython.longlong,
    starts: cython.longlong[::1],
    found: cython.int[::1],
) -> tuple[int, int]:
    """Write the places from `at` on where terms begin, and the terms, until the text ends or `starts` is nearly full.

    Returns the first place that was not looked at, and how many were written. `starts` has room for `most` or more.
    """
    n: cython.longlong = units.shape[0]
    n_root: cython.longlong = root.shape[0]
    room: cython.longlong = starts.shape[0]
    written: cython.longlong = 0
    place: cython.longlong
    term: cython.longlong
    node: cython.int
    with cython.nogil:
        while at < n and written + most <= room:
            node = 0
            if 0 <= units[at] < n_root:
                node = root[units[at]]
            place = at + 1
            while node > 0:
                for term in range(first_term[node], first_term[node + 1]):
                    starts[written] = at
                    found[written] = terms[term]
                    written += 1
                if place >= n:
                    break
                node = child(first_child, child_units, child_nodes, node, units[place])
                place += 1
            at += 1
    return at, written


def count_in_documents(
    units: cython.int[::1],
    edges: cython.longlong[::1],
    document: cython.longlong,
    root: cython.int[::1],
    first_child: cython.longlong[::1],
    child_units: cython.int[::1],
    child_nodes: cython.int[::1],
    first_term: cython.longlong[::1],
    terms: cython.int[::1],
    most: cython.longlong,
    seen: cython.longlong[::1],
    touched: cython.int[::1],
    n_units: cython.longlong[::1],
    out_terms: cython.int[::1],
    out_documents: cython.int[::1],
    out_counts: cython.longlong[::1],
) -> tuple[int, int]:
    """Count the terms in each document from `document` on, until the last or until an output is nearly full.

    Document d has the units edges[d] to edges[d + 1] - 1; a term may not begin in one and end in another. seen
    int64[t] is all 0, before and after; touched int32[t] is scratch. n_units int64[d] gets the units of each document
    without breaks. An entry is written for each term of a document, in order of documents. Returns the first document
    that was not looked at, and how many entries were written. The outputs have room for the entries of any one
    document: its terms are not more than there are, nor than `most` at each place.
    """
    n_documents: cython.longlong = edges.shape[0] - 1
    n_root: cython.longlong = root.shape[0]
    n_terms: cython.longlong = seen.shape[0]
    room: cython.longlong = out_terms.shape[0]
    written: cython.longlong = 0
    needed: cython.longlong
    at: cython.longlong
    end: cython.longlong
    place: cython.longlong
    term: cython.longlong
    n_touched: cython.longlong
    n_own: cython.longlong
    node: cython.int
    with cython.nogil:
        while document < n_documents:
            end = edges[document + 1]
            needed = (end - edges[document]) * most
            if needed > n_terms:
                needed = n_terms
            if written + needed > room:
                break
            n_touched = 0
            n_own = 0
            for at in range(edges[document], end):
                if units[at] < 0:
                    continue
                n_own += 1
                node = 0
                if units[at] < n_root:
                    node = root[units[at]]
                place = at + 1
                while node > 0:
                    for term in range(first_term[node], first_term[node + 1]):
                        if seen[terms[term]] == 0:
                            touched[n_touched] = terms[term]
                            n_touched += 1
                        seen[terms[term]] += 1
                    if place >= end:
                        break
                    node = child(first_child, child_units, child_nodes, node, units[place])
                    place += 1
            n_units[document] = n_own
            for term in range(n_touched):
                out_terms[written] = touched[term]
                out_documents[written] = cython.cast(cython.int, document)
                out_counts[written] = seen[touched[term]]
                seen[touched[term]] = 0
                written += 1
            document += 1
    return document, written


def sort_by_term(
    terms: cython.int[::1],
    documents: cython.int[::1],
    counts: cython.longlong[::1],
    places: cython.longlong[::1],
    out_documents: cython.int[::1],
    out_counts: cython.longlong[::1],
) -> None:
    """Write entries in order of their terms; those of a term stay in their order.

    places int64[t] is where the next entry of each term goes, and is moved on.
    """
    entry: cython.longlong
    with cython.nogil:
        for entry in range(terms.shape[0]):
            out_documents[places[terms[entry]]] = documents[entry]
            out_counts[places[terms[entry]]] = counts[entry]
            places[terms[entry]] += 1
