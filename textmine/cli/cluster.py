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

    from textmine.communities import BootstrapOptions, GraphCommunities
    from textmine.mapequation import SearchOptions
    from textmine.progress import Progress

__all__ = ["Seed", "Trials", "TwoLevel", "cluster"]


class _Effort(StrEnum):
    FAST = "fast"
    DEFAULT = "default"
    BEST = "best"


TwoLevel = Annotated[bool, typer.Option("--two-level", help="Modules of nodes only, no modules of modules.")]
Trials = Annotated[int, typer.Option(help="Independent searches, of which the best is kept.")]
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
    rawdir: Annotated[bool, typer.Option("--rawdir", help="As --directed, with weights that are the flow.")] = False,
    two_level: Annotated[
        bool, typer.Option("--two-level", "-2", help="Modules of nodes only, no modules of modules.")
    ] = False,
    delimiter: Annotated[
        str | None,
        typer.Option(
            metavar="SIGN",
            help="What separates the fields of a table of links: a character, or tab, comma, semicolon, bar, blank."
            "  [default: found out]",
        ),
    ] = None,
    encoding: Annotated[
        str | None, typer.Option(metavar="NAME", help="Encoding of GRAPH.  [default: found out]")
    ] = None,
    initial: Annotated[
        str | None, typer.Option(metavar="FILE", help="Communities to begin with: tree, ftree, clu or cluster's TSV.")
    ] = None,
    no_search: Annotated[
        bool, typer.Option("--no-search", help="Score the communities of --initial as they are.")
    ] = False,
    teleportation: Annotated[float, typer.Option(help="Probability of a jump at each step on directed links.")] = 0.15,
    to_nodes: Annotated[
        bool, typer.Option("--to-nodes", help="Jumps land on all nodes alike, or by the weights of Pajek's vertices.")
    ] = False,
    recorded: Annotated[
        bool, typer.Option("--recorded", help="Jumps are steps that the description tells, too.")
    ] = False,
    markov_time: Annotated[
        float, typer.Option(help="Steps between two that are described; below 1 modules get smaller.")
    ] = 1.0,
    no_self_links: Annotated[bool, typer.Option("--no-self-links", help="Drop links from a node to itself.")] = False,
    weight_threshold: Annotated[float, typer.Option(help="Drop links with a lower weight.")] = 0.0,
    entropy_correction: Annotated[
        float,
        typer.Option(metavar="STRENGTH", help="Correct for few links, which make modules look better; 1 for in full."),
    ] = 0.0,
    preferred_modules: Annotated[
        int | None, typer.Option(metavar="N", help="Aim for so many modules at the top.")
    ] = None,
    trials: Annotated[int, typer.Option("--trials", "-N", help="Independent searches, of which the best is kept.")] = 1,
    seed: Seed = 123,
    threads: Annotated[
        int, typer.Option(help="Trials or replicas searched at a time; changes the time, never the result.")
    ] = 1,
    effort: Annotated[_Effort, typer.Option(help="How long to search in each trial.")] = _Effort.DEFAULT,
    bootstrap: Annotated[
        int, typer.Option(metavar="N", help="Say how stable communities are, by N replicas with weights drawn anew.")
    ] = 0,
    events: Annotated[
        float | None,
        typer.Option(
            "--bootstrap-events",
            metavar="N",
            help="How many events all links stand for.  [default: their counts, or weights]",
        ),
    ] = None,
    attributes: Annotated[
        bool, typer.Option("--attributes", help="Add what the file says of its nodes to tsv, csv, jsonl and table.")
    ] = False,
    clu_level: Annotated[
        int,
        typer.Option(metavar="N", help="Modules that clu has: 1 for the top, 2 for those in them; 0 for the lowest."),
    ] = 1,
    format_: Annotated[
        list[str] | None,
        typer.Option(
            "--format",
            "-f",
            click_type=one_of(COMMUNITY_FORMATS),
            help="How to write them; several times for several files in a folder, --output.  [default: by the end of"
            " FILE of --output, else tsv]",
        ),
    ] = None,
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE|DIR", help="Where to write; - is standard output.")
    ] = "-",
) -> None:
    """Find the communities of a graph by the map equation.

    In: source, target and perhaps weight in each line, separated by tabs, commas, semicolons or blanks; with a header
    that names the columns (source, from, src; target, to, dst; weight, value, count; in any case), or without. Or
    Pajek, GraphML, GEXF, GML, JSON in node-link form, known by the end of the name (.net, .graphml, .gexf, .gml,
    .json) or by how they begin; these, and a column Type, say themselves whether links have a direction. Links that
    stand several times add up. Nodes are called by their label, else name, else id.

    Out: one row a node, modules and nodes by flow: path (ranks of the modules from the top down, then of the node, as
    2:1:5), term (the node's name), flow (how much of a random walk is spent there). tree, ftree (with the flow between
    modules, for the Network Navigator) and clu are Infomap's formats; json has the codelengths too; newick is the tree
    of the modules, with flows as lengths; graphml and gexf are the graph with community, path and flow of its nodes,
    and what the file said of them. In a folder the files are called like GRAPH.
    --initial reads tree, ftree, clu and the TSV of this command; nodes that it leaves out are modules of their own.

    --bootstrap draws the weight of each link from the Poisson distribution around its count (the column count, else the
    weight where all are whole numbers, else the weight over the mean weight, which standard error says), searches each
    network, and adds to {stable}: stability (share of the networks that have the
    node's community with the node in it), core (whether it is one of the nodes that are in it all together in 95 % of
    them), community_matched (share of the networks that have the community: a module with more than half of the nodes
    of either in both), community_overlap (the most nodes in both over those in either, mean of all networks). A
    community is a module right below the root.

    Memory: about 150 bytes a link, those of the file among them; --bootstrap N adds N bytes a node.

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
    if undirected and (directed or rawdir):
        raise OptionError("--undirected and --directed exclude each other", "leave out one of them")
    model = "rawdir" if rawdir else "undirected" if undirected else "directed"
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
        ways = True if directed or rawdir else False if undirected else None
        network = load_graph(graph, directed=ways, delimiter=sign, encoding=encoding, progress=progress)
        flow = replace(flow, model=model if network.directed else "undirected")
        if network.node_weights is not None and not to_nodes:
            progress.note(f"{graph}: the weights of its vertices count with --to-nodes only")
        ids = None if network.node_ids is None else network.node_ids.tolist()
        start = _begun(initial, network.names, ids, progress) if initial else None
        progress.stage("finding communities")
        found = find_communities(network, options, flow, start, search_on=not no_search)
        if drawing:
            progress.stage("drawing networks anew")
            found = draw_again(found, drawing)
    progress.clear()
    if found.stability and found.stability.scaled and events is None:
        progress.note(
            f"the weights are no counts; drawn as {found.stability.events:.0f} events, one for each link on average"
            " (--bootstrap-events sets another number)"
        )
    how = WriteOptions(attributes=attributes, clu_level=clu_level)
    for kind, target in zip(kinds, targets, strict=True):
        _write(found, kind, target, how)


def _sign(name: str) -> str:
    from textmine.io.dialects import delimiter_named

    return delimiter_named(name)


def _begun(
    path: str, names: Sequence[str], ids: Sequence[int] | None, progress: Progress
) -> Sequence[tuple[int, ...] | None]:
    from textmine.communities.partitions import load_partition

    return load_partition(path, names, ids, progress=progress)


def _targets(kinds: list[str], output: str, graph: str) -> list[str]:
    """Return where each format goes: to the output, or to files in it that are called like the graph."""
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
    if replicas < 0:
        raise OptionError(f"--bootstrap is {replicas}, below 0", "use 100 or more, or leave it out")
    if not replicas:
        if events is not None:
            raise OptionError("--bootstrap-events says nothing by itself", "give --bootstrap too")
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
