"""Bits and CPU seconds of one default search on every graph of `../shared/graphs`, beside the reference program.

Usage: python benchmarks/mapequation_table.py [--seed 123] [NAME ...]     (NAME: part of a graph's name)

CPU seconds are the process's own, from links in memory to communities (flow included), one thread. `speed` is how many
times less that is than one trial of the reference; `over_10` is how far the bits lie above its best of ten, in percent.
"""

import argparse
import csv
import math
import os
import sys
import time
from pathlib import Path

import numpy as np

from textmine.mapequation import SearchOptions, directed_flow, search, undirected_flow

SHARED = Path(os.environ.get("TEXTMINE_SHARED", Path(__file__).parents[2] / "shared"))
COLUMNS = (
    "graph",
    "flow",
    "mode",
    "bits",
    "infomap_10",
    "lowest_known",
    "over_10",
    "cpu_s",
    "infomap_1_cpu_s",
    "speed",
)


def run(row, seed):
    """Search one graph of the reference table; return its line of ours."""
    links = np.loadtxt(SHARED / "graphs" / f"{row['graph']}.tsv", ndmin=2)
    ids = links[:, :2].astype(np.int64)
    weights = links[:, 2] if links.shape[1] > 2 else np.ones(len(links))
    build = directed_flow if row["flow"] == "directed" else undirected_flow
    began = time.process_time()
    network = build(ids[:, 0], ids[:, 1], weights, int(ids.max()) + 1)
    found = search(network, options=SearchOptions(two_level=row["mode"] == "two-level", seed=seed))
    seconds = time.process_time() - began
    ten, trial = (float(row[name] or "nan") for name in ("infomap_10_trials", "infomap_cpu_s_per_trial"))
    bits = found.codelength.total
    return (bits, ten, float(row["lowest_known"]), 100 * (bits / ten - 1), seconds, trial, trial / seconds)


def main():
    """Write the table to stdout and a line that sums it up to stderr."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--seed", type=int, default=123)
    options = parser.parse_args()
    reference = SHARED / "graphs" / "reference.tsv"
    if not reference.is_file():
        sys.exit(f"skipped: the development data is not at {SHARED}")
    with reference.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    print(*COLUMNS, sep="\t")
    table = []
    for row in rows:
        if options.names and not any(name in row["graph"] for name in options.names):
            continue
        table.append(run(row, options.seed))
        bits, ten, low, over, seconds, trial, speed = table[-1]
        print(
            row["graph"], row["flow"], row["mode"], f"{bits:.9f}\t{ten:.9f}\t{low:.9f}\t{over:+.4f}", sep="\t", end=""
        )
        print(f"\t{seconds:.4f}\t{trial:.4f}\t{speed:.2f}", flush=True)
    rated = [line for line in table if not math.isnan(line[1])]
    reached = sum(line[0] <= line[1] + 1e-8 for line in rated)
    print(f"{reached} of {len(rated)} at or below ten trials of the reference", file=sys.stderr)


if __name__ == "__main__":
    main()
