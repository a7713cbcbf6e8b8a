"""The map equation itself: the codelength of a tree of modules, computed from the links and the tree."""

from __future__ import annotations

from textmine.buffers import Doubles, Ints, as_ints, copied, doubles, flags, ints
from textmine.errors import GraphError
from textmine.lightclasses import Protocol, buffer_of
from textmine.mapequation import _kernels
from textmine.mapequation.level import base_level, compact
from textmine.mapequation.network import FlowNetwork, link_rows
from textmine.mapequation.tree import Ground, in_order, survey

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = [
    "Codelength",
    "ModuleTree",
    "check_flow",
    "codelength",
    "codelength_of",
    "module_flows",
    "one_level_codelength",
]


_NO_FLOW = 1e-290  # more than all links that nobody follows have together (LEAST_FLOW each)


class ModuleTree(Protocol):
    """Modules 0..k-1, with the root at 0, as in `Communities`."""

    @property
    def parent(self) -> Any:
        """int32[k], the parent of each module; -1 for the root."""

    @property
    def node_module(self) -> Any:
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

    >>> import numpy as np
    >>> from types import SimpleNamespace
    >>> from textmine.mapequation.flow import undirected_flow
    >>> network = undirected_flow([0, 0, 1, 2, 3, 3, 4], [1, 2, 2, 3, 4, 5, 5], [1] * 7, 6)
    >>> tree = SimpleNamespace(parent=np.array([-1, 0, 0]), node_module=np.array([1, 1, 1, 2, 2, 2]))
    >>> round(codelength(network, tree).total, 9)
    2.320730357
    """
    parent, node_module = as_ints(tree.parent), as_ints(tree.node_module)
    return codelength_of(network, parent, node_module, module_flows(network, parent, node_module))


def codelength_of(
    network: FlowNetwork, parent: Ints, node_module: Ints, flows: tuple[Doubles, Doubles, Doubles]
) -> Codelength:
    """Return the codelength of a tree, given the flow inside, into and out of its modules."""
    k = len(parent)
    leaf, bits = flags(k), doubles(k)
    _kernels.mark_leaves(parent, leaf)
    _kernels.codebooks(parent, leaf, *flows, bits)
    _kernels.subtract(_codewords(network, node_module, k), bits)
    if network.module_price:
        _kernels.price_names(parent, node_module, network.module_price, bits)
    metadata = _metadata(network, node_module, k)
    total, root = _kernels.add_up(bits) + metadata, 0.0 if leaf[0] else bits[0]
    return Codelength(total, root, total - root, one_level_codelength(network), metadata)


def _metadata(network: FlowNetwork, node_module: Ints, n_modules: int) -> float:
    """Return the bits of the metadata of all modules."""
    if not len(buffer_of(network, "categories")):
        return 0.0
    labels = base_level(network).labels
    return float(labels.merged(node_module, n_modules).bits().sum()) if labels else 0.0


def one_level_codelength(network: FlowNetwork) -> float:
    """Return the codelength with one codebook for all nodes, in bits: the entropy of the node flow.

    Examples
    --------
    >>> from textmine.mapequation.flow import undirected_flow
    >>> one_level_codelength(undirected_flow([0], [1], [1.0], 2))
    1.0
    """
    together = ints(network.n_nodes)
    bits = float(-_codewords(network, together, 1)[0]) + _metadata(network, together, 1)
    return bits + network.module_price * (network.n_nodes - 1)


def _codewords(network: FlowNetwork, node_module: Ints, n_modules: int) -> Doubles:
    """Return ``sum plogp(flow)`` of the codewords in each module, of nodes or, if these are states, of physical nodes.

    The states of a physical node share a codeword in a module: its flow is the sum of theirs (Rosvall et al. 2014).
    """
    bits = doubles(n_modules)
    if not len(buffer_of(network, "physical")):
        _kernels.add_plogp(node_module, buffer_of(network, "node_flow"), bits)
        return bits
    from textmine.mapequation.contents import states_of

    _kernels.subtract(states_of(network.physical, network.node_flow).merged(node_module, n_modules).bits(), bits)
    return bits


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
    jumping = len(buffer_of(network, "jumps")) > 0  # then flow leaves nodes without links, too
    if _kernels.greatest(link_rows(network)[2] if jumping else buffer_of(network, "node_exit")) <= _NO_FLOW:
        reason = "the flow is degenerate: no link leads from one node to another"
        raise GraphError(reason, "give links between different nodes")
    if _kernels.greatest(buffer_of(network, "node_flow")) >= 1.0 - 1e-12:
        reason = "the flow is degenerate: all of it ends at one node"
        raise GraphError(reason, "give links on from there, or take links both ways (`undirected`)")


def module_flows(network: FlowNetwork, parent: Ints, node_module: Ints) -> tuple[Doubles, Doubles, Doubles]:
    """Return the flow inside, into and out of every module of a tree: three buffers float64[k].

    Examples
    --------
    >>> import numpy as np
    >>> from textmine.mapequation.flow import undirected_flow
    >>> network = undirected_flow([0, 1], [1, 2], [1.0, 1.0], 3)
    >>> flows = module_flows(network, np.array([-1, 0, 0], np.int32), np.array([1, 2, 2], np.int32))
    >>> [part.tolist() for part in flows]
    [[1.0, 0.25, 0.75], [0.0, 0.25, 0.25], [0.0, 0.25, 0.25]]
    """
    k, leaf = len(parent), copied(node_module)
    # Sums are computed from the leaves up and need parents before children. Then modules get back their numbers.
    ordered, number = in_order(parent, compact(leaf, k), leaf)
    table = survey(Ground(base_level(network)), ordered).table
    flow, enter, exit_ = doubles(k), doubles(k), doubles(k)
    _kernels.into_columns(table, number, flow, enter, exit_)
    return flow, enter, exit_
