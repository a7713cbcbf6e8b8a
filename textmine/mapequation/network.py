"""A network as a random walker sees it, and what may be said about the walk."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from textmine.errors import OptionError

__all__ = ["FlowNetwork", "FlowOptions", "no_jumps"]

Floats = npt.NDArray[np.float64]
Ids = npt.NDArray[np.int32]

_MODELS = ("undirected", "directed", "rawdir")


def no_jumps() -> Floats:
    """Return what stands for the jumps of a walk that are not recorded, float64[0, 2]."""
    return np.empty((0, 2))


@dataclass(frozen=True, slots=True)
class FlowNetwork:
    """A network as a random walker sees it: how often it visits nodes and follows links.

    Attributes
    ----------
    node_flow : float64[n]
        Share of steps that end at each node; they add up to one.
    node_enter, node_exit : float64[n]
        Flow into and out of each node over links to other nodes (self-links excluded), times the Markov time.
    indptr : int64[n + 1]
    neighbours : int32[m]
    link_flow : float64[m]
        Rows of links without self-links, each link in the rows of both its ends with the flow of both directions,
        times the Markov time, and above 0. This is all the search needs.
    sources, targets : int32[k]
    flows : float64[k]
        The unique links, self-links included. In an undirected network ``source <= target`` and the flow is that of
        both directions.
    directed : bool
    jumps : float64[n, 2]
        Where teleportation is recorded: the flow that jumps from each node, and the share of all jumps that lands on
        it, both times the root of the Markov time. No rows elsewhere.
    module_price : float
        Bits by which each module's codebook is corrected for being estimated from few links; 0 without correction.
    """

    node_flow: Floats
    node_enter: Floats
    node_exit: Floats
    indptr: npt.NDArray[np.int64]
    neighbours: Ids
    link_flow: Floats
    sources: Ids
    targets: Ids
    flows: Floats
    directed: bool
    jumps: Floats = field(default_factory=no_jumps)
    module_price: float = 0.0

    @property
    def n_nodes(self) -> int:
        """Number of nodes, those without links included."""
        return len(self.node_flow)


@dataclass(frozen=True, slots=True)
class FlowOptions:
    """What walks, and how.

    Attributes
    ----------
    model : {"undirected", "directed", "rawdir"}
        Links both ways; links one way, followed by a random surfer; or links whose weights are the flow itself.
    teleportation : float
        Probability of a jump at each step of directed flow, in ``(0, 1)``.
    to_nodes : bool
        Jumps land on all nodes alike, not in proportion to their out-strength.
    markov_time : float
        Steps between two looks at the walker, above 0: below 1 modules get smaller, above 1 larger
        (Kheirkhahzadeh et al. 2016).
    self_links : bool
        Whether links from a node to itself count.
    weight_threshold : float
        Links of less weight are dropped, each as it was given.
    recorded : bool
        Jumps of directed flow are steps that the description has to tell, too. They land in proportion to in-strength.
    entropy_correction : float
        Strength of the correction for few links, 0 or more: every codebook of s names costs
        ``(s - 1) / (4 links ln 2)`` bits more, which a sample of that size underestimates its entropy by (Miller 1955).

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

    def __post_init__(self) -> None:
        if self.model not in _MODELS:
            raise OptionError(f"no flow model is called {self.model!r}", f"choose {', '.join(_MODELS)}")
        if not 0.0 < self.teleportation < 1.0:
            reason = f"teleportation must lie between 0 and 1, not {self.teleportation}"
            raise OptionError(reason, "the usual value is 0.15")
        if not 0.0 < self.markov_time < np.inf:
            raise OptionError(f"the Markov time must be above 0, not {self.markov_time}", "the usual value is 1")
        if not 0.0 <= self.weight_threshold < np.inf:
            raise OptionError(f"the weight threshold is {self.weight_threshold}, below 0", "use 0 or more")
        if not 0.0 <= self.entropy_correction < np.inf:
            raise OptionError(f"the entropy correction is {self.entropy_correction}", "use 0 or more; 1 is in full")
        if self.recorded and self.model != "directed":
            raise OptionError(f"{self.model} flow does not teleport", "recorded teleportation needs directed links")
