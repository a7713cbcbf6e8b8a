# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Kernel of the best segmentation: the word sequence of least total cost, by dynamic programming.

cost(sentence) = min over word sequences of sum -log2 p(word), in bits (Viterbi over a unigram lexicon).

units int32[n] are a corpus, negative where a break is. The lexicon is a trie as in ngrams/_kernels.py: ids 0 to A - 1
are the units, the children of node v are first_child[v] to first_child[v + 1] - 1, their last units ascending; costs
float64[G] in bits, infinity where a node is no word. All arrays are the caller's; units not below A cost `unknown`.
"""

import cython

INSIDE = cython.declare(cython.int, -4)
INFINITY = cython.declare(cython.double, float("inf"))


# Stands in ngrams/_kernels.py too: sharing it would need a .pxd file, and the source would no longer run interpreted.
@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def child(
    first_child: cython.longlong[::1], last: cython.int[::1], node: cython.longlong, unit: cython.int
) -> cython.longlong:
    """Return the id of `node` followed by `unit`, -1 where there is none."""
    low: cython.longlong = first_child[node]
    end: cython.longlong = first_child[node + 1]
    high: cython.longlong = end
    middle: cython.longlong
    while low < high:
        middle = (low + high) >> 1
        if last[middle] < unit:
            low = middle + 1
        else:
            high = middle
    if low < end and last[low] == unit:
        return low
    return -1


def best_path(
    units: cython.int[::1],
    first_child: cython.longlong[::1],
    last: cython.int[::1],
    costs: cython.double[::1],
    unknown: cython.double,
    best: cython.double[::1],
    back: cython.longlong[::1],
    nodes: cython.int[::1],
    words: cython.int[::1],
) -> None:
    """Fill words int32[n]: the node of the word that begins at each place, INSIDE within a word, breaks as they are.

    best float64[m + 1], back int64[m + 1], nodes int32[m + 1] are scratch, m at least the length of the longest clause:
    for each place of the clause the cost of the cheapest way there, where its last word begins and which it is.
    Of two ways of equal cost the one found first stays, the one whose last word is longer.
    """
    n: cython.Py_ssize_t = units.shape[0]
    n_nodes: cython.longlong = first_child.shape[0] - 1
    begin: cython.Py_ssize_t = 0
    length: cython.Py_ssize_t
    at: cython.Py_ssize_t
    ahead: cython.Py_ssize_t
    node: cython.longlong
    cost: cython.double
    with cython.nogil:
        while begin < n:
            if units[begin] < 0:
                words[begin] = units[begin]
                begin += 1
                continue
            length = 0
            while begin + length < n and units[begin + length] >= 0:
                length += 1
                best[length] = INFINITY
            best[0] = 0.0
            for at in range(length):
                node = units[begin + at]
                cost = costs[node] if node < n_nodes else unknown
                if cost == INFINITY:
                    cost = unknown
                ahead = at + 1
                if best[at] + cost < best[ahead]:
                    best[ahead] = best[at] + cost
                    back[ahead] = at
                    nodes[ahead] = units[begin + at]
                while ahead < length and node < n_nodes:
                    node = child(first_child, last, node, units[begin + ahead])
                    if node < 0:
                        break
                    ahead += 1
                    if best[at] + costs[node] < best[ahead]:
                        best[ahead] = best[at] + costs[node]
                        back[ahead] = at
                        nodes[ahead] = cython.cast(cython.int, node)
            ahead = length
            while ahead > 0:
                at = back[ahead]
                words[begin + at] = nodes[ahead]
                while at + 1 < ahead:
                    at += 1
                    words[begin + at] = INSIDE
                ahead = back[ahead]
            begin += length
