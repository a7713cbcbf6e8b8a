# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Loops over links in rows: sums, steps of a walk, and rows in which each link stands at both ends.

The links of node u are those from ``starts[u]`` to ``starts[u + 1]``, in order of their targets. Every array is owned
by the caller, who has checked lengths and ranges; nothing here allocates or takes the GIL.
"""

import cython

_BLOCK = cython.declare(cython.Py_ssize_t, 128)  # items that are added without halving
_NONE = cython.declare(cython.int, 2147483647)  # after the last id of a row


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
@cython.locals(
    i=cython.Py_ssize_t, half=cython.Py_ssize_t, end=cython.Py_ssize_t, total=cython.double, a=cython.double,
    b=cython.double, c=cython.double, d=cython.double, e=cython.double, f=cython.double, g=cython.double,
    h=cython.double
)  # fmt: skip
def _pairwise(values: cython.double[::1], begin: cython.Py_ssize_t, n: cython.Py_ssize_t) -> cython.double:
    if n > _BLOCK:
        half = n // 2
        half -= half % 8
        return _pairwise(values, begin, half) + _pairwise(values, begin + half, n - half)
    total = 0.0
    i = begin
    end = begin + n
    if n >= 8:
        a = b = c = d = e = f = g = h = 0.0
        while i + 8 <= end:
            a += values[i]
            b += values[i + 1]
            c += values[i + 2]
            d += values[i + 3]
            e += values[i + 4]
            f += values[i + 5]
            g += values[i + 6]
            h += values[i + 7]
            i += 8
        total = ((a + b) + (c + d)) + ((e + f) + (g + h))
    while i < end:
        total += values[i]
        i += 1
    return total


def add_up(values: cython.double[::1]) -> float:
    """Return the sum; of many items, each half is added up by itself (pairwise summation, Higham 1993).

    Errors grow with the logarithm of the number of items. The order is that of numpy's sum: halves, and in blocks of
    128 items eight sums side by side.
    """
    return _pairwise(values, 0, values.shape[0])


@cython.locals(k=cython.Py_ssize_t)
def add_runs(values: cython.double[::1], starts: cython.longlong[::1], sums: cython.double[::1]) -> None:
    """Write the sum of the values from ``starts[k]`` to ``starts[k + 1]``; `sums` may be `values`.

    The first value of a run is added to the sum of the others, as numpy's `add.reduceat` does.
    """
    with cython.nogil:
        for k in range(starts.shape[0] - 1):
            sums[k] = values[starts[k]] + _pairwise(values, starts[k] + 1, starts[k + 1] - starts[k] - 1)


@cython.locals(i=cython.Py_ssize_t)
def divide(values: cython.double[::1], by: cython.double, quotients: cython.double[::1]) -> None:
    """Write ``values / by`` to `quotients`, which may be `values`."""
    with cython.nogil:
        for i in range(values.shape[0]):
            quotients[i] = values[i] / by


@cython.locals(i=cython.Py_ssize_t)
def fill(values: cython.double[::1], number: cython.double) -> None:
    """Set all items to one number."""
    with cython.nogil:
        for i in range(values.shape[0]):
            values[i] = number


@cython.locals(i=cython.Py_ssize_t)
def count_keys(keys: cython.int[::1], place: cython.longlong[::1]) -> None:
    """Write where each key begins among the sorted keys to `place` int64[largest key + 2], which is zero."""
    with cython.nogil:
        for i in range(keys.shape[0]):
            place[keys[i] + 1] += 1
        for i in range(place.shape[0] - 1):
            place[i + 1] += place[i]


@cython.locals(k=cython.Py_ssize_t, u=cython.Py_ssize_t, count=cython.longlong)
def choose(
    starts: cython.longlong[::1], targets: cython.int[::1], weights: cython.double[::1], least: cython.double,
    self_links: cython.bint, new_starts: cython.longlong[::1], new_targets: cython.int[::1],
    new_weights: cython.double[::1]
) -> int:  # fmt: skip
    """Write the links of the `least` weight or more, with or without self-links; return how many there are."""
    with cython.nogil:
        count = 0
        for u in range(starts.shape[0] - 1):
            new_starts[u] = count
            for k in range(starts[u], starts[u + 1]):
                if weights[k] >= least and (self_links or targets[k] != u):
                    new_targets[count] = targets[k]
                    new_weights[count] = weights[k]
                    count += 1
        new_starts[starts.shape[0] - 1] = count
    return count


@cython.locals(k=cython.Py_ssize_t, u=cython.Py_ssize_t, n_selves=cython.longlong)
def count_selves(starts: cython.longlong[::1], targets: cython.int[::1]) -> int:
    """Return how many links lead from a node to itself."""
    with cython.nogil:
        n_selves = 0
        for u in range(starts.shape[0] - 1):
            for k in range(starts[u], starts[u + 1]):
                n_selves += targets[k] == u
    return n_selves


@cython.locals(u=cython.Py_ssize_t, n_rows=cython.longlong)
def count_down(starts: cython.longlong[::1], targets: cython.int[::1]) -> int:
    """Return how many rows have links to smaller ids; these come first in a row."""
    with cython.nogil:
        n_rows = 0
        for u in range(starts.shape[0] - 1):
            n_rows += starts[u] < starts[u + 1] and targets[starts[u]] < u
    return n_rows


@cython.locals(k=cython.Py_ssize_t, u=cython.Py_ssize_t, i=cython.Py_ssize_t, j=cython.Py_ssize_t)
def part_selves(
    starts: cython.longlong[::1], targets: cython.int[::1], weights: cython.double[::1], selves: cython.double[::1],
    others: cython.double[::1]
) -> None:  # fmt: skip
    """Write the weights of links from a node to itself to `selves`, all others to `others`, in order."""
    with cython.nogil:
        i = 0
        j = 0
        for u in range(starts.shape[0] - 1):
            for k in range(starts[u], starts[u + 1]):
                if targets[k] == u:
                    selves[i] = weights[k]
                    i += 1
                else:
                    others[j] = weights[k]
                    j += 1


@cython.locals(
    k=cython.Py_ssize_t, u=cython.Py_ssize_t, v=cython.int, other=cython.longlong, selves=cython.longlong,
    first=cython.Py_ssize_t, one=cython.double
)  # fmt: skip
def place_undirected(
    starts: cython.longlong[::1], targets: cython.int[::1], weights: cython.double[::1], place: cython.longlong[::1],
    found: cython.longlong[::1]
) -> None:  # fmt: skip
    """Write where rows of links with both ends begin, from ``place[1]`` on; self-links are left out.

    No link leads to a smaller id. `place` int64[n + 2] is zero. `found` gets the number of self-links, and that of
    links whose weight is not that of the first one.
    """
    with cython.nogil:
        other = 0
        selves = 0
        one = weights[0]
        for u in range(starts.shape[0] - 1):
            first = starts[u]
            if first < starts[u + 1] and targets[first] == u:
                selves += 1
                other += weights[first] != one
                first += 1
            for k in range(first, starts[u + 1]):
                v = targets[k]
                other += weights[k] != one
                place[v + 2] += 1
            place[u + 2] += starts[u + 1] - first
        for u in range(2, place.shape[0]):
            place[u] += place[u - 1]
        found[0] = selves
        found[1] = other


@cython.locals(
    k=cython.Py_ssize_t, u=cython.int, v=cython.int, i=cython.longlong, j=cython.longlong, flow=cython.double
)  # fmt: skip
def fill_undirected(
    starts: cython.longlong[::1], targets: cython.int[::1], weights: cython.double[::1], total: cython.double,
    markov_time: cython.double, least: cython.double, place: cython.longlong[::1], neighbours: cython.int[::1],
    weight: cython.double[::1], same: cython.bint
) -> None:  # fmt: skip
    """Write every undirected link into the rows of both ends, self-links left out, with its flow or `least`.

    ``place[u + 1]`` is where row u begins, and afterwards where it ends, so that `place` is the index of the rows. The
    links from smaller ids come first in a row. A link has twice its weight over `total`. Where all have the `same`,
    `weight` has one place.
    """
    with cython.nogil:
        for u in range(starts.shape[0] - 1):
            i = place[u + 1]
            for k in range(starts[u], starts[u + 1]):
                v = targets[k]
                if v == u:
                    continue
                j = place[v + 1]
                place[v + 1] = j + 1
                neighbours[i] = v
                neighbours[j] = u
                if same == 0:
                    flow = weights[k] * (2.0 / total) * markov_time
                    flow = flow if flow > least else least
                    weight[i] = flow
                    weight[j] = flow
                i += 1
            place[u + 1] = i
        if same and weight.shape[0] > 0:
            flow = weights[0] * (2.0 / total) * markov_time
            weight[0] = flow if flow > least else least


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
@cython.locals(total=cython.double)
def _times(one: cython.double, n: cython.Py_ssize_t) -> cython.double:
    """Add up one number n times, one after the other, so that it is rounded as numbers that differ would be."""
    total = 0.0
    while n > 0:
        total += one
        n -= 1
    return total


@cython.locals(
    k=cython.Py_ssize_t, u=cython.Py_ssize_t, first=cython.Py_ssize_t, middle=cython.Py_ssize_t, into=cython.double,
    out=cython.double, one=cython.double, kept=cython.double
)  # fmt: skip
def add_undirected(
    starts: cython.longlong[::1], targets: cython.int[::1], weights: cython.double[::1], total: cython.double,
    markov_time: cython.double, indptr: cython.longlong[::1], weight: cython.double[::1], same: cython.bint,
    crossing: cython.double[::1], visits: cython.double[::1]
) -> None:  # fmt: skip
    """Add up the flow between each node and others in `crossing`, and that of the node itself in `visits`.

    `indptr` and `weight` are what `fill_undirected` wrote. A self-link has its weight over `total`.
    """
    with cython.nogil:
        one = weight[0] if same and weight.shape[0] > 0 else 0.0
        for u in range(crossing.shape[0]):
            first = starts[u]
            kept = 0.0
            if first < starts[u + 1] and targets[first] == u:
                kept = weights[first] * (1.0 / total)
                first += 1
            middle = indptr[u + 1] - (starts[u + 1] - first)
            into = 0.0
            out = 0.0
            if same:
                into = _times(one, middle - indptr[u])
                out = _times(one, indptr[u + 1] - middle)
            else:
                for k in range(indptr[u], middle):
                    into += weight[k]
                for k in range(middle, indptr[u + 1]):
                    out += weight[k]
            crossing[u] = 0.5 * (out + into)
            visits[u] = crossing[u] / markov_time + kept


@cython.locals(k=cython.Py_ssize_t, u=cython.Py_ssize_t, total=cython.double)
def add_rows(starts: cython.longlong[::1], weights: cython.double[::1], strength: cython.double[::1]) -> None:
    """Write the sum of the weights in each row to `strength`."""
    with cython.nogil:
        for u in range(strength.shape[0]):
            total = 0.0
            for k in range(starts[u], starts[u + 1]):
                total += weights[k]
            strength[u] = total


@cython.locals(k=cython.Py_ssize_t, u=cython.Py_ssize_t, v=cython.int)
def place_by_target(starts: cython.longlong[::1], targets: cython.int[::1], place: cython.longlong[::1]) -> None:
    """Write where rows of links by target begin, from ``place[1]`` on; self-links are left out.

    `place` int64[n + 2] is zero.
    """
    with cython.nogil:
        for u in range(starts.shape[0] - 1):
            for k in range(starts[u], starts[u + 1]):
                v = targets[k]
                place[v + 2] += v != u
        for u in range(2, place.shape[0]):
            place[u] += place[u - 1]


@cython.locals(k=cython.Py_ssize_t, u=cython.int, v=cython.int, i=cython.longlong)
def turn(
    starts: cython.longlong[::1], targets: cython.int[::1], place: cython.longlong[::1], sources: cython.int[::1]
) -> None:  # fmt: skip
    """Write the sources of links into rows by target, self-links left out, in order of the sources.

    ``place[u + 1]`` is where row u begins, and afterwards where it ends, so that `place` is the index of the rows.
    """
    with cython.nogil:
        for u in range(starts.shape[0] - 1):
            for k in range(starts[u], starts[u + 1]):
                v = targets[k]
                if v != u:
                    i = place[v + 1]
                    place[v + 1] = i + 1
                    sources[i] = u


@cython.locals(k=cython.Py_ssize_t, u=cython.int, v=cython.int)
def take_selves(
    starts: cython.longlong[::1], targets: cython.int[::1], weights: cython.double[::1], strength: cython.double[::1],
    follow: cython.double, stay: cython.double[::1]
) -> None:  # fmt: skip
    """Reduce `stay` by what the self-link of each node takes: its share of the `strength` there, times `follow`."""
    with cython.nogil:
        for u in range(starts.shape[0] - 1):
            for k in range(starts[u], starts[u + 1]):
                v = targets[k]
                if v >= u:
                    if v == u:
                        stay[u] -= follow * (weights[k] / strength[u])
                    break


@cython.locals(
    k=cython.Py_ssize_t, u=cython.int, v=cython.int, i=cython.longlong, held=cython.double, whole=cython.double
)  # fmt: skip
def turn_shares(
    starts: cython.longlong[::1], targets: cython.int[::1], weights: cython.double[::1], strength: cython.double[::1],
    stay: cython.double[::1], place: cython.longlong[::1], sources: cython.int[::1], share: cython.double[::1]
) -> None:  # fmt: skip
    """Do what `turn` does, and write the share of its source's `strength` that each link has, over `stay` there."""
    with cython.nogil:
        for u in range(starts.shape[0] - 1):
            held = stay[u]
            whole = strength[u]
            for k in range(starts[u], starts[u + 1]):
                v = targets[k]
                if v != u:
                    i = place[v + 1]
                    place[v + 1] = i + 1
                    sources[i] = u
                    share[i] = weights[k] / whole / held


@cython.locals(v=cython.Py_ssize_t, k=cython.Py_ssize_t, i=cython.int, sum_v=cython.double, change=cython.double)
def settle(
    indptr: cython.longlong[::1], sources: cython.int[::1], share: cython.double[::1], landing: cython.double[::1],
    visits: cython.double[::1], follow: cython.double, sweeps: cython.int, tolerance: cython.double
) -> int:  # fmt: skip
    """Solve ``y_v = landing_v + follow * sum over links u -> v of y_u share[uv]`` in `visits`, by Gauss-Seidel sweeps.

    Rows by target, without self-links. It ends when a sweep changes the sum of y by less than `tolerance` of it, after
    `sweeps` at the latest; returns how many it took.
    """
    n: cython.Py_ssize_t = visits.shape[0]
    total: cython.double
    taken: cython.int = 0
    with cython.nogil:
        for i in range(sweeps):
            change = 0.0
            total = 0.0
            for v in range(n):
                sum_v = 0.0
                for k in range(indptr[v], indptr[v + 1]):
                    sum_v += visits[sources[k]] * share[k]
                sum_v = landing[v] + follow * sum_v
                change += sum_v - visits[v] if sum_v > visits[v] else visits[v] - sum_v
                total += sum_v
                visits[v] = sum_v
            taken = i + 1
            if change < tolerance * total:
                break
    return taken


@cython.locals(i=cython.Py_ssize_t)
def divide_each(values: cython.double[::1], by: cython.double[::1]) -> None:
    """Divide each item by another."""
    with cython.nogil:
        for i in range(values.shape[0]):
            values[i] /= by[i]


@cython.locals(k=cython.Py_ssize_t, u=cython.Py_ssize_t)
def follow_links(
    starts: cython.longlong[::1], weights: cython.double[::1], strength: cython.double[::1],
    visits: cython.double[::1], follow: cython.double, flows: cython.double[::1]
) -> None:  # fmt: skip
    """Write the flow of each link: its share of the source's `strength`, times visits there and `follow`."""
    with cython.nogil:
        for u in range(visits.shape[0]):
            for k in range(starts[u], starts[u + 1]):
                flows[k] = follow * visits[u] * (weights[k] / strength[u])


@cython.locals(
    u=cython.int, i=cython.longlong, j=cython.longlong, k=cython.longlong, end_i=cython.longlong,
    end_j=cython.longlong, a=cython.int, b=cython.int, flow=cython.double, crossing=cython.double,
    both=cython.double, come=cython.double, into=cython.double, out=cython.double, one=cython.double,
    alike=cython.bint
)  # fmt: skip
def join_rows(
    starts: cython.longlong[::1], targets: cython.int[::1], flows: cython.double[::1], times: cython.double[::1],
    least: cython.double, by_target: cython.longlong[::1], sources: cython.int[::1], place: cython.longlong[::1],
    indptr: cython.longlong[::1], neighbours: cython.int[::1], weight: cython.double[::1],
    visits: cython.double[::1], enter: cython.double[::1], exit_: cython.double[::1]
) -> int:  # fmt: skip
    """Write rows of directed links with both ends, and the flow of each node, into it and out of it.

    `by_target` and `sources` are what `turn` wrote; `place` is a copy of `starts`, and is used up. `times` is the
    Markov time of each link, or one number for all. A row is in order of ids; in it, a link and its reverse are one,
    with the flow of both (or `least`) times the Markov time. Self-links only have a part in `visits`. `neighbours` and
    `weight` have room for twice the links; returns how many there are.
    """
    count: cython.longlong = 0
    with cython.nogil:
        alike = times.shape[0] == 1
        one = times[0]
        for u in range(starts.shape[0] - 1):
            indptr[u] = count
            i = starts[u]
            j = by_target[u]
            end_i = starts[u + 1]
            end_j = by_target[u + 1]
            come = into = out = 0.0
            while i < end_i or j < end_j:
                a = targets[i] if i < end_i else _NONE
                b = sources[j] if j < end_j else _NONE
                if a == u and a < b:
                    come += flows[i]
                    place[u] += 1
                    i += 1
                    continue
                both = 0.0
                if a <= b:
                    crossing = flows[i] * (one if alike else times[i])
                    out += crossing
                    both = crossing if crossing > least else least
                    i += 1
                if b <= a:
                    k = place[b]  # rows are in order of their targets, and the targets come in order here
                    place[b] = k + 1
                    flow = flows[k]
                    crossing = flow * (one if alike else times[k])
                    come += flow
                    into += crossing
                    both += crossing if crossing > least else least
                    j += 1
                neighbours[count] = a if a < b else b
                weight[count] = both
                count += 1
            visits[u] = come
            enter[u] = into
            exit_[u] = out
        indptr[starts.shape[0] - 1] = count
    return count


@cython.locals(
    u=cython.int, v=cython.int, i=cython.longlong, j=cython.longlong, end_i=cython.longlong, end_j=cython.longlong,
    a=cython.int, b=cython.int, own=cython.double
)  # fmt: skip
def fold(
    starts: cython.longlong[::1], targets: cython.int[::1], weights: cython.double[::1],
    by_target: cython.longlong[::1], sources: cython.int[::1], place: cython.longlong[::1],
    new_starts: cython.longlong[::1], new_targets: cython.int[::1], new_weights: cython.double[::1]
) -> int:  # fmt: skip
    """Write links without their direction, each in the row of its smaller end, a link and its reverse added up.

    `by_target`, `sources` and `place` are as in `join_rows`. Returns how many links there are.
    """
    count: cython.longlong = 0
    with cython.nogil:
        for u in range(starts.shape[0] - 1):
            new_starts[u] = count
            i = starts[u]
            j = by_target[u]
            end_i = starts[u + 1]
            end_j = by_target[u + 1]
            while i < end_i or j < end_j:
                a = targets[i] if i < end_i else _NONE
                b = sources[j] if j < end_j else _NONE
                v = a if a < b else b
                own = 0.0
                if a == v:
                    own = weights[i]
                    i += 1
                    if a == u:
                        place[u] += 1
                if b == v:
                    own += weights[place[b]]
                    place[b] += 1
                    j += 1
                if v >= u:
                    new_targets[count] = v
                    new_weights[count] = own
                    count += 1
        new_starts[starts.shape[0] - 1] = count
    return count
