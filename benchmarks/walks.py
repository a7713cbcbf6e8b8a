"""A network of states: walks of second order on a graph with planted groups.

Usage: python benchmarks/walks.py NODES STEPS SEED FILE.net

The graph is an LFR graph (networkx; mean degree 20, mixing 0.3). 2,000 walkers make STEPS steps in all. A walker goes
from node to node at random, but with probability .8 it tries twelve times to get to the group of the node it came from.
A state is a link that was passed, its physical node the end of the link; weights are how often two follow each other.
"""

import sys
from pathlib import Path

import networkx as nx
import numpy as np

WALKERS, LOYAL, TRIES = 2000, 0.8, 12


def planted(n):
    """Return the ends of the links, both ways and by source, and the group of each node."""
    degree = {"average_degree": 20, "max_degree": 80}
    graph = nx.LFR_benchmark_graph(n, 2.5, 1.5, 0.3, **degree, min_community=20, max_community=200, seed=7)
    graph.remove_edges_from(nx.selfloop_edges(graph))
    group = np.zeros(n, np.int64)
    for number, members in enumerate({frozenset(graph.nodes[v]["community"]) for v in graph}):
        group[list(members)] = number
    ends = np.array([*graph.edges, *(link[::-1] for link in graph.edges)])
    return ends[np.argsort(ends[:, 0], kind="stable")].T, group


def walked(ends, group, steps, rng):
    """Return pairs of links that follow each other, and how often."""
    source, target = ends
    first = np.concatenate(([0], np.cumsum(np.bincount(source, minlength=len(group)))))
    degree = np.diff(first)

    def onward(links):
        at = target[links]
        return first[at] + (rng.random(len(at)) * degree[at]).astype(np.int64)

    link, pairs = rng.integers(0, len(source), WALKERS), []
    for _ in range(steps // WALKERS):
        following, loyal = onward(link), rng.random(WALKERS) < LOYAL
        for _ in range(TRIES):
            strays = np.flatnonzero(loyal & (group[target[following]] != group[source[link]]))
            following[strays] = onward(link[strays])
        pairs.append(link * len(source) + following)
        link = following
    return np.unique(np.concatenate(pairs), return_counts=True)


def main(n, steps, seed, path):
    """Write the file."""
    ends, group = planted(n)
    pairs, counts = walked(ends, group, steps, np.random.default_rng(seed))
    links = np.stack(np.divmod(pairs, len(ends[0])))
    used, numbers = np.unique(links, return_inverse=True)
    numbers = numbers.reshape(links.shape) + 1
    with Path(path).open("w", encoding="ascii") as file:
        file.write(f"*Vertices {n}\n")
        file.writelines(f'{node + 1} "n{node}"\n' for node in range(n))
        file.write("*States\n")
        file.writelines(f"{at + 1} {node + 1}\n" for at, node in enumerate(ends[1][used].tolist()))
        file.write("*Arcs\n")
        file.writelines(f"{a} {b} {count}\n" for a, b, count in zip(*numbers.tolist(), counts.tolist(), strict=True))
    print(len(used), "states", len(pairs), "links")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:4]), sys.argv[4])
