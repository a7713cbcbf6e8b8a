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

QUIET = os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
TRIANGLES = "1 2\n2 3\n3 1\n3 4\n4 5\n5 6\n6 4\n"
MAKER = Path(__file__).with_name("kinds.py")
KINDS = ("grid", "small_world", "geometric", "dense", "bipartite", "components", "web", "hubs", "planted", "words")


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
    (folder / "triangles.txt").write_text(TRIANGLES, encoding="ascii")
    yield "triangles", [(folder / "triangles.txt", seed) for seed in options.seeds], []
    for m in options.links:
        for kind in options.kinds:
            graphs = []
            for seed in options.seeds:
                graphs.append((folder / f"{kind}_{seed}.txt", seed))
                # By another process: the memory of a child is counted from that of its parent on.
                line = [sys.executable, MAKER, kind, str(m), str(seed), graphs[-1][0]]
                subprocess.run(line, check=True)
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
    parser.add_argument("--kinds", nargs="*", default=KINDS, choices=KINDS)
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
