# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Loops over links and trees: links inside regions, how links cross the borders of modules, and the numbers of modules.

Every array is owned by the caller, who has checked lengths and ranges; nothing here allocates or takes the GIL.
"""

import cython
from cython.cimports.libc.math import log2


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _plogp(x: cython.double) -> cython.double:
    return x * log2(x) if x > 0.0 else 0.0


@cython.locals(i=cython.Py_ssize_t, step=cython.Py_ssize_t)
def sum_plogp(values: cython.double[::1], step: cython.Py_ssize_t) -> float:
    """Return the sum of ``x log2 x`` over every `step`-th number."""
    total: cython.double = 0.0
    with cython.nogil:
        for i in range(values.shape[0] // step):
            total += _plogp(values[step * i])
    return total


@cython.locals(i=cython.Py_ssize_t)
def add_up(values: cython.double[::1]) -> float:
    """Return the sum, one value added after the other: Python's `sum` rounds in another way from 3.12 on."""
    total: cython.double = 0.0
    with cython.nogil:
        for i in range(values.shape[0]):
            total += values[i]
    return total


@cython.locals(u=cython.Py_ssize_t)
def as_nodes(
    flow: cython.double[::1], enter: cython.double[::1], exit_: cython.double[::1], nodes: cython.double[::1]
) -> None:  # fmt: skip
    """Write flow, enter flow, exit flow and the bits of a module of its own for each node, `nodes` float64[4 n]."""
    with cython.nogil:
        for u in range(flow.shape[0]):
            nodes[4 * u] = flow[u]
            nodes[4 * u + 1] = enter[u]
            nodes[4 * u + 2] = exit_[u]
            nodes[4 * u + 3] = _plogp(exit_[u] + flow[u]) - _plogp(exit_[u]) - _plogp(enter[u])


@cython.locals(i=cython.Py_ssize_t)
def add_plogp(group: cython.int[::1], values: cython.double[::1], sums: cython.double[::1]) -> None:
    """Add ``x log2 x`` of each value to the sum of its group."""
    with cython.nogil:
        for i in range(values.shape[0]):
            sums[group[i]] += _plogp(values[i])


@cython.locals(m=cython.Py_ssize_t)
def codebooks(
    parent: cython.int[::1], leaf: cython.uchar[::1], flow: cython.double[::1], enter: cython.double[::1],
    exit_: cython.double[::1], bits: cython.double[::1]
) -> None:  # fmt: skip
    """Write the bits of the codebook of each module, without the codewords of nodes; `bits` float64[k] is zero."""
    with cython.nogil:
        for m in range(1, parent.shape[0]):
            bits[parent[m]] += enter[m]
        for m in range(parent.shape[0]):
            bits[m] += exit_[m] + (flow[m] if leaf[m] else 0.0)
            bits[m] = _plogp(bits[m]) - _plogp(exit_[m])
        for m in range(1, parent.shape[0]):
            bits[parent[m]] -= _plogp(enter[m])


@cython.locals(m=cython.Py_ssize_t, i=cython.Py_ssize_t, k=cython.Py_ssize_t)
def price_names(
    parent: cython.int[::1], node_module: cython.int[::1], price: cython.double, bits: cython.double[::1]
) -> None:  # fmt: skip
    """Add the price of all names but one in each codebook to its bits.

    A codebook has a name for each of its modules or nodes and, below the root, for leaving the module; a module that is
    the only one is never left.
    """
    with cython.nogil:
        k = parent.shape[0]
        for m in range(1, k):
            bits[parent[m]] += price
        for i in range(node_module.shape[0]):
            bits[node_module[i]] += price
        bits[0] -= price
        if k == 2:
            bits[1] -= price


@cython.locals(m=cython.Py_ssize_t)
def into_columns(
    table: cython.double[::1], number: cython.int[::1], flow: cython.double[::1], enter: cython.double[::1],
    exit_: cython.double[::1]
) -> None:  # fmt: skip
    """Write flow, enter and exit of each module, which is row `number` of `table` float64[3 k]."""
    with cython.nogil:
        for m in range(number.shape[0]):
            flow[m] = table[3 * number[m]]
            enter[m] = table[3 * number[m] + 1]
            exit_[m] = table[3 * number[m] + 2]


@cython.locals(i=cython.Py_ssize_t, found=cython.double)
def greatest(values: cython.double[::1]) -> float:
    """Return the greatest of numbers that are not negative; 0 if there are none."""
    with cython.nogil:
        found = 0.0
        for i in range(values.shape[0]):
            found = values[i] if values[i] > found else found
    return found


@cython.locals(i=cython.Py_ssize_t, found=cython.int)
def largest(values: cython.int[::1]) -> int:
    """Return the largest of numbers that are not negative; -1 if there are none."""
    with cython.nogil:
        found = -1
        for i in range(values.shape[0]):
            found = values[i] if values[i] > found else found
    return found


@cython.locals(i=cython.Py_ssize_t, j=cython.Py_ssize_t)
def take_rows(
    rows: cython.double[::1], places: cython.int[::1], taken: cython.double[::1], width: cython.Py_ssize_t
) -> None:  # fmt: skip
    """Write the row of `width` numbers at each place."""
    with cython.nogil:
        for i in range(places.shape[0]):
            for j in range(width):
                taken[width * i + j] = rows[width * places[i] + j]


@cython.locals(i=cython.Py_ssize_t)
def add_by(group: cython.int[::1], values: cython.double[::1], sums: cython.double[::1]) -> None:
    """Add each value to the sum of its group."""
    with cython.nogil:
        for i in range(values.shape[0]):
            sums[group[i]] += values[i]


@cython.locals(i=cython.Py_ssize_t)
def add_pairs(group: cython.int[::1], pairs: cython.double[::1], sums: cython.double[::1]) -> None:
    """Add both numbers of each pair to those of its group."""
    with cython.nogil:
        for i in range(group.shape[0]):
            sums[2 * group[i]] += pairs[2 * i]
            sums[2 * group[i] + 1] += pairs[2 * i + 1]


@cython.locals(i=cython.Py_ssize_t)
def subtract(values: cython.double[::1], from_: cython.double[::1]) -> None:
    """Take each value from that in its place."""
    with cython.nogil:
        for i in range(values.shape[0]):
            from_[i] -= values[i]


@cython.locals(u=cython.Py_ssize_t, n=cython.int)
def choose_by_region(
    gain: cython.double[::1], region: cython.int[::1], first: cython.int[::1], second: cython.int[::1],
    chosen: cython.int[::1], least: cython.double
) -> None:  # fmt: skip
    """Write the module of each node in the second partition, plus n, where its region gains so many bits by it."""
    with cython.nogil:
        n = region.shape[0]
        for u in range(n):
            chosen[u] = second[u] + n if gain[region[u]] > least else first[u]


@cython.locals(i=cython.Py_ssize_t, k=cython.Py_ssize_t, u=cython.int, v=cython.int)
def restrict(
    indptr: cython.longlong[::1], neighbours: cython.int[::1], weight: cython.double[::1], region: cython.int[::1],
    chosen: cython.int[::1], number: cython.int[::1], new_indptr: cython.longlong[::1],
    new_neighbours: cython.int[::1], new_weight: cython.double[::1], same: cython.bint
) -> int:  # fmt: skip
    """Write the CSR of links inside regions between `chosen` nodes; `number` int32[n] gets their new id, or -1.

    Where all links have the `same` weight, none is written.
    """
    n_links: cython.longlong = 0
    with cython.nogil:
        for i in range(number.shape[0]):
            number[i] = -1
        for i in range(chosen.shape[0]):
            number[chosen[i]] = i
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
    parent: cython.int[::1], depth: cython.int[::1], inside: cython.double[::1], table: cython.double[::1]
) -> None:  # fmt: skip
    """Add up flow, enter and exit of a tree's modules, given those of its leaf modules in `table` float64[3 k].

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
            table[3 * m + 1] -= inside[m]
            table[3 * m + 2] -= inside[m]
            table[3 * a] += table[3 * m]
            table[3 * a + 1] += table[3 * m + 1]
            table[3 * a + 2] += table[3 * m + 2]


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


@cython.locals(m=cython.Py_ssize_t)
def mark_leaves(parent: cython.int[::1], leaf: cython.uchar[::1]) -> None:
    """Set `leaf` to 1 for modules without modules in them, else to 0."""
    with cython.nogil:
        for m in range(parent.shape[0]):
            leaf[m] = 1
        for m in range(1, parent.shape[0]):
            leaf[parent[m]] = 0


@cython.locals(m=cython.Py_ssize_t, found=cython.int)
def only_below(parent: cython.int[::1], module: cython.int) -> int:
    """Return the only module right below another one; -1 if there are none or several."""
    with cython.nogil:
        found = -1
        for m in range(parent.shape[0]):
            if parent[m] == module:
                if found >= 0:
                    found = -1
                    break
                found = m
    return found


@cython.locals(m=cython.Py_ssize_t)
def replace_all(values: cython.int[::1], old: cython.int, new: cython.int) -> None:
    """Write one number for another."""
    with cython.nogil:
        for m in range(values.shape[0]):
            if values[m] == old:
                values[m] = new


@cython.locals(p=cython.Py_ssize_t, m=cython.Py_ssize_t, i=cython.Py_ssize_t)
def put_rows(rows: cython.double[::1], places: cython.int[::1], placed: cython.double[::1], width: cython.int) -> None:
    """Write each row of `width` numbers to its place."""
    with cython.nogil:
        for p in range(places.shape[0]):
            m = places[p]
            for i in range(width):
                placed[width * m + i] = rows[width * p + i]


@cython.locals(m=cython.Py_ssize_t, above=cython.Py_ssize_t)
def add_jumps(
    parent: cython.int[::1], leaf: cython.uchar[::1], jumps: cython.double[::1], inside: cython.double[::1]
) -> None:  # fmt: skip
    """Add the jumps of modules to their parents, and write what jumps between the modules or nodes in each.

    `jumps` float64[2 k] has those of leaf modules: the flow that jumps from them, and the share of jumps that lands on
    them. `inside` float64[k] is zero. Parents come before children.
    """
    with cython.nogil:
        for m in range(parent.shape[0] - 1, 0, -1):
            above = parent[m]
            jumps[2 * above] += jumps[2 * m]
            jumps[2 * above + 1] += jumps[2 * m + 1]
        for m in range(parent.shape[0]):
            if leaf[m] == 0:
                inside[m] += jumps[2 * m] * jumps[2 * m + 1]
            if m > 0:
                inside[parent[m]] -= jumps[2 * m] * jumps[2 * m + 1]


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


@cython.locals(m=cython.Py_ssize_t, i=cython.Py_ssize_t)
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
    """Set `used` to 0 for the leaf modules given, all above them and the root; to -1 elsewhere."""
    with cython.nogil:
        for i in range(used.shape[0]):
            used[i] = -1
        used[0] = 0
        for i in range(leaf.shape[0]):
            at = leaf[i]
            while at >= 0 and used[at] < 0:
                used[at] = 0
                at = parent[at]
