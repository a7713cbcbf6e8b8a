# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Inner loops of the search for modules that minimise the map equation.

Quantity: ``L = sum_r plogp(T_r) + sum_m C_m + const`` in bits, ``plogp(x) = x log2 x``, with
``C_m = plogp(exit_m + flow_m) - plogp(exit_m) - plogp(enter_m)`` for a module and
``T_r = offset_r + sum of enter_m over the modules m of region r`` (Rosvall, Axelsson & Bergstrom 2009;
Rosvall & Bergstrom 2011). A region is the part of the network that modules may not leave: everything in a
two-level search (offset 0), one module of the layer above in a hierarchical one (offset: its exit flow).
Links are one CSR: ``indptr`` int64[n+1], ``neighbours`` int32[m], ``weight`` float64[m] > 0, symmetric, no
self-links, weight ``f_uv + f_vu``. ``nodes`` float64[4 n] holds flow, enter, exit and the ``C`` of a module that is
this node alone, node after node; ``record`` float64[8 n] a row a module: flow, enter, exit, ``C``, the number of
members, the sum of their ids, which names the last one when one is left, and two that fill a line of the cache.
``sums`` float64[n] is zero between uses. Every array is owned by the caller, who has checked lengths and ranges;
nothing here allocates or takes the GIL.
"""

import cython
from cython.cimports.libc.math import floor, log2, pow

# Logarithms take a third of the time. A table of 256 and a series to the fifth power have an error below 1e-14 and
# take half the time of the library's.
_Pun = cython.union(value=cython.double, bits=cython.longlong)
_inverse = cython.declare(cython.double[256])
_logarithm = cython.declare(cython.double[256])


@cython.cfunc
def _fill_tables() -> cython.void:
    i: cython.int
    for i in range(256):
        _inverse[i] = 1.0 / (1.0 + (i + 0.5) / 256.0)
        _logarithm[i] = -log2(_inverse[i])


_fill_tables()


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
@cython.locals(i=cython.longlong, exponent=cython.longlong, mantissa=cython.double, r=cython.double, s=cython.double)
def _log2(x: cython.double) -> cython.double:
    """log2 of a number that is positive and not subnormal."""
    if cython.compiled:
        pun = cython.declare(_Pun)
        pun.value = x  # 1 sign bit, 11 of the exponent, 52 of the mantissa
        exponent = (pun.bits >> 52) - 1023
        pun.bits = pun.bits - (exponent << 52)
        mantissa = pun.value
        i = (pun.bits >> 44) & 255
    else:
        exponent = cython.cast(cython.longlong, floor(log2(x)))
        mantissa = x * pow(2.0, -exponent)
        if not 1.0 <= mantissa < 2.0:  # the logarithm was rounded across a whole number
            exponent += 1 if mantissa >= 2.0 else -1
            mantissa = x * pow(2.0, -exponent)
        i = cython.cast(cython.longlong, (mantissa - 1.0) * 256.0)
    r = mantissa * _inverse[i] - 1.0
    # log2(1 + r) = (r - r^2 / 2 + r^3 / 3 - r^4 / 4 + r^5 / 5) / ln 2
    s = 0.4808983469629878 - r * (0.36067376022224085 - r * 0.28853900817779268)
    return exponent + (_logarithm[i] + r * (1.4426950408889634 - r * (0.7213475204444817 - r * s)))


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
@cython.locals(y=cython.double)
def _plogp(x: cython.double) -> cython.double:
    # A sum that should be zero may come out as -1e-17; it counts as 1e-290, which is as good as zero and no branch.
    y = x if x > 1e-290 else 1e-290
    return y * _log2(y)


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _cost(flow: cython.double, enter: cython.double, exit_: cython.double, symmetric: cython.bint) -> cython.double:
    if symmetric:  # enter equals exit in undirected flow: one logarithm saved for every candidate
        return _plogp(exit_ + flow) - 2.0 * _plogp(exit_)
    return _plogp(exit_ + flow) - _plogp(exit_) - _plogp(enter)


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
@cython.locals(mask=cython.ulonglong)
def _next(x: cython.ulonglong) -> cython.ulonglong:
    """One step of the generator xorshift64 (Marsaglia 2003)."""
    mask = 0xFFFFFFFFFFFFFFFF  # only Python's own integers need it: they never overflow
    x ^= (x << 13) & mask
    x ^= x >> 7
    return x ^ ((x << 17) & mask)


@cython.ccall
@cython.nogil
@cython.exceptval(check=False)
@cython.locals(
    i=cython.Py_ssize_t, j=cython.Py_ssize_t, b=cython.Py_ssize_t, first=cython.Py_ssize_t, size=cython.Py_ssize_t,
    at=cython.Py_ssize_t, n_blocks=cython.Py_ssize_t, kept=cython.int, x=cython.ulonglong
)  # fmt: skip
def shuffle(
    order: cython.int[::1], blocks: cython.int[::1], n: cython.Py_ssize_t, block: cython.Py_ssize_t,
    state: cython.ulonglong[::1]
) -> cython.void:  # fmt: skip
    """Fill `order` with 0..n-1: blocks of `block` in random order, and each of them in random order.

    Neighbours in numbering are often neighbours in memory and in the network, so short blocks are faster than one.
    `blocks` is scratch; `state` is the 64-bit state of the generator.
    """
    x = cython.cast(cython.ulonglong, state[0])  # a plain integer where this is interpreted
    n_blocks = (n + block - 1) // block
    for i in range(n_blocks):
        blocks[i] = i
    for i in range(n_blocks - 1, 0, -1):
        x = _next(x)
        j = ((x >> 32) * (i + 1)) >> 32
        kept = blocks[i]
        blocks[i] = blocks[j]
        blocks[j] = kept
    at = 0
    for b in range(n_blocks):
        first = blocks[b] * block
        size = block if first + block <= n else n - first
        for i in range(size):
            order[at + i] = first + i
        for i in range(size - 1, 0, -1):
            x = _next(x)
            j = ((x >> 32) * (i + 1)) >> 32
            kept = order[at + i]
            order[at + i] = order[at + j]
            order[at + j] = kept
        at += size
    state[0] = x


@cython.ccall
@cython.nogil
@cython.exceptval(check=False)
@cython.locals(i=cython.Py_ssize_t, k=cython.int)
def compact(
    module: cython.int[::1], renumbered: cython.int[::1], kept: cython.int[::1], n: cython.Py_ssize_t,
    n_ids: cython.Py_ssize_t
) -> cython.int:  # fmt: skip
    """Renumber n modules 0..k-1 by first appearance, in place, and return k; `kept[j]` is what module j was before."""
    k = 0
    for i in range(n_ids):
        renumbered[i] = -1
    for i in range(n):
        if renumbered[module[i]] < 0:
            renumbered[module[i]] = k
            kept[k] = module[i]
            k += 1
        module[i] = renumbered[module[i]]
    return k


@cython.ccall
@cython.nogil
@cython.exceptval(check=False)
@cython.locals(u=cython.Py_ssize_t, k=cython.Py_ssize_t, m=cython.Py_ssize_t, inside=cython.double, bits=cython.double)
def tally(
    indptr: cython.longlong[::1], neighbours: cython.int[::1], weight: cython.double[::1],
    nodes: cython.double[::1], module: cython.int[::1], region: cython.int[::1], record: cython.double[::1],
    offset: cython.double[::1], total: cython.double[::1], n: cython.Py_ssize_t, n_modules: cython.Py_ssize_t,
    symmetric: cython.bint, single: cython.bint
) -> cython.double:  # fmt: skip
    """Fill `record` and `total` (one a region) afresh from `module`; return ``sum plogp(T) + sum C`` in bits.

    With `single`, every node is its own module and no link is looked at. `offset` and `total` may be the same.
    """
    bits = 0.0
    for u in range(offset.shape[0]):
        total[u] = offset[u]
    for u in range(8 * n_modules):
        record[u] = 0.0
    for u in range(n):
        m = module[u]
        inside = 0.0
        if not single:
            for k in range(indptr[u], indptr[u + 1]):
                inside += weight[k] if module[neighbours[k]] == m else 0.0
            inside *= 0.5  # every inner link is met from both its ends
        record[8 * m] += nodes[4 * u]
        record[8 * m + 1] += nodes[4 * u + 1] - inside
        record[8 * m + 2] += nodes[4 * u + 2] - inside
        record[8 * m + 4] += 1.0
        record[8 * m + 5] += u
        total[region[u]] += nodes[4 * u + 1] - inside
    for m in range(n_modules):
        if record[8 * m + 4] == 1.0:
            record[8 * m + 3] = nodes[4 * cython.cast(cython.Py_ssize_t, record[8 * m + 5]) + 3]
        elif record[8 * m + 4] > 1.0:
            record[8 * m + 3] = _cost(record[8 * m], record[8 * m + 1], record[8 * m + 2], symmetric)
        bits += record[8 * m + 3]
    for u in range(offset.shape[0]):
        bits += _plogp(total[u])
    return bits


@cython.ccall
@cython.nogil
@cython.exceptval(check=False)
@cython.locals(
    u=cython.Py_ssize_t, v=cython.Py_ssize_t, a=cython.Py_ssize_t, b=cython.Py_ssize_t, best=cython.Py_ssize_t,
    r=cython.int, i=cython.Py_ssize_t, j=cython.Py_ssize_t, k=cython.Py_ssize_t, n_touched=cython.Py_ssize_t,
    n_active=cython.Py_ssize_t, n_empty=cython.Py_ssize_t, _sweep=cython.int, log_region=cython.int, flow=cython.double,
    enter=cython.double, exit_=cython.double, w=cython.double, total_r=cython.double, plogp_total=cython.double,
    leave=cython.double, leave_enter=cython.double, cost_rest=cython.double, delta=cython.double,
    best_delta=cython.double, cost_b=cython.double, best_cost=cython.double, best_w=cython.double,
    change=cython.double
)  # fmt: skip
def move(
    indptr: cython.longlong[::1], neighbours: cython.int[::1], weight: cython.double[::1],
    nodes: cython.double[::1], module: cython.int[::1], region: cython.int[::1], record: cython.double[::1],
    total: cython.double[::1], order: cython.int[::1], active: cython.uchar[::1], touched: cython.int[::1],
    empty: cython.int[::1], sums: cython.double[::1], n: cython.Py_ssize_t, symmetric: cython.bint,
    bounded: cython.bint, sweeps: cython.int, least_gain: cython.double
) -> cython.double:  # fmt: skip
    """Move single nodes to the module where L falls most; return the change of L.

    Sweeps over the nodes in `order`, at most `sweeps`, until none gains; after the first, only nodes are looked at
    again whose neighbours went to another module than their own. `record` (n rows) and `total` are as `tally` leaves
    them and are kept up to date. `active` uint8[n], `touched` and `empty` int32[n] are scratch. With `bounded`,
    links to other regions are passed over; without it there is one region.
    """
    change = 0.0
    n_empty = 0
    n_active = n
    log_region = -1
    plogp_total = 0.0
    for i in range(n):
        active[i] = 1
        if record[8 * i + 4] == 0.0:
            empty[n_empty] = i
            n_empty += 1
    for _sweep in range(sweeps):
        if n_active == 0:
            break
        for j in range(n):
            u = order[j]
            if active[u] == 0:
                continue
            active[u] = 0
            n_active -= 1
            a = module[u]
            r = region[u]
            n_touched = 0
            # Written without a branch: whether a module was met before cannot be predicted.
            if bounded:
                for k in range(indptr[u], indptr[u + 1]):
                    v = neighbours[k]
                    if region[v] == r:
                        b = module[v]
                        touched[n_touched] = b
                        n_touched += sums[b] == 0.0
                        sums[b] += weight[k]
            else:
                for k in range(indptr[u], indptr[u + 1]):
                    b = module[neighbours[k]]
                    touched[n_touched] = b
                    n_touched += sums[b] == 0.0
                    sums[b] += weight[k]
            if n_touched == 0:
                continue
            flow = nodes[4 * u]
            enter = nodes[4 * u + 1]
            exit_ = nodes[4 * u + 2]
            if r != log_region:
                plogp_total = _plogp(total[r])
                log_region = r
            w = sums[a]
            sums[a] = 0.0
            leave_enter = w - enter
            total_r = total[r] + leave_enter + enter  # with u on its own
            if record[8 * a + 4] == 2.0:
                cost_rest = nodes[4 * (cython.cast(cython.Py_ssize_t, record[8 * a + 5]) - u) + 3]
            elif record[8 * a + 4] > 2.0:
                cost_rest = _cost(
                    record[8 * a] - flow, record[8 * a + 1] + leave_enter, record[8 * a + 2] - exit_ + w, symmetric
                )
            else:
                cost_rest = 0.0
            leave = cost_rest - record[8 * a + 3] - plogp_total
            best = a
            best_delta = -least_gain
            best_cost = 0.0
            best_w = 0.0
            for i in range(n_touched):
                b = touched[i]
                if b == a:
                    continue
                w = sums[b]
                sums[b] = 0.0
                cost_b = _cost(
                    record[8 * b] + flow, record[8 * b + 1] + enter - w, record[8 * b + 2] + exit_ - w, symmetric
                )
                delta = leave + cost_b - record[8 * b + 3] + _plogp(total_r - w)
                if delta < best_delta:
                    best = b
                    best_delta = delta
                    best_cost = cost_b
                    best_w = w
            if record[8 * a + 4] > 1.0 and n_empty > 0:
                cost_b = nodes[4 * u + 3]
                delta = leave + cost_b + _plogp(total_r)
                if delta < best_delta:
                    n_empty -= 1
                    best = empty[n_empty]
                    best_delta = delta
                    best_cost = cost_b
                    best_w = 0.0
            if best == a:
                continue
            change += best_delta
            w = leave_enter + enter  # u's links to the module it leaves
            record[8 * a + 4] -= 1.0
            record[8 * a + 5] -= u
            if record[8 * a + 4] > 0.0:
                record[8 * a] -= flow
                record[8 * a + 1] += leave_enter
                record[8 * a + 2] += w - exit_
                record[8 * a + 3] = cost_rest
            else:
                for i in range(4):
                    record[8 * a + i] = 0.0
                empty[n_empty] = a
                n_empty += 1
            record[8 * best] += flow
            record[8 * best + 1] += enter - best_w
            record[8 * best + 2] += exit_ - best_w
            record[8 * best + 3] = best_cost
            record[8 * best + 4] += 1.0
            record[8 * best + 5] += u
            total[r] = total_r - best_w
            log_region = -1
            module[u] = best
            if sweeps == 1:
                continue
            for k in range(indptr[u], indptr[u + 1]):
                v = neighbours[k]
                if active[v] == 0 and module[v] != best and not (bounded and region[v] != r):
                    active[v] = 1
                    n_active += 1
    return change


@cython.ccall
@cython.nogil
@cython.exceptval(check=False)
@cython.locals(
    i=cython.Py_ssize_t, k=cython.Py_ssize_t, p=cython.Py_ssize_t, u=cython.Py_ssize_t, q=cython.Py_ssize_t,
    first=cython.longlong, n_links=cython.longlong
)  # fmt: skip
def aggregate(
    indptr: cython.longlong[::1], neighbours: cython.int[::1], weight: cython.double[::1], part: cython.int[::1],
    start: cython.int[::1], members: cython.int[::1], sums: cython.double[::1], n: cython.Py_ssize_t,
    n_parts: cython.Py_ssize_t, new_indptr: cython.longlong[::1], new_neighbours: cython.int[::1],
    new_weight: cython.double[::1]
) -> cython.longlong:  # fmt: skip
    """Make each of the parts a node: write the CSR of links between parts, return how many there are.

    `start` int32[n_parts+1] and `members` int32[n] are scratch for the counting sort; `new_neighbours` and
    `new_weight` have room for one link more than there were.
    """
    n_links = 0
    for p in range(n_parts + 1):
        start[p] = 0
    for i in range(n):
        start[part[i]] += 1
    for p in range(n_parts):
        start[p + 1] += start[p]
    for i in range(n - 1, -1, -1):  # from behind, so that members stay in order
        start[part[i]] -= 1
        members[start[part[i]]] = i
    for p in range(n_parts):
        first = n_links
        new_indptr[p] = first
        for i in range(start[p], start[p + 1]):
            u = members[i]
            for k in range(indptr[u], indptr[u + 1]):
                q = part[neighbours[k]]
                if q == p:
                    continue
                new_neighbours[n_links] = q
                n_links += sums[q] == 0.0
                sums[q] += weight[k]
        for k in range(first, n_links):
            new_weight[k] = sums[new_neighbours[k]]
            sums[new_neighbours[k]] = 0.0
    new_indptr[n_parts] = n_links
    return n_links


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
@cython.locals(i=cython.Py_ssize_t, j=cython.Py_ssize_t)
def _lift(
    module: cython.int[::1], region: cython.int[::1], record: cython.double[::1], part: cython.int[::1],
    scratch: cython.int[::1], n: cython.Py_ssize_t, n_parts: cython.Py_ssize_t, n_modules: cython.Py_ssize_t
) -> cython.void:  # fmt: skip
    """Take the modules of a level over to the next, whose nodes are parts: fewer members, but the same flow."""
    for i in range(n):
        scratch[part[i]] = module[i]
    for j in range(n_parts):
        module[j] = scratch[j]
    for i in range(n):
        scratch[part[i]] = region[i]
    for j in range(n_parts):
        region[j] = scratch[j]
    for j in range(n_modules):
        record[8 * j + 4] = 0.0
        record[8 * j + 5] = 0.0
    for j in range(8 * n_modules, 8 * n_parts):
        record[j] = 0.0
    for j in range(n_parts):
        record[8 * module[j] + 4] += 1.0
        record[8 * module[j] + 5] += j


@cython.locals(
    n=cython.Py_ssize_t, n_base=cython.Py_ssize_t, i=cython.Py_ssize_t, j=cython.Py_ssize_t, k=cython.Py_ssize_t,
    n_parts=cython.Py_ssize_t, n_modules=cython.Py_ssize_t, bits=cython.double, change=cython.double, side=cython.int,
    level=cython.int, bounded=cython.bint
)  # fmt: skip
def improve(
    indptr: cython.longlong[::1], neighbours: cython.int[::1], weight: cython.double[::1],
    nodes: cython.double[::1], modules: cython.int[::1], regions: cython.int[::1], offset: cython.double[::1],
    ints: cython.int[:, ::1], records: cython.double[:, ::1], tables: cython.double[:, ::1],
    totals: cython.double[:, ::1], sums: cython.double[::1], active: cython.uchar[::1],
    indptrs: cython.longlong[:, ::1], neighbour_rows: cython.int[:, ::1], weight_rows: cython.double[:, ::1],
    state: cython.ulonglong[::1], symmetric: cython.bint, own_index: cython.bint, single: cython.bint,
    sweeps: cython.int, refine_sweeps: cython.int, block: cython.Py_ssize_t, least_gain: cython.double
) -> float:  # fmt: skip
    """One pass: move nodes, break modules into parts, let the parts move as nodes, until nothing joins any more.

    `modules` int32[n], 0..k-1, is where the pass begins and is changed in place; `regions` and `offset` say what the
    modules may not leave. A part grows from single nodes inside its module and is priced as a sub-module of it with
    `own_index`, or as a module in the place of it. With `refine_sweeps` 0, modules are aggregated whole. `sweeps`
    limits the moves on the lowest level. Rows of `ints` [10, n+1], `records` [2, 8 n], `tables` [2, 4 n], `totals`
    [2, regions or n], `indptrs`, `neighbour_rows` and `weight_rows` (two more networks) are scratch. Returns L.
    """
    n = n_base = modules.shape[0]
    bounded = offset.shape[0] > 1
    with cython.nogil:
        module = ints[0]
        region = ints[1]
        part = ints[2]
        order = ints[3]
        touched = ints[4]
        empty = ints[5]
        start = ints[6]
        kept = ints[7]
        member = ints[8]
        blocks = ints[9]
        record = records[0]
        inner = records[1]
        total = totals[0]
        inner_total = totals[1]
        side = 0
        level = 0
        for i in range(n):
            module[i] = modules[i]
            region[i] = regions[i]
        bits = tally(
            indptr, neighbours, weight, nodes, module, region, record, offset, total, n, n, symmetric, single
        )  # fmt: skip
        while True:
            shuffle(order, blocks, n, block, state)
            change = move(
                indptr, neighbours, weight, nodes, module, region, record, total, order, active, touched, empty, sums,
                n, symmetric, bounded, sweeps if level == 0 else 1000, least_gain,
            )  # fmt: skip
            bits += change
            n_modules = compact(module, empty, kept, n, n)
            if n_modules == n:
                break
            for j in range(n_modules):
                for k in range(8):
                    inner[8 * j + k] = record[8 * kept[j] + k]
            for j in range(8 * n_modules):
                record[j] = inner[j]
            n_parts = n
            if refine_sweeps > 0 and (level == 0 or change != 0.0):
                for i in range(n):
                    part[i] = i
                    inner_total[module[i]] = total[region[i]]
                if own_index:
                    for j in range(n_modules):
                        inner_total[j] = record[8 * j + 2]
                tally(
                    indptr, neighbours, weight, nodes, part, module, inner, inner_total[:n_modules], inner_total,
                    n, n, symmetric, True,
                )  # fmt: skip
                shuffle(order, blocks, n, block, state)
                move(
                    indptr, neighbours, weight, nodes, part, module, inner, inner_total, order, active, touched, empty,
                    sums, n, symmetric, True, refine_sweeps, least_gain,
                )  # fmt: skip
                n_parts = compact(part, empty, kept, n, n)
            if 5 * n_parts > 4 * n:  # parts that hardly save a node: whole modules move next
                n_parts = n_modules
                for i in range(n):
                    part[i] = module[i]
                for j in range(n_parts):
                    for k in range(4):
                        tables[side, 4 * j + k] = record[8 * j + k]
            else:
                for j in range(n_parts):
                    for k in range(4):
                        tables[side, 4 * j + k] = inner[8 * kept[j] + k]
            for i in range(n_base):
                member[i] = part[i] if level == 0 else part[member[i]]
            aggregate(
                indptr, neighbours, weight, part, start, touched, sums, n, n_parts, indptrs[side],
                neighbour_rows[side], weight_rows[side],
            )  # fmt: skip
            _lift(module, region, record, part, touched, n, n_parts, n_modules)
            indptr = indptrs[side]
            neighbours = neighbour_rows[side]
            weight = weight_rows[side]
            nodes = tables[side]
            side = 1 - side
            n = n_parts
            level += 1
        for i in range(n_base):
            modules[i] = module[i] if level == 0 else module[member[i]]
    return bits
