"""A network with the flow of a random walk, and the options of the walk."""

from __future__ import annotations

import math

from textmine.buffers import as_buffer, copied, doubles, ints
from textmine.errors import GraphError, OptionError
from textmine.lightclasses import Pending, array, buffer_of, dataclass, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from textmine.arraytypes import Floats, Ids, Longs

__all__ = ["LEAST_FLOW", "ROWS", "FlowNetwork", "FlowOptions", "link_rows"]


# A link that nobody follows, as those out of a node where a recorded walk never comes, is a link all the same: kernels
# know a module that they have met by a flow above 0. Added to the flow of any other link, this is nothing.
LEAST_FLOW = 1e-300
ROWS = ("indptr", "neighbours", "link_flow")  # fields that a network need not hold
_MODELS = ("undirected", "directed", "rawdir", "undirdir", "outdirdir")


def _repeated(network: FlowNetwork, flow: Floats) -> Floats:
    """Return the flow of each link where one number stands for all."""
    n_links = len(buffer_of(network, "neighbours"))
    if len(flow) == n_links:
        return flow
    import numpy as np

    return np.broadcast_to(flow, n_links)


def link_rows(network: FlowNetwork) -> tuple[Any, Any, Any]:
    """Return indptr, neighbours and link flow of a network as buffers.

    They are made anew where it does not hold them, and are not kept: a search lays the links out in another order, and
    needs the memory.
    """
    held = vars(network)[ROWS[0]]
    if isinstance(held, Pending):
        indptr, neighbours, flow = held.take()
    else:
        indptr, neighbours, flow = (buffer_of(network, name) for name in ROWS)
    return indptr, neighbours, flow


def _pairs(_: FlowNetwork, numbers: Floats) -> Floats:
    return numbers.reshape(-1, 2)


@dataclass(frozen=True)
class FlowNetwork:
    """A network with the flow of a random walk: how often it visits nodes and follows links.

    Attributes
    ----------
    node_flow : float64[n]
        Share of steps that end at each node. The shares add up to one.
    node_enter, node_exit : float64[n]
        Flow into and out of each node over links to other nodes (self-links excluded), times the Markov time.
    indptr : int64[n + 1]
    neighbours : int32[m]
    link_flow : float64[m]
        Rows of links (CSR) without self-links. Each link is in the rows of both ends, with the flow in both directions,
        times the Markov time, and above 0. The search needs nothing else. Where all have the same flow, the buffer
        holds one number, and the array repeats it and cannot be written to.
    starts : int64[n + 1]
    targets : int32[k]
    weights : float64[k]
        The unique links with self-links: those of node u are ``starts[u]`` to ``starts[u + 1]``. In an undirected
        network ``source <= target``.
    total : float
        What the weights of undirected links are divided by, after those between two nodes are doubled; 0 where
        `weights` are flows.
    directed : bool
    jumps : float64[n, 2]
        With recorded teleportation or regularised flow: the flow that jumps from each node, and the share of all jumps
        that lands on it. The Markov time does not change them. Otherwise no rows. The buffer is flat.
    module_price : float
        Entropy correction of each module's codebook for the small number of links, in bits; 0 without correction.
    physical : int32[n]
        Where nodes are states: the physical node of each, from 0. The states of a physical node share a codeword in a
        module (Rosvall et al. 2014). Otherwise empty.
    categories : int32[n]
        The category of each node, from 0, where nodes have metadata; otherwise empty.
    metadata_rate : float
        How often metadata are described, in steps of the walk.
    """

    node_flow: Floats = array()
    node_enter: Floats = array()
    node_exit: Floats = array()
    indptr: Longs = array()
    neighbours: Ids = array()
    link_flow: Floats = array(seen=_repeated)
    starts: Longs = array()
    targets: Ids = array()
    weights: Floats = array()
    total: float
    directed: bool
    jumps: Floats = array(default_factory=lambda: doubles(0), seen=_pairs)
    module_price: float = 0.0
    physical: Ids = array(default_factory=lambda: ints(0))
    categories: Ids = array(default_factory=lambda: ints(0))
    metadata_rate: float = 0.0

    def __post_init__(self) -> None:
        held = self.__dict__
        n = len(held["node_flow"])
        fits = len(held["node_enter"]) == len(held["node_exit"]) == n == len(held["starts"]) - 1
        if fits and not isinstance(held["link_flow"], Pending):
            m = len(held["neighbours"])
            fits = len(held["indptr"]) == n + 1 and held["indptr"][n] == m and len(held["link_flow"]) in (1, m)
            flow = as_buffer(held["link_flow"])
            if flow.strides == (0,) and len(flow) > 1:  # one number, repeated
                held["link_flow"] = copied(flow[:1])
        if not fits:
            raise GraphError("arrays of the network do not fit each other", "give one number a node, or a link")

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state, jumps=state["jumps"].reshape(-1))
        self.__post_init__()

    def __repr__(self) -> str:
        n_links = len(buffer_of(self, "targets"))
        return f"<FlowNetwork of {self.n_nodes} nodes, {n_links} links>"

    @property
    def n_nodes(self) -> int:
        """Number of nodes, including nodes without links."""
        return len(buffer_of(self, "node_flow"))

    @property
    def sources(self) -> Ids:
        """Where each of the unique links begins, int32[k]."""
        import numpy as np

        return np.repeat(np.arange(self.n_nodes, dtype=np.int32), np.diff(self.starts))

    @property
    def flows(self) -> Floats:
        """The flow of each of the unique links, of undirected ones the sum of both directions, float64[k]."""
        if not self.total:
            return self.weights
        import numpy as np

        return np.asarray(self.weights * (np.where(self.sources == self.targets, 1.0, 2.0) / self.total))


@dataclass(frozen=True, kw_only=True)
class FlowOptions:
    """The model of the random walk.

    Attributes
    ----------
    model : {"undirected", "directed", "rawdir", "undirdir", "outdirdir"}
        Undirected links; directed links with a random surfer; or directed links whose weights are the flow. The last
        two are other names of "rawdir": flow in proportion to the strength of nodes and one step along directed links
        give each link its share of all weights, as in Infomap 2.16.
    teleportation : float
        Probability of a jump at each step of directed flow, in ``(0, 1)``.
    to_nodes : bool
        Jumps land on all nodes with equal probability, and not in proportion to out-strength.
    markov_time : float
        Steps between two observations of the walker, above 0. Below 1 modules get smaller, above 1 larger
        (Kheirkhahzadeh et al. 2016).
    self_links : bool
        Keep links from a node to itself.
    weight_threshold : float
        Links with a smaller weight are dropped, before duplicates are added up.
    recorded : bool
        Jumps of directed flow count as steps of the walk that are coded too. They land in proportion to in-strength.
    entropy_correction : float
        Strength of the correction for few links, 0 or more: every codebook of s names costs ``(s - 1) / (2 D ln 2)``
        bits more, which a sample of size D underestimates its entropy by (Miller 1955). D is the sum of the weights
        at both ends of all links (a self-link has one end), or the number of those ends where that is greater.
    both_kinds : bool
        In a bipartite network, nodes of the second kind keep their flow; otherwise all flow is that of the first kind.
    regularization : float
        Strength of a prior network that stands for links that were not seen, 0 or more: 1 is the usual one, 0 means
        none. Its links lead between all nodes, ``ln N`` of them a node where links have no weights. Steps on it are
        jumps that are coded too; `teleportation` is not used (Smiljanic, Edler & Rosvall 2020).
    variable_markov_time : bool
        Longer Markov times where the network is sparse, so that its parts there are not cut into pieces: a node's time
        is `markov_time` times the largest local scale over its own (Edler et al. 2022).
    variable_markov_damping : float
        From 0 (the local scale is the number of links of a node) to 1 (its binary logarithm, the local entropy).
    variable_markov_min_scale : float
        The least local scale, above 0.
    weights_as_flow : bool
        The flow of nodes is their weight (`landing`) over the sum of all weights; that of links stays.
    metadata_rate : float
        How often `categories` are described, in steps of the walk, 0 or more.
    categories : int32[n], optional
        The category of each node, from 0. A module then also has a codebook of the categories of its nodes, with the
        entropy of their flow there (Emmons & Mucha 2019).
    landing : float64[n], optional
        Weights of the nodes, in proportion to which jumps land with `to_nodes`; all alike where None.

    Raises
    ------
    OptionError
        If a value is out of range.
    """

    model: str = "undirected"
    teleportation: float = 0.15
    to_nodes: bool = False
    markov_time: float = 1.0
    self_links: bool = True
    weight_threshold: float = 0.0
    recorded: bool = False
    entropy_correction: float = 0.0
    both_kinds: bool = False
    regularization: float = 0.0
    variable_markov_time: bool = False
    variable_markov_damping: float = 1.0
    variable_markov_min_scale: float = 1.0
    weights_as_flow: bool = False
    metadata_rate: float = 1.0
    categories: Ids | None = field(default=None, compare=False, repr=False)
    landing: Floats | None = field(default=None, compare=False, repr=False)

    def __post_init__(self) -> None:
        if self.model not in _MODELS:
            raise OptionError(f"no flow model is called {self.model!r}", f"choose {', '.join(_MODELS)}")
        if not 0.0 < self.teleportation < 1.0:
            reason = f"teleportation must lie between 0 and 1, not {self.teleportation}"
            raise OptionError(reason, "the usual value is 0.15")
        if not 0.0 < self.markov_time < math.inf:
            raise OptionError(f"the Markov time must be above 0, not {self.markov_time}", "the usual value is 1")
        if not 0.0 <= self.weight_threshold < math.inf:
            raise OptionError(f"the weight threshold is {self.weight_threshold}, below 0", "use 0 or more")
        if not 0.0 <= self.entropy_correction < math.inf:
            raise OptionError(f"the entropy correction is {self.entropy_correction}", "use 0 or more; 1 is in full")
        if self.recorded and self.model != "directed":
            raise OptionError(f"{self.model} flow does not teleport", "recorded teleportation needs directed links")
        if not 0.0 <= self.variable_markov_damping <= 1.0:
            raise OptionError(
                f"the damping of Markov times is {self.variable_markov_damping}",
                "use 0 for degrees, 1 for entropies, or between",
            )
        if not 0.0 < self.variable_markov_min_scale < math.inf:
            raise OptionError(
                f"the least scale for Markov times is {self.variable_markov_min_scale}",
                "use more than 0; the usual value is 1",
            )
        if not 0.0 <= self.metadata_rate < math.inf:
            raise OptionError(f"the rate of metadata is {self.metadata_rate}", "use 0 or more; the usual value is 1")
        self._check_prior()

    def _check_prior(self) -> None:
        if not 0.0 <= self.regularization < math.inf:
            reason = f"the strength of the regularization is {self.regularization}"
            raise OptionError(reason, "use 0 or more; the usual value is 1")
        if self.regularization and self.model not in ("undirected", "directed"):
            raise OptionError(f"{self.model} flow is not regularized", "take directed or undirected links")
        if self.regularization and self.to_nodes:
            reason = "with regularization, the prior network decides where jumps land"
            raise OptionError(reason, "leave out `to_nodes` or `regularization`")
