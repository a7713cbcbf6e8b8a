# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Inner loops of the search for modules that minimise the map equation.

Quantity: ``L = sum_r plogp(T_r) + sum_m (C_m + price)`` in bits, up to a constant, with ``plogp(x) = x log2 x``,
``C_m = plogp(exit_m + flow_m) - plogp(exit_m) - plogp(enter_m)`` for a module and
``T_r = offset_r + sum of enter_m over the modules m of region r`` (Rosvall, Axelsson & Bergstrom 2009;
Rosvall & Bergstrom 2011). A region is the part of the network that modules may not leave: everything in a
two-level search (offset 0), one module of the layer above in a hierarchical one (offset: its exit flow).

Links are one CSR: ``indptr`` int64[n+1], ``neighbours`` int32[m], ``weight`` float64[m] > 0, symmetric, no
self-links, weight ``f_uv + f_vu``. ``nodes`` float64[4 n] holds flow, enter, exit and the ``C`` of a module that is
this node alone, node after node; ``record`` float64[8 n] a row a module, a line of the cache: flow, enter, exit, the
number of members, the sum of their ids, which names the last one when one is left, and the logarithms of
``exit + flow``, exit and enter. Where a walk is recorded while it teleports, ``jumps`` float64[2 n] holds the flow a_u
that jumps from each node and the share t_u of all jumps that land on it, so that ``a_u t_v + a_v t_u`` adds to the
weight of every pair, and ``pulls`` float64[2 n] their sums over modules; both are empty elsewhere. ``sums``
float64[n] is zero between uses. Every array is owned by the caller, who has checked lengths and ranges; nothing
here allocates or takes the GIL.
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
_NAT = cython.declare(cython.double, 1.4426950408889634)  # 1 / ln 2


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
def _log(x: cython.double) -> cython.double:
    # A sum that should be zero may come out as -1e-17; it counts as 1e-290, which is as good as zero and no branch.
    return _log2(x if x > 1e-290 else 1e-290)


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _plogp(x: cython.double) -> cython.double:
    return x * _log(x) if x > 0.0 else 0.0


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _update(record: cython.double[::1], at: cython.Py_ssize_t, symmetric: cython.bint) -> cython.void:
    """Write the logarithms of a module whose flow, enter or exit changed."""
    record[at + 5] = _log(record[at] + record[at + 2])
    record[at + 6] = _log(record[at + 2])
    record[at + 7] = record[at + 6] if symmetric else _log(record[at + 1])


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _held(record: cython.double[::1], nodes: cython.double[::1], at: cython.Py_ssize_t) -> cython.double:
    """Return C of a module; that of a single node may be priced differently by the caller."""
    if record[at + 3] == 1.0:
        return nodes[4 * cython.cast(cython.Py_ssize_t, record[at + 4]) + 3]
    return (
        (record[at] + record[at + 2]) * record[at + 5]
        - record[at + 2] * record[at + 6]
        - record[at + 1] * record[at + 7]
    )


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _cost(flow: cython.double, enter: cython.double, exit_: cython.double, symmetric: cython.bint) -> cython.double:
    if symmetric:  # enter equals exit in undirected flow: one logarithm saved
        return _plogp(exit_ + flow) - 2.0 * _plogp(exit_)
    return _plogp(exit_ + flow) - _plogp(exit_) - _plogp(enter)


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
@cython.locals(x=cython.double, d=cython.double, bound=cython.double)
def _bound(
    record: cython.double[::1], at: cython.Py_ssize_t, flow: cython.double, enter: cython.double, exit_: cython.double,
    symmetric: cython.bint
) -> cython.double:  # fmt: skip
    """Bound from below by how much C grows with flow, enter and exit, without a logarithm.

    ``ln(1 + z) <= z (6 + z) / (6 + 4 z)`` for z > -1, and so ``ln(1 + z) >= z (6 + 5 z) / ((1 + z) (6 + 2 z))``; near
    zero both are exact to the third power.
    """
    x = record[at] + record[at + 2] + 1e-30
    d = flow + exit_
    bound = d * (record[at + 5] + _NAT * (6.0 * x + 5.0 * d) / (6.0 * x + 2.0 * d))
    x = record[at + 2] + 1e-30
    d = 2.0 * exit_ if symmetric else exit_
    bound -= d * (record[at + 6] + _NAT * (x + exit_) * (6.0 * x + exit_) / (x * (6.0 * x + 4.0 * exit_)))
    if not symmetric:
        x = record[at + 1] + 1e-30
        bound -= enter * (record[at + 7] + _NAT * (x + enter) * (6.0 * x + enter) / (x * (6.0 * x + 4.0 * enter)))
    return bound


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
    nodes: cython.double[::1], jumps: cython.double[::1], module: cython.int[::1], region: cython.int[::1],
    record: cython.double[::1], pulls: cython.double[::1], offset: cython.double[::1], total: cython.double[::1],
    n: cython.Py_ssize_t, n_modules: cython.Py_ssize_t, symmetric: cython.bint, single: cython.bint,
    price: cython.double
) -> cython.double:  # fmt: skip
    """Fill `record`, `pulls` and `total` (one a region) afresh from `module`; return L.

    With `single`, every node is its own module and no link is looked at. `offset` and `total` may be the same.
    """
    bits = 0.0
    for u in range(offset.shape[0]):
        total[u] = offset[u]
    for u in range(8 * n_modules):
        record[u] = 0.0
    if jumps.shape[0] > 0:
        for u in range(2 * n_modules):
            pulls[u] = 0.0
        for u in range(n):
            pulls[2 * module[u]] += jumps[2 * u]
            pulls[2 * module[u] + 1] += jumps[2 * u + 1]
    for u in range(n):
        m = module[u]
        inside = 0.0
        if not single:
            for k in range(indptr[u], indptr[u + 1]):
                inside += weight[k] if module[neighbours[k]] == m else 0.0
            inside *= 0.5  # every inner link is met from both its ends
            if jumps.shape[0] > 0:
                inside += jumps[2 * u] * (pulls[2 * m + 1] - jumps[2 * u + 1])
        record[8 * m] += nodes[4 * u]
        record[8 * m + 1] += nodes[4 * u + 1] - inside
        record[8 * m + 2] += nodes[4 * u + 2] - inside
        record[8 * m + 3] += 1.0
        record[8 * m + 4] += u
        total[region[u]] += nodes[4 * u + 1] - inside
    for m in range(n_modules):
        if record[8 * m + 3] > 0.0:
            _update(record, 8 * m, symmetric)
            bits += _held(record, nodes, 8 * m) + price
    for u in range(offset.shape[0]):
        bits += _plogp(total[u])
    return bits


@cython.ccall
@cython.nogil
@cython.exceptval(check=False)
@cython.locals(
    u=cython.Py_ssize_t, v=cython.Py_ssize_t, a=cython.Py_ssize_t, b=cython.Py_ssize_t, best=cython.Py_ssize_t,
    r=cython.int, i=cython.Py_ssize_t, j=cython.Py_ssize_t, k=cython.Py_ssize_t, n_touched=cython.Py_ssize_t,
    first=cython.Py_ssize_t, n_active=cython.Py_ssize_t, n_empty=cython.Py_ssize_t, _sweep=cython.int,
    flow=cython.double, enter=cython.double, exit_=cython.double, w=cython.double, total_r=cython.double,
    log_total=cython.double, plogp_total=cython.double, log_region=cython.int, leave=cython.double,
    home_w=cython.double, delta=cython.double, best_delta=cython.double, best_w=cython.double, change=cython.double,
    bound=cython.double, least=cython.double
)  # fmt: skip
def move(
    indptr: cython.longlong[::1], neighbours: cython.int[::1], weight: cython.double[::1],
    nodes: cython.double[::1], jumps: cython.double[::1], module: cython.int[::1], region: cython.int[::1],
    record: cython.double[::1], pulls: cython.double[::1], total: cython.double[::1], order: cython.int[::1],
    active: cython.uchar[::1], touched: cython.int[::1], empty: cython.int[::1], sums: cython.double[::1],
    bounds: cython.double[::1], n: cython.Py_ssize_t, symmetric: cython.bint, bounded: cython.bint,
    sweeps: cython.int, least_gain: cython.double, price: cython.double
) -> cython.double:  # fmt: skip
    """Move single nodes to the module where L falls most; return the change of L.

    Sweeps over the `active` nodes (uint8[n]) in `order`, at most `sweeps`, until none gains; a node becomes active
    again when a neighbour goes to another module than its own. `record` (n rows) and `total` are as `tally` leaves
    them and are kept up to date. `touched`, `empty` int32[n] and `bounds` float64[n] are scratch. With `bounded`,
    links to other regions are passed over; without it there is one region.

    Only moves that a bound from below cannot rule out are priced; plogp is convex, so T gives it by a tangent.
    """
    change = 0.0
    log_region = -1
    log_total = plogp_total = 0.0
    n_empty = 0
    n_active = 0
    for i in range(n):
        n_active += active[i] != 0
        if record[8 * i + 3] == 0.0:
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
            home_w = sums[a]
            if n_touched == 0 and home_w == 0.0:
                continue
            if jumps.shape[0] > 0:
                home_w += jumps[2 * u] * (pulls[2 * a + 1] - jumps[2 * u + 1])
                home_w += jumps[2 * u + 1] * (pulls[2 * a] - jumps[2 * u])
                for i in range(n_touched):
                    b = touched[i]
                    sums[b] += jumps[2 * u] * pulls[2 * b + 1] + jumps[2 * u + 1] * pulls[2 * b]
            flow = nodes[4 * u]
            enter = nodes[4 * u + 1]
            exit_ = nodes[4 * u + 2]
            sums[a] = 0.0
            if r != log_region:
                log_total = _log(total[r])
                plogp_total = total[r] * log_total if total[r] > 0.0 else 0.0
                log_total += _NAT
                log_region = r
            if record[8 * a + 3] == 1.0:
                leave = -nodes[4 * u + 3] - price
            elif record[8 * a + 3] == 2.0:
                leave = nodes[4 * (cython.cast(cython.Py_ssize_t, record[8 * a + 4]) - u) + 3]
                leave -= _held(record, nodes, 8 * a)
            else:
                leave = _bound(record, 8 * a, -flow, home_w - enter, home_w - exit_, symmetric)
            best = a
            best_delta = -least_gain
            best_w = 0.0
            least = nodes[4 * u + 3] + price if record[8 * a + 3] > 1.0 and n_empty > 0 else 1e300
            first = -1
            for i in range(n_touched):
                b = touched[i]
                w = sums[b]
                bound = _bound(record, 8 * b, flow, enter - w, exit_ - w, symmetric) - w * log_total
                bound = bound if b != a else 1e300
                bounds[i] = bound
                first = i if bound < least else first
                least = bound if bound < least else least
            total_r = total[r] + home_w  # with u on its own
            if leave + least + home_w * log_total < best_delta:
                if record[8 * a + 3] > 2.0:
                    leave = _cost(
                        record[8 * a] - flow, record[8 * a + 1] - enter + home_w, record[8 * a + 2] - exit_ + home_w,
                        symmetric,
                    ) - _held(record, nodes, 8 * a)  # fmt: skip
                if record[8 * a + 3] > 1.0 and n_empty > 0:
                    delta = leave + nodes[4 * u + 3] + price + _plogp(total_r) - plogp_total
                    if delta < best_delta:
                        best = empty[n_empty - 1]
                        best_delta = delta
                i = first if first >= 0 else 0
                while i < n_touched:
                    if leave + bounds[i] + home_w * log_total < best_delta:
                        b = touched[i]
                        w = sums[b]
                        delta = leave - _held(record, nodes, 8 * b) + _cost(
                            record[8 * b] + flow, record[8 * b + 1] + enter - w, record[8 * b + 2] + exit_ - w,
                            symmetric,
                        ) + _plogp(total_r - w) - plogp_total  # fmt: skip
                        if delta < best_delta:
                            best = b
                            best_delta = delta
                            best_w = w
                    if first >= 0:  # the most promising one was looked at; now all the others
                        bounds[first] = 1e300
                        first = -1
                        i = -1
                    i += 1
            for i in range(n_touched):
                sums[touched[i]] = 0.0
            if best == a:
                continue
            if best_w == 0.0:  # a module without links to u is the empty one
                n_empty -= 1
            change += best_delta
            log_region = -1
            record[8 * a + 3] -= 1.0
            record[8 * a + 4] -= u
            if record[8 * a + 3] > 0.0:
                record[8 * a] -= flow
                record[8 * a + 1] += home_w - enter
                record[8 * a + 2] += home_w - exit_
                _update(record, 8 * a, symmetric)
            else:
                for i in range(8):
                    record[8 * a + i] = 0.0
                empty[n_empty] = a
                n_empty += 1
            record[8 * best] += flow
            record[8 * best + 1] += enter - best_w
            record[8 * best + 2] += exit_ - best_w
            record[8 * best + 3] += 1.0
            record[8 * best + 4] += u
            _update(record, 8 * best, symmetric)
            total[r] = total_r - best_w
            module[u] = best
            if jumps.shape[0] > 0:
                for i in range(2):
                    pulls[2 * a + i] = pulls[2 * a + i] - jumps[2 * u + i] if record[8 * a + 3] > 0.0 else 0.0
                    pulls[2 * best + i] += jumps[2 * u + i]
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
@cython.locals(j=cython.Py_ssize_t, k=cython.Py_ssize_t, n_modules=cython.Py_ssize_t)
def _pack(
    module: cython.int[::1], record: cython.double[::1], spare: cython.double[::1], pulls: cython.double[::1],
    origin: cython.int[::1], renumbered: cython.int[::1], kept: cython.int[::1], n: cython.Py_ssize_t
) -> cython.Py_ssize_t:  # fmt: skip
    """Renumber the modules of n nodes 0..k-1, with their records and what they were before the pass; return k."""
    n_modules = compact(module, renumbered, kept, n, n)
    for j in range(n_modules):
        for k in range(8):
            spare[8 * j + k] = record[8 * kept[j] + k]
        renumbered[j] = origin[kept[j]]
    for j in range(8 * n_modules):
        record[j] = spare[j]
    for j in range(n):
        origin[j] = renumbered[j] if j < n_modules else -1
    if pulls.shape[0] > 0:
        for j in range(n_modules):
            spare[2 * j] = pulls[2 * kept[j]]
            spare[2 * j + 1] = pulls[2 * kept[j] + 1]
        for j in range(2 * n_modules):
            pulls[j] = spare[j]
    return n_modules


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
@cython.locals(i=cython.Py_ssize_t, j=cython.Py_ssize_t)
def _hold(
    module: cython.int[::1], record: cython.double[::1], pulls: cython.double[::1], n: cython.Py_ssize_t,
    n_modules: cython.Py_ssize_t
) -> cython.void:  # fmt: skip
    """Say of modules 0..n_modules-1 which of n nodes they hold, and that no other module holds anything."""
    for j in range(n_modules):
        record[8 * j + 3] = 0.0
        record[8 * j + 4] = 0.0
    for j in range(8 * n_modules, 8 * n):
        record[j] = 0.0
    if pulls.shape[0] > 0:
        for j in range(2 * n_modules, 2 * n):
            pulls[j] = 0.0
    for i in range(n):
        record[8 * module[i] + 3] += 1.0
        record[8 * module[i] + 4] += i


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
@cython.locals(i=cython.Py_ssize_t, j=cython.Py_ssize_t)
def _lift(
    values: cython.int[::1], part: cython.int[::1], scratch: cython.int[::1], n: cython.Py_ssize_t,
    n_parts: cython.Py_ssize_t
) -> cython.void:  # fmt: skip
    """Take what all nodes of a part share over to the part."""
    for i in range(n):
        scratch[part[i]] = values[i]
    for j in range(n_parts):
        values[j] = scratch[j]


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
@cython.locals(u=cython.Py_ssize_t, k=cython.Py_ssize_t)
def _wake(
    indptr: cython.longlong[::1], neighbours: cython.int[::1], module: cython.int[::1], origin: cython.int[::1],
    home: cython.int[::1], active: cython.uchar[::1], n: cython.Py_ssize_t
) -> cython.void:  # fmt: skip
    """Make active the nodes whose module is another than it was, and all their neighbours."""
    for u in range(n):
        active[u] = 0
    for u in range(n):
        if origin[module[u]] != home[u]:
            active[u] = 1
            for k in range(indptr[u], indptr[u + 1]):
                active[neighbours[k]] = 1


@cython.locals(
    n=cython.Py_ssize_t, n_base=cython.Py_ssize_t, i=cython.Py_ssize_t, j=cython.Py_ssize_t, k=cython.Py_ssize_t,
    n_parts=cython.Py_ssize_t, n_modules=cython.Py_ssize_t, bits=cython.double, change=cython.double, side=cython.int,
    level=cython.int, n_pass=cython.int, idle=cython.int, bounded=cython.bint, before=cython.double,
    ptr=cython.longlong[::1], ends=cython.int[::1], flows=cython.double[::1], units=cython.double[::1],
    leaps=cython.double[::1]
)  # fmt: skip
def improve(
    indptr: cython.longlong[::1], neighbours: cython.int[::1], weight: cython.double[::1],
    nodes: cython.double[::1], jumps: cython.double[::1], modules: cython.int[::1], regions: cython.int[::1],
    offset: cython.double[::1], ints: cython.int[:, ::1], records: cython.double[:, ::1],
    tables: cython.double[:, ::1], pulls: cython.double[:, ::1], leap_tables: cython.double[:, ::1],
    totals: cython.double[:, ::1], sums: cython.double[:, ::1], actives: cython.uchar[:, ::1],
    indptrs: cython.longlong[:, ::1], end_rows: cython.int[:, ::1], flow_rows: cython.double[:, ::1],
    state: cython.ulonglong[::1], plan: cython.int[::1], symmetric: cython.bint, single: cython.bint,
    settled: cython.bint, sweeps: cython.int, patience: cython.int, block: cython.Py_ssize_t,
    least_gain: cython.double, pass_gain: cython.double, price: cython.double
) -> float:  # fmt: skip
    """Make passes: move nodes, break modules into parts, let the parts move as nodes, until nothing joins any more.

    `modules` int32[n], 0..k-1, is where the first pass begins and is changed in place; with `single` that is every
    node alone, with `settled` no node is moved alone in the first pass. `regions` and `offset` say what the modules
    may not leave. `plan` has a number for each pass: 0 where modules are aggregated whole; else the sweeps in which
    parts grow from single nodes inside their module, 1 priced as sub-modules of it, 2 as modules in the place of it.
    `sweeps` limits the moves on the lowest level. Passes end before their time when `patience` of them running gained
    no more than `pass_gain`; a pass looks only at nodes again near which something changed in the one before.
    Rows of `ints` [12, n+1], `records` [2, 8 n], `tables` [2, 4 n], `pulls` and `leap_tables` [2, 2 n or 0], `totals`
    [2, regions or n], `indptrs`, `end_rows` and `flow_rows` (two more networks) are scratch. Returns L.
    """
    n_base = modules.shape[0]
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
        home = ints[10]
        origin = ints[11]
        record = records[0]
        inner = records[1]
        pull = pulls[0]
        inner_pull = pulls[1]
        total = totals[0]
        inner_total = totals[1]
        active = actives[0]
        awake = actives[1]
        for i in range(n_base):
            module[i] = modules[i]
            region[i] = regions[i]
            awake[i] = not settled
        bits = tally(
            indptr, neighbours, weight, nodes, jumps, module, region, record, pull, offset, total, n_base, n_base,
            symmetric, single, price,
        )  # fmt: skip
        idle = 0
        for n_pass in range(plan.shape[0]):
            before = bits
            side = 0
            level = 0
            n = n_base
            ptr = indptr
            ends = neighbours
            flows = weight
            units = nodes
            leaps = jumps
            for i in range(n_base):
                origin[i] = i
                member[i] = i
            while True:
                shuffle(order, blocks, n, block, state)
                for i in range(n):
                    active[i] = awake[i] if level == 0 else 1
                change = move(
                    ptr, ends, flows, units, leaps, module, region, record, pull, total, order, active, touched,
                    empty, sums[0], sums[1], n, symmetric, bounded, sweeps if level == 0 else 1000, least_gain, price,
                )  # fmt: skip
                bits += change
                n_modules = _pack(module, record, inner, pull, origin, empty, kept, n)
                if level == 0:
                    for i in range(n):
                        home[i] = origin[module[i]]
                if n_modules == n:
                    break
                n_parts = n
                if plan[n_pass] > 0 and (level == 0 or change != 0.0):
                    for i in range(n):
                        part[i] = i
                        active[i] = 1
                        inner_total[module[i]] = total[region[i]]
                    if plan[n_pass] == 1:
                        for j in range(n_modules):
                            inner_total[j] = record[8 * j + 2]
                    tally(
                        ptr, ends, flows, units, leaps, part, module, inner, inner_pull, inner_total[:n_modules],
                        inner_total, n, n, symmetric, True, price,
                    )  # fmt: skip
                    shuffle(order, blocks, n, block, state)
                    move(
                        ptr, ends, flows, units, leaps, part, module, inner, inner_pull, inner_total, order, active,
                        touched, empty, sums[0], sums[1], n, symmetric, True, plan[n_pass], least_gain, price,
                    )  # fmt: skip
                    n_parts = compact(part, empty, kept, n, n)
                if 5 * n_parts > 4 * n:  # parts that hardly save a node: whole modules move next
                    n_parts = n_modules
                    for i in range(n):
                        part[i] = module[i]
                    for j in range(n_parts):
                        kept[j] = j
                        for k in range(8):
                            inner[8 * j + k] = record[8 * j + k]
                    if leaps.shape[0] > 0:
                        for j in range(2 * n_parts):
                            inner_pull[j] = pull[j]
                for j in range(n_parts):
                    for k in range(3):
                        tables[side, 4 * j + k] = inner[8 * kept[j] + k]
                    tables[side, 4 * j + 3] = _held(inner, units, 8 * kept[j])
                if leaps.shape[0] > 0:
                    for j in range(n_parts):
                        leap_tables[side, 2 * j] = inner_pull[2 * kept[j]]
                        leap_tables[side, 2 * j + 1] = inner_pull[2 * kept[j] + 1]
                for i in range(n_base):
                    member[i] = part[member[i]]
                aggregate(
                    ptr, ends, flows, part, start, touched, sums[0], n, n_parts, indptrs[side], end_rows[side],
                    flow_rows[side],
                )  # fmt: skip
                _lift(module, part, touched, n, n_parts)
                _lift(region, part, touched, n, n_parts)
                _hold(module, record, pull, n_parts, n_modules)
                ptr = indptrs[side]
                ends = end_rows[side]
                flows = flow_rows[side]
                units = tables[side]
                leaps = leap_tables[side]
                side = 1 - side
                n = n_parts
                level += 1
            for i in range(n_base):
                touched[i] = module[member[i]]
            for i in range(n_base):
                module[i] = touched[i]
                region[i] = regions[i]
            idle = idle + 1 if before - bits <= pass_gain else 0
            if idle == patience or n_pass + 1 == plan.shape[0]:
                break
            _wake(indptr, neighbours, module, origin, home, awake, n_base)
            _hold(module, record, pull, n_base, n)
        for i in range(n_base):
            modules[i] = module[i]
    return bits
