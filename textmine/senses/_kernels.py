# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Counts the contexts of terms by the groups of neighbours that occur in them.

Pure Python mode of Cython: the same source runs interpreted in tests. Arrays come in checked.
"""

import cython

OTHER = cython.declare(cython.int, -9)


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _group_of(
    neighbours: cython.int[::1],
    groups: cython.uchar[::1],
    low: cython.longlong,
    high: cython.longlong,
    word: cython.int,
) -> cython.uchar:
    """Return the bit of a word's group, 0 where it is no neighbour; neighbours ascend."""
    end: cython.longlong = high
    middle: cython.longlong
    while low < high:
        middle = (low + high) >> 1
        if neighbours[middle] < word:
            low = middle + 1
        else:
            high = middle
    return groups[low] if low < end and neighbours[low] == word else 0


def count_documents(
    words: cython.int[::1],
    begins: cython.longlong[::1],
    first_document: cython.longlong,
    last_document: cython.longlong,
    window: cython.longlong,
    stop: cython.int,
    start: cython.longlong[::1],
    neighbours: cython.int[::1],
    groups: cython.uchar[::1],
    last: cython.longlong[::1],
    masks: cython.uchar[::1],
    counts: cython.longlong[:, ::1],
) -> None:
    """Add to counts[v, mask] the documents, first to last - 1, in which term v stands near just these groups.

    Near is up to `window` words to either side, and not across a break of `stop` or below. The neighbours of v are
    neighbours[start[v]:start[v + 1]], ascending; groups has 1, 2, 4 or 8 for each. Document d begins at
    begins[d]. `last`, -1 for each term, and `masks` are scratch.
    """
    at: cython.Py_ssize_t
    place: cython.Py_ssize_t
    step: cython.Py_ssize_t
    side: cython.int
    distance: cython.longlong
    document: cython.longlong = first_document
    word: cython.int
    other: cython.int
    n: cython.Py_ssize_t = words.shape[0]
    with cython.nogil:
        for at in range(begins[first_document], begins[last_document]):
            word = words[at]
            while at >= begins[document + 1]:
                document += 1
            if word < 0 or start[word] == start[word + 1]:
                continue
            if last[word] != document:
                if last[word] >= 0:
                    counts[word, masks[word]] += 1
                last[word] = document
                masks[word] = 0
            for side in range(2):
                step = 1 if side else -1
                place = at + step
                distance = 0
                while 0 <= place < n and distance < window:
                    other = words[place]
                    if other <= stop and other != OTHER:
                        break
                    if other >= 0:
                        masks[word] |= _group_of(neighbours, groups, start[word], start[word + 1], other)
                    distance += other >= 0 or other == OTHER
                    place += step
        for place in range(last.shape[0]):
            if last[place] >= 0:
                counts[place, masks[place]] += 1
