"""`textmine map`."""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from typing import Annotated

import typer

from textmine.cli.cluster import Seed, Trials
from textmine.cli.graph import Weight
from textmine.cli.options import (
    Background,
    Column,
    Corpus,
    Encoding,
    Exclude,
    Field,
    Include,
    KeepFragments,
    KeepRepeats,
    Known,
    Memory,
    MinCount,
    NewOnly,
    PerFile,
    Score,
    SignificanceOption,
    Simplify,
    Threads,
    Verbose,
    memory_size,
    not_negative,
    read_options,
    term_lists,
)
from textmine.cli.report import Open, show_page

__all__ = ["Export", "map_"]


class Export(StrEnum):
    """Programs that read maps."""

    GEXF = "gexf"
    GRAPHML = "graphml"
    VOSVIEWER = "vosviewer"


def map_(
    corpus: Corpus,
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="DIR", help="The folder to write to; made if absent.")
    ],
    background: Background = None,
    top: Annotated[int, typer.Option(help="How many terms to list at most; 0 for all.")] = 10_000,
    graph_terms: Annotated[
        int | None,
        typer.Option(
            help="How many of the best terms become nodes of the graph; 0 for all."
            "  [default: one for each 150 units of text, 200 to 2000]"
        ),
    ] = None,
    min_count: MinCount = None,
    window: Annotated[int, typer.Option(help="Words from one term to another at most.")] = 10,
    weight: Annotated[Weight, typer.Option(help="How links are weighted.")] = Weight.NPMI,
    score: Score = "product",
    significance: SignificanceOption = False,
    new_only: NewOnly = False,
    keep_fragments: KeepFragments = False,
    known: Known = None,
    include: Include = None,
    exclude: Exclude = None,
    trials: Trials = 1,
    seed: Seed = 123,
    keep_repeats: KeepRepeats = False,
    encoding: Encoding = None,
    per_file: PerFile = False,
    field: Field = None,
    column: Column = None,
    simplify: Simplify = False,
    memory: Memory = None,
    threads: Threads = 1,
    export: Annotated[
        list[Export] | None, typer.Option(help="Also write the map for another program; may be given several times.")
    ] = None,
    open_: Open = False,
    verbose: Verbose = False,
) -> None:
    """Go from text to a map of its terms in one run.

    In: text, one document a line; and the world at large as the background, as discover takes it. The same as discover,
    graph and cluster one after the other.

    Out, in DIR: terms.tsv (as discover), graph.tsv (as graph), communities.tsv and communities.tree (as cluster),
    contexts.jsonl (term, left, keyword, right, document: the first occurrences of the best terms), run.json (version,
    options, inputs with their checksums, figures), report.html (all of it, to look at in a browser). --export adds
    map.gexf (Gephi), map.graphml (Cytoscape), vosviewer_map.txt and vosviewer_network.txt. Standard output: the best
    terms and the largest communities, for people to read; in a terminal as tables.

    Memory: about 200 MB, and 15 bytes a byte of text.

    Example: textmine map data/power.txt --background data/encyclopedia.txt --output map
    """
    from textmine.backgrounds import NONE, choose_background, open_background
    from textmine.cli.errors import about
    from textmine.cli.progress import Terminal
    from textmine.cli.rows import write_lines
    from textmine.cli.summary import print_summary, said_command
    from textmine.corpus import build_corpus, read_texts
    from textmine.graph import CooccurrenceOptions
    from textmine.io import check_paths
    from textmine.map_folder import MAP_FILES, save_map, summary_lines
    from textmine.mapequation import SearchOptions
    from textmine.pipeline import MapOptions, map_corpus
    from textmine.report import export_map
    from textmine.terms import DiscoverOptions

    size = memory_size(memory)
    options = MapOptions(
        DiscoverOptions(
            min_count,
            top=top,
            keep_repeats=keep_repeats,
            threads=threads,
            memory=size,
            score=score,
            new_only=new_only,
            keep_fragments=keep_fragments,
            significance=significance,
        ),
        CooccurrenceOptions(window=window, weight=weight.value),
        SearchOptions(trials=trials, seed=seed, threads=threads),
        graph_terms=not_negative("--graph-terms", graph_terms),
    )
    reading = read_options(encoding, per_file, field, column, size, simplify)
    sources = [*corpus, *(background or []), *(known or []), *(include or []), *(exclude or [])]
    for target in ("-", *(os.path.join(output, name) for name in MAP_FILES)):
        check_paths(target, sources)
    progress = Terminal(verbose=verbose)
    lists = term_lists(known, include, exclude, simplify, progress)
    texts = list(read_texts(corpus, reading, progress))
    domain = build_corpus(texts, memory=size)
    worlds = background or choose_background(domain, progress)
    world = open_background(worlds, domain, reading, keep_repeats=keep_repeats, progress=progress)
    with about(*corpus):
        found = map_corpus(domain, texts, world, options, progress, lists)
    progress.stage("writing")
    inputs = {"corpus": corpus, "background": [name for name in worlds if name != NONE]}
    save_map(output, found, options, inputs, said_command(sys.argv[1:]))
    for kind in export or []:
        export_map(output, kind.value)
    progress.clear()
    if sys.stdout is not None and sys.stdout.isatty():
        print_summary(found, output)
    else:
        write_lines("-", summary_lines(found, output))
    if open_:
        show_page(os.path.join(output, "report.html"))
