"""`textmine cluster`."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from textmine.cli.options import Output, Verbose

__all__ = ["Seed", "Trials", "TwoLevel", "cluster"]


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
    two_level: TwoLevel = False,
    trials: Trials = 1,
    seed: Seed = 123,
    threads: Annotated[int, typer.Option(help="Trials searched at a time; changes the time, never the result.")] = 1,
    format_: Annotated[_Format, typer.Option("--format", "-f", help="How to write the communities.")] = _Format.TSV,
    output: Output = "-",
    verbose: Verbose = False,
) -> None:
    """Find the communities of a graph by the map equation.

    In: source, target and perhaps weight in each line, separated by tabs, commas or blanks; with a header that names
    the columns, or without. Or Pajek, GraphML, GEXF, JSON in node-link form, known by the end of the name (.net,
    .graphml, .gexf, .json) or by how they begin; these say themselves whether links have a direction. Links that stand
    several times add up.

    Out: one row a node, modules and nodes by flow: path (ranks of the modules from the top down, then of the node, as
    2:1:5), term (the node's name), flow (how much of a random walk is spent there). tree and clu are Infomap's formats;
    json has the codelengths too.

    Memory: about 60 bytes a link, and twice the file while it is read.

    Example: textmine cluster graph.tsv --format tree
    """
    from textmine.cli.errors import about
    from textmine.cli.progress import Terminal
    from textmine.cli.rows import write_json, write_lines, write_rows
    from textmine.graph import cluster as find_communities
    from textmine.graph import load_graph
    from textmine.io import check_paths
    from textmine.mapequation import TSV_COLUMNS, SearchOptions, clu_lines, json_document, tree_lines, tsv_rows

    options = SearchOptions(two_level=two_level, trials=trials, seed=seed, threads=threads)
    check_paths(output, [graph])
    progress = Terminal(verbose=verbose)
    with about(graph):
        network = load_graph(graph, directed=directed, progress=progress)
        progress.stage("finding communities")
        found = find_communities(network, options)
    progress.clear()
    if format_ == _Format.TREE:
        write_lines(output, tree_lines(found, directed=network.directed))
    elif format_ == _Format.CLU:
        write_lines(output, clu_lines(found, directed=network.directed))
    elif format_ == _Format.JSON:
        write_json(output, json_document(found))
    else:
        write_rows(output, TSV_COLUMNS, tsv_rows(found), format_.value)
