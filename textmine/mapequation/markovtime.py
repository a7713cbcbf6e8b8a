"""Variable Markov time: the walker is watched less often where the network is sparse."""

from __future__ import annotations

import math

import numpy as np

from textmine.arraytypes import Floats
from textmine.mapequation.links import Links

__all__ = ["link_times", "local_scale"]


def link_times(
    links: Links, node_flow: Floats, *, directed: bool, markov_time: float, damping: float, least_scale: float
) -> Floats:
    """Return the Markov time of each link: `markov_time` where the network is densest, and longer elsewhere.

    The time of a node is the largest local scale of all nodes over its own. A directed link has the time of its source,
    an undirected one the shorter time of its two ends (Edler et al. 2022, Variable Markov dynamics as a multifocal lens
    to map multiscale complex networks).

    Parameters
    ----------
    links : Links
    node_flow : float64[n]
    directed : bool
    markov_time : float
    damping, least_scale : float
        See `local_scale`.

    Examples
    --------
    A triangle with a node at the end of a link; nodes 0 and 1 have two links each, 2 has three:

    >>> ends = np.array([0, 0, 1, 2], np.int32), np.array([1, 2, 2, 3], np.int32)
    >>> options = {"directed": False, "markov_time": 1.0, "damping": 0.0, "least_scale": 1.0}
    >>> link_times(Links(*ends, np.ones(4)), np.array([2, 2, 3, 1]) / 8, **options).tolist()
    [1.5, 1.0, 1.0, 1.0]
    """
    n_ends = 2 * len(links.sources) - int((links.sources == links.targets).sum())
    scale = np.maximum(local_scale(n_ends * node_flow, damping), least_scale)
    at = scale[links.sources]
    if not directed:
        at = np.maximum(at, scale[links.targets])
    return np.asarray(markov_time * scale.max() / at)


def local_scale(degree: Floats, damping: float) -> Floats:
    """Return the local scale of nodes with this many links of mean weight.

    With damping 1 it is the local entropy in bits, ``log2 degree``; with damping 0 the degree itself. Between them,
    with d the damping and ``T = (degree ** (1 - d) - 1) / (1 - d)``, the entropy of order d (Tsallis 1988), it is
    ``(1 - d) ** 2 * (1 + T) + (1 - (1 - d) ** 2) * T / ln 2``.

    Examples
    --------
    >>> [local_scale(np.array([2.0, 8.0]), damping).round(3).tolist() for damping in (0.0, 0.5, 1.0)]
    [[2.0, 8.0], [1.353, 5.121], [1.0, 3.0]]
    """
    rest = 1.0 - damping
    degree = np.where(degree > 0.0, degree, np.finfo(np.float64).tiny)
    entropy = np.log(degree) if rest == 0.0 else (degree**rest - 1.0) / rest
    near = rest * rest
    return np.asarray(near + (near + (1.0 - near) / math.log(2.0)) * entropy)
