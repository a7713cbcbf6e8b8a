# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Links into rows: cleaned, sorted by counting, and equal ones added up, in place.

All arrays belong to the caller, who has checked that ids are in range. Nothing here allocates or takes the GIL. Where
links have no counts, the array of counts is empty.
"""

import cython


@cython.locals(k=cython.Py_ssize_t, m=cython.Py_ssize_t, u=cython.int, v=cython.int, last_u=cython.int,
               last_v=cython.int, sorted_=cython.bint)  # fmt: skip
def prepare(
    sources: cython.int[::1], targets: cython.int[::1], weights: cython.double[::1], counts: cython.longlong[::1],
    directed: cython.bint, found: cython.longlong[::1]
) -> None:  # fmt: skip
    """Drop links of weight 0 and, of undirected links, write the smaller id first; all in place.

    `found` int64[2] gets the number of links, and whether they are in order of source and target.
    """
    with cython.nogil:
        m = 0
        sorted_ = True
        last_u = last_v = 0
        for k in range(sources.shape[0]):
            if weights[k] == 0.0:
                continue
            u = sources[k]
            v = targets[k]
            if not directed and v < u:
                u, v = v, u
            if u < last_u or (u == last_u and v < last_v):
                sorted_ = False
            last_u = u
            last_v = v
            sources[m] = u
            targets[m] = v
            weights[m] = weights[k]
            if counts.shape[0] > 0:
                counts[m] = counts[k]
            m += 1
        found[0] = m
        found[1] = sorted_


@cython.locals(k=cython.Py_ssize_t, at=cython.longlong)
def distribute(
    keys: cython.int[::1], others: cython.int[::1], weights: cython.double[::1], counts: cython.longlong[::1],
    place: cython.longlong[::1], new_keys: cython.int[::1], new_others: cython.int[::1],
    new_weights: cython.double[::1], new_counts: cython.longlong[::1]
) -> None:  # fmt: skip
    """Write links in order of their keys, those of equal keys as they were; `place` int64[largest key + 2] is zero."""
    with cython.nogil:
        for k in range(keys.shape[0]):
            place[keys[k] + 1] += 1
        for k in range(place.shape[0] - 1):
            place[k + 1] += place[k]
        for k in range(keys.shape[0]):
            at = place[keys[k]]
            place[keys[k]] += 1
            new_keys[at] = keys[k]
            new_others[at] = others[k]
            new_weights[at] = weights[k]
            if counts.shape[0] > 0:
                new_counts[at] = counts[k]


@cython.locals(k=cython.Py_ssize_t, m=cython.Py_ssize_t, u=cython.int)
def add_up(
    sources: cython.int[::1], targets: cython.int[::1], weights: cython.double[::1], counts: cython.longlong[::1],
    indptr: cython.longlong[::1]
) -> int:  # fmt: skip
    """Make one link of equal ones, which stand together, in place; return how many links there are then.

    `indptr` int64[n + 1] is zero, and gets where the links of each source begin.
    """
    with cython.nogil:
        m = 0
        for k in range(sources.shape[0]):
            if m > 0 and sources[m - 1] == sources[k] and targets[m - 1] == targets[k]:
                weights[m - 1] += weights[k]
                if counts.shape[0] > 0:
                    counts[m - 1] += counts[k]
                continue
            u = sources[k]
            sources[m] = u
            targets[m] = targets[k]
            weights[m] = weights[k]
            if counts.shape[0] > 0:
                counts[m] = counts[k]
            indptr[u + 1] += 1
            m += 1
        for k in range(indptr.shape[0] - 1):
            indptr[k + 1] += indptr[k]
    return m


@cython.locals(k=cython.Py_ssize_t)
def extreme(weights: cython.double[::1], least: cython.double, greatest: cython.double) -> int:
    """Return the first weight that is below `least` or above `greatest`; -1 where there is none."""
    with cython.nogil:
        for k in range(weights.shape[0]):
            if weights[k] < least or weights[k] > greatest:
                break
        else:
            k = -1
    return k
