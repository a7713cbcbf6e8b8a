# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Inner loops of the search for modules that minimise the map equation.

Quantity: ``L = sum_r plogp(T_r) + sum_m (C_m + price)`` in bits, up to a constant, with ``plogp(x) = x log2 x``,
``C_m = plogp(exit_m + flow_m) - plogp(exit_m) - plogp(enter_m)`` for a module and
``T_r = offset_r + sum of enter_m over the modules m of region r`` (Rosvall, Axelsson & Bergstrom 2009;
Rosvall & Bergstrom 2011). A region is the part of the network that modules may not leave: everything in a
two-level search (offset 0), one module of the layer above in a hierarchical one (offset: its exit flow).

A node is visited (`_move`) in these steps: gather the flow between it and the modules around it, choose the one where L
falls most, remove the node from its module and add it to that one, wake its neighbours. When no node gains any more,
modules or parts of them become the nodes of a level above, where the same is done (`_climb`). A pass goes up until
nothing joins (`_one_pass`), and `improve` makes passes until they stop paying.

Where nodes are states, the states of a physical node share one codeword in a module (Rosvall et al. 2014), and L has
the term ``- sum over modules and the physical nodes in them of plogp(flow of its states there)``. A move changes it for
the physical nodes of the node alone: by what they lose when they leave (`parting`) and what they gain where they are
already (`beside`). It is in this kernel behind `sharing`, one branch that is always predicted, because a kernel of its
own would repeat all of the rest.

Where nodes have metadata, L has the term ``rate * sum_m (plogp(flow_m) - sum_c plogp(flow of category c in m))``
(Emmons & Mucha 2019). A node that leaves or joins changes it for its own categories alone; the change is added to the
same two, behind one branch that is always predicted. Nodes of the levels above have rows of categories. The flow
of a category in a module stands in a hash table, because few pairs of both exist.

All arrays belong to the caller, who has checked lengths and ranges. Nothing here allocates, and `improve` gives up the
GIL. It is one module because functions of another one could not be inlined without a file that Python cannot run.
"""

from __future__ import annotations

import cython
from cython.cimports.libc.math import floor, log2, pow

# Arrays hold records of these types; layout.py has the same for numpy. `alone` is the C of a module that is this node
# alone.
Node = cython.struct(flow=cython.double, enter=cython.double, exit=cython.double, alone=cython.double)

# Where a walk is recorded while it teleports: the flow a_u that jumps from a node and the share t_u of all jumps that
# land on it, so that ``a_u t_v + a_v t_u`` adds to the weight of every pair. Those of a module are sums over its nodes.
Jump = cython.struct(leaving=cython.double, landing=cython.double)

# 64 bytes, a line of the cache. `ids` is the exclusive or of the members' ids, which names the last one when one is
# left. The logarithms are those of exit + flow, exit and enter. `between` is the flow between the module and the node
# visited, zero between visits; it stands here because adding it up fetches what is asked next.
Module = cython.struct(
    flow=cython.double, enter=cython.double, exit=cython.double, members=cython.int, ids=cython.int,
    log_inside=cython.double, log_exit=cython.double, log_enter=cython.double, between=cython.double
)  # fmt: skip

# A node's exit + flow, exit and enter, and their logarithms; the sizes are 0 where the logarithms are not known.
Own = cython.struct(
    inside=cython.double, exit=cython.double, enter=cython.double, log_inside=cython.double, log_exit=cython.double,
    log_enter=cython.double
)  # fmt: skip

# What the states of a physical node share in a module: the sum of their flow, its plogp, and how many nodes of the
# level have it.
Codeword = cython.struct(
    flow=cython.double, bits=cython.double, module=cython.int, region=cython.int, members=cython.longlong
)  # fmt: skip

# What is known of a node while it is visited; `to_home` is the flow between it and the rest of its module.
Visit = cython.struct(
    node=cython.Py_ssize_t, home=cython.Py_ssize_t, region=cython.int, n_touched=cython.Py_ssize_t,
    flow=cython.double, enter=cython.double, exit=cython.double, to_home=cython.double
)  # fmt: skip

# The module that a node goes to, the flow between them, and the change of L.
Choice = cython.struct(module=cython.Py_ssize_t, weight=cython.double, change=cython.double)

_SUB_MODULES = cython.declare(cython.int, 1)  # a way to refine, see `Rules`
_MOST_SWEEPS = cython.declare(cython.int, 1000)  # on the levels above the network
_MANY = cython.declare(cython.Py_ssize_t, 8)  # modules around a node for which its own logarithms pay
_FEW = cython.declare(cython.Py_ssize_t, 2)  # modules around a node that are bounded one by one
_FEW_HOLDERS = cython.declare(cython.int, 8)  # nodes with the same physical node that wake each other
_NEVER = cython.declare(cython.double, 1e300)  # bits, more than any move costs
_NO_FLOW = cython.declare(cython.double, 1e-300)  # of a module around a node with no link to it; nothing, if added

# The classes are no dataclasses: Cython's would look for signatures when this module is loaded, a field at a time, a
# tenth of the time that the program takes to start.


@cython.final
@cython.auto_pickle(False)
@cython.cclass
class Contents:
    """What each node of a network contains, each once, with its flow there: rows (CSR).

    Either physical nodes, with the flow of their states, or categories of metadata.
    """

    indptr: cython.longlong[::1]  # n + 1
    item: cython.int[::1]
    flow: cython.double[::1]

    def __init__(self, indptr, item, flow) -> None:
        self.indptr = indptr
        self.item = item
        self.flow = flow


@cython.final
@cython.auto_pickle(False)
@cython.cclass
class Codewords:
    """The codewords of each physical node: those of k are `word[start[k]:start[k] + count[k]]`, in any order."""

    word: Codeword[::1]
    start: cython.longlong[::1]  # n_physical + 1
    count: cython.int[::1]  # n_physical

    def __init__(self, word, start, count) -> None:
        self.word = word
        self.start = start
        self.count = count


@cython.final
@cython.auto_pickle(False)
@cython.cclass
class Shares:
    """The flow of each category in each module: a hash table with open addresses."""

    key: cython.longlong[::1]  # module * n_labels + label; -1 where free
    flow: cython.double[::1]
    mask: cython.longlong  # places in use, a power of 2, minus 1
    taken: cython.longlong

    def __init__(self, key, flow, mask=0, taken=0) -> None:
        self.key = key
        self.flow = flow
        self.mask = mask
        self.taken = taken


@cython.final
@cython.auto_pickle(False)
@cython.cclass
class Network:
    """A network of n nodes. Each link is in the rows of both its ends, with the flow of both directions.

    Links of nodes to themselves are left out. Arrays may have room for more.
    """

    indptr: cython.longlong[::1]  # n + 1
    neighbours: cython.int[::1]
    weight: cython.double[::1]  # above 0; one for all where `step` is 0
    nodes: Node[::1]
    jumps: Jump[::1]  # where the walk is jumping
    n: cython.Py_ssize_t
    symmetric: cython.bint  # whether enter equals exit everywhere, as on undirected links
    jumping: cython.bint  # whether jumps are recorded
    price: cython.double  # bits that each module costs beside the map equation
    inside: cython.bint  # whether every link lies inside a region
    step: cython.Py_ssize_t  # link k has `weight[k & step]`
    sharing: cython.bint  # whether nodes are states
    states: Contents
    calm: cython.bint  # whether `_least_flow` holds: see `_is_calm`
    labelled: cython.bint  # whether nodes have metadata
    labels: Contents
    n_labels: cython.longlong  # categories of metadata
    rate: cython.double  # bits of metadata for each bit of the walk

    def __init__(
        self, indptr, neighbours, weight, nodes, jumps, n=0, symmetric=False, jumping=False, price=0.0, inside=False,
        step=-1, sharing=False, states=None, calm=False, labelled=False, labels=None, n_labels=0, rate=0.0
    ) -> None:  # fmt: skip
        self.indptr = indptr
        self.neighbours = neighbours
        self.weight = weight
        self.nodes = nodes
        self.jumps = jumps
        self.n = n
        self.symmetric = symmetric
        self.jumping = jumping
        self.price = price
        self.inside = inside
        self.step = step
        self.sharing = sharing
        self.states = states
        self.calm = calm
        self.labelled = labelled
        self.labels = labels
        self.n_labels = n_labels
        self.rate = rate


@cython.final
@cython.auto_pickle(False)
@cython.cclass
class Modules:
    """Modules of a network, and what they add up to, which `tally` fills in and the search keeps up to date."""

    of: cython.int[::1]  # the module of each node
    region: cython.int[::1]  # of each node
    record: Module[::1]  # of each module; where nodes move, n + 1: the last is for neighbours in other regions
    jumps: Jump[::1]  # of each module, where the walk is jumping
    total: cython.double[::1]  # T of each region
    bounded: cython.bint  # whether links may lead from one region to another
    words: Codewords  # where nodes are states

    def __init__(self, of, region, record, jumps, total, bounded=False, words=None) -> None:
        self.of = of
        self.region = region
        self.record = record
        self.jumps = jumps
        self.total = total
        self.bounded = bounded
        self.words = words


@cython.final
@cython.auto_pickle(False)
@cython.cclass
class Rules:
    """How to search."""

    # How each pass refines. 0: not at all. Else parts grow from single nodes inside their module; 1: in one sweep,
    # priced as sub-modules of it; 2: in two sweeps, priced as modules in the place of it.
    plan: cython.int[::1]
    single: cython.bint  # every node begins as a module
    settled: cython.bint  # the first pass moves no single node, and passes end at the first that gains nothing
    sweeps: cython.int  # over single nodes in a pass, at most
    patience: cython.int  # passes running that gain no more than `pass_gain` bits before they end
    pass_gain: cython.double
    least_gain: cython.double  # bits for which a node moves
    block: cython.Py_ssize_t  # nodes that are visited together

    def __init__(self, plan, single, settled, sweeps, patience, pass_gain, least_gain, block) -> None:
        self.plan = plan
        self.single = single
        self.settled = settled
        self.sweeps = sweeps
        self.patience = patience
        self.pass_gain = pass_gain
        self.least_gain = least_gain
        self.block = block


@cython.final
@cython.auto_pickle(False)
@cython.cclass
class Buffers:
    """Room for a search on n nodes, one item a node where nothing else is said, and how far the search is."""

    found: Modules  # the modules searched for
    parts: Modules  # parts of them, each module being a region
    first: Network  # levels above the network are written to these two in turn
    second: Network
    order: cython.int[::1]  # of the visits
    blocks: cython.int[::1]
    touched: cython.int[::1]  # the modules around the node visited; n + 1
    empty: cython.int[::1]  # modules without nodes
    start: cython.int[::1]  # n + 1
    kept: cython.int[::1]
    member: cython.int[::1]  # the node of the present level that each node of the network is in
    origin: cython.int[::1]  # what each module was before the pass, -1 for none
    landed: cython.int[::1]  # the origin of each node's module when single nodes had moved
    parted: cython.int[::1]  # the part of its module that each node of the network was in, in the last pass
    sums: cython.double[::1]  # zero but while links are added up
    bounds: cython.double[::1]
    beside: cython.double[::1]  # what codewords and metadata cost in each module around the node; zero between visits
    holders: cython.int[::1]  # nodes of the present level that hold each physical node, by `start` of the codewords
    n_holders: cython.int[::1]  # n_physical
    slot: cython.longlong[::1]  # n_physical; where `merge` has put each one
    met: cython.longlong[::1]  # the same, one item a category
    shares: Shares  # of the modules that nodes move between
    active: cython.uchar[::1]  # nodes of the present level that are still to be visited
    awake: cython.uchar[::1]  # nodes of the network that the next pass visits first
    state: cython.ulonglong[::1]  # one number, the state of the generator
    n: cython.Py_ssize_t  # nodes of the network
    n_modules: cython.Py_ssize_t
    n_active: cython.Py_ssize_t
    n_empty: cython.Py_ssize_t
    bits: cython.double
    known: cython.int  # the region that the next two are about, -1 for none
    index_bits: cython.double  # plogp of its total
    slope: cython.double  # how fast that grows with the total
    parting: cython.double  # what codewords and metadata cost more in the module that the node visited leaves

    def __init__(
        self, found, parts, first, second, order, blocks, touched, empty, start, kept, member, origin, landed, parted,
        sums, bounds, beside, holders, n_holders, slot, met, shares, active, awake, state, n=0, n_modules=0,
        n_active=0, n_empty=0, bits=0.0, known=-1, index_bits=0.0, slope=0.0, parting=0.0
    ) -> None:  # fmt: skip
        self.found = found
        self.parts = parts
        self.first = first
        self.second = second
        self.order = order
        self.blocks = blocks
        self.touched = touched
        self.empty = empty
        self.start = start
        self.kept = kept
        self.member = member
        self.origin = origin
        self.landed = landed
        self.parted = parted
        self.sums = sums
        self.bounds = bounds
        self.beside = beside
        self.holders = holders
        self.n_holders = n_holders
        self.slot = slot
        self.met = met
        self.shares = shares
        self.active = active
        self.awake = awake
        self.state = state
        self.n = n
        self.n_modules = n_modules
        self.n_active = n_active
        self.n_empty = n_empty
        self.bits = bits
        self.known = known
        self.index_bits = index_bits
        self.slope = slope
        self.parting = parting


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
@cython.locals(i=cython.longlong, exponent=cython.longlong, mantissa=cython.double)
def _log2(x: cython.double) -> cython.double:
    """log2 of a number that is positive and not subnormal."""
    if cython.compiled:
        pun = cython.declare(_Pun)
        pun.value = x  # 1 sign bit, 11 of the exponent, 52 of the mantissa
        exponent = (pun.bits >> 52) - 1023
        # Unsigned, because C does not define the shift of a negative number.
        pun.bits = pun.bits - cython.cast(cython.longlong, cython.cast(cython.ulonglong, exponent) << 52)
        mantissa = pun.value
        i = (pun.bits >> 44) & 255
    else:
        exponent = cython.cast(cython.longlong, floor(log2(x)))
        mantissa = x * pow(2.0, -exponent)
        if not 1.0 <= mantissa < 2.0:  # the logarithm was rounded across a whole number
            exponent += 1 if mantissa >= 2.0 else -1
            mantissa = x * pow(2.0, -exponent)
        i = cython.cast(cython.longlong, (mantissa - 1.0) * 256.0)
    r: cython.double = mantissa * _inverse[i] - 1.0
    # log2(1 + r) = (r - r^2 / 2 + r^3 / 3 - r^4 / 4 + r^5 / 5) / ln 2
    s: cython.double = 0.4808983469629878 - r * (0.36067376022224085 - r * 0.28853900817779268)
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
def _renew(modules: Modules, m: cython.Py_ssize_t, symmetric: cython.bint) -> cython.void:
    """Write the logarithms of a module whose flow, enter or exit changed."""
    modules.record[m].log_inside = _log(modules.record[m].flow + modules.record[m].exit)
    modules.record[m].log_exit = _log(modules.record[m].exit)
    modules.record[m].log_enter = modules.record[m].log_exit if symmetric else _log(modules.record[m].enter)


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _clear(network: Network, modules: Modules, m: cython.Py_ssize_t) -> cython.void:
    """Make a module empty."""
    modules.record[m].flow = 0.0
    modules.record[m].enter = 0.0
    modules.record[m].exit = 0.0
    modules.record[m].members = 0
    modules.record[m].ids = 0
    modules.record[m].log_inside = 0.0
    modules.record[m].log_exit = 0.0
    modules.record[m].log_enter = 0.0
    modules.record[m].between = 0.0
    if network.jumping:
        modules.jumps[m].leaving = 0.0
        modules.jumps[m].landing = 0.0


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _held(network: Network, module: Module) -> cython.double:
    """Return C of a module; that of a single node may be priced differently by the caller."""
    if module.members == 1:
        return network.nodes[module.ids].alone
    return (
        (module.flow + module.exit) * module.log_inside
        - module.exit * module.log_exit
        - module.enter * module.log_enter
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
def _bound(
    module: Module, flow: cython.double, enter: cython.double, exit_: cython.double, symmetric: cython.bint
) -> cython.double:
    """Bound from below by how much C grows with flow, enter and exit, without a logarithm.

    ``ln(1 + z) <= z (6 + z) / (6 + 4 z)`` for z > -1, and so ``ln(1 + z) >= z (6 + 5 z) / ((1 + z) (6 + 2 z))``; near
    zero both are exact to the third power.
    """
    x: cython.double = module.flow + module.exit + 1e-30
    d: cython.double = flow + exit_
    bound: cython.double = d * (module.log_inside + _NAT * (6.0 * x + 5.0 * d) / (6.0 * x + 2.0 * d))
    x = module.exit + 1e-30
    d = 2.0 * exit_ if symmetric else exit_
    bound -= d * (module.log_exit + _NAT * (x + exit_) * (6.0 * x + exit_) / (x * (6.0 * x + 4.0 * exit_)))
    if not symmetric:
        x = module.enter + 1e-30
        bound -= enter * (module.log_enter + _NAT * (x + enter) * (6.0 * x + enter) / (x * (6.0 * x + 4.0 * enter)))
    return bound


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
@cython.locals(log_inside=cython.double, log_exit=cython.double, log_enter=cython.double)
def _own(home: Module, visit: Visit, symmetric: cython.bint) -> Own:
    """Return the logarithms of a node where they pay: where many modules are around it, or each costs four logarithms.

    Those of a node that is alone are its module's.
    """
    if home.members == 1 and not symmetric:
        return Own(
            inside=home.flow + home.exit, exit=home.exit, enter=home.enter, log_inside=home.log_inside,
            log_exit=home.log_exit, log_enter=home.log_enter,
        )  # fmt: skip
    if home.members == 1 or visit.n_touched < _MANY:
        return Own(inside=0.0, exit=0.0, enter=0.0, log_inside=0.0, log_exit=0.0, log_enter=0.0)
    log_inside = _log(visit.flow + visit.exit)
    log_exit = _log(visit.exit)
    log_enter = log_exit if symmetric else _log(visit.enter)
    return Own(
        inside=visit.flow + visit.exit, exit=visit.exit, enter=visit.enter, log_inside=log_inside, log_exit=log_exit,
        log_enter=log_enter,
    )  # fmt: skip


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
@cython.locals(
    x=cython.double, large=cython.double, log_large=cython.double, d=cython.double, bound=cython.double,
    top=cython.double, below=cython.double, times=cython.double
)  # fmt: skip
def _bound_join(
    module: Module, own: Own, visit: Visit, w: cython.double, symmetric: cython.bint
) -> cython.double:  # fmt: skip
    """Bound from below by how much C grows when a node joins; exact to the third power of the smaller over the larger.

    The larger is the module or the node, whose own logarithms are known. For the bounds of ``ln(1 + z)`` see `_bound`.
    Which of two is the larger cannot be predicted, so it is written as maxima, which are no branches; and the terms
    with ``1 / ln 2`` are brought over one denominator, as divisions take longest.
    """
    x = module.flow + module.exit
    large = own.inside if own.inside > x else x
    log_large = own.log_inside if own.log_inside > module.log_inside else module.log_inside
    large = large if large > 1e-30 else 1e-30
    d = x + (visit.flow + visit.exit - w) - large
    d = d if d > -large else -large
    bound = (large + d) * log_large - x * module.log_inside
    top = d * (6.0 * large + 5.0 * d)
    below = 6.0 * large + 2.0 * d
    x = module.exit
    times = 2.0 if symmetric else 1.0
    large = own.exit if own.exit > x else x
    log_large = own.log_exit if own.log_exit > module.log_exit else module.log_exit
    large = large if large > 1e-30 else 1e-30
    d = x + (visit.exit - w) - large
    d = d if d > -large else -large  # what is left is never below zero, but for rounding
    bound -= times * ((large + d) * log_large - x * module.log_exit)
    x = large * (6.0 * large + 4.0 * d)
    top = top * x - times * (large + d) * d * (6.0 * large + d) * below
    below *= x
    if not symmetric:
        x = module.enter
        large = own.enter if own.enter > x else x
        log_large = own.log_enter if own.log_enter > module.log_enter else module.log_enter
        large = large if large > 1e-30 else 1e-30
        d = x + (visit.enter - w) - large
        d = d if d > -large else -large
        bound -= (large + d) * log_large - x * module.log_enter
        x = large * (6.0 * large + 4.0 * d)
        top = top * x - (large + d) * d * (6.0 * large + d) * below
        below *= x
    return bound + _NAT * (top / below)


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _next(x: cython.ulonglong) -> cython.ulonglong:
    """One step of the generator xorshift64 (Marsaglia 2003)."""
    mask: cython.ulonglong = 0xFFFFFFFFFFFFFFFF  # only Python's own integers need it: they never overflow
    x ^= (x << 13) & mask
    x ^= x >> 7
    return x ^ ((x << 17) & mask)


@cython.ccall
@cython.nogil
@cython.exceptval(check=False)
@cython.locals(
    i=cython.Py_ssize_t, j=cython.Py_ssize_t, b=cython.Py_ssize_t, first=cython.Py_ssize_t, size=cython.Py_ssize_t,
    kept=cython.int
)  # fmt: skip
def shuffle(
    order: cython.int[::1], blocks: cython.int[::1], n: cython.Py_ssize_t, block: cython.Py_ssize_t,
    state: cython.ulonglong[::1]
) -> cython.void:  # fmt: skip
    """Fill `order` with 0..n-1: blocks of `block` in random order, and each of them in random order.

    Neighbours in numbering are often neighbours in memory and in the network, so short blocks are faster than one.
    `blocks` is scratch; `state` is the 64-bit state of the generator.
    """
    at: cython.Py_ssize_t = 0
    n_blocks: cython.Py_ssize_t = (n + block - 1) // block
    x: cython.ulonglong = cython.cast(cython.ulonglong, state[0])  # a plain integer where this is interpreted
    for i in range(n_blocks):
        blocks[i] = i
    for i in range(n_blocks - 1, 0, -1):
        x = _next(x)
        j = ((x >> 32) * (i + 1)) >> 32
        kept = blocks[i]
        blocks[i] = blocks[j]
        blocks[j] = kept
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
def compact(
    module: cython.int[::1], renumbered: cython.int[::1], kept: cython.int[::1], n: cython.Py_ssize_t,
    n_ids: cython.Py_ssize_t
) -> cython.int:  # fmt: skip
    """Renumber n modules 0..k-1 by first appearance, in place, and return k; `kept[j]` is what module j was before."""
    i: cython.Py_ssize_t
    k: cython.int = 0
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
@cython.locals(u=cython.Py_ssize_t, m=cython.Py_ssize_t, inside=cython.double)
def tally(
    network: Network, modules: Modules, offset: cython.double[::1], n_modules: cython.Py_ssize_t, single: cython.bint
) -> cython.double:  # fmt: skip
    """Fill in what modules 0..n_modules-1 add up to; return L.

    With `single`, every node is its own module and no link is looked at. `offset` float64[regions] may be `total`.
    """
    bits: cython.double = 0.0
    for u in range(offset.shape[0]):
        modules.total[u] = offset[u]
    for m in range(n_modules):
        _clear(network, modules, m)
    if network.jumping:
        for u in range(network.n):
            modules.jumps[modules.of[u]].leaving += network.jumps[u].leaving
            modules.jumps[modules.of[u]].landing += network.jumps[u].landing
    for u in range(network.n):
        m = modules.of[u]
        inside = 0.0 if single else _inside(network, modules, u)
        modules.record[m].flow += network.nodes[u].flow
        modules.record[m].enter += network.nodes[u].enter - inside
        modules.record[m].exit += network.nodes[u].exit - inside
        modules.record[m].members += 1
        modules.record[m].ids ^= u
        modules.total[modules.region[u]] += network.nodes[u].enter - inside
    for m in range(n_modules):
        if modules.record[m].members > 0:
            _renew(modules, m, network.symmetric)
            bits += _held(network, modules.record[m]) + network.price
    for u in range(offset.shape[0]):
        bits += _plogp(modules.total[u])
    return bits


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _inside(network: Network, modules: Modules, u: cython.Py_ssize_t) -> cython.double:
    """Return the flow from a node to the other nodes of its module, half of what there is both ways."""
    k: cython.Py_ssize_t
    m: cython.Py_ssize_t = modules.of[u]
    inside: cython.double = 0.0
    for k in range(network.indptr[u], network.indptr[u + 1]):
        inside += network.weight[k & network.step] * (modules.of[network.neighbours[k]] == m)
    inside *= 0.5  # every inner link is met from both its ends
    if network.jumping:
        inside += network.jumps[u].leaving * (modules.jumps[m].landing - network.jumps[u].landing)
    return inside


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
@cython.locals(j=cython.Py_ssize_t, u=cython.Py_ssize_t)
def _move(
    network: Network, modules: Modules, buffers: Buffers, least_gain: cython.double, sweeps: cython.int
) -> cython.double:  # fmt: skip
    """Move single nodes to the module where L falls most; return the change of L.

    Sweeps over the active nodes in their order, at most `sweeps`, until none gains; a node becomes active again when a
    neighbour goes to another module than its own. `modules` are as `tally` leaves them, in as many rows as there are
    nodes, and are kept up to date.
    """
    visit: Visit
    choice: Choice
    change: cython.double = 0.0
    _start(network, modules, buffers)
    for _sweep in range(sweeps):
        if buffers.n_active == 0:
            break
        for j in range(network.n):
            u = buffers.order[j]
            if buffers.active[u] == 0:
                continue
            buffers.active[u] = 0
            buffers.n_active -= 1
            visit = _gather(network, modules, buffers, u)
            if network.sharing:
                visit.n_touched = _gather_words(network, network.states, modules, modules.words, buffers, visit)
            if visit.n_touched == 0:
                continue
            if network.labelled:
                _gather_labels(network, modules, buffers, visit)
            choice = _choose(network, modules, buffers, visit, least_gain)
            _forget(modules, buffers, visit)
            if network.sharing or network.labelled:
                _forget_beside(buffers, visit)
            if choice.module == visit.home:
                continue
            change += choice.change
            _remove(network, modules, buffers, visit)
            _add(network, modules, buffers, visit, choice)
            if network.sharing:
                _carry_words(network.states, modules.words, visit, choice.module)
            if network.labelled:
                _carry_labels(network, modules, buffers, visit, choice.module)
            if sweeps > 1:
                _wake(network, modules, buffers, u)
                if network.sharing:
                    _wake_holders(network, modules, buffers, u)
    return change


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def _start(network: Network, modules: Modules, buffers: Buffers) -> cython.void:
    """Count the active nodes and list the empty modules."""
    i: cython.Py_ssize_t
    buffers.known = -1
    buffers.n_active = 0
    buffers.n_empty = 0
    for i in range(network.n):
        buffers.n_active += buffers.active[i] != 0
        if modules.record[i].members == 0:
            buffers.empty[buffers.n_empty] = i
            buffers.n_empty += 1
    if network.sharing:
        _list_holders(network, modules.words, buffers)
    if network.labelled:
        _fill_shares(network, modules, buffers)


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
@cython.locals(k=cython.Py_ssize_t, v=cython.Py_ssize_t, m=cython.Py_ssize_t, inside=cython.bint)
def _gather(network: Network, modules: Modules, buffers: Buffers, u: cython.Py_ssize_t) -> Visit:
    """Add up the flow between a node and the modules around it: `touched` lists them, each has its flow in `between`.

    That of its own module, which is no module to go to, is zero again afterwards.
    """
    home: cython.Py_ssize_t = modules.of[u]
    region: cython.int = modules.region[u]
    n_touched: cython.Py_ssize_t = 0
    met: cython.double
    # Written without branches where they cannot be predicted: whether a module was met before, and whether a neighbour
    # is in the same region (if not, its flow goes to a place behind all modules).
    if modules.bounded:
        for k in range(network.indptr[u], network.indptr[u + 1]):
            v = network.neighbours[k]
            m = modules.of[v]
            inside = modules.region[v] == region
            m = m if inside else network.n
            buffers.touched[n_touched] = m
            met = modules.record[m].between
            n_touched += inside & (met <= 0.0)
            modules.record[m].between = met + network.weight[k & network.step]
        modules.record[network.n].between = 0.0
    else:
        for k in range(network.indptr[u], network.indptr[u + 1]):
            m = modules.of[network.neighbours[k]]
            buffers.touched[n_touched] = m
            met = modules.record[m].between
            n_touched += met <= 0.0
            modules.record[m].between = met + network.weight[k & network.step]
    to_home: cython.double = modules.record[home].between
    if network.jumping and (n_touched > 0 or network.sharing):
        jump: Jump = network.jumps[u]
        to_home += jump.leaving * (modules.jumps[home].landing - jump.landing)
        to_home += jump.landing * (modules.jumps[home].leaving - jump.leaving)
        _gather_jumps(modules, buffers, jump, n_touched)
    modules.record[home].between = 0.0
    node: Node = network.nodes[u]
    return Visit(
        node=u, home=home, region=region, n_touched=n_touched, flow=node.flow, enter=node.enter, exit=node.exit,
        to_home=to_home,
    )  # fmt: skip


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
@cython.locals(i=cython.Py_ssize_t, m=cython.Py_ssize_t)
def _gather_jumps(modules: Modules, buffers: Buffers, jump: Jump, n_touched: cython.Py_ssize_t) -> cython.void:
    """Add the jumps between a node and the modules around it to their sums."""
    for i in range(n_touched):
        m = buffers.touched[i]
        modules.record[m].between += _jumping(jump, modules.jumps[m])


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _jumping(one: Jump, other: Jump) -> cython.double:
    """Return the flow that jumps between two, both ways."""
    return one.leaving * other.landing + one.landing * other.leaving


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _forget(modules: Modules, buffers: Buffers, visit: Visit) -> cython.void:
    """Set the sums to zero for the next visit."""
    i: cython.Py_ssize_t
    for i in range(visit.n_touched):
        modules.record[buffers.touched[i]].between = 0.0


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _price_index(modules: Modules, buffers: Buffers, region: cython.int) -> cython.void:
    """Compute the bits of a region's index and how fast they grow, unless they are known."""
    if region != buffers.known:
        total: cython.double = modules.total[region]
        log_total: cython.double = _log(total)
        buffers.index_bits = total * log_total if total > 0.0 else 0.0
        buffers.slope = log_total + _NAT
        buffers.known = region


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
@cython.locals(i=cython.Py_ssize_t, at=cython.Py_ssize_t, m=cython.Py_ssize_t, w=cython.double, change=cython.double)
def _choose(
    network: Network, modules: Modules, buffers: Buffers, visit: Visit, least_gain: cython.double
) -> Choice:  # fmt: skip
    """Return the module where L falls most; the node's own where it falls by no more than `least_gain` anywhere.

    Only moves that a bound from below cannot rule out are evaluated; plogp is convex, so a tangent bounds the index.
    """
    choice: Choice = Choice(module=visit.home, weight=0.0, change=-least_gain)
    home: Module = modules.record[visit.home]
    alone: cython.double = network.nodes[visit.node].alone
    # A node that is its module's only one gains nothing from an empty module.
    may_part: cython.bint = home.members > 1 and buffers.n_empty > 0
    _price_index(modules, buffers, visit.region)
    leave: cython.double = _bound_leave(network, home, visit)
    least: cython.double = alone + network.price if may_part else _NEVER
    parted: cython.double = visit.to_home * buffers.slope
    enough: cython.double = 0.0
    if network.calm and home.members > 1 and visit.n_touched > _FEW:
        enough = _least_flow(leave + alone + parted - choice.change, buffers.slope)
    first: cython.Py_ssize_t = _bound_joins(network, modules, buffers, visit, home, least, enough)
    if network.sharing or network.labelled:
        leave += buffers.parting
        first = _bound_beside(buffers, visit, least)
    if first >= 0:
        least = buffers.bounds[first]
    if not leave + least + parted < choice.change:
        return choice
    if home.members > 2:
        leave = _without(home, visit, network.symmetric) - _held(network, home)
        if network.sharing or network.labelled:
            leave += buffers.parting
    total: cython.double = modules.total[visit.region] + visit.to_home  # with the node on its own
    if may_part:
        change = leave + alone + network.price + _plogp(total) - buffers.index_bits
        if change < choice.change:
            choice.module = buffers.empty[buffers.n_empty - 1]
            choice.change = change
    for i in range(-1 if first >= 0 else 0, visit.n_touched):  # the most promising module, and then the others
        at = i if i >= 0 else first
        if i != first and leave + buffers.bounds[at] + parted < choice.change:
            m = buffers.touched[at]
            w = modules.record[m].between
            change = (
                leave - _held(network, modules.record[m]) + _with(modules.record[m], visit, w, network.symmetric)
                + _plogp(total - w) - buffers.index_bits
            )  # fmt: skip
            if network.sharing or network.labelled:
                change += buffers.beside[m]
            if change < choice.change:
                choice.module = m
                choice.weight = w
                choice.change = change
    return choice


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _least_flow(loss: cython.double, slope: cython.double) -> cython.double:
    """Return a flow between a node and a module; with less than that, joining cannot make up for a loss of bits.

    Let e and E be the exits of node and module, w the flow between them both ways, at most ``2 min(e, E)``. Where no
    node exits more than its flow, joining saves nothing at w = 0, is a concave function of w, and saves at most
    ``2 e (slope + 1 - log2 e)`` at w = 2 e, the same with E at w = 2 E; so it saves at most
    ``w (slope + 2 - log2 w)``. This is below the loss for w = loss / k, if ``k >= slope + 2 - log2 loss + log2 k``, and
    so is the k taken here (log2 is concave and lies below its tangent).
    """
    if not loss > 1e-14:
        return 0.0
    rest: cython.double = slope + 2.0 - _log(loss)
    return loss / (1.0902 * rest + 3.3) if rest > 0.0 else 0.0


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _bound_leave(network: Network, home: Module, visit: Visit) -> cython.double:
    """Bound from below how much the bits of a node's module change when it leaves; exact with one or two members."""
    if home.members == 1:
        return -network.nodes[visit.node].alone - network.price
    if home.members == 2:
        return network.nodes[home.ids ^ visit.node].alone - _held(network, home)
    return _bound(home, -visit.flow, visit.to_home - visit.enter, visit.to_home - visit.exit, network.symmetric)


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
@cython.locals(i=cython.Py_ssize_t, m=cython.Py_ssize_t, w=cython.double, bound=cython.double)
def _bound_joins(
    network: Network, modules: Modules, buffers: Buffers, visit: Visit, home: Module, least: cython.double,
    enough: cython.double
) -> cython.Py_ssize_t:  # fmt: skip
    """Bound from below what it costs to join each module around, in `bounds`; return the place of the least bound.

    The place is -1 where no bound is below `least`. Modules with a flow below `enough` are ruled out. Of the index, a
    term that is the same for all modules is left out.
    """
    slope: cython.double = buffers.slope
    first: cython.Py_ssize_t = -1
    own: Own = _own(home, visit, network.symmetric)
    for i in range(visit.n_touched):
        m = buffers.touched[i]
        w = modules.record[m].between
        if w < enough:
            buffers.bounds[i] = _NEVER
            continue
        if own.inside > 0.0:
            bound = _bound_join(modules.record[m], own, visit, w, network.symmetric) - w * slope
        else:
            bound = _bound(modules.record[m], visit.flow, visit.enter - w, visit.exit - w, network.symmetric)
            bound -= w * slope
        bound = bound if m != visit.home else _NEVER
        buffers.bounds[i] = bound
        first = i if bound < least else first
        least = bound if bound < least else least
    return first


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _without(home: Module, visit: Visit, symmetric: cython.bint) -> cython.double:
    """Return C of a node's module when it has left."""
    return _cost(
        home.flow - visit.flow, home.enter - visit.enter + visit.to_home, home.exit - visit.exit + visit.to_home,
        symmetric,
    )  # fmt: skip


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _with(module: Module, visit: Visit, w: cython.double, symmetric: cython.bint) -> cython.double:
    """Return C of a module when a node has joined; `w` is the flow between them."""
    return _cost(
        module.flow + visit.flow, module.enter + visit.enter - w, module.exit + visit.exit - w, symmetric
    )  # fmt: skip


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _remove(network: Network, modules: Modules, buffers: Buffers, visit: Visit) -> cython.void:
    """Take a node out of its module."""
    m: cython.Py_ssize_t = visit.home
    modules.total[visit.region] += visit.to_home
    modules.record[m].members -= 1
    modules.record[m].ids ^= visit.node
    if modules.record[m].members > 0:
        modules.record[m].flow -= visit.flow
        modules.record[m].enter += visit.to_home - visit.enter
        modules.record[m].exit += visit.to_home - visit.exit
        _renew(modules, m, network.symmetric)
        if network.jumping:
            modules.jumps[m].leaving -= network.jumps[visit.node].leaving
            modules.jumps[m].landing -= network.jumps[visit.node].landing
    else:
        _clear(network, modules, m)
        buffers.empty[buffers.n_empty] = m
        buffers.n_empty += 1


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _add(network: Network, modules: Modules, buffers: Buffers, visit: Visit, choice: Choice) -> cython.void:
    """Put a node into the module chosen."""
    m: cython.Py_ssize_t = choice.module
    if modules.record[m].members == 0:
        buffers.n_empty -= 1
    modules.total[visit.region] -= choice.weight
    modules.record[m].flow += visit.flow
    modules.record[m].enter += visit.enter - choice.weight
    modules.record[m].exit += visit.exit - choice.weight
    modules.record[m].members += 1
    modules.record[m].ids ^= visit.node
    _renew(modules, m, network.symmetric)
    if network.jumping:
        modules.jumps[m].leaving += network.jumps[visit.node].leaving
        modules.jumps[m].landing += network.jumps[visit.node].landing
    modules.of[visit.node] = m
    buffers.known = -1


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
@cython.locals(k=cython.Py_ssize_t)
def _wake(network: Network, modules: Modules, buffers: Buffers, u: cython.Py_ssize_t) -> cython.void:
    """Make the neighbours of a node that moved active again, those in its new module apart."""
    for k in range(network.indptr[u], network.indptr[u + 1]):
        _wake_one(modules, buffers, u, network.neighbours[k])


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _wake_one(modules: Modules, buffers: Buffers, u: cython.Py_ssize_t, v: cython.Py_ssize_t) -> cython.void:
    """Make a node active again because of one that moved, unless it is in its new module or in another region."""
    if (
        buffers.active[v] == 0
        and modules.of[v] != modules.of[u]
        and not (modules.bounded and modules.region[v] != modules.region[u])
    ):
        buffers.active[v] = 1
        buffers.n_active += 1


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
@cython.locals(i=cython.Py_ssize_t, j=cython.Py_ssize_t, k=cython.Py_ssize_t)
def _wake_holders(network: Network, modules: Modules, buffers: Buffers, u: cython.Py_ssize_t) -> cython.void:
    """Make the nodes active again that share a physical node with one that moved, those in its new module apart.

    Where many share it, a move changes little for each: to wake them took a third more time and found longer modules.
    """
    for i in range(network.states.indptr[u], network.states.indptr[u + 1]):
        k = network.states.item[i]
        if buffers.n_holders[k] <= _FEW_HOLDERS:
            for j in range(modules.words.start[k], modules.words.start[k] + buffers.n_holders[k]):
                _wake_one(modules, buffers, u, buffers.holders[j])


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
@cython.locals(
    i=cython.Py_ssize_t, j=cython.Py_ssize_t, k=cython.Py_ssize_t, m=cython.Py_ssize_t, flow=cython.double,
    own=cython.double, saved=cython.double
)  # fmt: skip
def _gather_words(
    network: Network, states: Contents, modules: Modules, words: Codewords, buffers: Buffers, visit: Visit
) -> cython.Py_ssize_t:  # fmt: skip
    """Add up what the codewords of a node cost or save where it leaves and joins; return how many modules are around.

    One module that has the same physical nodes is around it, too, without a link to it: the one that saves most. To
    look at all of them takes a third more time, and gained next to nothing on what was tried.
    """
    n_all: cython.Py_ssize_t = visit.n_touched
    word: Codeword
    buffers.parting = 0.0
    if states.indptr[visit.node + 1] - states.indptr[visit.node] == 1:
        return _gather_word(network, states, modules, words, buffers, visit)
    for i in range(states.indptr[visit.node], states.indptr[visit.node + 1]):
        k = states.item[i]
        if buffers.n_holders[k] == 1:
            continue  # nothing to share
        flow = states.flow[i]
        own = _plogp(flow)
        for j in range(words.start[k], words.start[k] + words.count[k]):
            word = words.word[j]
            m = word.module
            if m == visit.home:
                if word.members > 1:
                    buffers.parting += word.bits - _plogp(word.flow - flow) - own
            elif word.region == visit.region:
                saved = _plogp(word.flow + flow) - own - word.bits
                if modules.record[m].between <= 0.0 and buffers.beside[m] == 0.0 and saved > 0.0:
                    buffers.touched[n_all] = m
                    n_all += 1
                buffers.beside[m] -= saved
    return _keep_best(network, modules, buffers, visit, n_all)


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
@cython.locals(
    i=cython.Py_ssize_t, j=cython.Py_ssize_t, k=cython.Py_ssize_t, m=cython.Py_ssize_t, best=cython.Py_ssize_t,
    flow=cython.double, own=cython.double, most=cython.double, linked=cython.ulonglong, one=cython.ulonglong
)  # fmt: skip
def _gather_word(
    network: Network, states: Contents, modules: Modules, words: Codewords, buffers: Buffers, visit: Visit
) -> cython.Py_ssize_t:  # fmt: skip
    """Do what `_gather_words` does for a node that holds one physical node, as most do, in less time.

    The larger the flow of a codeword, the more it saves: without a link, only the largest can be the best. Bit m % 64
    of `linked` says whether module m may have a link; to look it up in every record would fetch them all.
    """
    word: Codeword
    i = states.indptr[visit.node]
    k = states.item[i]
    if buffers.n_holders[k] == 1:
        return visit.n_touched
    flow = states.flow[i]
    own = _plogp(flow)
    one = 1
    linked = 0
    for j in range(visit.n_touched):
        linked |= one << (buffers.touched[j] & 63)
    best = -1
    most = 0.0
    for j in range(words.start[k], words.start[k] + words.count[k]):
        word = words.word[j]
        m = word.module
        if m == visit.home:
            if word.members > 1:
                buffers.parting += word.bits - _plogp(word.flow - flow) - own
        elif word.region == visit.region:
            if (linked >> (m & 63)) & 1 and modules.record[m].between > 0.0:
                buffers.beside[m] -= _plogp(word.flow + flow) - own - word.bits
            elif word.flow > most:
                most = word.flow
                best = j
    if best < 0:
        return visit.n_touched
    word = words.word[best]
    m = word.module
    most = _plogp(word.flow + flow) - own - word.bits
    if most <= 0.0:
        return visit.n_touched
    buffers.beside[m] = -most
    buffers.touched[visit.n_touched] = m
    modules.record[m].between = _NO_FLOW
    if network.jumping:
        modules.record[m].between += _jumping(network.jumps[visit.node], modules.jumps[m])
    return visit.n_touched + 1


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
@cython.locals(i=cython.Py_ssize_t, m=cython.Py_ssize_t, best=cython.Py_ssize_t, most=cython.double)
def _keep_best(
    network: Network, modules: Modules, buffers: Buffers, visit: Visit, n_all: cython.Py_ssize_t
) -> cython.Py_ssize_t:  # fmt: skip
    """Of the modules around a node that it has no link to, keep the one that saves most; return how many are left."""
    if n_all == visit.n_touched:
        return n_all
    best = buffers.touched[visit.n_touched]
    most = 0.0
    for i in range(visit.n_touched, n_all):
        m = buffers.touched[i]
        if buffers.beside[m] < most:
            best = m
            most = buffers.beside[m]
        buffers.beside[m] = 0.0
    buffers.beside[best] = most
    buffers.touched[visit.n_touched] = best
    modules.record[best].between = _NO_FLOW
    if network.jumping:
        modules.record[best].between += _jumping(network.jumps[visit.node], modules.jumps[best])
    return visit.n_touched + 1


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
@cython.locals(i=cython.Py_ssize_t)
def _forget_beside(buffers: Buffers, visit: Visit) -> cython.void:
    """Set what codewords and metadata cost to zero for the next visit."""
    buffers.parting = 0.0
    for i in range(visit.n_touched):
        buffers.beside[buffers.touched[i]] = 0.0


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
@cython.locals(i=cython.Py_ssize_t)
def _bound_beside(buffers: Buffers, visit: Visit, least: cython.double) -> cython.Py_ssize_t:
    """Add what codewords and metadata cost to the bounds; return the place of the least, -1 where none is below it."""
    first: cython.Py_ssize_t = -1
    for i in range(visit.n_touched):
        buffers.bounds[i] += buffers.beside[buffers.touched[i]]
        if buffers.bounds[i] < least:
            least = buffers.bounds[i]
            first = i
    return first


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _begin(
    words: Codewords, at: cython.Py_ssize_t, flow: cython.double, module: cython.Py_ssize_t, region: cython.int
) -> cython.void:  # fmt: skip
    """Write a codeword that one node has."""
    words.word[at].flow = flow
    words.word[at].bits = _plogp(flow)
    words.word[at].module = module
    words.word[at].region = region
    words.word[at].members = 1


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
@cython.locals(
    i=cython.Py_ssize_t, j=cython.Py_ssize_t, k=cython.Py_ssize_t, last=cython.Py_ssize_t, there=cython.Py_ssize_t,
    flow=cython.double
)  # fmt: skip
def _carry_words(states: Contents, words: Codewords, visit: Visit, to: cython.Py_ssize_t) -> cython.void:
    """Take the physical nodes of a node out of the codewords of its module, and into those of another."""
    for i in range(states.indptr[visit.node], states.indptr[visit.node + 1]):
        k = states.item[i]
        flow = states.flow[i]
        there = -1
        last = words.start[k] + words.count[k] - 1
        for j in range(last, words.start[k] - 1, -1):
            if words.word[j].module == to:
                there = j
            elif words.word[j].module == visit.home:
                words.word[j].members -= 1
                words.word[j].flow -= flow
                words.word[j].bits = _plogp(words.word[j].flow)
                if words.word[j].members == 0:
                    words.word[j] = words.word[last]
                    there = j if there == last else there
                    last -= 1
        if there >= 0:
            words.word[there].members += 1
            words.word[there].flow += flow
            words.word[there].bits = _plogp(words.word[there].flow)
        else:
            last += 1
            _begin(words, last, flow, to, visit.region)
        words.count[k] = last + 1 - words.start[k]


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
@cython.locals(i=cython.Py_ssize_t, k=cython.Py_ssize_t, u=cython.Py_ssize_t)
def _list_holders(network: Network, words: Codewords, buffers: Buffers) -> cython.void:
    """List the nodes that hold each physical node."""
    for k in range(words.count.shape[0]):
        buffers.n_holders[k] = 0
    for u in range(network.n):
        for i in range(network.states.indptr[u], network.states.indptr[u + 1]):
            k = network.states.item[i]
            buffers.holders[words.start[k] + buffers.n_holders[k]] = u
            buffers.n_holders[k] += 1


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
@cython.locals(i=cython.Py_ssize_t, k=cython.Py_ssize_t)
def _make_room(network: Network, words: Codewords) -> cython.void:
    """Say where the codewords of each physical node stand: it never has more than nodes that hold it."""
    n: cython.Py_ssize_t = words.count.shape[0]
    for k in range(n + 1):
        words.start[k] = 0
    for i in range(network.states.indptr[network.n]):
        words.start[network.states.item[i] + 1] += 1
    for k in range(n):
        words.start[k + 1] += words.start[k]


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
@cython.locals(
    i=cython.Py_ssize_t, j=cython.Py_ssize_t, k=cython.Py_ssize_t, last=cython.Py_ssize_t, u=cython.Py_ssize_t,
    flow=cython.double
)  # fmt: skip
def _spell(
    states: Contents, modules: Modules, words: Codewords, buffers: Buffers, n: cython.Py_ssize_t
) -> cython.double:
    """Write the codewords of all physical nodes in the modules of n nodes; return the term of L that they are."""
    bits: cython.double = 0.0
    for k in range(words.count.shape[0]):
        words.count[k] = 0
    sort_by_part(modules.of, buffers.start, buffers.touched, n, n)
    for j in range(n):
        u = buffers.touched[j]
        for i in range(states.indptr[u], states.indptr[u + 1]):
            k = states.item[i]
            flow = states.flow[i]
            last = words.start[k] + words.count[k] - 1
            # Nodes come in order of their modules, so a codeword of this one is the last.
            if words.count[k] > 0 and words.word[last].module == modules.of[u]:
                words.word[last].members += 1
                words.word[last].flow += flow
            else:
                _begin(words, last + 1, flow, modules.of[u], modules.region[u])
                words.count[k] += 1
    for k in range(words.count.shape[0]):
        for j in range(words.start[k], words.start[k] + words.count[k]):
            words.word[j].bits = _plogp(words.word[j].flow)
            bits -= words.word[j].bits
    return bits


@cython.ccall
@cython.nogil
@cython.exceptval(check=False)
@cython.locals(
    i=cython.Py_ssize_t, j=cython.Py_ssize_t, k=cython.Py_ssize_t, p=cython.Py_ssize_t, u=cython.Py_ssize_t,
    first=cython.longlong, at=cython.longlong
)  # fmt: skip
def merge(
    contents: Contents, start: cython.int[::1], members: cython.int[::1], n_parts: cython.Py_ssize_t, merged: Contents,
    slot: cython.longlong[::1]
) -> cython.longlong:  # fmt: skip
    """Make each part a node: write what it contains, each once; return how much there is in all.

    The members of part p are `members[start[p]:start[p + 1]]`. `slot` int64 is scratch, a number of 0 or more for each
    physical node or category.
    """
    n: cython.longlong = 0
    for p in range(n_parts):
        first = n
        merged.indptr[p] = n
        for j in range(start[p], start[p + 1]):
            u = members[j]
            for i in range(contents.indptr[u], contents.indptr[u + 1]):
                k = contents.item[i]
                at = slot[k]
                if first <= at < n and merged.item[at] == k:
                    merged.flow[at] += contents.flow[i]
                else:
                    merged.item[n] = k
                    merged.flow[n] = contents.flow[i]
                    slot[k] = n
                    n += 1
    merged.indptr[n_parts] = n
    return n


@cython.ccall
@cython.nogil
@cython.exceptval(check=False)
@cython.locals(
    i=cython.Py_ssize_t, k=cython.Py_ssize_t, p=cython.Py_ssize_t, q=cython.Py_ssize_t, u=cython.Py_ssize_t,
    first=cython.longlong, met=cython.double
)  # fmt: skip
def aggregate(
    network: Network, part: cython.int[::1], n_parts: cython.Py_ssize_t, indptr: cython.longlong[::1],
    neighbours: cython.int[::1], weight: cython.double[::1], start: cython.int[::1], members: cython.int[::1],
    sums: cython.double[::1], inner: cython.double[::1]
) -> cython.longlong:  # fmt: skip
    """Make each part a node: write the links between parts to a new CSR, return how many there are.

    The CSR has room for one link more than there were. `start` int32[n_parts + 1] and `members` int32[n] are for the
    counting sort: they list the members of each part. `sums` float64[n_parts] is zero. The flow of the links inside
    each part, both ways and from both ends, goes to `inner` float64[n_parts].
    """
    n_links: cython.longlong = 0
    sort_by_part(part, start, members, network.n, n_parts)
    for p in range(n_parts):
        first = n_links
        indptr[p] = first
        for i in range(start[p], start[p + 1]):
            u = members[i]
            for k in range(network.indptr[u], network.indptr[u + 1]):
                q = part[network.neighbours[k]]
                met = sums[q]
                neighbours[n_links] = q
                n_links += (q != p) & (met <= 0.0)
                sums[q] = met + network.weight[k & network.step]
        for k in range(first, n_links):
            weight[k] = sums[neighbours[k]]
            sums[neighbours[k]] = 0.0
        inner[p] = sums[p]
        sums[p] = 0.0
    indptr[n_parts] = n_links
    return n_links


@cython.ccall
@cython.nogil
@cython.exceptval(check=False)
@cython.locals(i=cython.Py_ssize_t, p=cython.Py_ssize_t)
def sort_by_part(
    part: cython.int[::1], start: cython.int[::1], members: cython.int[::1], n: cython.Py_ssize_t,
    n_parts: cython.Py_ssize_t
) -> cython.void:  # fmt: skip
    """List the members of each part, in order: those of part p are `members[start[p]:start[p + 1]]`."""
    for p in range(n_parts + 1):
        start[p] = 0
    for i in range(n):
        start[part[i]] += 1
    for p in range(n_parts):
        start[p + 1] += start[p]
    for i in range(n - 1, -1, -1):
        start[part[i]] -= 1
        members[start[part[i]]] = i


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _place(shares: Shares, key: cython.longlong) -> cython.longlong:
    """Return where a key stands in the table, or where it would: the first free place after its hash."""
    factor: cython.ulonglong = 0x9E3779B97F4A7C15  # 2^64 over the golden ratio
    mask: cython.ulonglong = 0xFFFFFFFFFFFFFFFF  # for Python's own integers
    x: cython.ulonglong = cython.cast(cython.ulonglong, key)
    x = (x * factor) & mask
    at: cython.longlong = cython.cast(cython.longlong, x >> 32) & shares.mask
    while shares.key[at] != key and shares.key[at] >= 0:
        at = (at + 1) & shares.mask
    return at


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _share(shares: Shares, key: cython.longlong) -> cython.double:
    """Return the flow of a category in a module."""
    at: cython.longlong = _place(shares, key)
    return shares.flow[at] if shares.key[at] >= 0 else 0.0


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _change_share(shares: Shares, key: cython.longlong, flow: cython.double) -> cython.void:
    """Add to the flow of a category in a module."""
    at: cython.longlong = _place(shares, key)
    if shares.key[at] < 0:
        shares.key[at] = key
        shares.flow[at] = 0.0
        shares.taken += 1
    shares.flow[at] += flow


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
@cython.locals(i=cython.Py_ssize_t, u=cython.Py_ssize_t)
def _fill_shares(network: Network, modules: Modules, buffers: Buffers) -> cython.void:
    """Write the table of the modules that nodes are in: a quarter of its places are taken at most."""
    buffers.shares.mask = 15
    while buffers.shares.mask + 1 < 4 * network.labels.indptr[network.n]:
        buffers.shares.mask = 2 * buffers.shares.mask + 1
    for i in range(buffers.shares.mask + 1):
        buffers.shares.key[i] = -1
    buffers.shares.taken = 0
    for u in range(network.n):
        for i in range(network.labels.indptr[u], network.labels.indptr[u + 1]):
            _change_share(
                buffers.shares,
                modules.of[u] * network.n_labels + network.labels.item[i],
                network.labels.flow[i],
            )


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
@cython.locals(i=cython.Py_ssize_t)
def _label_bits(network: Network, modules: Modules, buffers: Buffers) -> cython.double:
    """Return the term of L that metadata are."""
    bits: cython.double = 0.0
    _fill_shares(network, modules, buffers)
    for i in range(buffers.shares.mask + 1):
        if buffers.shares.key[i] >= 0:
            bits -= _plogp(buffers.shares.flow[i])
    for i in range(network.n):
        bits += _plogp(modules.record[i].flow)
    return network.rate * bits


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
@cython.locals(i=cython.Py_ssize_t, j=cython.Py_ssize_t, m=cython.Py_ssize_t)
def _gather_labels(network: Network, modules: Modules, buffers: Buffers, visit: Visit) -> cython.void:
    """Compute what metadata cost more when a node leaves its module (never above 0) and joins another (never below)."""
    rate: cython.double = network.rate
    alone: cython.double = _plogp(visit.flow)
    for i in range(network.labels.indptr[visit.node], network.labels.indptr[visit.node + 1]):
        alone -= _plogp(network.labels.flow[i])
    if modules.record[visit.home].members > 1:
        buffers.parting += rate * (alone + _mixed(network, modules, buffers, visit, visit.home, -1.0))
    for j in range(visit.n_touched):
        m = buffers.touched[j]
        if m != visit.home:
            buffers.beside[m] += rate * (_mixed(network, modules, buffers, visit, m, 1.0) - alone)


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
@cython.locals(i=cython.Py_ssize_t, share=cython.double)
def _mixed(
    network: Network, modules: Modules, buffers: Buffers, visit: Visit, m: cython.Py_ssize_t, sign: cython.double
) -> cython.double:  # fmt: skip
    """Return by how much the bits of a module's metadata grow when a node joins (sign 1) or leaves (-1), over rate."""
    flow: cython.double = modules.record[m].flow
    bits: cython.double = _plogp(flow + sign * visit.flow) - _plogp(flow)
    for i in range(network.labels.indptr[visit.node], network.labels.indptr[visit.node + 1]):
        share = _share(buffers.shares, m * network.n_labels + network.labels.item[i])
        bits += _plogp(share) - _plogp(share + sign * network.labels.flow[i])
    return bits


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
@cython.locals(i=cython.Py_ssize_t)
def _carry_labels(
    network: Network, modules: Modules, buffers: Buffers, visit: Visit, to: cython.Py_ssize_t
) -> cython.void:  # fmt: skip
    """Take the categories of a node from its module to another; write the table anew where it is half full."""
    for i in range(network.labels.indptr[visit.node], network.labels.indptr[visit.node + 1]):
        _change_share(buffers.shares, visit.home * network.n_labels + network.labels.item[i], -network.labels.flow[i])
        _change_share(buffers.shares, to * network.n_labels + network.labels.item[i], network.labels.flow[i])
    if 2 * buffers.shares.taken > buffers.shares.mask:
        _fill_shares(network, modules, buffers)


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def _pack(network: Network, buffers: Buffers) -> cython.void:
    """Renumber the modules found 0..k-1, with their records and what they were before the pass."""
    j: cython.Py_ssize_t
    n: cython.Py_ssize_t = network.n
    buffers.n_modules = compact(buffers.found.of, buffers.empty, buffers.kept, n, n)
    for j in range(buffers.n_modules):
        buffers.parts.record[j] = buffers.found.record[buffers.kept[j]]
        buffers.empty[j] = buffers.origin[buffers.kept[j]]
    for j in range(buffers.n_modules):
        buffers.found.record[j] = buffers.parts.record[j]
    for j in range(n):
        buffers.origin[j] = buffers.empty[j] if j < buffers.n_modules else -1
    if network.jumping:
        for j in range(buffers.n_modules):
            buffers.parts.jumps[j] = buffers.found.jumps[buffers.kept[j]]
        for j in range(buffers.n_modules):
            buffers.found.jumps[j] = buffers.parts.jumps[j]


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
@cython.locals(i=cython.Py_ssize_t, j=cython.Py_ssize_t)
def _recount(network: Network, modules: Modules, n_modules: cython.Py_ssize_t) -> cython.void:
    """Count the members of modules 0..n_modules-1 when the level has changed; all other modules become empty."""
    for j in range(n_modules):
        modules.record[j].members = 0
        modules.record[j].ids = 0
    for j in range(n_modules, network.n):
        _clear(network, modules, j)
    for i in range(network.n):
        modules.record[modules.of[i]].members += 1
        modules.record[modules.of[i]].ids ^= i


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
@cython.locals(i=cython.Py_ssize_t, j=cython.Py_ssize_t)
def _refine(network: Network, buffers: Buffers, rules: Rules, way: cython.int) -> cython.Py_ssize_t:
    """Grow parts from single nodes inside the modules found, as the plan says; return how many there are."""
    n: cython.Py_ssize_t = network.n
    for i in range(n):
        buffers.parts.of[i] = i
        buffers.active[i] = 1
        buffers.parts.total[buffers.found.of[i]] = buffers.found.total[buffers.found.region[i]]
    if way == _SUB_MODULES:
        for j in range(buffers.n_modules):
            buffers.parts.total[j] = buffers.found.record[j].exit
    tally(network, buffers.parts, buffers.parts.total[: buffers.n_modules], n, True)
    if network.sharing:
        _spell(network.states, buffers.parts, buffers.parts.words, buffers, n)
    shuffle(buffers.order, buffers.blocks, n, rules.block, buffers.state)
    _move(network, buffers.parts, buffers, rules.least_gain, way)
    return compact(buffers.parts.of, buffers.empty, buffers.kept, n, n)


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
@cython.locals(i=cython.Py_ssize_t, j=cython.Py_ssize_t)
def _whole_modules(network: Network, buffers: Buffers) -> cython.Py_ssize_t:
    """Let each module found be one part; return how many there are."""
    for i in range(network.n):
        buffers.parts.of[i] = buffers.found.of[i]
    for j in range(buffers.n_modules):
        buffers.kept[j] = j
        buffers.parts.record[j] = buffers.found.record[j]
    if network.jumping:
        for j in range(buffers.n_modules):
            buffers.parts.jumps[j] = buffers.found.jumps[j]
    return buffers.n_modules


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
@cython.locals(i=cython.Py_ssize_t, j=cython.Py_ssize_t)
def _build_above(network: Network, above: Network, buffers: Buffers, n_parts: cython.Py_ssize_t) -> cython.void:
    """Make the parts the nodes of the level above, each in the module that it is a part of."""
    part: Module
    above.n = n_parts
    above.symmetric = network.symmetric
    above.calm = network.calm
    above.jumping = network.jumping
    above.price = network.price
    above.sharing = network.sharing
    above.labelled = network.labelled
    above.n_labels = network.n_labels
    above.rate = network.rate
    for j in range(n_parts):
        part = buffers.parts.record[buffers.kept[j]]
        above.nodes[j].flow = part.flow
        above.nodes[j].enter = part.enter
        above.nodes[j].exit = part.exit
        above.nodes[j].alone = _held(network, part)
    if network.jumping:
        for j in range(n_parts):
            above.jumps[j] = buffers.parts.jumps[buffers.kept[j]]
    for i in range(buffers.n):
        buffers.member[i] = buffers.parts.of[buffers.member[i]]
    aggregate(
        network, buffers.parts.of, n_parts, above.indptr, above.neighbours, above.weight, buffers.start,
        buffers.touched, buffers.sums, buffers.bounds,
    )  # fmt: skip
    if network.sharing:  # the members of the parts are still listed
        merge(network.states, buffers.start, buffers.touched, n_parts, above.states, buffers.slot)
    if network.labelled:
        merge(network.labels, buffers.start, buffers.touched, n_parts, above.labels, buffers.met)
    _lift(buffers.found.of, buffers.parts.of, buffers.touched, network.n, n_parts)
    _lift(buffers.found.region, buffers.parts.of, buffers.touched, network.n, n_parts)
    _recount(above, buffers.found, buffers.n_modules)
    if network.sharing:
        _spell(above.states, buffers.found, buffers.found.words, buffers, n_parts)


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def _climb(
    network: Network, above: Network, buffers: Buffers, rules: Rules, way: cython.int, lowest: cython.bint
) -> cython.bint:  # fmt: skip
    """Let the nodes of a level move. Return whether any joined; if so, the level above has been built."""
    i: cython.Py_ssize_t
    n: cython.Py_ssize_t = network.n
    n_parts: cython.Py_ssize_t = n
    shuffle(buffers.order, buffers.blocks, n, rules.block, buffers.state)
    for i in range(n):
        buffers.active[i] = buffers.awake[i] if lowest else 1
    change: cython.double = _move(
        network, buffers.found, buffers, rules.least_gain, rules.sweeps if lowest else _MOST_SWEEPS
    )
    buffers.bits += change
    _pack(network, buffers)
    if lowest:
        for i in range(n):
            buffers.landed[i] = buffers.origin[buffers.found.of[i]]
            buffers.parted[i] = i
    if buffers.n_modules == n:
        return False
    if way > 0 and (lowest or change != 0.0):
        n_parts = _refine(network, buffers, rules, way)
    if 5 * n_parts > 4 * n:  # parts that hardly save a node: whole modules move next
        n_parts = _whole_modules(network, buffers)
    if lowest:
        for i in range(n):
            buffers.parted[i] = buffers.parts.of[i]
    _build_above(network, above, buffers, n_parts)
    return True


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def _one_pass(network: Network, buffers: Buffers, rules: Rules, way: cython.int) -> cython.void:
    """Climb from single nodes until nothing joins; then write the module of each node of the network."""
    i: cython.Py_ssize_t
    in_first: cython.bint = True
    for i in range(network.n):
        buffers.origin[i] = i
        buffers.member[i] = i
    joined: cython.bint = _climb(network, buffers.first, buffers, rules, way, True)
    while joined:
        if in_first:
            joined = _climb(buffers.first, buffers.second, buffers, rules, way, False)
        else:
            joined = _climb(buffers.second, buffers.first, buffers, rules, way, False)
        in_first = not in_first
    for i in range(network.n):
        buffers.touched[i] = buffers.found.of[buffers.member[i]]
    for i in range(network.n):
        buffers.found.of[i] = buffers.touched[i]


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
@cython.locals(u=cython.Py_ssize_t, k=cython.Py_ssize_t)
def _wake_changed(network: Network, buffers: Buffers) -> cython.void:
    """Wake the nodes whose module changed after single nodes had moved, and all their neighbours."""
    for u in range(network.n):
        buffers.awake[u] = 0
    for u in range(network.n):
        if buffers.origin[buffers.found.of[u]] != buffers.landed[u]:
            buffers.awake[u] = 1
            for k in range(network.indptr[u], network.indptr[u + 1]):
                buffers.awake[network.neighbours[k]] = 1


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def _is_calm(network: Network) -> cython.bint:
    """Return whether flow is undirected, without jumps, states or metadata, and no exit is above the flow."""
    u: cython.Py_ssize_t
    if network.jumping or network.sharing or network.labelled or not network.symmetric:
        return False
    for u in range(network.n):
        if network.nodes[u].exit > network.nodes[u].flow * 1.000000001:
            return False
    return True


@cython.locals(i=cython.Py_ssize_t, n_pass=cython.Py_ssize_t)
def improve(
    network: Network, modules: cython.int[::1], region: cython.int[::1], offset: cython.double[::1], buffers: Buffers,
    rules: Rules
) -> float:  # fmt: skip
    """Make passes: move nodes, break modules into parts, let the parts move as nodes, until nothing joins any more.

    `modules` int32[n], 0..k-1, is where the first pass begins and is changed in place. `region` int32[n] and `offset`
    float64[regions] say what the modules may not leave. A pass visits only nodes near which something changed in the
    one before. Returns L.
    """
    idle: cython.int = 0
    before: cython.double
    with cython.nogil:
        buffers.n = network.n
        network.calm = _is_calm(network)
        buffers.found.bounded = offset.shape[0] > 1 and not network.inside
        for i in range(network.n):
            buffers.found.of[i] = modules[i]
            buffers.found.region[i] = region[i]
            buffers.awake[i] = not rules.settled
        buffers.bits = tally(network, buffers.found, offset, network.n, rules.single)
        if network.sharing:
            _make_room(network, buffers.found.words)
            for i in range(buffers.slot.shape[0]):
                buffers.slot[i] = 0
            buffers.bits += _spell(network.states, buffers.found, buffers.found.words, buffers, network.n)
        if network.labelled:
            for i in range(buffers.met.shape[0]):
                buffers.met[i] = 0
            buffers.bits += _label_bits(network, buffers.found, buffers)
        for n_pass in range(rules.plan.shape[0]):
            before = buffers.bits
            _one_pass(network, buffers, rules, rules.plan[n_pass])
            idle = idle + 1 if before - buffers.bits <= rules.pass_gain else 0
            if idle == rules.patience or (rules.settled and idle > 0) or n_pass + 1 == rules.plan.shape[0]:
                break
            for i in range(network.n):
                buffers.found.region[i] = region[i]
            _wake_changed(network, buffers)
            _recount(network, buffers.found, buffers.n_modules)
            if network.sharing:
                _spell(network.states, buffers.found, buffers.found.words, buffers, network.n)
        for i in range(network.n):
            modules[i] = buffers.found.of[i]
    return buffers.bits


@cython.locals(i=cython.Py_ssize_t, p=cython.Py_ssize_t)
def total_up(
    network: Network, n_parts: cython.Py_ssize_t, start: cython.int[::1], members: cython.int[::1],
    inner: cython.double[::1], nodes: Node[::1]
) -> None:  # fmt: skip
    """Write what parts add up to, as nodes of the level above, after `aggregate`; without recorded jumps."""
    flow: cython.double
    enter: cython.double
    exit_: cython.double
    with cython.nogil:
        for p in range(n_parts):
            flow = enter = exit_ = 0.0
            for i in range(start[p], start[p + 1]):
                flow += network.nodes[members[i]].flow
                enter += network.nodes[members[i]].enter
                exit_ += network.nodes[members[i]].exit
            enter -= 0.5 * inner[p]
            exit_ -= 0.5 * inner[p]
            nodes[p].flow = flow
            nodes[p].enter = enter
            nodes[p].exit = exit_
            if start[p + 1] - start[p] == 1:
                nodes[p].alone = network.nodes[members[start[p]]].alone
            else:
                nodes[p].alone = _cost(flow, enter, exit_, network.symmetric)


@cython.locals(m=cython.Py_ssize_t)
def flows_of(record: Module[::1], flows: cython.double[::1]) -> None:
    """Write flow, enter and exit of each module, `flows` float64[3 k]."""
    with cython.nogil:
        for m in range(record.shape[0]):
            flows[3 * m] = record[m].flow
            flows[3 * m + 1] = record[m].enter
            flows[3 * m + 2] = record[m].exit


@cython.locals(m=cython.Py_ssize_t)
def nodes_of(network: Network, modules: Modules, nodes: Node[::1]) -> None:
    """Write modules as nodes of the level above, after `tally`."""
    with cython.nogil:
        for m in range(nodes.shape[0]):
            nodes[m].flow = modules.record[m].flow
            nodes[m].enter = modules.record[m].enter
            nodes[m].exit = modules.record[m].exit
            nodes[m].alone = _held(network, modules.record[m])


@cython.locals(i=cython.Py_ssize_t, m=cython.Py_ssize_t)
def region_bits(network: Network, modules: Modules, home: cython.int[::1], bits: cython.double[::1]) -> None:
    """Write the bits of the index and the modules of each region to `bits`, after `tally`; `home` is for each module.

    Modules without members cost nothing.
    """
    with cython.nogil:
        for i in range(bits.shape[0]):
            bits[i] = _plogp(modules.total[i])
        for i in range(network.n):
            home[modules.of[i]] = modules.region[i]
        for m in range(home.shape[0]):
            if modules.record[m].members > 0:
                bits[home[m]] += _held(network, modules.record[m]) + network.price


@cython.locals(i=cython.Py_ssize_t, at=cython.int)
def overlaps(
    one: cython.int[::1], other: cython.int[::1], start: cython.int[::1], by_other: cython.int[::1],
    order: cython.int[::1], part: cython.int[::1]
) -> int:  # fmt: skip
    """Give each overlap of two partitions a number, in order of one, then of the other; return how many there are.

    The modules are below the length of `start` less one. `by_other` and `order` int32[n] are scratch.
    """
    n: cython.Py_ssize_t = one.shape[0]
    k: cython.int = -1
    last: cython.int = -1
    last_other: cython.int = -1
    with cython.nogil:
        sort_by_part(other, start, by_other, n, start.shape[0] - 1)
        for i in range(start.shape[0]):
            start[i] = 0
        for i in range(n):
            start[one[i] + 1] += 1
        for i in range(start.shape[0] - 1):
            start[i + 1] += start[i]
        for i in range(n):
            at = by_other[i]
            order[start[one[at]]] = at
            start[one[at]] += 1
        for i in range(n):
            at = order[i]
            if one[at] != last or other[at] != last_other:
                k += 1
                last = one[at]
                last_other = other[at]
            part[at] = k
    return k + 1


@cython.locals(m=cython.Py_ssize_t)
def tree_bits(
    parent: cython.int[::1], is_leaf: cython.uchar[::1], table: cython.double[::1], rate: cython.double[::1]
) -> float:
    """Write the flow that each module's codebook codes; return the codelength, without the flow of nodes.

    `table` float64[3 k] has flow, enter and exit of each module but the root, for which they are filled in.
    """
    bits: cython.double = 0.0
    with cython.nogil:
        table[0] = table[1] = table[2] = 0.0  # no flow enters or leaves the root
        for m in range(parent.shape[0]):
            rate[m] = table[3 * m + 2] + (table[3 * m] if is_leaf[m] else 0.0)
        for m in range(1, parent.shape[0]):
            rate[parent[m]] += table[3 * m + 1]
            if parent[m] == 0:
                table[0] += table[3 * m]
            bits -= _plogp(table[3 * m + 1]) + _plogp(table[3 * m + 2])
        for m in range(parent.shape[0]):
            bits += _plogp(rate[m])
    return bits
