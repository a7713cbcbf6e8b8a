# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Loops over the modules and the nodes of a tree that put them in order.

Modules are 0..k-1, and the root has the parent -1. Every array is owned by the caller, who has checked lengths and
ranges; nothing here allocates or takes the GIL.
"""

import cython

# 2 ** 52: doubles from there on are whole numbers, so that adding it rounds.
_WHOLE = cython.declare(cython.double, 4503599627370496.0)


@cython.locals(i=cython.Py_ssize_t)
def add(values: cython.const[cython.int][::1], number: cython.int, sums: cython.int[::1]) -> None:
    """Write each value plus a number to `sums`."""
    with cython.nogil:
        for i in range(values.shape[0]):
            sums[i] = values[i] + number


@cython.locals(i=cython.Py_ssize_t, value=cython.double)
def descending(values: cython.const[cython.double][::1], scale: cython.double, keys: cython.double[::1]) -> None:
    """Write keys that put values in order, the largest first, those first that are alike when they are rounded.

    A value is rounded to whole parts of ``1 / scale``, halves to even numbers, as ``rint(value * scale) / scale``.
    """
    with cython.nogil:
        for i in range(values.shape[0]):
            value = values[i] * scale
            if 0.0 <= value and value < _WHOLE:
                value = (value + _WHOLE) - _WHOLE
            elif value < 0.0 and -_WHOLE < value:
                value = (value - _WHOLE) + _WHOLE
            keys[i] = -(value / scale)


@cython.locals(m=cython.Py_ssize_t, deepest=cython.int)
def heights(depth: cython.const[cython.int][::1], height: cython.int[::1]) -> int:
    """Write how far above the deepest module each one is; return the depth of that module."""
    deepest = 0
    with cython.nogil:
        for m in range(depth.shape[0]):
            if depth[m] > deepest:
                deepest = depth[m]
        for m in range(depth.shape[0]):
            height[m] = deepest - depth[m]
    return deepest


@cython.locals(i=cython.Py_ssize_t, m=cython.int)
def add_up(
    parent: cython.const[cython.int][::1], node_module: cython.const[cython.int][::1],
    node_flow: cython.const[cython.double][::1], upwards: cython.const[cython.int][::1], flow: cython.double[::1]
) -> None:  # fmt: skip
    """Add the flow of nodes to their modules, and of these to all above; `flow` float64[k] is zero.

    `upwards` has the modules in order of depth, the deepest first.
    """
    with cython.nogil:
        for i in range(node_module.shape[0]):
            flow[node_module[i]] += node_flow[i]
        for i in range(upwards.shape[0]):
            m = upwards[i]
            if parent[m] >= 0:
                flow[parent[m]] += flow[m]


@cython.locals(i=cython.Py_ssize_t, count=cython.Py_ssize_t, groups=cython.int, before=cython.bint, after=cython.bint)
def find_tied(
    order: cython.const[cython.int][::1], home: cython.const[cython.int][::1],
    keys: cython.const[cython.double][::1], places: cython.int[::1], group: cython.int[::1]
) -> int:  # fmt: skip
    """Find the items in `order` whose neighbours there have the same home and the same key; return how many they are.

    `places` int32[n] gets their places in the order, `group` int32[n] a number for each, the same for those that are
    alike, from 0.
    """
    count = 0
    with cython.nogil:
        groups = -1
        before = False
        for i in range(order.shape[0]):
            after = (
                i + 1 < order.shape[0] and home[order[i]] == home[order[i + 1]] and keys[order[i]] == keys[order[i + 1]]
            )
            if before or after:
                if not before:
                    groups += 1
                places[count] = i
                group[count] = groups
                count += 1
            before = after
    return count


@cython.locals(i=cython.Py_ssize_t, count=cython.Py_ssize_t, m=cython.int)
def nodes_inside(
    parent: cython.const[cython.int][::1], node_module: cython.const[cython.int][::1],
    upwards: cython.const[cython.int][::1], asked: cython.const[cython.int][::1], inside: cython.uchar[::1],
    nodes: cython.int[::1]
) -> int:  # fmt: skip
    """Find the nodes in some modules or in modules below these; return how many they are.

    `nodes` int32[n] gets them; `inside` uint8[k] is zero.
    """
    count = 0
    with cython.nogil:
        for i in range(asked.shape[0]):
            inside[asked[i]] = 1
        for i in range(upwards.shape[0] - 1, -1, -1):
            m = upwards[i]
            if parent[m] >= 0 and inside[parent[m]]:
                inside[m] = 1
        for i in range(node_module.shape[0]):
            if inside[node_module[i]]:
                nodes[count] = i
                count += 1
    return count


@cython.locals(i=cython.Py_ssize_t, m=cython.int)
def first_ranks(
    parent: cython.const[cython.int][::1], node_module: cython.const[cython.int][::1],
    upwards: cython.const[cython.int][::1], nodes: cython.const[cython.int][::1], rank: cython.const[cython.int][::1],
    most: cython.int, first: cython.int[::1]
) -> None:  # fmt: skip
    """Write the least rank of the nodes in each module, and below it, to `first` int32[k]; `most` where there is none.

    `rank` has the rank of each of `nodes`.
    """
    with cython.nogil:
        for i in range(first.shape[0]):
            first[i] = most
        for i in range(nodes.shape[0]):
            m = node_module[nodes[i]]
            if rank[i] < first[m]:
                first[m] = rank[i]
        for i in range(upwards.shape[0]):
            m = upwards[i]
            if parent[m] >= 0 and first[m] < first[parent[m]]:
                first[parent[m]] = first[m]


@cython.locals(i=cython.Py_ssize_t, m=cython.int, above=cython.int, sum_=cython.int)
def depth_first(
    parent: cython.const[cython.int][::1], order: cython.const[cython.int][::1],
    upwards: cython.const[cython.int][::1], size: cython.int[::1], number: cython.int[::1]
) -> None:  # fmt: skip
    """Write the numbers of modules, depth first; `order` has siblings beside each other as they are to follow.

    `size` int32[k] is scratch.
    """
    k: cython.Py_ssize_t = parent.shape[0]
    with cython.nogil:
        for i in range(k):
            size[i] = 1
        for i in range(k):
            m = upwards[i]
            if parent[m] >= 0:
                size[parent[m]] += size[m]
        above = -2
        sum_ = 0
        for i in range(k):
            m = order[i]
            if parent[m] != above:
                above = parent[m]
                sum_ = 0
            number[m] = sum_
            sum_ += size[m]
        for i in range(k - 1, -1, -1):
            m = upwards[i]
            if parent[m] >= 0:
                number[m] += number[parent[m]] + 1


@cython.locals(i=cython.Py_ssize_t)
def renumber(
    parent: cython.const[cython.int][::1], node_module: cython.const[cython.int][::1],
    number: cython.const[cython.int][::1], new_parent: cython.int[::1], new_module: cython.int[::1]
) -> None:  # fmt: skip
    """Write the parents of modules, and the modules of nodes, with new numbers of modules."""
    with cython.nogil:
        for i in range(parent.shape[0]):
            new_parent[number[i]] = number[parent[i]] if parent[i] >= 0 else -1
        for i in range(node_module.shape[0]):
            new_module[i] = number[node_module[i]]


@cython.locals(i=cython.Py_ssize_t, last=cython.int, rank=cython.longlong)
def node_ranks(
    node_module: cython.const[cython.int][::1], order: cython.const[cython.int][::1], ranks: cython.longlong[::1]
) -> None:  # fmt: skip
    """Write the rank of each node in its module, from 1; in `order` the nodes of a module stand together."""
    with cython.nogil:
        last = -1
        rank = 0
        for i in range(order.shape[0]):
            if node_module[order[i]] != last:
                last = node_module[order[i]]
                rank = 0
            rank += 1
            ranks[order[i]] = rank


# The modules below have parents before children.


@cython.locals(m=cython.Py_ssize_t)
def lift(
    parent: cython.const[cython.int][::1], depth: cython.const[cython.int][::1], level: cython.int,
    above: cython.int[::1]
) -> None:  # fmt: skip
    """Write the module on a level that each module lies in.

    Modules above that level stand for themselves. If `level` is 0 or less, all do.
    """
    with cython.nogil:
        for m in range(parent.shape[0]):
            above[m] = above[parent[m]] if level > 0 and depth[m] > level else m


@cython.locals(m=cython.Py_ssize_t)
def sibling_ranks(parent: cython.const[cython.int][::1], children: cython.int[::1], rank: cython.int[::1]) -> None:
    """Write the rank of each module among the children of its parent, from 1; `children` int32[k] is zero."""
    with cython.nogil:
        for m in range(parent.shape[0]):
            if parent[m] >= 0:
                children[parent[m]] += 1
                rank[m] = children[parent[m]]
            else:
                rank[m] = 0


@cython.locals(m=cython.Py_ssize_t, count=cython.int)
def top_ranks(parent: cython.const[cython.int][::1], rank: cython.int[::1]) -> int:
    """Write the rank of the module below the root that each module is in, 0 for the root; return how many there are."""
    count = 0
    with cython.nogil:
        for m in range(parent.shape[0]):
            if parent[m] == 0:
                count += 1
            rank[m] = rank[parent[m]] if parent[m] > 0 else count if parent[m] == 0 else 0
    return count


@cython.locals(i=cython.Py_ssize_t, m=cython.Py_ssize_t, count=cython.int)
def number_used(
    home: cython.const[cython.int][::1], used: cython.int[::1], number: cython.longlong[::1]
) -> None:  # fmt: skip
    """Give the modules in `home` numbers from 1, in order, and write that of each; `used` int32[k] is zero."""
    with cython.nogil:
        for i in range(home.shape[0]):
            used[home[i]] = 1
        count = 0
        for m in range(used.shape[0]):
            count += used[m]
            used[m] = count
        for i in range(home.shape[0]):
            number[i] = used[home[i]]


@cython.locals(i=cython.Py_ssize_t, deepest=cython.int)
def deepest_home(depth: cython.const[cython.int][::1], node_module: cython.const[cython.int][::1]) -> int:
    """Return the largest depth of the module of a node."""
    deepest = 0
    with cython.nogil:
        for i in range(node_module.shape[0]):
            if depth[node_module[i]] > deepest:
                deepest = depth[node_module[i]]
    return deepest
