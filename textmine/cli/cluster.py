"""`textmine cluster`."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from textmine.cli.options import Output
from textmine.errors import OptionError

if TYPE_CHECKING:
    from textmine.communities import BootstrapOptions, GraphCommunities
    from textmine.mapequation import SearchOptions

__all__ = ["Seed", "Trials", "TwoLevel", "cluster"]


class _Effort(StrEnum):
    FAST = "fast"
    DEFAULT = "default"
    BEST = "best"


class _Format(StrEnum):
    TSV = "tsv"
    CSV = "csv"
    JSONL = "jsonl"
    TABLE = "table"
    TREE = "tree"
    FTREE = "ftree"
    CLU = "clu"
    JSON = "json"
    NEWICK = "newick"
    GRAPHML = "graphml"
    GEXF = "gexf"


_ENDINGS = {f".{kind.value}": kind for kind in _Format if kind is not _Format.TABLE} | {".nwk": _Format.NEWICK}


TwoLevel = Annotated[bool, typer.Option("--two-level", help="Modules of nodes only, no modules of modules.")]
Trials = Annotated[int, typer.Option(help="Independent searches, of which the best is kept.")]
Seed = Annotated[int, typer.Option(help="The same seed finds the same communities.")]


def cluster(
    graph: Annotated[
        str, typer.Argument(metavar="GRAPH", help="A list of links, Pajek, GraphML, GEXF or JSON; - is standard input.")
    ],
    directed: Annotated[bool, typer.Option("--directed", help="Links lead from source to target only.")] = False,
    rawdir: Annotated[bool, typer.Option("--rawdir", help="As --directed, with weights that are the flow.")] = False,
    two_level: TwoLevel = False,
    initial: Annotated[
        str | None, typer.Option(metavar="FILE", help="Communities to begin with: tree, ftree, clu or cluster's TSV.")
    ] = None,
    no_search: Annotated[
        bool, typer.Option("--no-search", help="Score the communities of --initial as they are.")
    ] = False,
    teleportation: Annotated[float, typer.Option(help="Probability of a jump at each step on directed links.")] = 0.15,
    to_nodes: Annotated[bool, typer.Option("--to-nodes", help="Jumps land on all nodes alike.")] = False,
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
    trials: Trials = 1,
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
    format_: Annotated[
        _Format | None,
        typer.Option("--format", "-f", help="How to write them.  [default: by the end of FILE of --output, else tsv]"),
    ] = None,
    output: Output = "-",
) -> None:
    """Find the communities of a graph by the map equation.

    In: source, target and perhaps weight in each line, separated by tabs, commas or blanks; with a header that names
    the columns, or without. Or Pajek, GraphML, GEXF, JSON in node-link form, known by the end of the name (.net,
    .graphml, .gexf, .json) or by how they begin; these say themselves whether links have a direction. Links that stand
    several times add up.

    Out: one row a node, modules and nodes by flow: path (ranks of the modules from the top down, then of the node, as
    2:1:5), term (the node's name), flow (how much of a random walk is spent there). tree, ftree (with the flow between
    modules, for the Network Navigator) and clu are Infomap's formats; json has the codelengths too; newick is the tree
    of the modules, with flows as lengths; graphml and gexf are the graph with community, path and flow of its nodes.
    --initial reads tree, ftree, clu and the TSV of this command; nodes that it leaves out are modules of their own.

    --bootstrap draws the weight of each link from the Poisson distribution around its count (the column count, else the
    weight where all are whole numbers, else the weight over the mean weight, which standard error says), searches each
    network, and adds to tsv, csv, jsonl, table, json, graphml and gexf: stability (share of the networks that have the
    node's community with the node in it), core (whether it is one of the nodes that are in it all together in 95 % of
    them), community_matched (share of the networks that have the community: a module with more than half of the nodes
    of either in both), community_overlap (the most nodes in both over those in either, mean of all networks). A
    community is a module right below the root.

    Memory: about 60 bytes a link, and twice the file while it is read; --bootstrap N adds N bytes a node.

    Example: textmine cluster graph.tsv --format tree
    """
    from textmine.cli.errors import about
    from textmine.cli.progress import Terminal
    from textmine.communities import bootstrap as draw_again
    from textmine.communities import cluster as find_communities
    from textmine.communities import load_partition
    from textmine.graph import load_graph
    from textmine.io import check_paths
    from textmine.mapequation import FlowOptions, SearchOptions

    options = SearchOptions(two_level, trials, seed, threads, effort.value, preferred_modules)
    directed = directed or rawdir
    model = "rawdir" if rawdir else "directed" if directed else "undirected"
    flow = FlowOptions(
        model, teleportation, to_nodes, markov_time, not no_self_links, weight_threshold, recorded, entropy_correction
    )
    if no_search and initial is None:
        raise OptionError("--no-search has nothing to score", "name communities with --initial")
    kind = format_ or _by_ending(output)
    drawing = _drawing(bootstrap, events, options, kind)
    check_paths(output, [graph, *([initial] if initial else [])])
    progress = Terminal()
    with about(graph):
        network = load_graph(graph, directed=directed, progress=progress)
        start = load_partition(initial, network.names, progress=progress) if initial else None
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
    _write(found, kind, output)


def _by_ending(output: str) -> _Format:
    from textmine.io.sources import bare_suffix

    return _ENDINGS.get(bare_suffix(output), _Format.TSV)


def _drawing(replicas: int, events: float | None, options: SearchOptions, kind: _Format) -> BootstrapOptions | None:
    from textmine.communities import BootstrapOptions

    if replicas < 0:
        raise OptionError(f"--bootstrap is {replicas}, below 0", "use 100 or more, or leave it out")
    if not replicas:
        if events is not None:
            raise OptionError("--bootstrap-events says nothing by itself", "give --bootstrap too")
        return None
    if kind in (_Format.TREE, _Format.FTREE, _Format.CLU, _Format.NEWICK):
        raise OptionError(f"{kind.value} has no place for what --bootstrap finds", "use --format tsv, json or graphml")
    return BootstrapOptions(replicas, events, options.seed, options.threads)


def _write(found: GraphCommunities, kind: _Format, output: str) -> None:
    from textmine.cli.rows import write_json, write_lines, write_rows
    from textmine.communities import STABILITY_COLUMNS, TSV_COLUMNS, json_document, tsv_rows
    from textmine.communities.communities import communities_lines

    if kind in (_Format.TSV, _Format.CSV, _Format.JSONL, _Format.TABLE):
        columns = TSV_COLUMNS + (STABILITY_COLUMNS if found.stability else ())
        write_rows(output, columns, tsv_rows(found, found.stability), kind.value)
    elif kind == _Format.JSON:
        write_json(output, json_document(found, found.stability))
    else:
        write_lines(output, communities_lines(found, kind.value))
