# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Loops over the modules of a tree, and over the nodes in them, between the searches that grow the tree.

A tree has modules 0..k-1, and the root is 0. `parent` int32[k] names the module that each is in (-1 for the root),
`table` float64[3k] has the flow, the enter flow and the exit flow of each, and `rate` float64[k] the flow that its
codebook codes. A unit is what moves in a step: a node, or a module; its region is the module that it stays in.

Every array is owned by the caller, who has checked lengths and ranges; nothing here allocates or takes the GIL.
"""

import cython
from cython.cimports.libc.math import fabs, floor, fmod, log2

# Factors of no simple ratio keep the signatures of modules with other flows apart.
_PI = cython.declare(cython.double, 3.141592653589793)
_E = cython.declare(cython.double, 2.718281828459045)
# Signatures that agree to so many parts of one are the same: the sums of a module in other orders differ by less.
_FINE = cython.declare(cython.double, 1e13)
_NO_FLOW = cython.declare(cython.double, 1e-300)  # a link of a node without flow may have that much


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _plogp(x: cython.double) -> cython.double:
    return x * log2(x) if x > 0.0 else 0.0


# What a step searches in a module, as one number: two modules with the same signature hold the same.


@cython.locals(m=cython.Py_ssize_t, enter=cython.double, leaving=cython.double)
def sign_children(
    parent: cython.int[::1], table: cython.double[::1], rate: cython.double[::1], signature: cython.double[::1]
) -> None:  # fmt: skip
    """Write a signature of each module and the modules in it; `signature` float64[k] is zero."""
    with cython.nogil:
        for m in range(1, parent.shape[0]):
            enter = table[3 * m + 1]
            leaving = table[3 * m + 2]
            signature[parent[m]] += enter * enter + _PI * leaving * leaving
        for m in range(parent.shape[0]):
            signature[m] = rate[m] + signature[m]


@cython.locals(m=cython.Py_ssize_t)
def sign_grandchildren(
    parent: cython.int[::1], table: cython.double[::1], rate: cython.double[::1], children: cython.double[::1],
    signature: cython.double[::1]
) -> None:  # fmt: skip
    """Write a signature of each module and those two layers down, from what `sign_children` wrote to `children`."""
    with cython.nogil:
        for m in range(1, parent.shape[0]):
            signature[parent[m]] += children[m] * table[3 * m + 1]
        for m in range(parent.shape[0]):
            signature[m] = rate[m] + _E * signature[m]


@cython.locals(m=cython.Py_ssize_t, flow=cython.double, enter=cython.double)
def sign_leaves(
    parent: cython.int[::1], is_leaf: cython.uchar[::1], table: cython.double[::1], rate: cython.double[::1],
    signature: cython.double[::1]
) -> int:  # fmt: skip
    """Write a signature of each module and the leaf modules in it; return how many of these there are."""
    n_leaves: cython.Py_ssize_t = 0
    with cython.nogil:
        for m in range(1, parent.shape[0]):
            if is_leaf[m]:
                flow = table[3 * m]
                enter = table[3 * m + 1]
                signature[parent[m]] += flow * flow + _PI * enter * enter
                n_leaves += 1
        for m in range(parent.shape[0]):
            signature[m] = rate[m] + signature[m]
    return n_leaves


@cython.locals(m=cython.Py_ssize_t)
def sign_modules(table: cython.double[::1], signature: cython.double[::1]) -> None:
    """Write a signature of each module by itself."""
    with cython.nogil:
        for m in range(signature.shape[0]):
            signature[m] = table[3 * m] + _PI * table[3 * m + 2]


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _place_of(key: cython.double, known: cython.double[::1]) -> cython.Py_ssize_t:
    """Return where a key stands in a hash table with open addresses, or the free place (0) that it may take."""
    at: cython.Py_ssize_t = cython.cast(cython.Py_ssize_t, fmod(key, known.shape[0]))
    while known[at] != 0.0 and known[at] != key:
        at = at + 1 if at + 1 < known.shape[0] else 0
    return at


@cython.locals(m=cython.Py_ssize_t)
def recall(signature: cython.double[::1], known: cython.double[::1], fresh: cython.uchar[::1]) -> None:
    """Set `fresh` to 1 where a signature is not in the hash table `known`; the signatures become keys of it.

    A key is a whole number above 0. Sums of the same flows in another order have the same key.
    """
    with cython.nogil:
        for m in range(signature.shape[0]):
            signature[m] = floor(fabs(signature[m]) * _FINE + 0.5) + 1.0
            fresh[m] = known[_place_of(signature[m], known)] == 0.0


@cython.locals(i=cython.Py_ssize_t, at=cython.Py_ssize_t)
def remember(keys: cython.double[::1], known: cython.double[::1]) -> int:
    """Add keys to the hash table `known`, which keeps a free place; return how many are new. Keys of 0 are none."""
    n_new: cython.Py_ssize_t = 0
    with cython.nogil:
        for i in range(keys.shape[0]):
            if keys[i] == 0.0:
                continue
            at = _place_of(keys[i], known)
            if known[at] == 0.0:
                known[at] = keys[i]
                n_new += 1
    return n_new


# What may move in a step, and the network of it.


@cython.locals(i=cython.Py_ssize_t)
def units_in(fresh: cython.uchar[::1], region: cython.int[::1], units: cython.int[::1]) -> int:
    """List the units whose regions are fresh; return how many there are."""
    count: cython.Py_ssize_t = 0
    with cython.nogil:
        for i in range(region.shape[0]):
            if fresh[region[i]]:
                units[count] = i
                count += 1
    return count


@cython.locals(m=cython.Py_ssize_t, above=cython.int)
def movable_modules(
    parent: cython.int[::1], depth: cython.int[::1], fresh: cython.uchar[::1], parity: cython.int,
    movable: cython.uchar[::1], left: cython.uchar[::1], region: cython.int[::1], units: cython.int[::1]
) -> int:  # fmt: skip
    """List the modules at even or odd depths that may move to a sibling of their parent; return how many there are.

    Only those whose grandparent, which is their `region`, is fresh. `movable` is set to 1 for them, and `left` for the
    modules that they may leave; both are zero.
    """
    count: cython.Py_ssize_t = 0
    with cython.nogil:
        for m in range(parent.shape[0]):
            if depth[m] < 2 or depth[m] % 2 != parity:
                continue
            above = parent[parent[m]]
            if fresh[above]:
                movable[m] = 1
                left[parent[m]] = 1
                region[m] = above
                units[count] = m
                count += 1
    return count


@cython.locals(m=cython.Py_ssize_t)
def offsets(
    parent: cython.int[::1], changing: cython.uchar[::1], table: cython.double[::1], rate: cython.double[::1],
    offset: cython.double[::1]
) -> None:  # fmt: skip
    """Write the flow that each module's index codes besides entering those modules that a search changes.

    `changing` uint8[k] is 1 for these; `offset` float64[k] is zero.
    """
    with cython.nogil:
        for m in range(1, parent.shape[0]):
            if changing[m]:
                offset[parent[m]] += table[3 * m + 1]
        for m in range(parent.shape[0]):
            offset[m] = rate[m] - offset[m]


@cython.locals(m=cython.Py_ssize_t, enter=cython.double, leaving=cython.double)
def modules_as_nodes(table: cython.double[::1], movable: cython.uchar[::1], nodes: cython.double[::1]) -> None:
    """Write the movable modules as nodes of a network, with their enter flow as flow; `nodes` float64[4k] is zero.

    An empty `movable` means all modules. The columns are flow, enter, exit and the bits of a module of the node alone.
    """
    with cython.nogil:
        for m in range(nodes.shape[0] // 4):
            if movable.shape[0] == 0 or movable[m]:
                enter = table[3 * m + 1]
                leaving = table[3 * m + 2]
                nodes[4 * m] = enter
                nodes[4 * m + 1] = enter
                nodes[4 * m + 2] = leaving
                nodes[4 * m + 3] = _plogp(leaving + enter) - _plogp(leaving) - _plogp(enter)


@cython.locals(m=cython.Py_ssize_t)
def jumps_of(nodes: cython.double[::1], jumps: cython.double[::1], found: cython.double[::1]) -> None:
    """Write the jumps of modules that are nodes with flow, see `modules_as_nodes`; `found` float64[2k] is zero."""
    with cython.nogil:
        for m in range(nodes.shape[0] // 4):
            if nodes[4 * m] > 0.0:
                found[2 * m] = jumps[2 * m]
                found[2 * m + 1] = jumps[2 * m + 1]


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


@cython.locals(k=cython.Py_ssize_t, u=cython.Py_ssize_t, i=cython.longlong, j=cython.longlong)
def rows_of(
    sources: cython.int[::1], targets: cython.int[::1], flows: cython.double[::1], place: cython.longlong[::1],
    neighbours: cython.int[::1], weight: cython.double[::1]
) -> None:  # fmt: skip
    """Write every link into the rows of both its ends; `place` int64[k + 2] is zero and becomes the index of the rows.

    While rows are filled, ``place[u + 1]`` is where the next link of u goes.
    """
    with cython.nogil:
        for k in range(sources.shape[0]):
            place[sources[k] + 2] += 1
            place[targets[k] + 2] += 1
        for u in range(2, place.shape[0]):
            place[u] += place[u - 1]
        for k in range(sources.shape[0]):
            i = place[sources[k] + 1]
            place[sources[k] + 1] += 1
            j = place[targets[k] + 1]
            place[targets[k] + 1] += 1
            neighbours[i] = targets[k]
            neighbours[j] = sources[k]
            weight[i] = flows[k]
            weight[j] = flows[k]


@cython.locals(i=cython.Py_ssize_t, v=cython.int)
def halve(
    nodes: cython.int[::1], module: cython.int[::1], ends: cython.int[::1], first: cython.int[::1],
    second: cython.int[::1]
) -> int:  # fmt: skip
    """Deal nodes to two halves, whole modules to each; return how many are in the first one.

    The first half is as many of the first modules as have half of the nodes at most. `ends` int32[k] is zero.
    """
    n: cython.Py_ssize_t = nodes.shape[0]
    n_first: cython.Py_ssize_t = 0
    n_second: cython.Py_ssize_t = 0
    with cython.nogil:
        for i in range(n):
            ends[module[nodes[i]]] += 1
        for i in range(1, ends.shape[0]):
            ends[i] += ends[i - 1]
        for i in range(n):
            v = nodes[i]
            if ends[module[v]] <= n // 2:
                first[n_first] = v
                n_first += 1
            else:
                second[n_second] = v
                n_second += 1
    return n_first


# What pays, and the tree after.


@cython.locals(m=cython.Py_ssize_t)
def gains(
    rate: cython.double[::1], words: cython.double[::1], metadata: cython.double[::1], bits: cython.double[::1]
) -> None:  # fmt: skip
    """Replace the bits that each module has with what was found in it by those that it saves against before."""
    with cython.nogil:
        for m in range(bits.shape[0]):
            bits[m] = _plogp(rate[m]) + words[m] + metadata[m] - bits[m]


@cython.locals(i=cython.Py_ssize_t)
def keep_gaining(
    gain: cython.double[::1], least: cython.double, first: cython.int, units: cython.int[::1],
    groups: cython.int[::1], region: cython.int[::1]
) -> int:  # fmt: skip
    """Keep the units of the regions that gain more than `least` bits, in place; return how many there are.

    Their groups are counted from `first`.
    """
    count: cython.Py_ssize_t = 0
    with cython.nogil:
        for i in range(units.shape[0]):
            if gain[region[i]] > least:
                units[count] = units[i]
                groups[count] = groups[i] + first
                region[count] = region[i]
                count += 1
    return count


@cython.locals(i=cython.Py_ssize_t, m=cython.Py_ssize_t, size=cython.int)
def keep_groups(
    parent: cython.int[::1], gain: cython.double[::1], least: cython.double, sizes: cython.int[::1],
    siblings: cython.int[::1], units: cython.int[::1], groups: cython.int[::1], region: cython.int[::1]
) -> int:  # fmt: skip
    """Keep the units whose groups become modules, in place; return how many there are.

    These are groups of several, but not all, modules of a module that gains more than `least` bits by its groups. The
    root is no unit. `sizes` int32 (one for each group) and `siblings` int32[k] are zero.
    """
    count: cython.Py_ssize_t = 0
    with cython.nogil:
        for m in range(1, parent.shape[0]):
            siblings[parent[m]] += 1
        for i in range(groups.shape[0]):
            sizes[groups[i]] += 1
        for i in range(units.shape[0]):
            size = sizes[groups[i]]
            if gain[region[i]] > least and 1 < size < siblings[region[i]] and units[i] > 0:
                units[count] = units[i]
                groups[count] = groups[i]
                region[count] = region[i]
                count += 1
    return count


@cython.locals(i=cython.Py_ssize_t, m=cython.Py_ssize_t)
def insert(
    units: cython.int[::1], groups: cython.int[::1], region: cython.int[::1], first: cython.Py_ssize_t,
    number: cython.int[::1], home: cython.int[::1], parent: cython.int[::1]
) -> int:  # fmt: skip
    """Put each group of units into a new module of its region; return how many modules there are then.

    Modules are numbered from `first` in the order of the groups. `home` gets the module of each unit, `parent` the
    region of each new module; `number` int32, one for each group, is zero.
    """
    k: cython.Py_ssize_t = first
    with cython.nogil:
        for i in range(groups.shape[0]):
            number[groups[i]] = 1
        for m in range(number.shape[0]):
            if number[m]:
                number[m] = k
                k += 1
        for i in range(units.shape[0]):
            m = number[groups[i]]
            home[units[i]] = m
            parent[m] = region[i]
    return k


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
@cython.locals(enter=cython.double, leaving=cython.double, total=cython.double, held=cython.double)
def _change(
    m: cython.Py_ssize_t, parent: cython.int[::1], table: cython.double[::1], rate: cython.double[::1],
    price: cython.double
) -> cython.double:  # fmt: skip
    """Return by how many bits the codelength grows if the modules in module m become modules of its parent."""
    enter = table[3 * m + 1]
    leaving = table[3 * m + 2]
    total = rate[parent[m]]
    held = rate[m] - leaving
    return (
        _plogp(total - enter + held) - _plogp(total) + _plogp(enter) - _plogp(leaving + held) + _plogp(leaving) - price
    )


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
@cython.locals(m=cython.Py_ssize_t, above=cython.int)
def _give_up(
    module: cython.Py_ssize_t, parent: cython.int[::1], table: cython.double[::1], rate: cython.double[::1],
    kept: cython.uchar[::1]
) -> cython.void:  # fmt: skip
    """Put the modules in a module into its parent, and ask no more for it."""
    above = parent[module]
    rate[above] += rate[module] - table[3 * module + 2] - table[3 * module + 1]
    kept[module] = 1
    for m in range(parent.shape[0]):
        if parent[m] == module:
            parent[m] = above


@cython.locals(m=cython.Py_ssize_t, best=cython.Py_ssize_t)
def dissolve(
    parent: cython.int[::1], table: cython.double[::1], rate: cython.double[::1], price: cython.double,
    least: cython.double, kept: cython.uchar[::1], change: cython.double[::1]
) -> int:  # fmt: skip
    """Replace modules by the modules in them, the best one first, while each saves more than `least` bits.

    `parent` and `rate` change; `kept` uint8[k] is 1 for the root and leaf modules, and then for modules that are gone.
    `change` float64[k] is scratch. Returns how many are gone.
    """
    n: cython.Py_ssize_t = parent.shape[0]
    count: cython.Py_ssize_t = 0
    with cython.nogil:
        for m in range(n):
            if not kept[m]:
                change[m] = _change(m, parent, table, rate, price)
        while True:
            best = -1
            for m in range(n):
                if not kept[m] and (best < 0 or change[m] < change[best]):
                    best = m
            if best < 0 or change[best] > -least:
                break
            _give_up(best, parent, table, rate, kept)
            count += 1
            for m in range(n):
                if not kept[m] and (parent[m] == parent[best] or m == parent[best]):
                    change[m] = _change(m, parent, table, rate, price)
    return count


@cython.locals(m=cython.Py_ssize_t, best=cython.Py_ssize_t, change=cython.double, least=cython.double)
def cut(
    parent: cython.int[::1], table: cython.double[::1], rate: cython.double[::1], most: cython.int,
    kept: cython.uchar[::1], depth: cython.int[::1], deepest: cython.int[::1]
) -> None:  # fmt: skip
    """Replace modules by the modules in them until no module is deeper than ``most - 1``, the best one first.

    `parent` and `rate` change; `kept` is as in `dissolve`. Modules come after their parents. `depth` and `deepest`
    int32[k] are scratch: the depth of each module, and that of the deepest one in it.
    """
    n: cython.Py_ssize_t = parent.shape[0]
    with cython.nogil:
        best = 0
        while best >= 0:
            for m in range(n):
                depth[m] = depth[parent[m]] + 1 if m > 0 else 0
                deepest[m] = depth[m]
            for m in range(n - 1, 0, -1):
                if deepest[parent[m]] < deepest[m]:
                    deepest[parent[m]] = deepest[m]
            best = -1
            least = 0.0
            for m in range(n):
                if not kept[m] and deepest[m] >= most:
                    change = _change(m, parent, table, rate, 0.0)
                    if best < 0 or change < least:
                        best = m
                        least = change
            if best >= 0:
                _give_up(best, parent, table, rate, kept)


# Starts of a search. `nodes` float64[4n] has the flow, enter and exit flow of each node, and its bits alone.


@cython.locals(u=cython.Py_ssize_t, module=cython.int)
def together(indptr: cython.longlong[::1], nodes: cython.double[::1], modules: cython.int[::1]) -> None:
    """Put all nodes with links or jumps into module 0, and each of the others into a module of its own.

    `modules` int32[n] is zero.
    """
    n: cython.Py_ssize_t = modules.shape[0]
    with cython.nogil:
        module = 0
        for u in range(n):
            if indptr[u + 1] > indptr[u] or nodes[4 * u + 2] > 0.0:
                module = 1  # self-links do not count here, so there may be no linked nodes
                break
        for u in range(n):
            if not (indptr[u + 1] > indptr[u] or nodes[4 * u + 2] > 0.0):
                modules[u] = module
                module += 1


@cython.locals(u=cython.Py_ssize_t, k=cython.Py_ssize_t, best=cython.Py_ssize_t, border=cython.double)
def strongest_links(
    indptr: cython.longlong[::1], neighbours: cython.int[::1], weight: cython.double[::1], nodes: cython.double[::1],
    satellites: cython.int[::1], hub: cython.int[::1], between: cython.double[::1], rank: cython.double[::1]
) -> int:  # fmt: skip
    """List the nodes whose strongest link leads to a hub, a node with more flow; return how many there are.

    Of them, `hub` int32[n] gets the hub, `between` the flow of the link, and `rank` how little of their flow it is (the
    first has the least).
    """
    count: cython.Py_ssize_t = 0
    with cython.nogil:
        for u in range(indptr.shape[0] - 1):
            if indptr[u] == indptr[u + 1]:
                continue
            best = indptr[u]
            for k in range(indptr[u] + 1, indptr[u + 1]):
                if weight[k] > weight[best]:
                    best = k
            if nodes[4 * neighbours[best]] > nodes[4 * u]:
                border = nodes[4 * u + 1] + nodes[4 * u + 2]
                hub[u] = neighbours[best]
                between[u] = weight[best]
                rank[u] = -weight[best] / (border if border > _NO_FLOW else _NO_FLOW)
                satellites[count] = u
                count += 1
    return count


@cython.locals(
    u=cython.Py_ssize_t, h=cython.Py_ssize_t, i=cython.Py_ssize_t, begin=cython.Py_ssize_t, end=cython.Py_ssize_t,
    total=cython.double, flow=cython.double, enter=cython.double, leaving=cython.double, alone=cython.double,
    inner=cython.double, change=cython.double, least=cython.double
)  # fmt: skip
def choose_satellites(
    nodes: cython.double[::1], satellites: cython.int[::1], hub: cython.int[::1], between: cython.double[::1],
    least_gain: cython.double, group: cython.int[::1], chosen: cython.uchar[::1]
) -> int:  # fmt: skip
    """Join each hub with the first of its satellites, as many as are best; return how many satellites join.

    Satellites stand by hub. Where no hub has two, none joins: the search has tried that. `group` int32[n] is 0, 1, 2
    ..., and gets the hub of those that join. `chosen` uint8[n] is zero.
    """
    n: cython.Py_ssize_t = satellites.shape[0]
    count: cython.Py_ssize_t = 0
    several: cython.bint = False
    with cython.nogil:
        total = 0.0
        for u in range(group.shape[0]):
            total += nodes[4 * u + 1]
        begin = 0
        while begin < n:
            end = begin
            h = hub[satellites[begin]]
            flow = nodes[4 * h]
            enter = nodes[4 * h + 1]
            leaving = nodes[4 * h + 2]
            alone = nodes[4 * h + 3]
            inner = 0.0
            least = -least_gain
            i = begin
            while i < n and hub[satellites[i]] == h:
                u = satellites[i]
                i += 1
                flow += nodes[4 * u]
                enter += nodes[4 * u + 1]
                leaving += nodes[4 * u + 2]
                alone += nodes[4 * u + 3]
                inner += between[u]
                change = _plogp(leaving - inner + flow) - _plogp(enter - inner) - _plogp(leaving - inner)
                change += _plogp(total - inner) - _plogp(total) - alone
                if change < least:
                    least = change
                    end = i
            several |= i > begin + 1
            for u in range(begin, end):
                chosen[satellites[u]] = 1
            begin = i
        for i in range(n if several else 0):
            u = satellites[i]
            if chosen[u] and not chosen[hub[u]]:  # a hub that goes to another one takes nobody along
                group[u] = hub[u]
                count += 1
    return count
