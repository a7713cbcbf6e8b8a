"""Regularised flow: a weak prior network of links between all nodes stands for the links that were not seen."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from textmine.arraytypes import Floats, Ids
from textmine.mapequation.links import Links

__all__ = ["Prior", "prior_of"]


class Prior(NamedTuple):
    """The prior network, seen from its nodes.

    Attributes
    ----------
    strength : float64[n]
        Sum of the weights of the prior links that lead out of each node, the one to itself among them.
    landing : float64[n]
        Share of these weights that leads to each node; the same for all sources.
    left_out : float64[n]
        Weight of the prior link from each node to itself where the network has no self-links; otherwise 0.
    """

    strength: Floats
    landing: Floats
    left_out: Floats


def prior_of(links: Links, n_nodes: int, strength: float, *, directed: bool, self_links: bool = True) -> Prior:
    """Return the prior network of links.

    The weight of the prior link from u to v is ``c (ln N / N) out_u in_v / mean``: `out_u` is the mean weight of the
    links out of u, `in_v` of those into v, `mean` of all links, c the `strength` (Smiljanic, Edler & Rosvall 2020;
    Smiljanic et al. 2021 for weights and directions). Where links have no weights, a node has ``ln N`` prior links, as
    many as just connect a random network. A node without links counts as the node with the lightest ones. Without
    `self_links`, no prior link leads from a node to itself, and N is replaced by N - 1 in the denominator.

    Examples
    --------
    Two nodes and one link, and so ``ln 2`` prior links a node:

    >>> links = Links(np.array([0], np.int32), np.array([1], np.int32), np.ones(1))
    >>> [part.round(6).tolist() for part in prior_of(links, 2, 1.0, directed=False)]
    [[0.693147, 0.693147], [0.5, 0.5], [0.0, 0.0]]
    """
    leaving: tuple[Ids, ...] = (links.sources,)
    landing: tuple[Ids, ...] = (links.targets,)
    if directed:
        mean = float(links.weights.mean())
    else:
        other = links.sources != links.targets
        leaving = landing = (links.sources, np.where(other, links.targets, np.int32(-1)))
        ends = np.where(other, 2.0, 1.0)
        mean = float((ends * links.weights).sum() / ends.sum())
    out, into = _mean_weight(leaving, links.weights, n_nodes), _mean_weight(landing, links.weights, n_nodes)
    pairs = n_nodes if self_links else max(n_nodes - 1, 1)
    weight = strength * np.log(n_nodes) / pairs * float(into.sum()) / mean * out
    share = into / into.sum()
    return Prior(weight, share, np.zeros(n_nodes) if self_links else weight * share)


def _mean_weight(ends: tuple[Ids, ...], weights: Floats, n_nodes: int) -> Floats:
    """Return the mean weight of the links at each node; an end of -1 is none."""
    total, count = np.zeros((2, n_nodes))
    for nodes in ends:
        here = nodes >= 0
        total += np.bincount(nodes[here], weights[here], n_nodes)
        count += np.bincount(nodes[here], minlength=n_nodes)
    linked = count > 0.0
    mean = np.divide(total, count, where=linked, out=np.zeros(n_nodes))
    mean[~linked] = mean[linked].min()
    return mean
