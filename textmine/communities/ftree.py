"""Infomap's `.ftree`: a tree with the flow between modules, for the Network Navigator and alluvial diagrams."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from itertools import accumulate

from textmine.buffers import Doubles, Ints, Longs, as_buffer, as_ints, doubles, ints, longs
from textmine.communities import _kernels
from textmine.communities.columns import Column, blocks, floats, heads, in_lines, numbers
from textmine.communities.formats import tree_text
from textmine.lightclasses import NamedTuple, buffer_of
from textmine.mapequation.communities import Communities, node_order
from textmine.mapequation.links import Links
from textmine.mapequation.order.canonical import ranks_inside, sibling_ranks
from textmine.mapequation.tree import depths
from textmine.mapequation.walk import _kernels as _walk
from textmine.ordering import order_by_ints

__all__ = ["ftree_lines", "ftree_text"]


def ftree_lines(communities: Communities, links: Links, *, directed: bool = False) -> Iterator[str]:
    r"""Yield the lines of an `.ftree`: a `.tree`, then for each module the links between its children.

    The children of a module are its modules or its nodes. Each module has a section `*Links path enterFlow exitFlow
    numEdges numChildren`, the root first, parents before children. The lines of a section are `source target flow`:
    the ranks of two children, and the flow of all links between their nodes, in order of the ranks. Self-links are left
    out.

    Parameters
    ----------
    communities
        The tree.
    links
        Each link once with its flow, as in `FlowNetwork`; in an undirected network, the flow of both directions.
    directed
        True if links lead from source to target only.

    Examples
    --------
    >>> from textmine.mapequation import search, undirected_flow
    >>> network = undirected_flow([0, 0, 1, 2, 3, 3, 4], [1, 2, 2, 3, 4, 5, 5], [1] * 7, 6)
    >>> found = search(network, "abcdef")
    >>> lines = list(ftree_lines(found, Links(network.sources, network.targets, network.flows)))
    >>> print(*lines[15:20], sep="", end="")
    *Links undirected
    #*Links path enterFlow exitFlow numEdges numChildren
    *Links root 0.0 0.0 1 2
    1 2 0.14285714285714285
    *Links 1 0.07142857142857142 0.07142857142857142 3 3
    """
    return in_lines(ftree_text(communities, links, directed=directed))


def ftree_text(communities: Communities, links: Links, *, directed: bool = False) -> Iterator[str]:
    """Yield what `ftree_lines` yields, many lines in a piece."""
    yield from tree_text(communities, directed=directed)
    yield f"*Links {'directed' if directed else 'undirected'}\n"
    yield "#*Links path enterFlow exitFlow numEdges numChildren\n"
    children = longs(len(buffer_of(communities, "parent")))
    most = _kernels.count_children(buffer_of(communities, "parent"), buffer_of(communities, "node_module"), children)
    between = _between(communities, links, directed, most)
    begun, waiting = list[str](), ""  # what stands before the first link of a module, and of the next one
    for line, count in zip(_sections(communities, between.in_home, children), between.in_home.tolist(), strict=True):
        waiting += line
        if count:
            begun.append(f"{waiting}\n")
            waiting = ""
    yield from blocks(
        [
            _beginnings(begun, between.begins), numbers(between.sources, " "), numbers(between.targets, " "),
            floats(between.sums, "\n"),
        ]
    )  # fmt: skip
    yield waiting


def _sections(communities: Communities, in_home: Longs, children: Longs) -> Iterator[str]:
    """Yield the line that begins the section of each module."""
    enter, exit_ = buffer_of(communities, "module_enter"), buffer_of(communities, "module_exit")
    yield f"*Links root {enter[0]!r} {exit_[0]!r} {in_home[0]} {children[0]}\n"
    parent = buffer_of(communities, "parent")
    rank, wide = sibling_ranks(parent), longs(len(parent))
    _kernels.widen(rank, wide)
    columns = [
        Column(b"*Links \n", ints(len(parent) - 1), ""), heads(parent, rank, parent[1:], ""), numbers(wide[1:], " "),
        floats(enter[1:], " "), floats(exit_[1:], " "), numbers(in_home[1:], " "), numbers(children[1:], "\n"),
    ]  # fmt: skip
    yield from in_lines(blocks(columns))


def _beginnings(texts: list[str], at: Ints) -> Column:
    """Return a column of texts of several lines, from 1, each with a line feed after it; 0 is an empty text."""
    begins = array("q", accumulate([1, *map(len, texts)], initial=0))
    return Column(("\n" + "".join(texts)).encode(), at, "", memoryview(begins))


class _Between(NamedTuple):
    """Linked pairs of children, in order of their module and their ranks in it.

    Attributes
    ----------
    in_home : int64[k]
        Number of pairs in each module.
    begins : int32[m]
        The first pair in each module that has some: 1, 2, ...; 0 for the others.
    sources, targets : int64[m]
        Ranks of the children.
    sums : float64[m]
        Flow between them.
    """

    in_home: Longs
    begins: Ints
    sources: Longs
    targets: Longs
    sums: Doubles


def _between(communities: Communities, links: Links, directed: bool, most: int) -> _Between:
    """Return the linked pairs of children of the same module, which has `most` of them."""
    parent, node_module = buffer_of(communities, "parent"), buffer_of(communities, "node_module")
    sources, targets, weights = as_ints(links.sources), as_ints(links.targets), as_buffer(links.weights)
    m, node_rank = len(sources), ranks_inside(node_module, node_order(communities))
    home, first, second, flow = ints(m), ints(m), ints(m), doubles(m)
    m = _kernels.meet(
        parent, depths(parent), sibling_ranks(parent), node_module, node_rank, sources, targets, weights, directed,
        home, first, second, flow,
    )  # fmt: skip
    by_second = order_by_ints(second[:m], most + 1)
    in_order = order_by_ints(home[:m], len(parent), order_by_ints(first[:m], most + 1, by_second))
    in_home, begins, ends = longs(len(parent)), ints(m), (longs(m), longs(m))
    flows, starts = doubles(m), longs(m + 1)
    count = _kernels.join_links(in_order, home, first, second, flow, in_home, begins, *ends, flows, starts)
    _walk.add_runs(flows, starts[: count + 1], flows)
    return _Between(in_home, begins[:count], ends[0][:count], ends[1][:count], flows[:count])
