"""One program on one graph in a process of its own; `mapequation.py` starts it, with the Python that has the program.

Usage: python benchmarks/mapequation_program.py PROGRAM FOLDER OPTIONS

FOLDER has `sources.npy`, `targets.npy`, `weights.npy` and `links.tsv`, the same links twice; OPTIONS is a JSON object
with `n`, `directed`, `two_level`, `trials`, `seed` and `effort`. The modules found go to `modules.npy` (a row a node,
modules from the top down, -1 where there are none) or, from commands and Infomap, to `links.tree`. The last line of
standard output is a JSON object: `cpu_run`, CPU seconds of the search with links in memory; `cpu_process`, of the whole
process up to the end of that, imports and reading included; `peak_mb`, the most memory it held until then.
"""

import json
import resource
import subprocess
import sys
import time
from pathlib import Path


def peak_mb():
    """Return the most memory this process has held: VmHWM, because ru_maxrss is inherited from the parent."""
    try:
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def measured(run):
    """Call `run`; return what it returns, and what it took."""
    began = time.process_time()
    found = run()
    return found, {"cpu_run": time.process_time() - began, "cpu_process": time.process_time(), "peak_mb": peak_mb()}


def load(folder):
    """Return the links as three arrays."""
    import numpy as np

    return [np.load(folder / f"{name}.npy") for name in ("sources", "targets", "weights")]


def save(folder, modules):
    """Write the module of each node."""
    import numpy as np

    np.save(folder / "modules.npy", np.asarray(modules, np.int64)[:, None])


def textmine(folder, o):
    """Flow and search from links in memory."""
    import numpy as np

    from textmine.mapequation import FlowOptions, SearchOptions, flow_of, search

    links = load(folder)
    flow = FlowOptions(model="directed" if o["directed"] else "undirected")
    options = SearchOptions(two_level=o["two_level"], trials=o["trials"], seed=o["seed"], effort=o["effort"])
    found, took = measured(lambda: search(flow_of(*links, o["n"], flow), options=options))
    paths = found.module_paths()
    table = np.full((len(paths), max(map(len, paths))), -1, np.int64)
    for module, path in enumerate(paths):
        table[module, : len(path)] = path
    np.save(folder / "modules.npy", table[found.node_module])
    return took


def infomap(folder, o):
    """Infomap's run(), its reader's own time and memory left out of the one and in the other."""
    from infomap import Infomap

    program = Infomap(
        silent=True, two_level=o["two_level"], num_trials=o["trials"], seed=o["seed"], directed=o["directed"]
    )
    program.read_file(str(folder / "links.tsv"))
    _, took = measured(program.run)
    program.write_tree(str(folder / "links.tree"))
    return took


def networkit(folder, o):
    """LouvainMapEquation, aggregating, on one thread; it has one level and no direction."""
    import networkit

    sources, targets, weights = load(folder)
    networkit.setNumberOfThreads(1)
    networkit.setSeed(o["seed"], False)
    graph = networkit.GraphFromCoo((weights, (sources, targets)), n=o["n"], weighted=True)
    program = networkit.community.LouvainMapEquation(graph, True, 256, "none")
    _, took = measured(program.run)
    save(folder, program.getPartition().getVector())
    return took


def igraph(folder, o):
    """community_infomap; it has one level."""
    import random

    import igraph
    import numpy as np

    random.seed(o["seed"])
    sources, targets, weights = load(folder)
    graph = igraph.Graph(n=o["n"], edges=np.column_stack((sources, targets)), directed=o["directed"])
    found, took = measured(lambda: graph.community_infomap(edge_weights=weights.tolist(), trials=o["trials"]))
    save(folder, found.membership)
    return took


def command(folder, o, name):
    """Run the command line of textmine or Infomap from file to tree, as a child of this small process."""
    flags = ["--seed", str(o["seed"])] + ["--two-level"] * o["two_level"] + ["--directed"] * o["directed"]
    place, links = Path(sys.executable).with_name(name), str(folder / "links.tsv")
    if name == "textmine":
        line = [place, "cluster", links, "-o", folder / "links.tree", "--trials", str(o["trials"])]
        line += ["--effort", o["effort"]]
    else:
        line = [place, links, folder, "--tree", "--silent", "--num-trials", str(o["trials"])]
    subprocess.run([*line, *flags], check=True, stdout=subprocess.DEVNULL)
    took = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {"cpu_run": None, "cpu_process": took.ru_utime + took.ru_stime, "peak_mb": took.ru_maxrss / 1024}


def lfr(folder, o):
    """Make a planted network: LFR, average degree 10, greatest 100, communities of 20 to 500, mixing 0.3."""
    import networkit
    import numpy as np

    networkit.setSeed(o["seed"], False)
    networkit.setNumberOfThreads(1)
    maker = networkit.generators.LFRGenerator(o["n"])
    maker.generatePowerlawDegreeSequence(10, 100, -2)
    maker.generatePowerlawCommunitySizeSequence(20, 500, -1)
    maker.setMu(0.3)
    maker.run()
    ends = np.array(list(maker.getGraph().iterEdges()), np.int32)
    ends = ends[np.lexsort((ends[:, 1], ends[:, 0]))]
    np.save(folder / "sources.npy", ends[:, 0])
    np.save(folder / "targets.npy", ends[:, 1])
    np.save(folder / "planted.npy", np.array(maker.getPartition().getVector(), np.int64)[:, None])
    return {}


def main():
    """Run and say what it took."""
    name, folder, options = sys.argv[1], Path(sys.argv[2]), json.loads(sys.argv[3])
    if name.endswith("-command"):
        print(json.dumps(command(folder, options, name.removesuffix("-command"))))
        return
    print(json.dumps(globals()[name](folder, options)))


if __name__ == "__main__":
    main()
