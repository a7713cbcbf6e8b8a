# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Inner loops of the search for modules that minimise the map equation.

Quantity: ``L = sum_r plogp(T_r) + sum_m C_m + const`` in bits, ``plogp(x) = x log2 x``, with
``C_m = plogp(exit_m + flow_m) - plogp(exit_m) - plogp(enter_m)`` for a module and
``T_r = offset_r + sum of enter_m over the modules m of region r`` (Rosvall, Axelsson & Bergstrom 2009;
Rosvall & Bergstrom 2011). A region is the part of the network that modules may not leave: everything in a
two-level search (offset 0), one module of the layer above in a hierarchical one (offset: its exit flow).
Links are one CSR: ``indptr`` int64[n+1], ``neighbours`` int32[m], ``weight`` float64[m] > 0, symmetric, no
self-links, weight ``f_uv + f_vu``. ``nodes`` float64[n, 4] holds flow, enter, exit and the ``C`` of a module that is
this node alone; ``record`` float64[n, 7] a row a module: flow, enter, exit, ``C``, an accumulator that is zero between
uses, the number of members, and the sum of their ids, which names the last one when one is left.
Every array is owned by the caller, who has checked lengths and ranges; nothing here allocates or takes the GIL.
"""

import cython
from cython.cimports.libc.math import log2


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _plogp(x: cython.double) -> cython.double:
    # A sum that should be zero may come out as -1e-17; it counts as zero.
    return x * log2(x) if x > 0.0 else 0.0


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
def _shift(total: cython.double, log_total: cython.double, delta: cython.double) -> cython.double:
    """plogp(total + delta) - plogp(total), by its series where delta is small, which it nearly always is."""
    t: cython.double
    if -0.004 * total < delta < 0.004 * total:
        t = delta / total
        # (1 + t) ln(1 + t) to t^6; the next term is below 1e-18 of the total
        t = t * (1.0 + t * (0.5 - t * (1.0 / 6.0 - t * (1.0 / 12.0 - t * (0.05 - t * (1.0 / 30.0))))))
        return delta * log_total + total * t * 1.4426950408889634  # 1 / ln 2
    return _plogp(total + delta) - _plogp(total)


@cython.locals(i=cython.Py_ssize_t, j=cython.Py_ssize_t, kept=cython.int)
def shuffle(order: cython.int[::1], state: cython.ulonglong[::1]) -> None:
    """Fill `order` with a random permutation; `state` is the 64-bit state of an xorshift generator (Marsaglia 2003)."""
    n: cython.Py_ssize_t = order.shape[0]
    mask: cython.ulonglong = 0xFFFFFFFFFFFFFFFF  # only Python's own integers need it: they never overflow
    x: cython.ulonglong = int(state[0])
    with cython.nogil:
        for i in range(n):
            order[i] = i
        for i in range(n - 1, 0, -1):
            x ^= (x << 13) & mask
            x ^= x >> 7
            x ^= (x << 17) & mask
            j = ((x >> 32) * (i + 1)) >> 32
            kept = order[i]
            order[i] = order[j]
            order[j] = kept
    state[0] = x


def compact(module: cython.int[::1], renumbered: cython.int[::1], kept: cython.int[::1]) -> int:
    """Renumber modules 0..k-1 by first appearance, in place, and return k; `kept[j]` is what module j was before."""
    n: cython.Py_ssize_t = module.shape[0]
    i: cython.Py_ssize_t
    k: cython.int = 0
    with cython.nogil:
        for i in range(renumbered.shape[0]):
            renumbered[i] = -1
        for i in range(n):
            if renumbered[module[i]] < 0:
                renumbered[module[i]] = k
                kept[k] = module[i]
                k += 1
            module[i] = renumbered[module[i]]
    return k


@cython.locals(u=cython.Py_ssize_t, k=cython.Py_ssize_t, m=cython.int, inside=cython.double)
def tally(
    indptr: cython.longlong[::1], neighbours: cython.int[::1], weight: cython.double[::1],
    nodes: cython.double[:, ::1], module: cython.int[::1], region: cython.int[::1], record: cython.double[:, ::1],
    offset: cython.double[::1], total: cython.double[::1], symmetric: cython.bint, single: cython.bint
) -> float:  # fmt: skip
    """Fill `record` and `total` (one a region) afresh from `module`; return ``sum plogp(T) + sum C`` in bits.

    With `single`, every node is its own module and no link is looked at.
    """
    n: cython.Py_ssize_t = module.shape[0]
    bits: cython.double = 0.0
    with cython.nogil:
        for u in range(record.shape[0]):
            for k in range(7):
                record[u, k] = 0.0
        for u in range(offset.shape[0]):
            total[u] = offset[u]
        for u in range(n):
            m = module[u]
            inside = 0.0
            if not single:
                for k in range(indptr[u], indptr[u + 1]):
                    if module[neighbours[k]] == m:
                        inside += weight[k]
                inside *= 0.5  # every inner link is met from both its ends
            record[m, 0] += nodes[u, 0]
            record[m, 1] += nodes[u, 1] - inside
            record[m, 2] += nodes[u, 2] - inside
            record[m, 5] += 1.0
            record[m, 6] += u
            total[region[u]] += nodes[u, 1] - inside
        for u in range(record.shape[0]):
            if record[u, 5] == 1.0:
                record[u, 3] = nodes[cython.cast(cython.Py_ssize_t, record[u, 6]), 3]
            elif record[u, 5] > 1.0:
                record[u, 3] = _cost(record[u, 0], record[u, 1], record[u, 2], symmetric)
            bits += record[u, 3]
        for u in range(offset.shape[0]):
            bits += _plogp(total[u])
    return bits


@cython.locals(
    u=cython.int, v=cython.int, a=cython.int, b=cython.int, r=cython.int, best=cython.int, i=cython.Py_ssize_t,
    k=cython.Py_ssize_t, n_touched=cython.Py_ssize_t, flow=cython.double, enter=cython.double, exit_=cython.double,
    w=cython.double, total_r=cython.double, log_total=cython.double, leave=cython.double, leave_enter=cython.double,
    cost_rest=cython.double, delta=cython.double, best_delta=cython.double, cost_b=cython.double,
    best_cost=cython.double, best_w=cython.double
)  # fmt: skip
def move(
    indptr: cython.longlong[::1], neighbours: cython.int[::1], weight: cython.double[::1],
    nodes: cython.double[:, ::1], module: cython.int[::1], region: cython.int[::1], record: cython.double[:, ::1],
    total: cython.double[::1], queue: cython.int[::1], waiting: cython.uchar[::1], touched: cython.int[::1],
    empty: cython.int[::1], symmetric: cython.bint, bounded: cython.bint, once: cython.bint,
    least_gain: cython.double
) -> float:  # fmt: skip
    """Move single nodes to the module where L falls most until no node on the queue gains; return the change of L.

    `queue` holds all nodes in the order to visit them. `record` (n rows) and `total` are as `tally` leaves them and
    are kept up to date. `waiting` uint8[n], `touched` and `empty` int32[n] are scratch. With `bounded`, links to
    other regions are passed over; without it there is one region. With `once`, no node is queued a second time.
    """
    n: cython.Py_ssize_t = module.shape[0]
    n_empty: cython.Py_ssize_t = 0
    head: cython.Py_ssize_t = 0
    tail: cython.Py_ssize_t = 0
    n_waiting: cython.Py_ssize_t = n
    change: cython.double = 0.0
    log_region: cython.int = -1
    with cython.nogil:
        log_total = 0.0
        for i in range(n):
            waiting[i] = 1
            if record[i, 5] == 0.0:
                empty[n_empty] = i
                n_empty += 1
        while n_waiting > 0:
            u = queue[head]
            head += 1
            if head == n:
                head = 0
            n_waiting -= 1
            waiting[u] = 0
            a = module[u]
            r = region[u]
            n_touched = 0
            for k in range(indptr[u], indptr[u + 1]):
                v = neighbours[k]
                if bounded and region[v] != r:
                    continue
                b = module[v]
                if record[b, 4] == 0.0:
                    touched[n_touched] = b
                    n_touched += 1
                record[b, 4] += weight[k]
            if n_touched == 0:
                continue
            flow = nodes[u, 0]
            enter = nodes[u, 1]
            exit_ = nodes[u, 2]
            total_r = total[r]
            if r != log_region:
                log_total = log2(total_r) if total_r > 0.0 else 0.0
                log_region = r
            w = record[a, 4]
            leave_enter = w - enter
            if record[a, 5] == 2.0:
                cost_rest = nodes[cython.cast(cython.Py_ssize_t, record[a, 6]) - u, 3]
            elif record[a, 5] > 2.0:
                cost_rest = _cost(record[a, 0] - flow, record[a, 1] + leave_enter, record[a, 2] - exit_ + w, symmetric)
            else:
                cost_rest = 0.0
            leave = cost_rest - record[a, 3]
            best = a
            best_delta = -least_gain
            best_cost = 0.0
            best_w = 0.0
            for i in range(n_touched):
                b = touched[i]
                w = record[b, 4]
                record[b, 4] = 0.0
                if b == a:
                    continue
                cost_b = _cost(record[b, 0] + flow, record[b, 1] + enter - w, record[b, 2] + exit_ - w, symmetric)
                delta = leave + cost_b - record[b, 3] + _shift(total_r, log_total, leave_enter + enter - w)
                if delta < best_delta:
                    best = b
                    best_delta = delta
                    best_cost = cost_b
                    best_w = w
            if record[a, 5] > 1.0 and n_empty > 0:
                cost_b = nodes[u, 3]
                delta = leave + cost_b + _shift(total_r, log_total, leave_enter + enter)
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
            record[a, 5] -= 1.0
            record[a, 6] -= u
            if record[a, 5] > 0.0:
                record[a, 0] -= flow
                record[a, 1] += leave_enter
                record[a, 2] += w - exit_
                record[a, 3] = cost_rest
            else:
                for i in range(4):
                    record[a, i] = 0.0
                empty[n_empty] = a
                n_empty += 1
            record[best, 0] += flow
            record[best, 1] += enter - best_w
            record[best, 2] += exit_ - best_w
            record[best, 3] = best_cost
            record[best, 5] += 1.0
            record[best, 6] += u
            total[r] = total_r + w - best_w
            log_region = -1
            module[u] = best
            if once:
                continue
            for k in range(indptr[u], indptr[u + 1]):
                v = neighbours[k]
                if waiting[v] == 0 and module[v] != best and not (bounded and region[v] != r):
                    waiting[v] = 1
                    tail = head + n_waiting
                    if tail >= n:
                        tail -= n
                    queue[tail] = v
                    n_waiting += 1
    return change


@cython.locals(
    i=cython.Py_ssize_t, k=cython.Py_ssize_t, p=cython.Py_ssize_t, u=cython.int, q=cython.int, first=cython.longlong
)  # fmt: skip
def aggregate(
    indptr: cython.longlong[::1], neighbours: cython.int[::1], weight: cython.double[::1], part: cython.int[::1],
    start: cython.int[::1], members: cython.int[::1], sums: cython.double[::1], new_indptr: cython.longlong[::1],
    new_neighbours: cython.int[::1], new_weight: cython.double[::1]
) -> int:  # fmt: skip
    """Make each of the k parts a node: write the CSR of links between parts, return how many there are.

    `start` int32[k+1] and `members` int32[n] are scratch for the counting sort, `sums` float64[k] is zero before and
    after; `new_neighbours` and `new_weight` have room for as many links as there were.
    """
    n: cython.Py_ssize_t = part.shape[0]
    n_parts: cython.Py_ssize_t = new_indptr.shape[0] - 1
    n_links: cython.longlong = 0
    with cython.nogil:
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
                    if sums[q] == 0.0:
                        new_neighbours[n_links] = q
                        n_links += 1
                    sums[q] += weight[k]
            for k in range(first, n_links):
                new_weight[k] = sums[new_neighbours[k]]
                sums[new_neighbours[k]] = 0.0
        new_indptr[n_parts] = n_links
    return n_links


@cython.locals(i=cython.Py_ssize_t, k=cython.Py_ssize_t, u=cython.int, v=cython.int)
def restrict(
    indptr: cython.longlong[::1], neighbours: cython.int[::1], weight: cython.double[::1], region: cython.int[::1],
    chosen: cython.int[::1], number: cython.int[::1], new_indptr: cython.longlong[::1],
    new_neighbours: cython.int[::1], new_weight: cython.double[::1]
) -> int:  # fmt: skip
    """Write the CSR of links inside regions between `chosen` nodes; `number` int32[n] is their new id, or -1."""
    n_links: cython.longlong = 0
    with cython.nogil:
        for i in range(chosen.shape[0]):
            u = chosen[i]
            new_indptr[i] = n_links
            for k in range(indptr[u], indptr[u + 1]):
                v = neighbours[k]
                if region[v] == region[u] and number[v] >= 0:
                    new_neighbours[n_links] = number[v]
                    new_weight[n_links] = weight[k]
                    n_links += 1
        new_indptr[chosen.shape[0]] = n_links
    return n_links


@cython.locals(k=cython.Py_ssize_t, u=cython.int, v=cython.int)
def fill_rows(
    low: cython.int[::1], high: cython.int[::1], flows: cython.double[::1], place: cython.longlong[::1],
    neighbours: cython.int[::1], weight: cython.double[::1]
) -> None:  # fmt: skip
    """Write every link into the rows of both ends; `place` int64[n] is where each row begins, and is used up."""
    with cython.nogil:
        for k in range(low.shape[0]):
            u = low[k]
            v = high[k]
            neighbours[place[u]] = v
            weight[place[u]] = flows[k]
            place[u] += 1
            neighbours[place[v]] = u
            weight[place[v]] = flows[k]
            place[v] += 1


@cython.locals(v=cython.Py_ssize_t, k=cython.Py_ssize_t, sum_v=cython.double)
def step(
    indptr: cython.longlong[::1], sources: cython.int[::1], share: cython.double[::1], visits: cython.double[::1],
    arrived: cython.double[::1]
) -> None:  # fmt: skip
    """One step of the walk: ``arrived[v] = sum over links u -> v of visits[u] share[uv]``; rows by target."""
    with cython.nogil:
        for v in range(arrived.shape[0]):
            sum_v = 0.0
            for k in range(indptr[v], indptr[v + 1]):
                sum_v += visits[sources[k]] * share[k]
            arrived[v] = sum_v


@cython.locals(a=cython.int, b=cython.int, m=cython.Py_ssize_t, k=cython.Py_ssize_t)
def measure(
    indptr: cython.longlong[::1], neighbours: cython.int[::1], weight: cython.double[::1], parent: cython.int[::1],
    depth: cython.int[::1], inside: cython.double[::1], table: cython.double[:, ::1]
) -> None:  # fmt: skip
    """Add up flow, enter and exit of a tree's modules, given those of its leaf modules in `table` float64[k, 3].

    The CSR has a row for every module, with links between leaf modules only; `inside` float64[k] is zero. Parents
    come before children. A link lies inside the last common ancestor of its ends and all modules above that.
    """
    n: cython.Py_ssize_t = parent.shape[0]
    with cython.nogil:
        for m in range(n):
            for k in range(indptr[m], indptr[m + 1]):
                a = m
                b = neighbours[k]
                if b < a:
                    continue
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
    indptr: cython.longlong[::1], neighbours: cython.int[::1], weight: cython.double[::1], parent: cython.int[::1],
    depth: cython.int[::1], parity: cython.int, sources: cython.int[::1], targets: cython.int[::1],
    flows: cython.double[::1]
) -> int:  # fmt: skip
    """Lift links between leaf modules to their ancestors right below the last common one; return how many there are.

    With `parity` 0 or 1 they are lifted to ancestors whose depth has that parity: right below the last common one, or
    one step deeper where both ends reach that deep (otherwise they are dropped). With -1, always right below.
    """
    count: cython.Py_ssize_t = 0
    with cython.nogil:
        for m in range(parent.shape[0]):
            for k in range(indptr[m], indptr[m + 1]):
                a = m
                b = neighbours[k]
                if b < a:
                    continue
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
