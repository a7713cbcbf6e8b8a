# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Passes over documents as rows of terms: the nearest terms of each term, lengths, sums and assignments.

Rows are sparse (CSR): `indptr` int64[D + 1], `terms` int32 and a value each. The values of a row of length 1 are
multiples of 2^-30 and are stored as the integers int32, so that sums over documents are exact and do not depend on
their order. Weights of terms in clusters are float64[V, k]: a row a term, a column a cluster.

Every kernel works on the rows from `begin` to `end` - 1, and what it writes for a row depends on that row alone; sums
are integers. So any division of the work gives the same bytes. The caller owns all arrays and has checked them.
"""

import cython


@cython.locals(
    t=cython.int, u=cython.int, i=cython.Py_ssize_t, j=cython.Py_ssize_t, n=cython.Py_ssize_t, m=cython.Py_ssize_t,
    place=cython.Py_ssize_t, size=cython.Py_ssize_t, both=cython.longlong, shared=cython.double, value=cython.double,
    log_d=cython.double
)  # fmt: skip
def nearest_terms(
    indptr: cython.longlong[::1], terms: cython.int[::1], holders_at: cython.longlong[::1], holders: cython.int[::1],
    logs: cython.double[::1], n_documents: cython.longlong, min_documents: cython.longlong, begin: cython.int,
    end: cython.int, together: cython.int[::1], met: cython.int[::1], nearest: cython.int[:, ::1],
    strengths: cython.double[:, ::1]
) -> None:  # fmt: skip
    """Write the terms with the greatest NPMI of each term, best first; of equal ones the one with the smaller number.

    NPMI(t, u) = ln(D n_tu / (n_t n_u)) / ln(D / n_tu) (Bouma 2009), n = documents with the term or both terms.
    `holders` are the documents of each term (from `holders_at`), `logs` the logarithms of 0 (as 0) to D. Pairs in fewer
    than `min_documents` do not count, nor those below 0. `nearest` int32[V, K] is -1 and `strengths` float64[V, K] is 0
    where nothing is found. `together` int32[V] is zero and is left so; `met` int32[V] is room.
    """
    size = nearest.shape[1]
    log_d = logs[n_documents]
    with cython.nogil:
        for t in range(begin, end):
            n = 0
            for i in range(holders_at[t], holders_at[t + 1]):
                for j in range(indptr[holders[i]], indptr[holders[i] + 1]):
                    u = terms[j]
                    if together[u] == 0:
                        met[n] = u
                        n += 1
                    together[u] += 1
            m = 0
            for i in range(n):
                u = met[i]
                both = together[u]
                together[u] = 0
                if u == t or both < min_documents or both >= n_documents:
                    continue
                shared = logs[both]
                value = (
                    log_d + shared - logs[holders_at[t + 1] - holders_at[t]] - logs[holders_at[u + 1] - holders_at[u]]
                )
                if value <= 0:
                    continue
                value = value / (log_d - shared)
                if m == size and (
                    value < strengths[t, m - 1] or (value == strengths[t, m - 1] and u > nearest[t, m - 1])
                ):
                    continue
                place = m if m < size else size - 1
                m = place + 1
                while place > 0 and (
                    value > strengths[t, place - 1] or (value == strengths[t, place - 1] and u < nearest[t, place - 1])
                ):
                    strengths[t, place] = strengths[t, place - 1]
                    nearest[t, place] = nearest[t, place - 1]
                    place -= 1
                strengths[t, place] = value
                nearest[t, place] = u


@cython.locals(
    d=cython.Py_ssize_t, i=cython.Py_ssize_t, j=cython.Py_ssize_t, n=cython.Py_ssize_t, t=cython.int, u=cython.int,
    total=cython.double
)  # fmt: skip
def smoothed_lengths(
    indptr: cython.longlong[::1], terms: cython.int[::1], values: cython.double[::1], near_at: cython.longlong[::1],
    near: cython.int[::1], shares: cython.double[::1], begin: cython.Py_ssize_t, end: cython.Py_ssize_t,
    row: cython.double[::1], met: cython.int[::1], lengths: cython.double[::1]
) -> None:  # fmt: skip
    """Write the length of M x for each row x, M being the symmetric sparse matrix (`near_at`, `near`, `shares`).

    Values and shares are not negative, and shares are not 0. `row` float64[V] is zero and is left so; `met` int32[V] is
    room.
    """
    with cython.nogil:
        for d in range(begin, end):
            n = 0
            for i in range(indptr[d], indptr[d + 1]):
                if values[i] <= 0:
                    continue  # a sum that stays 0 would be met again
                t = terms[i]
                for j in range(near_at[t], near_at[t + 1]):
                    u = near[j]
                    if row[u] == 0:
                        met[n] = u
                        n += 1
                    row[u] += values[i] * shares[j]
            total = 0.0
            for i in range(n):
                total += row[met[i]] * row[met[i]]
                row[met[i]] = 0.0
            lengths[d] = total**0.5


@cython.locals(d=cython.Py_ssize_t, i=cython.Py_ssize_t, label=cython.int)
def add_rows(
    indptr: cython.longlong[::1], terms: cython.int[::1], values: cython.int[::1], labels: cython.int[::1],
    begin: cython.Py_ssize_t, end: cython.Py_ssize_t, sums: cython.longlong[:, ::1]
) -> None:  # fmt: skip
    """Add each row to the column of `sums` int64[V, k] that is its label; rows with the label -1 are left out."""
    with cython.nogil:
        for d in range(begin, end):
            label = labels[d]
            if label >= 0:
                for i in range(indptr[d], indptr[d + 1]):
                    sums[terms[i], label] += values[i]


@cython.locals(
    d=cython.Py_ssize_t, i=cython.Py_ssize_t, j=cython.Py_ssize_t, k=cython.Py_ssize_t, t=cython.int,
    best=cython.int, value=cython.double, greatest=cython.double
)  # fmt: skip
def nearest_clusters(
    indptr: cython.longlong[::1], terms: cython.int[::1], values: cython.int[::1], weights: cython.double[:, ::1],
    begin: cython.Py_ssize_t, end: cython.Py_ssize_t, scores: cython.double[::1], labels: cython.int[::1],
    products: cython.double[::1]
) -> None:  # fmt: skip
    """Write the cluster with the greatest product of each row and its weights, and that product; -1 if none is above 0.

    `scores` float64[k] is room. The products are in units of `values`.
    """
    k = weights.shape[1]
    with cython.nogil:
        for d in range(begin, end):
            for j in range(k):
                scores[j] = 0.0
            for i in range(indptr[d], indptr[d + 1]):
                t = terms[i]
                value = values[i]
                for j in range(k):
                    scores[j] += value * weights[t, j]
            best = -1
            greatest = 0.0
            for j in range(k):
                if scores[j] > greatest:
                    best = j
                    greatest = scores[j]
            labels[d] = best
            products[d] = greatest


@cython.locals(t=cython.Py_ssize_t, i=cython.Py_ssize_t, j=cython.Py_ssize_t, k=cython.Py_ssize_t, value=cython.double)
def add_products(left: cython.double[:, ::1], right: cython.double[:, ::1], products: cython.double[:, ::1]) -> None:
    """Add to float64[k, k] the products of the columns of two matrices, term by term; the upper half alone."""
    k = left.shape[1]
    with cython.nogil:
        for t in range(left.shape[0]):
            for i in range(k):
                value = left[t, i]
                if value != 0:
                    for j in range(i, k):
                        products[i, j] += value * right[t, j]
