"""The map equation's search beside others: bits, CPU seconds, memory.

Usage: python benchmarks/mapequation.py --peers PYTHON [NAME ...]     (NAME: part of the name of a graph)

Graphs are those of `../shared/graphs/reference.tsv`, and planted ones of --planted nodes (networkit's LFR generator:
average degree 10, greatest 100, communities of 20 to 500, exponents 2 and 1, mixing 0.3, seed 1). PYTHON has the peers:
`python3 -m venv peers && peers/bin/pip install infomap networkit python-igraph`. Those that it lacks are left out, and
standard error says so.

Programs run in turn, each time in a process of its own, and medians of --repeats are taken. cpu_run is the search with
links in memory (textmine's has the flow in it, as Infomap's run() has); cpu_process the whole process, with imports and
reading (textmine and igraph from arrays, Infomap from a text file); peak_mb the most memory it held. The programs
textmine-command and infomap-command are the command lines, from a text file to a .tree. Bits are those that textmine
computes afresh for the modules of every program; igraph and networkit have two levels whatever the mode, and networkit
no direction. over_lowest is how far bits lie above `lowest_known`, or above the planted modules, in percent; speed is
Infomap's cpu_run over the row's, of commands cpu_process over cpu_process.
"""

import argparse
import csv
import json
import math
import os
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

import numpy as np

from textmine.communities import read_partition
from textmine.mapequation import FlowOptions, flow_of, score

SHARED = Path(os.environ.get("TEXTMINE_SHARED", Path(__file__).parents[2] / "shared"))
PROGRAM = Path(__file__).with_name("mapequation_program.py")
OURS, PEERS = ("textmine", "textmine-command"), ("infomap", "networkit", "igraph", "infomap-command")
# Threads of the linear algebra below numpy, which no search uses, would add CPU seconds by waiting.
QUIET = os.environ | {"OPENBLAS_NUM_THREADS": "1"}
COLUMNS = (
    *("graph", "nodes", "links", "flow", "mode", "program", "bits", "over_lowest", "infomap_10_trials"),
    *("cpu_run", "cpu_process", "peak_mb", "us_per_link", "speed"),
)


def cases(options, folder):
    """Yield graph, flow, mode, known bits (ten trials, lowest) and links, of the reference table, then planted ones."""
    with (SHARED / "graphs" / "reference.tsv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            wanted = not options.names or any(name in row["graph"] for name in options.names)
            if not wanted or not options.least <= int(row["links"]) <= options.most or "none" in options.names:
                continue
            if row["flow"] not in options.flow or row["mode"] not in options.mode:
                continue
            table = np.loadtxt(SHARED / "graphs" / f"{row['graph']}.tsv", ndmin=2)
            weights = table[:, 2] if table.shape[1] > 2 else np.ones(len(table))
            known = [float(row[name] or "nan") for name in ("infomap_10_trials", "lowest_known")]
            yield row["graph"], row["flow"], row["mode"], known, (*table[:, :2].T.astype(np.int32), weights)
    for n in options.planted:
        run(options.peers, "lfr", folder, {"n": n, "seed": 1}, None)
        ends = [np.load(folder / f"{name}.npy") for name in ("sources", "targets")]
        links = (*ends, np.ones(len(ends[0])))
        planted = bits_of(np.load(folder / "planted.npy"), links, "undirected")
        for mode in options.mode:
            yield f"lfr_{n}", "undirected", mode, [math.nan, planted], links


def bits_of(modules, links, flow):
    """Return the codelength of modules, a row of ids a node."""
    network = flow_of(*links, len(modules), FlowOptions(model=flow))
    paths = [tuple(module for module in row if module >= 0) or None for row in modules.tolist()]
    return score(network, paths).codelength.total


def write(folder, links):
    """Write links as every program wants them."""
    for name, values in zip(("sources", "targets", "weights"), links, strict=True):
        np.save(folder / f"{name}.npy", values)
    rows = zip(*(values.tolist() for values in links), strict=True)
    with (folder / "links.tsv").open("w", encoding="ascii") as file:
        file.writelines(f"{source}\t{target}\t{weight!r}\n" for source, target, weight in rows)


def run(python, name, folder, options, limit):
    """Run a program; return what it took, or None where it failed, saying why."""
    command = [python, str(PROGRAM), name, str(folder), json.dumps(options)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=limit, check=False, env=QUIET)
    except subprocess.TimeoutExpired:
        print(f"{name}: stopped after {limit} s", file=sys.stderr)
        return None
    if done.returncode:
        lines = done.stderr.strip().splitlines()
        print(f"{name}: {lines[-1] if lines else f'exit code {done.returncode}'}", file=sys.stderr)
        return None
    return json.loads(done.stdout.splitlines()[-1])


def found_bits(name, folder, links, flow):
    """Return the codelength of what a program left in the folder."""
    if name.endswith(("-command", "infomap")):
        n = int(max(ends.max() for ends in links[:2])) + 1
        text = (folder / "links.tree").read_text(encoding="utf-8")
        paths = read_partition(text, "links.tree", list(map(str, range(n))))
        return score(flow_of(*links, n, FlowOptions(model=flow)), paths).codelength.total
    return bits_of(np.load(folder / "modules.npy"), links, flow)


def measure(case, options, folder):
    """Return for each program its bits and the medians of what it took; of a program that failed, nothing."""
    _, flow, mode, _, links = case
    write(folder, links)
    n = int(max(ends.max() for ends in links[:2])) + 1
    took, bits = defaultdict(list), {}
    for repeat in range(options.repeats):
        for label in options.labels:
            name, _, effort = label.partition(" ")
            if (repeat and not took[label]) or (name == "networkit" and flow == "directed"):
                continue
            python = sys.executable if name in OURS else options.peers
            settings = {"n": n, "directed": flow == "directed", "two_level": mode == "two-level"}
            settings |= {"trials": options.trials, "seed": options.seed, "effort": effort or None}
            if figures := run(python, name, folder, settings, options.limit):
                took[label].append(figures)
                if label not in bits:
                    bits[label] = found_bits(name, folder, links, flow)
    return {
        label: (bits[label], {key: _median([each[key] for each in runs]) for key in runs[0]})
        for label, runs in took.items()
        if runs
    }


def _median(values):
    return None if None in values else statistics.median(values)


def lines(case, measured, options):
    """Yield the rows of a case."""
    graph, flow, mode, (ten, lowest), links = case
    n = int(max(ends.max() for ends in links[:2])) + 1
    for label in options.labels:
        head = [graph, n, len(links[0]), flow, mode, label]
        if label not in measured:
            yield [*head, *[""] * (len(COLUMNS) - len(head))]
            continue
        bits, took = measured[label]
        over = 100.0 * (bits / lowest - 1.0)
        speed, run_ = speed_of(label, measured), took["cpu_run"]
        spent = took["cpu_process"] if run_ is None else run_
        yield [
            *head, f"{bits:.9f}", f"{over:+.4f}", "" if math.isnan(ten) else f"{ten:.9f}",
            "" if run_ is None else f"{run_:.4f}", f"{took['cpu_process']:.3f}", f"{took['peak_mb']:.0f}",
            f"{1e6 * spent / len(links[0]):.3f}", "" if speed is None else f"{speed:.2f}",
        ]  # fmt: skip


def speed_of(label, measured):
    """Return how many times less CPU a program takes than Infomap."""
    name, key = ("infomap-command", "cpu_process") if "-command" in label else ("infomap", "cpu_run")
    return measured[name][1][key] / measured[label][1][key] if name in measured and label in measured else None


def summary(done, options):
    """Yield what all rows come to, for each of textmine's efforts."""
    for label in (label for label in options.labels if label.startswith("textmine")):
        rows = [(case, found) for case, found in done if label in found]
        if not rows:
            continue
        large = [speed_of(label, found) for case, found in rows if len(case[4][0]) >= 10_000]
        large = [speed for speed in large if speed]
        if large:
            yield f"{label}: {statistics.geometric_mean(large):.2f} times as fast as Infomap, geometric mean of"
            yield f" {len(large)} rows of 10,000 links or more (least {min(large):.2f})\n"
        for number, title in enumerate(("infomap_10_trials", "lowest_known")):
            over = [found[label][0] / case[3][number] - 1.0 for case, found in rows if not math.isnan(case[3][number])]
            reached = sum(excess <= 1e-9 for excess in over)
            if over:
                yield f"{label}: at or below {title} on {reached} of {len(over)} rows, at most {max(over):+.4%}\n"
        same = "infomap-command" if "-command" in label else "infomap"
        both = [(found[label][0], found[same][0]) for _, found in rows if same in found]
        if both:
            yield f"{label}: at or below Infomap's bits in this run on {sum(a <= b + 1e-9 for a, b in both)} of"
            yield f" {len(both)} rows\n"
        heavy = [
            found[label][1]["peak_mb"] / found[same][1]["peak_mb"]
            for case, found in rows
            if same in found and len(case[4][0]) >= 100_000
        ]
        if heavy:
            yield f"{label}: {statistics.geometric_mean(heavy):.2f} times Infomap's memory, geometric mean of"
            yield f" {len(heavy)} rows of 100,000 links or more (at most {max(heavy):.2f})\n"


def parse():
    """Return the options, with `labels`: programs, textmine once for each effort."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help="'none' for planted graphs only")
    parser.add_argument("--peers", metavar="PYTHON", help="the Python that has the peers")
    parser.add_argument("--programs", nargs="+", default=[*OURS[:1], *PEERS[:3]], choices=[*OURS, *PEERS])
    parser.add_argument("--effort", nargs="+", default=["default"], choices=["fast", "default", "best"])
    parser.add_argument("--mode", nargs="+", default=["multilevel", "two-level"])
    parser.add_argument("--flow", nargs="+", default=["undirected", "directed"])
    parser.add_argument("--planted", nargs="+", type=lambda text: int(float(text)), default=[], metavar="NODES")
    parser.add_argument("--least", type=float, default=0, metavar="LINKS")
    parser.add_argument("--most", type=float, default=math.inf, metavar="LINKS")
    parser.add_argument("--trials", type=int, default=1)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--seed", type=int, default=123)
    parser.add_argument("--limit", type=float, default=600.0, metavar="SECONDS", help="for one run of one program")
    options = parser.parse_args()
    options.labels = []
    for name in options.programs:
        if name in PEERS and not has(options.peers, name):
            print(f"{name}: left out, because --peers does not have it", file=sys.stderr)
        options.labels += [f"{name} {effort}" for effort in options.effort] if name in OURS else [name]
    return options


def has(python, name):
    """Return whether a Python can import a peer."""
    module = name.removesuffix("-command")
    return bool(python) and not subprocess.run([python, "-c", f"import {module}"], capture_output=True).returncode


def main():
    """Write the table to stdout as it grows, and what it comes to to stderr."""
    options = parse()
    missing = [name for name in options.programs if name in PEERS and not has(options.peers, name)]
    if not (SHARED / "graphs" / "reference.tsv").is_file():
        sys.exit(f"skipped: the development data is not at {SHARED}")
    if options.planted and not has(options.peers, "networkit"):
        sys.exit("skipped: planted graphs need networkit in --peers")
    running = argparse.Namespace(**vars(options) | {"labels": [it for it in options.labels if it not in missing]})
    print(*COLUMNS, sep="\t")
    done = []
    with tempfile.TemporaryDirectory() as place:
        for case in cases(options, Path(place)):
            found = measure(case, running, Path(place))
            done.append(((*case[:4], case[4][:1]), found))
            for row in lines(case, found, options):
                print(*row, sep="\t", flush=True)
    sys.stderr.writelines(summary(done, options))


if __name__ == "__main__":
    main()
