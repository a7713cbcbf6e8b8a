# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Loops over links and trees: links inside regions, how links cross the borders of modules, and the numbers of modules.

Every array is owned by the caller, who has checked lengths and ranges; nothing here allocates or takes the GIL.
"""

import cython


@cython.locals(i=cython.Py_ssize_t, k=cython.Py_ssize_t, u=cython.int, v=cython.int)
def restrict(
    indptr: cython.longlong[::1], neighbours: cython.int[::1], weight: cython.double[::1], region: cython.int[::1],
    chosen: cython.int[::1], number: cython.int[::1], new_indptr: cython.longlong[::1],
    new_neighbours: cython.int[::1], new_weight: cython.double[::1], same: cython.bint
) -> int:  # fmt: skip
    """Write the CSR of links inside regions between `chosen` nodes; `number` int32[n] is their new id, or -1.

    Where all links have the `same` weight, none is written.
    """
    n_links: cython.longlong = 0
    with cython.nogil:
        for i in range(chosen.shape[0]):
            u = chosen[i]
            new_indptr[i] = n_links
            for k in range(indptr[u], indptr[u + 1]):
                v = neighbours[k]
                if region[v] == region[u] and number[v] >= 0:
                    new_neighbours[n_links] = number[v]
                    if same == 0:
                        new_weight[n_links] = weight[k]
                    n_links += 1
        new_indptr[chosen.shape[0]] = n_links
    return n_links


@cython.locals(a=cython.int, b=cython.int, m=cython.Py_ssize_t, k=cython.Py_ssize_t)
def measure(
    indptr: cython.longlong[::1], neighbours: cython.int[::1], weight: cython.double[::1], leaf: cython.int[::1],
    parent: cython.int[::1], depth: cython.int[::1], inside: cython.double[::1], table: cython.double[:, ::1]
) -> None:  # fmt: skip
    """Add up flow, enter and exit of a tree's modules, given those of its leaf modules in `table` float64[k, 3].

    The CSR has a row for every part of the nodes, `leaf` the module it is; `inside` float64[k] is zero. Parents come
    before children. A link lies inside the last common ancestor of its ends and all modules above that.
    """
    n: cython.Py_ssize_t = parent.shape[0]
    with cython.nogil:
        for m in range(leaf.shape[0]):
            for k in range(indptr[m], indptr[m + 1]):
                if neighbours[k] < m:
                    continue
                a = leaf[m]
                b = leaf[neighbours[k]]
                while depth[a] > depth[b]:
                    a = parent[a]
                while depth[b] > depth[a]:
                    b = parent[b]
                while a != b:
                    a = parent[a]
                    b = parent[b]
                inside[a] += weight[k]
        for m in range(n - 1, 0, -1):
            a = parent[m]
            table[m, 1] -= inside[m]
            table[m, 2] -= inside[m]
            table[a, 0] += table[m, 0]
            table[a, 1] += table[m, 1]
            table[a, 2] += table[m, 2]


@cython.locals(
    a=cython.int, b=cython.int, child_a=cython.int, child_b=cython.int, grandchild_a=cython.int,
    grandchild_b=cython.int, m=cython.Py_ssize_t, k=cython.Py_ssize_t
)  # fmt: skip
def relate(
    indptr: cython.longlong[::1], neighbours: cython.int[::1], weight: cython.double[::1], leaf: cython.int[::1],
    parent: cython.int[::1], depth: cython.int[::1], parity: cython.int, sources: cython.int[::1],
    targets: cython.int[::1], flows: cython.double[::1]
) -> int:  # fmt: skip
    """Lift links between leaf modules to their ancestors right below the last common one; return how many there are.

    With `parity` 0 or 1 they are lifted to ancestors whose depth has that parity: right below the last common one, or
    one step deeper where both ends reach that deep (otherwise they are dropped). With -1, always right below.
    """
    count: cython.Py_ssize_t = 0
    with cython.nogil:
        for m in range(leaf.shape[0]):
            for k in range(indptr[m], indptr[m + 1]):
                if neighbours[k] < m:
                    continue
                a = leaf[m]
                b = leaf[neighbours[k]]
                child_a = child_b = grandchild_a = grandchild_b = -1
                while a != b:
                    if depth[a] >= depth[b]:
                        grandchild_a = child_a
                        child_a = a
                        a = parent[a]
                    else:
                        grandchild_b = child_b
                        child_b = b
                        b = parent[b]
                if parity >= 0 and (depth[a] + 1) % 2 != parity:
                    child_a = grandchild_a
                    child_b = grandchild_b
                    if child_a < 0 or child_b < 0:
                        continue
                sources[count] = child_a
                targets[count] = child_b
                flows[count] = weight[k]
                count += 1
    return count


@cython.locals(i=cython.Py_ssize_t, v=cython.Py_ssize_t)
def rank(values: cython.int[::1], place: cython.int[::1], first: cython.int[::1], ranks: cython.int[::1]) -> int:
    """Rank the distinct values, which are below the length of `place`; return how many there are.

    `ranks` int32[n] gets the rank of each item, `first` int32[n] the first position of each value, in their order.
    """
    k: cython.Py_ssize_t = 0
    with cython.nogil:
        for v in range(place.shape[0]):
            place[v] = -1
        for i in range(values.shape[0] - 1, -1, -1):
            place[values[i]] = i
        for v in range(place.shape[0]):
            if place[v] >= 0:
                first[k] = place[v]
                place[v] = k
                k += 1
        for i in range(values.shape[0]):
            ranks[i] = place[values[i]]
    return k


@cython.locals(m=cython.Py_ssize_t, at=cython.int, d=cython.int)
def depths(parent: cython.int[::1], depth: cython.int[::1]) -> None:
    """Write the depth of each module of a tree, whose modules may be in any order; the root has the parent -1."""
    with cython.nogil:
        for m in range(parent.shape[0]):
            depth[m] = -1
        for m in range(parent.shape[0]):
            d = 0
            at = m
            while at >= 0 and depth[at] < 0:
                at = parent[at]
                d += 1
            d += depth[at] if at >= 0 else -1
            at = m
            while at >= 0 and depth[at] < 0:
                depth[at] = d
                at = parent[at]
                d -= 1


@cython.locals(m=cython.Py_ssize_t, i=cython.Py_ssize_t, at=cython.int, deepest=cython.int)
def renumber(
    parent: cython.int[::1], leaf: cython.int[::1], depth: cython.int[::1], number: cython.int[::1],
    start: cython.int[::1], new_parent: cython.int[::1], new_leaf: cython.int[::1]
) -> int:  # fmt: skip
    """Give the modules of a tree numbers by depth, but for those with -1 in `number`; return how many there are.

    `number`, -1 or more for each module, gets the new numbers. `start` int32[k + 2] is scratch.
    """
    n: cython.Py_ssize_t = parent.shape[0]
    k: cython.int = 0
    with cython.nogil:
        for m in range(n + 2):
            start[m] = 0
        for m in range(n):
            if number[m] >= 0:
                start[depth[m] + 1] += 1
        for m in range(n + 1):
            start[m + 1] += start[m]
        for m in range(n):
            if number[m] >= 0:
                number[m] = start[depth[m]]
                start[depth[m]] += 1
                k += 1
        for m in range(n):
            if number[m] >= 0:
                new_parent[number[m]] = number[parent[m]] if parent[m] >= 0 else -1
        for i in range(leaf.shape[0]):
            new_leaf[i] = number[leaf[i]]
    return k


@cython.locals(i=cython.Py_ssize_t, at=cython.int)
def mark_used(parent: cython.int[::1], leaf: cython.int[::1], used: cython.int[::1]) -> None:
    """Set `used` to 0 for the leaf modules given, all above them and the root; it is -1 elsewhere."""
    with cython.nogil:
        used[0] = 0
        for i in range(leaf.shape[0]):
            at = leaf[i]
            while at >= 0 and used[at] < 0:
                used[at] = 0
                at = parent[at]
