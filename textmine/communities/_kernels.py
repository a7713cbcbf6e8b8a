# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Columns of text into rows of text, and links of nodes into links of modules.

Every array is the caller's, who has checked lengths; nothing takes the GIL.
"""

import cython


@cython.locals(row=cython.Py_ssize_t)
def measure(
    begins: cython.const[cython.longlong][::1], at: cython.const[cython.int][::1], after: cython.longlong,
    sizes: cython.longlong[::1]
) -> None:  # fmt: skip
    """Add to the size of each row the bytes of the line that `at` names, without its end, and those after it."""
    with cython.nogil:
        for row in range(at.shape[0]):
            sizes[row] += begins[at[row] + 1] - begins[at[row]] - 1 + after


@cython.locals(
    row=cython.Py_ssize_t, k=cython.longlong, begin=cython.longlong, end=cython.longlong, place=cython.longlong
)  # fmt: skip
def put(
    lines: cython.const[cython.uchar][::1], begins: cython.const[cython.longlong][::1],
    at: cython.const[cython.int][::1], after: cython.const[cython.uchar][::1], out: cython.uchar[::1],
    cursor: cython.longlong[::1]
) -> None:  # fmt: skip
    """Append to each row the line that `at` names, without its end, and then `after`.

    Line k is the bytes of `lines` from ``begins[k]`` to ``begins[k + 1] - 1``. Row r goes on at ``cursor[r]`` of `out`.
    """
    with cython.nogil:
        for row in range(at.shape[0]):
            begin = begins[at[row]]
            end = begins[at[row] + 1] - 1
            place = cursor[row]
            for k in range(begin, end):
                out[place] = lines[k]
                place += 1
            for k in range(after.shape[0]):
                out[place] = after[k]
                place += 1
            cursor[row] = place


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
@cython.locals(n=cython.longlong)
def _digits(value: cython.longlong) -> cython.longlong:
    """Return the number of digits of a whole number of 0 or more."""
    n = 1
    while value >= 10:
        value = value // 10
        n += 1
    return n


@cython.locals(row=cython.Py_ssize_t)
def measure_numbers(
    values: cython.const[cython.longlong][::1], after: cython.longlong, sizes: cython.longlong[::1]
) -> None:
    """Add to the size of each row the bytes of a whole number of 0 or more, and those after it."""
    with cython.nogil:
        for row in range(values.shape[0]):
            sizes[row] += _digits(values[row]) + after


@cython.locals(
    row=cython.Py_ssize_t, k=cython.longlong, rest=cython.longlong, place=cython.longlong, digits=cython.longlong
)  # fmt: skip
def put_numbers(
    values: cython.const[cython.longlong][::1], after: cython.const[cython.uchar][::1], out: cython.uchar[::1],
    cursor: cython.longlong[::1]
) -> None:  # fmt: skip
    """Append to each row a whole number of 0 or more, and then `after`."""
    with cython.nogil:
        for row in range(values.shape[0]):
            digits = _digits(values[row])
            place = cursor[row]
            rest = values[row]
            for k in range(place + digits - 1, place - 1, -1):
                out[k] = 48 + rest % 10
                rest = rest // 10
            place += digits
            for k in range(after.shape[0]):
                out[place] = after[k]
                place += 1
            cursor[row] = place


@cython.locals(k=cython.Py_ssize_t)
def count_lines(lines: cython.const[cython.uchar][::1]) -> int:
    """Return the number of line feeds."""
    count: cython.Py_ssize_t = 0
    with cython.nogil:
        for k in range(lines.shape[0]):
            count += lines[k] == 10
    return count


@cython.locals(k=cython.Py_ssize_t, line=cython.Py_ssize_t)
def line_begins(lines: cython.const[cython.uchar][::1], begins: cython.longlong[::1]) -> None:
    """Write where each line begins, and the end of the last; every line ends with a line feed."""
    with cython.nogil:
        begins[0] = 0
        line = 0
        for k in range(lines.shape[0]):
            if lines[k] == 10:
                line += 1
                begins[line] = k + 1


@cython.locals(row=cython.Py_ssize_t, total=cython.longlong, size=cython.longlong)
def row_begins(sizes: cython.longlong[::1]) -> int:
    """Write where each row begins in the place of its size; return the sum of the sizes."""
    total = 0
    with cython.nogil:
        for row in range(sizes.shape[0]):
            size = sizes[row]
            sizes[row] = total
            total += size
    return total


@cython.locals(i=cython.Py_ssize_t)
def take(
    values: cython.const[cython.longlong][::1], at: cython.const[cython.int][::1], taken: cython.longlong[::1]
) -> None:  # fmt: skip
    """Write the values at some places to `taken`."""
    with cython.nogil:
        for i in range(at.shape[0]):
            taken[i] = values[at[i]]


@cython.locals(i=cython.Py_ssize_t)
def least(values: cython.const[cython.longlong][::1]) -> int:
    """Return the smallest of some whole numbers; 0 where all are larger."""
    smallest: cython.longlong = 0
    with cython.nogil:
        for i in range(values.shape[0]):
            if values[i] < smallest:
                smallest = values[i]
    return smallest


@cython.locals(m=cython.Py_ssize_t)
def head_begins(
    parent: cython.const[cython.int][::1], rank: cython.const[cython.int][::1], begins: cython.longlong[::1]
) -> None:  # fmt: skip
    """Write where the line of each module begins in what `put_heads` writes, and the end of the last."""
    k: cython.Py_ssize_t = parent.shape[0]
    with cython.nogil:
        begins[0] = 0
        for m in range(k):  # sizes first: parents come before children
            begins[m + 1] = begins[parent[m] + 1] + _digits(rank[m]) + 1 if parent[m] >= 0 else 1
        for m in range(k):
            begins[m + 1] += begins[m]


@cython.locals(
    m=cython.Py_ssize_t, k=cython.longlong, place=cython.longlong, above=cython.int, rest=cython.longlong,
    digits=cython.longlong
)  # fmt: skip
def put_heads(
    parent: cython.const[cython.int][::1], rank: cython.const[cython.int][::1],
    begins: cython.const[cython.longlong][::1], lines: cython.uchar[::1]
) -> None:  # fmt: skip
    """Write a line for each module: the ranks from the root down to it, with a colon after each."""
    with cython.nogil:
        for m in range(parent.shape[0]):
            place = begins[m]
            above = parent[m]
            if above >= 0:
                for k in range(begins[above], begins[above + 1] - 1):
                    lines[place] = lines[k]
                    place += 1
                digits = _digits(rank[m])
                rest = rank[m]
                for k in range(place + digits - 1, place - 1, -1):
                    lines[k] = 48 + rest % 10
                    rest = rest // 10
                place += digits
                lines[place] = 58
                place += 1
            lines[place] = 10


@cython.locals(i=cython.Py_ssize_t)
def widen(values: cython.const[cython.int][::1], wide: cython.longlong[::1]) -> None:
    """Write values as numbers of 64 bits."""
    with cython.nogil:
        for i in range(values.shape[0]):
            wide[i] = values[i]


@cython.locals(u=cython.Py_ssize_t, k=cython.Py_ssize_t)
def link_flows(
    starts: cython.const[cython.longlong][::1], targets: cython.const[cython.int][::1],
    weights: cython.const[cython.double][::1], total: cython.double, names: cython.const[cython.int][::1],
    sources: cython.int[::1], ends: cython.int[::1], flows: cython.double[::1]
) -> None:  # fmt: skip
    """Write both ends and the flow of each link of a network, with other numbers of its nodes.

    The links of node u are ``starts[u]`` to ``starts[u + 1]``. With a `total` above 0, weights become flows: a link
    between two nodes has twice its weight over the total, a self-link once.
    """
    with cython.nogil:
        for u in range(starts.shape[0] - 1):
            for k in range(starts[u], starts[u + 1]):
                sources[k] = names[u]
                ends[k] = names[targets[k]]
                flows[k] = weights[k]
                if total > 0.0:
                    flows[k] = weights[k] * ((1.0 if targets[k] == u else 2.0) / total)


@cython.locals(i=cython.Py_ssize_t, most=cython.longlong)
def count_children(
    parent: cython.const[cython.int][::1], node_module: cython.const[cython.int][::1], children: cython.longlong[::1]
) -> int:  # fmt: skip
    """Count the modules and the nodes right in each module; return the largest number. `children` int64[k] is zero."""
    most = 0
    with cython.nogil:
        for i in range(parent.shape[0]):
            if parent[i] >= 0:
                children[parent[i]] += 1
        for i in range(node_module.shape[0]):
            children[node_module[i]] += 1
        for i in range(parent.shape[0]):
            if children[i] > most:
                most = children[i]
    return most


@cython.locals(
    i=cython.Py_ssize_t, count=cython.Py_ssize_t, u=cython.int, v=cython.int, a=cython.int, b=cython.int,
    rank_a=cython.longlong, rank_b=cython.longlong, up_a=cython.bint, up_b=cython.bint
)  # fmt: skip
def meet(
    parent: cython.const[cython.int][::1], depth: cython.const[cython.int][::1],
    module_rank: cython.const[cython.int][::1], node_module: cython.const[cython.int][::1],
    node_rank: cython.const[cython.longlong][::1], sources: cython.const[cython.int][::1],
    targets: cython.const[cython.int][::1], weights: cython.const[cython.double][::1], directed: cython.bint,
    home: cython.int[::1], first: cython.int[::1], second: cython.int[::1], flow: cython.double[::1]
) -> int:  # fmt: skip
    """Lift links between nodes to the children of the smallest module with both ends; return how many there are.

    `home` gets this module, `first` and `second` the ranks of its children with the source and with the target; of
    undirected links the smaller rank first. Links from a node to itself are left out.
    """
    count = 0
    with cython.nogil:
        for i in range(sources.shape[0]):
            u = sources[i]
            v = targets[i]
            if u == v:
                continue
            a = node_module[u]
            b = node_module[v]
            rank_a = node_rank[u]
            rank_b = node_rank[v]
            while a != b:
                up_a = depth[a] >= depth[b]
                up_b = depth[b] >= depth[a]
                if up_a:
                    rank_a = module_rank[a]
                    a = parent[a]
                if up_b:
                    rank_b = module_rank[b]
                    b = parent[b]
            home[count] = a
            if directed or rank_a <= rank_b:
                first[count] = cython.cast(cython.int, rank_a)
                second[count] = cython.cast(cython.int, rank_b)
            else:
                first[count] = cython.cast(cython.int, rank_b)
                second[count] = cython.cast(cython.int, rank_a)
            flow[count] = weights[i]
            count += 1
    return count


@cython.locals(
    i=cython.Py_ssize_t, m=cython.Py_ssize_t, at=cython.int, before=cython.int, homes=cython.int,
    count=cython.Py_ssize_t
)  # fmt: skip
def join_links(
    order: cython.const[cython.int][::1], home: cython.const[cython.int][::1], first: cython.const[cython.int][::1],
    second: cython.const[cython.int][::1], flow: cython.const[cython.double][::1], in_home: cython.longlong[::1],
    begins: cython.int[::1], sources: cython.longlong[::1], targets: cython.longlong[::1], flows: cython.double[::1],
    starts: cython.longlong[::1]
) -> int:  # fmt: skip
    """Make one link of those with the same home and ends, which stand together in `order`; return how many there are.

    `in_home` int64[k], zero, gets the number of links in each module, `begins` a number from 1 for the first link in
    each module that has some, and 0 for the others. `flows` gets the flow of all in order, and `starts` where those of
    each link begin, with the end of the last.
    """
    count = 0
    with cython.nogil:
        m = order.shape[0]
        before = -1
        homes = 0
        for i in range(m):
            at = order[i]
            flows[i] = flow[at]
            if i == 0 or home[at] != home[before] or first[at] != first[before] or second[at] != second[before]:
                begins[count] = 0
                if i == 0 or home[at] != home[before]:
                    homes += 1
                    begins[count] = homes
                sources[count] = first[at]
                targets[count] = second[at]
                starts[count] = i
                in_home[home[at]] += 1
                count += 1
            before = at
        starts[count] = m
    return count


@cython.locals(u=cython.Py_ssize_t, k=cython.longlong, last=cython.longlong, sound=cython.bint)
def are_sound(
    indptr: cython.longlong[::1], targets: cython.int[::1], weights: cython.double[::1], n: cython.Py_ssize_t
) -> bool:  # fmt: skip
    """Return whether arrays are the rows of a graph of n nodes: ids in range and ascending, weights that add up."""
    m: cython.longlong = targets.shape[0]
    if indptr.shape[0] != n + 1 or weights.shape[0] != m or indptr[0] != 0 or indptr[n] != m:
        return False
    with cython.nogil:
        sound = True
        for u in range(n):
            if indptr[u + 1] < indptr[u] or indptr[u + 1] > m:
                sound = False
                break
            last = -1
            for k in range(indptr[u], indptr[u + 1]):
                if not (last < targets[k] < n and 0.0 < weights[k] <= 1e100):
                    sound = False
                last = targets[k]
    return sound
