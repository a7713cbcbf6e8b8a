"""The map equation itself: the codelength of a tree of modules, computed from the links and the tree."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from textmine.arraytypes import Floats, Ids
from textmine.errors import GraphError
from textmine.mapequation.level import base_level, compact, plogp
from textmine.mapequation.network import LEAST_FLOW, FlowNetwork
from textmine.mapequation.tree import Ground, depths, prune, survey

__all__ = [
    "Codelength",
    "ModuleTree",
    "check_flow",
    "codelength",
    "codelength_of",
    "module_flows",
    "one_level_codelength",
]


class ModuleTree(Protocol):
    """Modules 0..k-1, with the root at 0, as in `Communities`."""

    @property
    def parent(self) -> Ids:
        """int32[k], the parent of each module; -1 for the root."""

    @property
    def node_module(self) -> Ids:
        """int32[n], the leaf module of each node."""


class Codelength(float):
    """Bits that describe one step of the random walk: a float with its parts as attributes.

    Attributes
    ----------
    total : float
        The number itself.
    index : float
        Share of the root's codebook.
    module : float
        Share of all other codebooks: ``total - index``.
    one_level : float
        Codelength with one codebook for all nodes.
    metadata : float
        Share of the codebooks of metadata, part of `module`; 0 without metadata.

    Examples
    --------
    >>> bits = Codelength(2.5, 0.5, 2.0, 3.0)
    >>> bits, bits.index, bits < bits.one_level
    (2.5, 0.5, True)
    """

    __slots__ = ("index", "metadata", "module", "one_level")

    index: float
    module: float
    one_level: float
    metadata: float

    def __new__(cls, total: float, index: float, module: float, one_level: float, metadata: float = 0.0) -> Codelength:
        """Return the number with its parts."""
        bits = super().__new__(cls, total)
        bits.index, bits.module, bits.one_level, bits.metadata = index, module, one_level, metadata
        return bits

    def __getnewargs__(self) -> tuple[float, float, float, float, float]:  # type: ignore[override]
        return float(self), self.index, self.module, self.one_level, self.metadata

    @property
    def total(self) -> float:
        """The number itself."""
        return float(self)


def codelength(network: FlowNetwork, tree: ModuleTree) -> Codelength:
    """Return the codelength of the walk with the modules of `tree`.

    Parameters
    ----------
    network : FlowNetwork
    tree : Communities or any other tree with `parent` and `node_module`
        A module contains either modules or nodes.

    Returns
    -------
    Codelength
        In bits.

    Notes
    -----
    With ``plogp(x) = x log2 x``, a module of nodes costs ``plogp(P + exit) - plogp(exit) - sum plogp(p)``, a module of
    modules c ``plogp(exit + sum enter_c) - plogp(exit) - sum plogp(enter_c)`` (Rosvall & Bergstrom 2011). Where nodes
    have metadata, a module of nodes also costs ``rate * (plogp(P) - sum plogp(flow of each category in it))`` (Emmons &
    Mucha 2019).

    Examples
    --------
    Two triangles joined by a link, one module each:

    >>> from types import SimpleNamespace
    >>> from textmine.mapequation.flow import undirected_flow
    >>> network = undirected_flow([0, 0, 1, 2, 3, 3, 4], [1, 2, 2, 3, 4, 5, 5], [1] * 7, 6)
    >>> tree = SimpleNamespace(parent=np.array([-1, 0, 0]), node_module=np.array([1, 1, 1, 2, 2, 2]))
    >>> round(codelength(network, tree).total, 9)
    2.320730357
    """
    return codelength_of(network, tree, module_flows(network, tree))


def codelength_of(network: FlowNetwork, tree: ModuleTree, flows: tuple[Floats, Floats, Floats]) -> Codelength:
    """Return the codelength of `tree`, given the flow inside, into and out of its modules."""
    parent = np.asarray(tree.parent)
    flow, enter, exit_ = flows
    leaf = np.ones(len(parent), np.bool_)
    leaf[parent[1:]] = False
    rate = np.where(leaf, flow, 0.0) + exit_ + np.bincount(parent[1:], enter[1:], len(parent))
    bits = plogp(rate) - plogp(exit_)
    bits -= np.bincount(parent[1:], plogp(enter[1:]), len(parent))
    bits -= _codewords(network, np.asarray(tree.node_module), len(parent))
    # The correction of a codebook of s names has the factor s - 1. Names are modules or nodes and, below the root, the
    # exit.
    names = np.bincount(parent[1:], minlength=len(parent)) + np.bincount(tree.node_module, minlength=len(parent))
    names[0] -= 1
    names[1:] -= len(parent) == 2  # a single module is never left
    bits += network.module_price * names
    metadata = _metadata(network, np.asarray(tree.node_module), len(parent))
    total, root = float(bits.sum()) + metadata, 0.0 if leaf[0] else float(bits[0])
    return Codelength(total, root, total - root, one_level_codelength(network), metadata)


def _metadata(network: FlowNetwork, node_module: Ids, n_modules: int) -> float:
    """Return the bits of the metadata of all modules."""
    labels = base_level(network).labels if len(network.categories) else None
    return float(labels.merged(np.ascontiguousarray(node_module, np.int32), n_modules).bits().sum()) if labels else 0.0


def one_level_codelength(network: FlowNetwork) -> float:
    """Return the codelength with one codebook for all nodes, in bits: the entropy of the node flow.

    Examples
    --------
    >>> from textmine.mapequation.flow import undirected_flow
    >>> one_level_codelength(undirected_flow([0], [1], [1.0], 2))
    1.0
    """
    together = np.zeros(network.n_nodes, np.int32)
    bits = float(-_codewords(network, together, 1)[0]) + _metadata(network, together, 1)
    return bits + network.module_price * (network.n_nodes - 1)


def _codewords(network: FlowNetwork, node_module: Ids, n_modules: int) -> Floats:
    """Return ``sum plogp(flow)`` of the codewords in each module, of nodes or, if these are states, of physical nodes.

    The states of a physical node share a codeword in a module: its flow is the sum of theirs (Rosvall et al. 2014).
    """
    flow = network.node_flow
    if len(network.physical):
        order = np.lexsort((network.physical, node_module))
        physical, node_module = network.physical[order], node_module[order]
        new = np.flatnonzero(np.diff(physical, prepend=-1) | np.diff(node_module, prepend=-1))
        flow, node_module = np.add.reduceat(flow[order], new), node_module[new]
    return np.bincount(node_module, plogp(flow), n_modules).astype(np.float64)


def check_flow(network: FlowNetwork) -> None:
    """Raise an error if the flow is degenerate, so that there are no communities to find.

    Raises
    ------
    GraphError
        There is no flow between different nodes, or all flow ends at one node.

    Examples
    --------
    >>> from textmine.mapequation.flow import undirected_flow
    >>> check_flow(undirected_flow([0], [1], [1.0], 2))
    """
    if not (network.link_flow > LEAST_FLOW).any():
        reason = "the flow is degenerate: no link leads from one node to another"
        raise GraphError(reason, "give links between different nodes")
    if network.node_flow.max() >= 1.0 - 1e-12:
        reason = "the flow is degenerate: all of it ends at one node"
        raise GraphError(reason, "give links on from there, or take links both ways (`undirected`)")


def module_flows(network: FlowNetwork, tree: ModuleTree) -> tuple[Floats, Floats, Floats]:
    """Return the flow inside, into and out of every module: three arrays float64[k].

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> from textmine.mapequation.flow import undirected_flow
    >>> tree = SimpleNamespace(parent=np.array([-1, 0, 0]), node_module=np.array([1, 2, 2]))
    >>> [part.tolist() for part in module_flows(undirected_flow([0, 1], [1, 2], [1.0, 1.0], 3), tree)]
    [[1.0, 0.25, 0.75], [0.0, 0.25, 0.25], [0.0, 0.25, 0.25]]
    """
    parent, leaf = np.asarray(tree.parent), np.asarray(tree.node_module, np.int32).copy()
    kept = compact(leaf, len(parent))
    ordered = prune(parent, kept, leaf, all_modules=True)
    # Sums are computed from the leaves up and need parents before children. Then modules get back their numbers.
    table = survey(Ground(base_level(network)), ordered).table
    depth = depths(parent)
    back = np.empty(len(parent), np.int64)
    back[np.argsort(depth, kind="stable")] = np.arange(len(parent))
    flow, enter, exit_ = np.ascontiguousarray(table[back].T)
    return flow, enter, exit_
