"""`textmine cluster`."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from textmine.cli.options import documented, one_of
from textmine.communities.writing import (
    COMMUNITY_FORMATS,
    WriteOptions,
    communities_lines,
    communities_rows,
    file_format,
)
from textmine.errors import OptionError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textmine.communities import BootstrapOptions, GraphCommunities, Stability
    from textmine.mapequation import SearchOptions
    from textmine.progress import Progress

__all__ = ["Seed", "Trials", "cluster"]


class _Effort(StrEnum):
    FAST = "fast"
    DEFAULT = "default"
    BEST = "best"


Trials = Annotated[int, typer.Option(help="Independent searches; the best is kept.")]
Seed = Annotated[int, typer.Option(help="The same seed finds the same communities.")]

_STABLE = [form.name for form in COMMUNITY_FORMATS.values() if form.stability]


@documented(stable=f"{', '.join(_STABLE[:-1])} and {_STABLE[-1]}")
def cluster(
    graph: Annotated[
        str,
        typer.Argument(metavar="GRAPH", help="Table of links, Pajek, GraphML, GEXF, GML or JSON; - is standard input."),
    ],
    directed: Annotated[
        bool,
        typer.Option("--directed", "-d", help="Links lead from source to target only.  [default: as the file says]"),
    ] = False,
    undirected: Annotated[
        bool, typer.Option("--undirected", help="Links lead both ways, whatever the file says.")
    ] = False,
    rawdir: Annotated[bool, typer.Option("--rawdir", help="As --directed; weights are taken as the flow.")] = False,
    two_level: Annotated[
        bool, typer.Option("--two-level", "-2", help="Modules of nodes only, no modules of modules.")
    ] = False,
    delimiter: Annotated[
        str | None,
        typer.Option(
            metavar="SIGN",
            help="Separator of the fields of a table of links: a character, or tab, comma, semicolon, bar, blank."
            "  [default: detected]",
        ),
    ] = None,
    encoding: Annotated[
        str | None, typer.Option(metavar="NAME", help="Encoding of GRAPH.  [default: detected]")
    ] = None,
    initial: Annotated[
        str | None, typer.Option(metavar="FILE", help="Communities to start from: tree, ftree, clu or cluster's TSV.")
    ] = None,
    no_search: Annotated[
        bool, typer.Option("--no-search", help="Score the communities of --initial as they are.")
    ] = False,
    teleportation: Annotated[float, typer.Option(help="Probability of a jump at each step on directed links.")] = 0.15,
    to_nodes: Annotated[
        bool, typer.Option("--to-nodes", help="Jumps land on nodes: evenly, or by the vertex weights of Pajek.")
    ] = False,
    recorded: Annotated[
        bool, typer.Option("--recorded", help="Count jumps as steps of the walk (recorded teleportation).")
    ] = False,
    markov_time: Annotated[
        float, typer.Option(help="Steps of the walk for each encoded step; below 1, modules get smaller.")
    ] = 1.0,
    no_self_links: Annotated[bool, typer.Option("--no-self-links", help="Drop links from a node to itself.")] = False,
    weight_threshold: Annotated[float, typer.Option(help="Drop links with a lower weight.")] = 0.0,
    entropy_correction: Annotated[
        float,
        typer.Option(metavar="STRENGTH", help="Correct entropies that few links make too small; 1 for in full."),
    ] = 0.0,
    preferred_modules: Annotated[
        int | None, typer.Option(metavar="N", help="Aim for this number of top modules.")
    ] = None,
    trials: Annotated[int, typer.Option("--trials", "-N", help="Independent searches; the best is kept.")] = 1,
    seed: Seed = 123,
    threads: Annotated[
        int, typer.Option(help="Trials or replicas searched in parallel; changes the time, never the result.")
    ] = 1,
    effort: Annotated[_Effort, typer.Option(help="How long to search in each trial.")] = _Effort.DEFAULT,
    bootstrap: Annotated[
        int, typer.Option(metavar="N", help="Measure the stability of communities with N replicas of the network.")
    ] = 0,
    events: Annotated[
        float | None,
        typer.Option(
            "--bootstrap-events",
            metavar="N",
            help="Number of events that all links stand for.  [default: from their counts, or weights]",
        ),
    ] = None,
    attributes: Annotated[
        bool, typer.Option("--attributes", help="Add the attributes of nodes in the file to tsv, csv, jsonl and table.")
    ] = False,
    clu_level: Annotated[
        int,
        typer.Option(metavar="N", help="Level of the modules in clu: 1 for the top, 2 for the next; 0 for the lowest."),
    ] = 1,
    format_: Annotated[
        list[str] | None,
        typer.Option(
            "--format",
            "-f",
            click_type=one_of(COMMUNITY_FORMATS),
            help="Output format; may be given several times if --output is a folder.  [default: by the extension of"
            " --output, else tsv]",
        ),
    ] = None,
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE|DIR", help="Where to write; - is standard output.")
    ] = "-",
) -> None:
    """Find the communities of a graph by the map equation.

    In: a table of links or a graph file. A table has source, target and optionally weight in each line, separated by
    tabs, commas, semicolons or blanks. A header may name the columns (source, from, src; target, to, dst; weight,
    value, count; in any case). Graph files are Pajek, GraphML, GEXF, GML and node-link JSON, recognised by extension
    (.net, .graphml, .gexf, .gml, .json) or content. They say whether links are directed, as does a column Type of a
    table. Weights of repeated links are added. A node is named by its label, else its name, else its id.

    Out: one row for each node, modules and nodes by flow: path (ranks of the modules from the top down, then of the
    node, such as 2:1:5), term (name of the node), flow (share of the random walk at the node). tree, ftree (with the
    flow between modules, for the Network Navigator) and clu are formats of Infomap. json also has the codelengths.
    newick is the tree of modules, with flows as branch lengths. graphml and gexf are the graph; its nodes have
    community, path, flow and their attributes from the file. Files in a folder are named after GRAPH.

    --initial reads tree, ftree, clu and the TSV of this command. Nodes that are not in the file are modules of their
    own.

    --bootstrap searches N replicas of the network. A replica draws the weight of each link from a Poisson distribution
    with the count of the link as mean. The count is the column count, else the weight if all are whole numbers, else
    the weight divided by the mean weight, with a note. It adds four columns to {stable}:
    stability (share of the replicas that have the community of the node with the node in it), core (whether the node
    is in the core of its community: nodes that are all together in it in 95 % of the replicas), community_matched
    (share of the replicas that have the community: its overlap with a module is above one half), community_overlap
    (greatest overlap with a module, mean over the replicas). The overlap is the number of nodes in both over the number
    in either. A community is a module directly below the root.

    Memory: about 150 bytes for each link, those of the file among them; --bootstrap N adds N bytes for each node.

    Example: textmine cluster graph.tsv --format tree
    """
    from dataclasses import replace

    from textmine.cli.errors import about
    from textmine.cli.progress import Terminal

    # Not from the rooms, which would load all that they offer: a small graph is searched in less time.
    from textmine.communities.clustering import bootstrap as draw_again
    from textmine.communities.clustering import cluster as find_communities
    from textmine.graph.formats import load_graph
    from textmine.io.output import check_paths
    from textmine.mapequation.network import FlowOptions
    from textmine.mapequation.options import SearchOptions

    options = SearchOptions(
        two_level=two_level,
        trials=trials,
        seed=seed,
        threads=threads,
        effort=effort.value,
        preferred_modules=preferred_modules,
    )
    model, one_way = _model(directed, undirected, rawdir)
    flow = FlowOptions(
        model=model,
        teleportation=teleportation,
        to_nodes=to_nodes,
        markov_time=markov_time,
        self_links=not no_self_links,
        weight_threshold=weight_threshold,
        recorded=recorded,
        entropy_correction=entropy_correction,
    )
    if no_search and initial is None:
        raise OptionError("--no-search has nothing to score", "name communities with --initial")
    kinds = list(dict.fromkeys(format_ or [file_format(output)]))
    targets = _targets(kinds, output, graph)
    drawing = _drawing(bootstrap, events, options, kinds)
    for target in targets:
        check_paths(target, [graph, *([initial] if initial else [])])
    sign = None if delimiter is None else _sign(delimiter)
    progress = Terminal()
    with about(graph):
        network = load_graph(graph, directed=one_way, delimiter=sign, encoding=encoding, progress=progress)
        flow = replace(flow, model=model if network.directed else "undirected")
        if network.node_weights is not None and not to_nodes:
            progress.note(f"{graph}: the weights of its vertices are used with --to-nodes only")
        ids = None if network.node_ids is None else network.node_ids.tolist()
        start = _begun(initial, network.names, ids, progress) if initial else None
        progress.stage("finding communities")
        found = find_communities(network, options, flow, start, search_on=not no_search)
        if drawing:
            progress.stage("drawing networks anew")
            found = draw_again(found, drawing)
    progress.clear()
    if found.stability and events is None:
        _note_scaling(found.stability, progress)
    how = WriteOptions(attributes=attributes, clu_level=clu_level)
    for kind, target in zip(kinds, targets, strict=True):
        _write(found, kind, target, how)


def _model(directed: bool, undirected: bool, rawdir: bool) -> tuple[str, bool | None]:
    """Return the flow model, and whether links are directed; None means as the file says."""
    if undirected and (directed or rawdir):
        raise OptionError("--undirected and --directed exclude each other", "leave out one of them")
    if undirected:
        return "undirected", False
    return "rawdir" if rawdir else "directed", True if directed or rawdir else None


def _note_scaling(stability: Stability, progress: Progress) -> None:
    if stability.scaled:
        progress.note(
            f"the weights are not counts; they are scaled to {stability.events:.0f} events, one for each link on"
            " average (--bootstrap-events sets another number)"
        )


def _sign(name: str) -> str:
    from textmine.io.dialects import delimiter_named

    return delimiter_named(name)


def _begun(
    path: str, names: Sequence[str], ids: Sequence[int] | None, progress: Progress
) -> Sequence[tuple[int, ...] | None]:
    from textmine.communities.partitions import load_partition

    return load_partition(path, names, ids, progress=progress)


def _targets(kinds: list[str], output: str, graph: str) -> list[str]:
    """Return the path of each format: the output itself, or files in this folder, named after the graph."""
    import os

    from textmine.io.sources import plain_stem

    folder = output != "-" and (os.path.isdir(output) or output.endswith("/"))
    if len(kinds) == 1 and not folder:
        return [output]
    if output == "-":
        raise OptionError("several formats do not fit on standard output", "name a folder with -o DIR")
    os.makedirs(output, exist_ok=True)
    stem = "communities" if graph == "-" else plain_stem(graph)
    return [os.path.join(output, f"{stem}.{'txt' if kind == 'table' else kind}") for kind in kinds]


def _drawing(replicas: int, events: float | None, options: SearchOptions, kinds: list[str]) -> BootstrapOptions | None:
    """Return the options of the bootstrap, checked against the formats; None if there is no --bootstrap."""
    if replicas < 0:
        raise OptionError(f"--bootstrap is {replicas}, below 0", "use 100 or more, or leave it out")
    if not replicas:
        if events is not None:
            raise OptionError("--bootstrap-events has no effect without --bootstrap", "give --bootstrap too")
        return None
    for kind in kinds:
        COMMUNITY_FORMATS[kind].check_stability()
    from textmine.communities.stability import BootstrapOptions

    return BootstrapOptions(replicas=replicas, events=events, seed=options.seed, threads=options.threads)


def _write(found: GraphCommunities, kind: str, output: str, how: WriteOptions) -> None:
    from textmine.cli.rows import write_lines, write_rows

    if COMMUNITY_FORMATS[kind].writer is None:
        write_rows(output, *communities_rows(found, how), kind)
    else:
        write_lines(output, communities_lines(found, kind, how))
