"""`textmine cluster` and `infomap` from file to file, on graphs of kinds that the search was not tuned on.

Usage: python benchmarks/communities.py --infomap PROGRAM [--links 1e3 1e4 1e5 3e5] [--kinds grid ...] [FILE ...]

Both programs read the same table of links and write a .tree, whole processes in turn, one thread: infomap with --silent
--tree, textmine with its defaults. A graph of a kind and size is made anew for each seed; FILEs are run with each seed
of the search, two triangles too. A row has the medians over the seeds: CPU seconds and the most memory of each
program, how many times less CPU textmine takes, and by how many percent its bits are above those of infomap, both
computed by `textmine cluster --no-search`. The last line is the geometric mean of the speed over the kinds.
"""

import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

QUIET = os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
TRIANGLES = [(1, 2), (2, 3), (3, 1), (3, 4), (4, 5), (5, 6), (6, 4)]


def grid(m, rng):
    """A square with links to the right and down."""
    side = int((m / 2) ** 0.5) + 1
    node = np.arange(side * side).reshape(side, side)
    ends = [(node[:, :-1], node[:, 1:]), (node[:-1], node[1:])]
    order = rng.permutation(side * side)  # the seed: which number each place has
    return [order[np.concatenate([pair[k].ravel() for pair in ends])] for k in (0, 1)]


def small_world(m, rng):
    """A ring with five neighbours on each side, a twentieth of the links led elsewhere (Watts & Strogatz 1998)."""
    n = m // 5
    sources = np.repeat(np.arange(n), 5)
    targets = (sources + np.tile(np.arange(1, 6), n)) % n
    return [sources, np.where(rng.random(len(sources)) < 0.05, rng.integers(0, n, len(sources)), targets)]


def geometric(m, rng):
    """Points in a square, linked below a distance that gives ten neighbours on average."""
    from scipy.spatial import cKDTree

    n = m // 5
    pairs = cKDTree(rng.random((n, 2))).query_pairs((10 / (n * np.pi)) ** 0.5, output_type="ndarray")
    return [pairs[:, 0], pairs[:, 1]]


def dense(m, rng):
    """All pairs of few nodes, heavier within ten groups."""
    n = int((2 * m) ** 0.5)
    sources, targets = np.triu_indices(n, 1)
    group = rng.integers(0, 10, n)
    weights = rng.gamma(1.0, np.where(group[sources] == group[targets], 5.0, 1.0))
    return [sources, targets, np.round(weights, 6)]


def bipartite(m, rng):
    """People and things, of which most are of the person's own field."""
    people, things, field = m // 8, m // 16, 40
    sources = rng.integers(0, people, m)
    own = (sources // 80 * field + rng.integers(0, field, m)) % things
    return [sources, people + np.where(rng.random(m) < 0.7, own, rng.integers(0, things, m))]


def components(m, rng):
    """Islands of twenty nodes with forty links each."""
    sources = np.repeat(np.arange(m // 40) * 20, 40) + rng.integers(0, 20, m // 40 * 40)
    return [sources, sources // 20 * 20 + rng.integers(0, 20, len(sources))]


def web(m, rng):
    """Directed: pages of sites, which link to their own site, to its first page and to well-known pages."""
    n = m // 8
    sources = rng.integers(0, n, m)
    site = np.minimum((sources // 50) * 50, n - 1)
    near = np.minimum(site + rng.integers(0, 50, m), n - 1)
    known = (n * rng.random(m) ** 4).astype(np.int64)
    choice = rng.random(m)
    return [sources, np.where(choice < 0.55, near, np.where(choice < 0.75, site, known))]


def hubs(m, rng):
    """Every node knows three, the well-known ones most (attachment by degree)."""
    n = m // 3
    ends = np.empty(2 * 3 * n, np.int64)
    drawn = rng.random(3 * n)
    for k in range(3 * n):
        ends[2 * k] = k // 3
        ends[2 * k + 1] = ends[int(drawn[k] * (2 * k + 1))] if k > 2 else 0
    return [ends[::2], ends[1::2]]


def planted(m, rng):
    """Communities and degrees by power laws, three tenths of the links between communities (as LFR)."""
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
    """Words that occur together in texts on forty topics, by Zipf's law; weights are counts."""
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


def run(command):
    """Return CPU seconds and the most memory, in MB, of a process."""
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, env=QUIET) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command[0]}: exit code {process.returncode}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def bits(textmine, graph, tree, directed):
    """Return the codelength of a tree."""
    line = [textmine, "cluster", graph, "--no-search", "--initial", tree, "-f", "tree", *directed]
    out = subprocess.run(line, capture_output=True, text=True, check=True, env=QUIET).stdout
    return float(re.search(r"^# codelength ([0-9.e-]+) bits", out, re.MULTILINE)[1])


def measure(options, folder, graph, seed, directed):
    """Run both programs on a graph; return CPU seconds, memory and bits of each."""
    found = []
    ours, peers = folder / "ours.tree", folder / f"{graph.stem}.tree"
    lines = (
        [options.textmine, "cluster", graph, "--seed", str(seed), "--effort", options.effort, "-o", ours, *directed],
        [options.infomap, graph, folder, "--silent", "--tree", "--seed", str(seed), *directed],
    )
    for line, tree in zip(lines, (ours, peers), strict=True):
        taken = run(list(map(str, line)))
        found.append((*taken, bits(options.textmine, graph, tree, directed) if options.bits else float("nan")))
    return found


def cases(options, folder):
    """Yield the name of each case, and its graphs with their seeds."""
    write(folder / "triangles.txt", np.array(TRIANGLES).T)
    yield "triangles", [(folder / "triangles.txt", seed) for seed in options.seeds], []
    for m in options.links:
        for kind in options.kinds:
            graphs = []
            for seed in options.seeds:
                graphs.append((folder / f"{kind}_{seed}.txt", seed))
                write(graphs[-1][0], KINDS[kind](m, np.random.default_rng(seed)))
            yield f"{kind} {m}", graphs, ["--directed"] if kind == "web" else []
    for file in options.files:
        yield file.stem, [(file, seed) for seed in options.seeds], []


def parse():
    """Return the options."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="tables of links")
    parser.add_argument("--infomap", required=True, metavar="PROGRAM")
    parser.add_argument("--textmine", default=Path(sys.executable).with_name("textmine"), metavar="PROGRAM")
    parser.add_argument("--effort", default="default")
    whole = {"type": lambda text: int(float(text)), "nargs": "*"}
    parser.add_argument("--links", default=[1000, 10_000, 100_000, 300_000], **whole)
    parser.add_argument("--seeds", default=[1, 2, 3], **whole)
    parser.add_argument("--kinds", nargs="*", default=list(KINDS), choices=KINDS)
    parser.add_argument("--bits", action="store_true", help="compare the bits, too, which takes longer")
    return parser.parse_args()


def main():
    """Print a row a case, as it is measured."""
    options = parse()
    print("case", "cpu_s", "infomap_cpu_s", "mb", "infomap_mb", "speed", "bits_above_percent", sep="\t")
    speeds = []
    with tempfile.TemporaryDirectory() as place:
        for name, graphs, directed in cases(options, Path(place)):
            rows = [measure(options, Path(place), graph, seed, directed) for graph, seed in graphs]
            medians = [[statistics.median(row[k][c] for row in rows) for c in (0, 1)] for k in (0, 1)]
            over = statistics.median(100 * (ours[2] / peers[2] - 1) for ours, peers in rows)
            speed = medians[1][0] / medians[0][0]
            if " " in name:
                speeds.append(speed)
            cells = f"{medians[0][0]:.3f}\t{medians[1][0]:.3f}\t{medians[0][1]:.0f}\t{medians[1][1]:.0f}"
            print(f"{name}\t{cells}\t{speed:.2f}\t{over:+.3f}", flush=True)
    if speeds:
        print(f"geometric mean\t\t\t\t\t{statistics.geometric_mean(speeds):.2f}\t")


if __name__ == "__main__":
    main()
