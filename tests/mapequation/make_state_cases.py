"""Makes `state_cases.json`: small networks of states, layers and two kinds, as Infomap 2.16 sees them.

Run by hand, by a Python that has the package infomap: ``python make_state_cases.py``. The networks are ours, random by
the seed below. The expected values are what the program says when it is run: the tree it finds, and its codelength.
"""

import json
import random
import tempfile
from pathlib import Path


def states(rng, n_states, n_nodes, n_links, section):
    lines = ["*Vertices", *(f'{node} "n{node}"' for node in range(1, n_nodes + 1)), "*States"]
    lines += [f"{state} {rng.randint(1, n_nodes)}" for state in range(1, n_states + 1)]
    lines += [section]
    lines += [f"{rng.randint(1, n_states)} {rng.randint(1, n_states)} {rng.randint(1, 9) / 4}" for _ in range(n_links)]
    return "\n".join(lines) + "\n"


def intra(rng, n_layers, n_nodes, n_links):
    found = set()
    while len(found) < n_links:
        one, other = rng.sample(range(1, n_nodes + 1), 2)
        found.add((rng.randint(1, n_layers), one, other))
    return ["*Intra", *(f"{a} {i} {j} {rng.randint(1, 8) / 2}" for a, i, j in sorted(found))]


def inter(rng, rows, n_links):
    places = {(row.split()[0], node) for row in rows[1:] for node in row.split()[1:3]}
    ways = sorted((a, i, b) for a, i in places for b, j in places if i == j and a != b)
    return ["*Inter", *(" ".join(way) + f" {rng.randint(1, 8) / 2}" for way in rng.sample(ways, n_links))]


def multilayer(rng, n_layers, n_nodes, n_links):
    def state():
        return f"{rng.randint(1, n_layers)} {rng.randint(1, n_nodes)}"

    return ["*Multilayer", *(f"{state()} {state()} {rng.randint(1, 8) / 2}" for _ in range(n_links))]


def bipartite(rng, n_first, n_second, n_links, reversed_share=0.3):
    lines = [f"*Bipartite {n_first + 1}"]
    for _ in range(n_links):
        ends = [rng.randint(1, n_first), rng.randint(n_first + 1, n_first + n_second)]
        if rng.random() < reversed_share:
            ends.reverse()
        lines.append(f"{ends[0]} {ends[1]} {rng.randint(1, 8) / 2}")
    return lines


def networks():
    rng = random.Random(21)
    for n_states, n_nodes, n_links in ((6, 3, 9), (9, 4, 16), (12, 4, 26), (14, 9, 24), (20, 8, 45), (30, 10, 70)):
        yield states(rng, n_states, n_nodes, n_links, "*Arcs"), ["--directed"]
        yield states(rng, n_states, n_nodes, n_links, "*Links"), []
    yield states(rng, 15, 5, 40, "*Arcs"), ["--directed", "--recorded-teleportation"]
    yield states(rng, 15, 5, 40, "*Arcs"), ["--flow-model", "rawdir"]
    yield states(rng, 15, 5, 40, "*Links"), ["--markov-time", "0.7"]
    for n_layers, n_nodes, n_links in ((2, 5, 9), (3, 6, 18), (4, 8, 30)):
        rows = "\n".join(intra(rng, n_layers, n_nodes, n_links)) + "\n"
        yield rows, []
        yield rows, ["--directed"]
        yield rows, ["--multilayer-relax-rate", "0.4"]
        yield rows, ["--multilayer-relax-limit", "1"]
        yield rows, ["--multilayer-relax-by-jsd"]
        yield rows, ["--directed", "--multilayer-relax-by-jsd", "--multilayer-relax-limit", "1"]
        yield rows, ["--directed", "--multilayer-relax-limit-up", "1"]
        yield rows, ["--directed", "--multilayer-relax-limit-down", "0"]
    for n_layers, n_nodes, n_links in ((2, 5, 10), (3, 6, 20)):
        rows = intra(rng, n_layers, n_nodes, n_links)
        rows = "\n".join([*rows, *inter(rng, rows, 5)]) + "\n"
        yield rows, []
        yield rows, ["--directed"]
        rows = "\n".join(multilayer(rng, n_layers, n_nodes, 2 * n_links)) + "\n"
        yield rows, []
        yield rows, ["--directed"]
    for n_first, n_second, n_links in ((4, 3, 9), (6, 4, 16), (10, 8, 30)):
        rows = "\n".join(bipartite(rng, n_first, n_second, n_links)) + "\n"
        yield rows, []
        yield rows, ["--skip-adjust-bipartite-flow"]
    for n_first, n_second, n_links in ((4, 3, 11), (6, 4, 20), (12, 8, 50)):
        rows = "\n".join(bipartite(rng, n_first, n_second, n_links, reversed_share=0.5)) + "\n"
        yield rows, ["--directed"]
        yield rows, ["--flow-model", "rawdir"]
        yield rows, ["--flow-model", "outdirdir"]
        yield rows, ["--flow-model", "undirdir"]
        yield rows, ["--directed", "--to-nodes"]
        yield rows, ["--directed", "--markov-time", "0.7"]
        yield rows, ["--directed", "--skip-adjust-bipartite-flow"]


def run(text, flags):
    """Return the module of each state (by its number, or node and layer) or node, and the codelength."""
    from infomap import Infomap

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "net.net")
        path.write_text(text)
        infomap = Infomap(" ".join([*flags, "--silent", "--num-threads", "1"]))
        infomap.read_file(str(path))
        bits = infomap.run().codelength
        infomap.write_tree(f"{folder}/net.tree", states=True)
        modules = []
        for line in Path(folder, "net.tree").read_text().splitlines():
            if line.startswith("#"):
                continue
            place, _, rest = line.split(" ", 2)
            ids = list(map(int, rest[rest.rindex('"') + 1 :].split()))
            # state, node, layer: in a multilayer network the numbers of states are Infomap's own
            key = ids[1:] if len(ids) == 3 else ids[:1]
            modules.append([key, list(map(int, place.split(":")))[:-1]])
        return modules, bits


def main():
    cases = []
    for text, flags in networks():
        modules, bits = run(text, flags)
        cases.append({"flags": flags, "text": text, "modules": modules, "codelength": bits})
    place = Path(__file__).with_name("state_cases.json")
    rows = ",\n".join(json.dumps(case) for case in cases)
    place.write_text(f"[\n{rows}\n]\n")
    print(len(cases), "cases")


if __name__ == "__main__":
    main()
