"""Communities of all periods at once: periods are the layers of one network."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from textmine.arraytypes import Floats, Ids
from textmine.communities import cluster
from textmine.graph import Graph, build_states
from textmine.graph.layers import LayerOptions, relaxed
from textmine.mapequation import SearchOptions
from textmine.streams.whole import name_of

__all__ = ["in_layers"]

# A period is a sample of what could have been said. With .15, the usual rate, half of the communities of the decades of
# the work reports stand in one decade only, and 66 % of the flow keeps its community; with .5 a fifth, and 86 %.
_RELAX_RATE = 0.5


def in_layers(
    graphs: Sequence[Graph], terms: Sequence[str], search: SearchOptions
) -> tuple[Ids, Floats, list[str]]:  # fmt: skip
    """Cluster the networks of all periods together: a walk stays in a period, and changes to others at times.

    A state is a term in a period. A step takes a link of the term in any period with probability .5, in proportion to
    weight, otherwise one of the period it is in (De Domenico, Lancichinetti, Arenas & Rosvall 2015). So a community can
    last, and a term can change to another one.

    Parameters
    ----------
    graphs
        The network of each period; `node_ids` is the term of each node.
    terms
        The t terms.
    search
        Options of the search.

    Returns
    -------
    int32[p, t], float64[p, t], list
        Community and share of the period's flow of each term, -1 and 0 where it has none; names of the communities.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from textmine.graph import build_graph
    >>> def of_period(*links):
    ...     ends = np.array(links, np.int32)
    ...     graph = build_graph(list("abcd"), ends[:, 0], ends[:, 1], np.ones(len(links)), directed=False)
    ...     return replace(graph, node_ids=np.arange(4))
    >>> periods = [of_period((0, 1), (2, 3)), of_period((0, 1), (1, 2), (2, 3))]
    >>> in_layers(periods, list("abcd"), SearchOptions())[0].tolist()
    [[0, 0, 1, 1], [0, 0, 1, 1]]
    """
    first = np.cumsum([0, *(graph.n_nodes for graph in graphs)])
    term_of = np.concatenate([np.asarray(graph.node_ids, np.int32) for graph in graphs])
    layer = np.repeat(np.arange(len(graphs)), np.diff(first))
    used, physical = np.unique(term_of, return_inverse=True)
    ends = [(graph.sources + begin, graph.targets + begin) for graph, begin in zip(graphs, first, strict=False)]
    sources, targets = (np.concatenate(each).astype(np.int32) for each in zip(*ends, strict=True))
    network = build_states(
        (sources, targets, np.concatenate([graph.weights for graph in graphs])),
        physical.astype(np.int32),
        [terms[term] for term in used.tolist()],
        ids=(np.arange(len(term_of)), used),
        layers=layer.tolist(),
        directed=graphs[0].directed,
    )
    found = cluster(relaxed(network, LayerOptions(relax_rate=_RELAX_RATE)), search)
    shape = len(graphs), len(terms)
    communities, flows = np.full(shape, -1, np.int32), np.zeros(shape)
    communities[layer, term_of], flows[layer, term_of] = found.top_module - 1, found.node_flow
    flows /= np.maximum(flows.sum(axis=1, keepdims=True), 1e-300)
    # A community is called by the terms that have most of it over all periods.
    inside = ((communities == number) for number in range(found.n_top_modules))
    names = [name_of(own.any(axis=0), (flows * own).sum(axis=0), terms) for own in inside]
    return communities, flows, names
