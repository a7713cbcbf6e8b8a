"""The map equation itself: what a tree of modules costs, computed afresh from links and tree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from textmine.mapequation.flow import FlowNetwork

__all__ = ["Codelength", "ModuleTree", "codelength", "module_flows", "one_level_codelength"]

Floats = npt.NDArray[np.float64]
Ids = npt.NDArray[np.int32]


class ModuleTree(Protocol):
    """Modules 0..k-1 with the root at 0, as `Communities` has them."""

    @property
    def parent(self) -> Ids:
        """int32[k], the parent of each module, -1 for the root."""

    @property
    def node_module(self) -> Ids:
        """int32[n], the module that holds each node."""


@dataclass(frozen=True, slots=True)
class Codelength:
    """Bits that describe one step of the random walk.

    Attributes
    ----------
    total : float
    index : float
        Share of the root's codebook.
    module : float
        Share of all other codebooks: ``total - index``.
    one_level : float
        What one codebook for all nodes would cost.
    """

    total: float
    index: float
    module: float
    one_level: float


def codelength(network: FlowNetwork, tree: ModuleTree) -> Codelength:
    """Return what it costs to describe the walk with the modules of `tree`.

    Parameters
    ----------
    network : FlowNetwork
    tree : Communities or any other tree with `parent` and `node_module`
        A module holds either modules or nodes.

    Returns
    -------
    Codelength
        In bits.

    Notes
    -----
    With ``plogp(x) = x log2 x``, a module of nodes costs ``plogp(P + exit) - plogp(exit) - sum plogp(p)``, a module of
    modules c ``plogp(exit + sum enter_c) - plogp(exit) - sum plogp(enter_c)`` (Rosvall & Bergstrom 2011).

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
    parent = np.asarray(tree.parent)
    flow, enter, exit_ = module_flows(network, tree)
    leaf = np.ones(len(parent), np.bool_)
    leaf[parent[1:]] = False
    rate = np.where(leaf, flow, 0.0) + exit_
    np.add.at(rate, parent[1:], enter[1:])
    bits = _plogp(rate) - _plogp(exit_)
    np.subtract.at(bits, parent[1:], _plogp(enter[1:]))
    np.subtract.at(bits, np.asarray(tree.node_module), _plogp(network.node_flow))
    total, root = float(bits.sum()), 0.0 if leaf[0] else float(bits[0])
    return Codelength(total, root, total - root, one_level_codelength(network))


def one_level_codelength(network: FlowNetwork) -> float:
    """Return what one codebook for all nodes costs in bits: the entropy of the node flow.

    Examples
    --------
    >>> from textmine.mapequation.flow import undirected_flow
    >>> one_level_codelength(undirected_flow([0], [1], [1.0], 2))
    1.0
    """
    return float(-_plogp(network.node_flow).sum())


def module_flows(network: FlowNetwork, tree: ModuleTree) -> tuple[Floats, Floats, Floats]:
    """Return flow inside, into and out of every module, three times float64[k].

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> from textmine.mapequation.flow import undirected_flow
    >>> tree = SimpleNamespace(parent=np.array([-1, 0, 0]), node_module=np.array([1, 2, 2]))
    >>> [part.tolist() for part in module_flows(undirected_flow([0, 1], [1, 2], [1.0, 1.0], 3), tree)]
    [[1.0, 0.25, 0.75], [0.0, 0.25, 0.25], [0.0, 0.25, 0.25]]
    """
    parent, node_module = np.asarray(tree.parent), np.asarray(tree.node_module)
    k = len(parent)
    flow, enter, exit_ = np.zeros((3, k))
    for of in _ancestors_by_depth(parent):
        holder = of[node_module]
        flow += np.bincount(holder + 1, network.node_flow, k + 1)[1:]
        source, target = holder[network.sources], holder[network.targets]
        crosses = source != target
        flows = network.flows[crosses]
        exit_ += np.bincount(source[crosses] + 1, flows, k + 1)[1:]
        enter += np.bincount(target[crosses] + 1, flows, k + 1)[1:]
    if not network.directed:
        enter = exit_ = 0.5 * (enter + exit_)
    return flow, enter, exit_


def _ancestors_by_depth(parent: Ids) -> list[npt.NDArray[np.int64]]:
    """For each depth, each module's ancestor there (itself included), -1 where the module lies above that depth."""
    chains: list[npt.NDArray[np.int64]] = []
    above = np.arange(len(parent))
    while (above >= 0).any():
        chains.append(above)
        above = np.where(above >= 0, parent[above], -1)
    # chains[j][m] is j steps above m; what is wanted is counted from the root
    climbed = np.array(chains)
    depth = (climbed >= 0).sum(axis=0) - 1
    return [
        np.where(depth >= d, climbed[np.maximum(depth - d, 0), np.arange(len(parent))], -1) for d in range(len(chains))
    ]


def _plogp(x: Floats) -> Floats:
    positive = np.where(x > 0.0, x, 1.0)
    return np.asarray(positive * np.log2(positive))
