"""Graphs of ten kinds, made by a seed.

Usage: python benchmarks/kinds.py KIND LINKS SEED FILE

Writes about LINKS links as a table: numbers separated by tabs, no header; `dense` and `words` have weights.
"""

import sys
from pathlib import Path

import numpy as np


def grid(m, rng):
    """Return a square with links to the right and down."""
    side = int((m / 2) ** 0.5) + 1
    node = np.arange(side * side).reshape(side, side)
    ends = [(node[:, :-1], node[:, 1:]), (node[:-1], node[1:])]
    order = rng.permutation(side * side)  # the seed: which number each place has
    return [order[np.concatenate([pair[k].ravel() for pair in ends])] for k in (0, 1)]


def small_world(m, rng):
    """Return a ring with five neighbours on each side, a twentieth led elsewhere (Watts & Strogatz 1998)."""
    n = m // 5
    sources = np.repeat(np.arange(n), 5)
    targets = (sources + np.tile(np.arange(1, 6), n)) % n
    return [sources, np.where(rng.random(len(sources)) < 0.05, rng.integers(0, n, len(sources)), targets)]


def geometric(m, rng):
    """Return points in a square, linked below a distance that gives ten neighbours on average."""
    from scipy.spatial import cKDTree

    n = m // 5
    pairs = cKDTree(rng.random((n, 2))).query_pairs((10 / (n * np.pi)) ** 0.5, output_type="ndarray")
    return [pairs[:, 0], pairs[:, 1]]


def dense(m, rng):
    """Return all pairs of few nodes, heavier within ten groups."""
    n = int((2 * m) ** 0.5)
    sources, targets = np.triu_indices(n, 1)
    group = rng.integers(0, 10, n)
    weights = rng.gamma(1.0, np.where(group[sources] == group[targets], 5.0, 1.0))
    return [sources, targets, np.round(weights, 6)]


def bipartite(m, rng):
    """Return people and things, of which most are of the person's own field."""
    people, things, field = m // 8, m // 16, 40
    sources = rng.integers(0, people, m)
    own = (sources // 80 * field + rng.integers(0, field, m)) % things
    return [sources, people + np.where(rng.random(m) < 0.7, own, rng.integers(0, things, m))]


def components(m, rng):
    """Return islands of twenty nodes with forty links each."""
    sources = np.repeat(np.arange(m // 40) * 20, 40) + rng.integers(0, 20, m // 40 * 40)
    return [sources, sources // 20 * 20 + rng.integers(0, 20, len(sources))]


def web(m, rng):
    """Return, directed, pages of sites, which link to their own site, to its first page and to well-known pages."""
    n = m // 8
    sources = rng.integers(0, n, m)
    site = np.minimum((sources // 50) * 50, n - 1)
    near = np.minimum(site + rng.integers(0, 50, m), n - 1)
    known = (n * rng.random(m) ** 4).astype(np.int64)
    choice = rng.random(m)
    return [sources, np.where(choice < 0.55, near, np.where(choice < 0.75, site, known))]


def hubs(m, rng):
    """Return nodes that know three others each, well-known ones most (attachment by degree)."""
    n = m // 3
    ends = np.empty(2 * 3 * n, np.int64)
    drawn = rng.random(3 * n)
    for k in range(3 * n):
        ends[2 * k] = k // 3
        ends[2 * k + 1] = ends[int(drawn[k] * (2 * k + 1))] if k > 2 else 0
    return [ends[::2], ends[1::2]]


def planted(m, rng):
    """Return communities and degrees by power laws, three tenths of the links between communities (as LFR)."""
    n = m // 5
    degree = np.minimum(4 * (1 - rng.random(n)) ** -1.0, 100).astype(np.int64)
    degree = np.maximum((degree * (2 * m / degree.sum())).round().astype(np.int64), 1)
    sizes = (20 * (1 - rng.random(n // 20)) ** -0.6).astype(np.int64)
    group = np.repeat(np.arange(len(sizes)), np.minimum(sizes, 500))[:n]
    group = np.concatenate((group, np.full(n - len(group), group[-1])))
    stubs = rng.permutation(np.repeat(np.arange(n), degree))
    outer = rng.random(len(stubs)) < 0.3
    inner = stubs[~outer][np.argsort(group[stubs[~outer]], kind="stable")]
    both = [part[: len(part) // 2 * 2] for part in (inner, stubs[outer])]
    return [np.concatenate([part[k::2] for part in both]) for k in (0, 1)]


def words(m, rng):
    """Return words that occur together in texts on forty topics, by Zipf's law; weights are counts."""
    n = max(m // 15, 100)
    drawn = 4 * m
    topic = rng.integers(0, 40, drawn)
    rank = [np.minimum((n ** rng.random(drawn)).astype(np.int64), n) - 1 for _ in (0, 1)]
    # Half of the words are in an order of the topic's own.
    ends = [np.where(each % 2 == 0, each, (each * 7919 + topic * 104729) % n) for each in rank]
    keys = np.minimum(*ends) * n + np.maximum(*ends)
    pairs, counts = np.unique(keys[ends[0] != ends[1]], return_counts=True)
    kept = np.sort(rng.permutation(len(pairs))[:m])
    return [pairs[kept] // n, pairs[kept] % n, counts[kept]]


KINDS = {
    each.__name__: each
    for each in (grid, small_world, geometric, dense, bipartite, components, web, hubs, planted, words)
}


def write(path, columns):
    """Write a table of links: numbers, tabs, no header."""
    rows = zip(*(column.tolist() for column in columns), strict=True)
    path.write_text("".join("\t".join(map(repr, row)) + "\n" for row in rows), encoding="ascii")


if __name__ == "__main__":
    kind, links, seed, file = sys.argv[1:]
    write(Path(file), KINDS[kind](int(links), np.random.default_rng(int(seed))))
