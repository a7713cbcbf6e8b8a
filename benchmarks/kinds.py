"""Graphs of many kinds, made from a seed: what the search of the map equation is chosen and measured on.

Usage: python benchmarks/kinds.py FOLDER [--links 1e4 1e5] [--seed 1] [--kind grid web ...]

Each graph becomes `KIND_LINKS_SEED.npz` (arrays `s`, `t`, `w`: sources, targets, weights) and the same links as `.tsv`.
Kinds whose names end in `_dir` are directed. No kind is taken from a data set; the same seed gives the same bytes.
"""

import argparse
from pathlib import Path

import numpy as np


def grid(rng, m):
    """Return a square grid, nodes in random numbering."""
    side = int(np.sqrt(m / 2))
    at = rng.permutation(side * side).reshape(side, side)
    s = np.concatenate((at[:, :-1].ravel(), at[:-1].ravel()))
    t = np.concatenate((at[:, 1:].ravel(), at[1:].ravel()))
    return s, t


def small_world(rng, m):
    """Watts and Strogatz: a ring of nodes with ten neighbours, a tenth of the links to anywhere."""
    n = m // 5
    s = np.repeat(np.arange(n), 5)
    t = (s + np.tile(np.arange(1, 6), n)) % n
    anywhere = rng.random(len(t)) < 0.1
    t[anywhere] = rng.integers(0, n, anywhere.sum())
    return s, t


def geometric(rng, m):
    """Points in a square, linked where they are close, eight links a point."""
    n = m // 4
    side = max(1, int(np.sqrt(n / 2.5)))
    x, y = rng.random((2, n)) * side
    cell = x.astype(int) * side + y.astype(int)
    order = np.argsort(cell, kind="stable")
    start = np.searchsorted(cell[order], np.arange(side * side + 1))
    ends = []
    for dx, dy in ((0, 0), (0, 1), (1, -1), (1, 0), (1, 1)):
        cx, cy = x.astype(int) + dx, y.astype(int) + dy
        inside = (cx < side) & (cy >= 0) & (cy < side)
        here = np.flatnonzero(inside)
        there = cx[here] * side + cy[here]
        size = start[there + 1] - start[there]
        s = np.repeat(here, size)
        first = np.repeat(start[there] - np.cumsum(size) + size, size)
        t = order[first + np.arange(len(s))]
        near = (x[s] - x[t]) ** 2 + (y[s] - y[t]) ** 2 < 1.0
        near &= (s < t) if (dx, dy) == (0, 0) else True
        ends.append((s[near], t[near]))
    return tuple(np.concatenate(each) for each in zip(*ends, strict=True))


def dense(rng, m):
    """Nearly complete and weighted: three groups whose weights are larger inside."""
    n = int(np.sqrt(2 * m)) + 1
    s, t = np.triu_indices(n, 1)
    same = s % 3 == t % 3
    return s, t, np.where(same, 2.0, 1.0) * rng.gamma(2.0, 1.0, len(s))


def bipartite(rng, m):
    """Two kinds of nodes, groups of 20 and 40, a quarter of the links to anywhere; the second kind has hubs."""
    n, k = m // 4, m // 8
    s = rng.integers(0, n, m)
    group = s // 40
    t = n + np.minimum(group * 20 + (20 * rng.random(m) ** 2).astype(int), k - 1)
    anywhere = rng.random(m) < 0.25
    t[anywhere] = n + (k * rng.random(anywhere.sum()) ** 3).astype(int)
    return s, t


def components(rng, m):
    """Many components: random graphs of 3 to 60 nodes that do not touch."""
    n = m // 2
    sizes = rng.integers(3, 61, n // 20)
    first = np.cumsum(sizes) - sizes
    chain = np.arange(sizes.sum() - 1)
    chain = chain[~np.isin(chain + 1, first)]
    home = rng.integers(0, len(sizes), m - len(chain))
    s = first[home] + (rng.random(len(home)) * sizes[home]).astype(int)
    t = first[home] + (rng.random(len(home)) * sizes[home]).astype(int)
    return np.concatenate((chain, s)), np.concatenate((chain + 1, t))


def web(rng, m):
    """Sites of pages: a home page that all link with, chains of pages, leaves on hubs, links between sites to hubs."""
    sizes = np.minimum((6.0 / rng.random(m // 30) ** 0.8).astype(int), m // 20) + 2
    first = np.cumsum(sizes) - sizes
    site = np.repeat(np.arange(len(sizes)), sizes)
    page = np.arange(len(site))
    inner = page != first[site]
    kind = rng.random(len(page))
    up = np.where(kind < 0.45, first[site], page - 1)  # to the home page, or to the page before: a chain
    s, t = [page[inner]], [up[inner]]
    near = page[inner & (kind > 0.7)]
    s.append(near)
    t.append(first[site[near]] + (rng.random(len(near)) * sizes[site[near]]).astype(int))
    left = max(len(sizes), m - len(s[0]) - len(near))
    source = rng.integers(0, len(page), left)
    hub = (len(sizes) * rng.random(left) ** 3).astype(int)
    s.append(source)
    t.append(np.where(rng.random(left) < 0.8, first[hub], rng.integers(0, len(page), left)))
    return np.concatenate(s), np.concatenate(t)


def hubs(rng, m):
    """Preferential attachment, four links a new node, and a hundred stars of leaves."""
    n = m // 5
    t = np.empty(4 * n, np.int64)
    s = np.repeat(np.arange(n) + 5, 4)
    draw = rng.random(4 * n)
    coin = rng.random(4 * n) < 0.5
    for i in range(4 * n):  # half uniform, half to the end of an earlier link
        t[i] = t[int(draw[i] * i)] if coin[i] and i > 8 else int(draw[i] * (s[i] - 1))
    leaves = np.arange(m - 4 * n) + n + 5
    return np.concatenate((s, leaves)), np.concatenate((t, rng.integers(0, 100, len(leaves))))


def planted(rng, m):
    """Return groups of 10 to 200 with Poisson degrees of mean ten, a third of the links to anywhere."""
    n = m // 5
    sizes = (10.0 / (1.0 - 0.95 * rng.random(n // 15))).astype(int)
    sizes = sizes[np.cumsum(sizes) <= n]
    first = np.cumsum(sizes) - sizes
    names = rng.permutation(sizes.sum())
    site = np.repeat(np.arange(len(sizes)), sizes)
    s = rng.integers(0, len(site), m)
    inside = first[site[s]] + (rng.random(m) * sizes[site[s]]).astype(int)
    t = np.where(rng.random(m) < 1 / 3, rng.integers(0, len(site), m), inside)
    return names[s], names[t]


def nested(rng, m):
    """Return groups of 16 in groups of eight in groups of eight, and so on: a hierarchy."""
    n = m // 6
    s = rng.integers(0, n, m)
    span = 16 * 8 ** rng.choice(5, m, p=(0.6, 0.2, 0.1, 0.06, 0.04))
    t = np.minimum(s // span * span + (rng.random(m) * span).astype(int), n - 1)
    return s, t


KINDS = {
    "grid": grid, "small_world": small_world, "geometric": geometric, "dense": dense, "bipartite": bipartite,
    "components": components, "web": web, "web_dir": web, "hubs": hubs, "hubs_dir": hubs, "planted": planted,
    "nested": nested,
}  # fmt: skip


def make(kind, links, seed):
    """Return sources, targets and weights of a graph of about so many links, without self-links."""
    rng = np.random.default_rng([seed, links, *kind.encode()])
    s, t, *weights = KINDS[kind](rng, links)
    keep = s != t
    w = weights[0][keep] if weights else np.ones(int(keep.sum()))
    return s[keep].astype(np.int32), t[keep].astype(np.int32), w


def main():
    """Write the graphs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--links", nargs="+", type=lambda text: int(float(text)), default=[10_000, 100_000])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kind", nargs="+", choices=list(KINDS), default=list(KINDS))
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    for kind in options.kind:
        for links in options.links:
            s, t, w = make(kind, links, options.seed)
            place = options.folder / f"{kind}_{links}_{options.seed}"
            np.savez(place.with_suffix(".npz"), s=s, t=t, w=w)
            rows = zip(s.tolist(), t.tolist(), w.tolist(), strict=True)
            with place.with_suffix(".tsv").open("w", encoding="ascii") as file:
                file.writelines(f"{source}\t{target}\t{weight!r}\n" for source, target, weight in rows)


if __name__ == "__main__":
    main()
