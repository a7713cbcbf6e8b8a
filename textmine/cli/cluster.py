"""`textmine cluster`: its options; what it does is in `finding`."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from textmine.cli.finding import Request, run
from textmine.cli.options import documented, one_of
from textmine.communities.writing import COMMUNITY_FORMATS

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
    undirdir: Annotated[
        bool, typer.Option("--undirdir", help="Another name of --rawdir, for users of Infomap.")
    ] = False,
    outdirdir: Annotated[
        bool, typer.Option("--outdirdir", help="Another name of --rawdir, for users of Infomap.")
    ] = False,
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
    variable_markov_time: Annotated[
        bool, typer.Option("--variable-markov-time", help="Longer Markov times where the network is sparse.")
    ] = False,
    variable_markov_damping: Annotated[
        float,
        typer.Option(metavar="D", help="Local scale: number of links (0), its logarithm (1), or between."),
    ] = 1.0,
    variable_markov_min_scale: Annotated[
        float, typer.Option(metavar="SCALE", help="The least local scale of a node.")
    ] = 1.0,
    regularized: Annotated[
        bool,
        typer.Option("--regularized", help="Add a weak prior network for links that were not seen."),
    ] = False,
    regularization_strength: Annotated[
        float | None, typer.Option(metavar="STRENGTH", help="Strength of the prior network.  [default: 1]")
    ] = None,
    weights_as_flow: Annotated[
        bool, typer.Option("--weights-as-flow", help="The vertex weights of Pajek are the flow of the nodes.")
    ] = False,
    no_self_links: Annotated[bool, typer.Option("--no-self-links", help="Drop links from a node to itself.")] = False,
    weight_threshold: Annotated[float, typer.Option(help="Drop links with a lower weight.")] = 0.0,
    entropy_correction: Annotated[
        float,
        typer.Option(metavar="STRENGTH", help="Correct entropies that few links make too small; 1 for in full."),
    ] = 0.0,
    bipartite: Annotated[
        bool, typer.Option("--bipartite", help="The two columns of a table are two kinds of nodes.")
    ] = False,
    both_kinds: Annotated[
        bool, typer.Option("--both-kinds", help="Two kinds of nodes: the second keeps its flow, too.")
    ] = False,
    relax_rate: Annotated[
        float, typer.Option(help="Layers: probability that a step takes a link of its node in any layer.")
    ] = 0.15,
    relax_limit: Annotated[
        int | None, typer.Option(metavar="N", help="Layers: change to those whose number differs by N at most.")
    ] = None,
    relax_limit_up: Annotated[
        int | None, typer.Option(metavar="N", help="Layers: the same for higher numbers only.")
    ] = None,
    relax_limit_down: Annotated[
        int | None, typer.Option(metavar="N", help="Layers: the same for lower numbers only.")
    ] = None,
    relax_by_similarity: Annotated[
        bool, typer.Option("--relax-by-similarity", help="Layers: change to those where its node has similar links.")
    ] = False,
    preferred_modules: Annotated[
        int | None, typer.Option(metavar="N", help="Aim for this number of top modules.")
    ] = None,
    preferred_levels: Annotated[
        int | None, typer.Option(metavar="N", help="Aim for this number of levels; 2 is --two-level.")
    ] = None,
    metadata: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Categories of nodes, which modules should share: node, tab, category."),
    ] = None,
    metadata_rate: Annotated[
        float, typer.Option(metavar="RATE", help="How often categories are described, in steps of the walk.")
    ] = 1.0,
    trials: Annotated[int, typer.Option("--trials", "-N", help="Independent searches; the best is kept.")] = 1,
    seed: Seed = 123,
    threads: Annotated[
        int,
        typer.Option(help="Trials, replicas or halves of a large search in parallel; changes the time alone."),
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

    Pajek files may have states (*States), layers (*Multilayer, or *Intra and *Inter) or two kinds of nodes
    (*Bipartite), as Infomap reads them. Then a row is about a state: the term is its node, which may stand in several
    modules, and the columns state_id and layer_id say which state it is. --relax-rate and the limits are for *Intra
    without *Inter. With two kinds of nodes, all flow is that of the first; the others stand where their neighbours do.

    Out: one row for each node, modules and nodes by flow: path (ranks of the modules from the top down, then of the
    node, such as 2:1:5), term (name of the node), flow (share of the random walk at the node). tree, ftree (with the
    flow between modules, for the Network Navigator) and clu are formats of Infomap. json also has the codelengths.
    newick is the tree of modules, with flows as branch lengths. graphml and gexf are the graph; its nodes have
    community, path, flow and their attributes from the file. Files in a folder are named after GRAPH.

    --regularized adds a weak link between all nodes for links that were not seen. --variable-markov-time describes the
    walk less often where the network is sparse. --metadata FILE (a node, a tab, its category in each line) makes each
    module describe the categories of its nodes, too, so that a module of one category is the shortest.

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

    Memory: about 140 bytes for each link, those of the file among them, and 1,000 for each state; --bootstrap N adds N
    bytes for each node.

    Example: textmine cluster graph.tsv --format tree
    """
    asked = dict(locals())
    run(Request(**asked | {"effort": effort.value}))
