"""`textmine cluster`."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from textmine.cli.options import Output
from textmine.errors import OptionError

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
    CLU = "clu"
    JSON = "json"


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
        str | None, typer.Option(metavar="FILE", help="Communities to begin with: tree, clu or what cluster writes.")
    ] = None,
    no_search: Annotated[
        bool, typer.Option("--no-search", help="Score the communities of --initial as they are.")
    ] = False,
    teleportation: Annotated[float, typer.Option(help="Probability of a jump at each step on directed links.")] = 0.15,
    to_nodes: Annotated[bool, typer.Option("--to-nodes", help="Jumps land on all nodes alike.")] = False,
    markov_time: Annotated[float, typer.Option(help="Below 1 modules get smaller, above 1 larger.")] = 1.0,
    no_self_links: Annotated[bool, typer.Option("--no-self-links", help="Drop links from a node to itself.")] = False,
    weight_threshold: Annotated[float, typer.Option(help="Drop links of less weight.")] = 0.0,
    trials: Trials = 1,
    seed: Seed = 123,
    threads: Annotated[int, typer.Option(help="Trials searched at a time; changes the time, never the result.")] = 1,
    effort: Annotated[_Effort, typer.Option(help="How long to search in each trial.")] = _Effort.DEFAULT,
    format_: Annotated[_Format, typer.Option("--format", "-f", help="How to write the communities.")] = _Format.TSV,
    output: Output = "-",
) -> None:
    """Find the communities of a graph by the map equation.

    In: source, target and perhaps weight in each line, separated by tabs, commas or blanks; with a header that names
    the columns, or without. Or Pajek, GraphML, GEXF, JSON in node-link form, known by the end of the name (.net,
    .graphml, .gexf, .json) or by how they begin; these say themselves whether links have a direction. Links that stand
    several times add up.

    Out: one row a node, modules and nodes by flow: path (ranks of the modules from the top down, then of the node, as
    2:1:5), term (the node's name), flow (how much of a random walk is spent there). tree and clu are Infomap's formats;
    json has the codelengths too. --initial reads tree, clu and the TSV of this command; nodes that it leaves out are
    modules of their own.

    Memory: about 60 bytes a link, and twice the file while it is read.

    Example: textmine cluster graph.tsv --format tree
    """
    from textmine.cli.errors import about
    from textmine.cli.progress import Terminal
    from textmine.cli.rows import write_json, write_lines, write_rows
    from textmine.graph import cluster as find_communities
    from textmine.graph import load_graph, load_partition
    from textmine.io import check_paths
    from textmine.mapequation import (
        TSV_COLUMNS,
        FlowOptions,
        SearchOptions,
        clu_lines,
        json_document,
        tree_lines,
        tsv_rows,
    )

    options = SearchOptions(two_level=two_level, trials=trials, seed=seed, threads=threads, effort=effort.value)
    directed = directed or rawdir
    model = "rawdir" if rawdir else "directed" if directed else "undirected"
    flow = FlowOptions(model, teleportation, to_nodes, markov_time, not no_self_links, weight_threshold)
    if no_search and initial is None:
        raise OptionError("--no-search has nothing to score", "name communities with --initial")
    check_paths(output, [graph, *([initial] if initial else [])])
    progress = Terminal()
    with about(graph):
        network = load_graph(graph, directed=directed, progress=progress)
        start = load_partition(initial, network.names, progress=progress) if initial else None
        progress.stage("finding communities")
        found = find_communities(network, options, flow, start, search_on=not no_search)
    progress.clear()
    if format_ == _Format.TREE:
        write_lines(output, tree_lines(found, directed=network.directed))
    elif format_ == _Format.CLU:
        write_lines(output, clu_lines(found, directed=network.directed))
    elif format_ == _Format.JSON:
        write_json(output, json_document(found))
    else:
        write_rows(output, TSV_COLUMNS, tsv_rows(found), format_.value)
