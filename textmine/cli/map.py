"""`textmine map`."""

from __future__ import annotations

from typing import Annotated

import typer

from textmine.cli.cluster import Seed, Trials
from textmine.cli.graph import Weight
from textmine.cli.options import (
    Background,
    Column,
    Corpus,
    Encoding,
    Field,
    KeepRepeats,
    PerFile,
    not_negative,
    read_options,
)

__all__ = ["map_"]


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
    min_count: Annotated[
        int | None, typer.Option(help="Least number of occurrences.  [default: 3 below 200,000 units of text, else 5]")
    ] = None,
    window: Annotated[int, typer.Option(help="Words from one term to another at most.")] = 20,
    weight: Annotated[Weight, typer.Option(help="How links are weighted.")] = Weight.NPMI,
    trials: Trials = 1,
    seed: Seed = 123,
    keep_repeats: KeepRepeats = False,
    encoding: Encoding = None,
    per_file: PerFile = False,
    field: Field = "text",
    column: Column = None,
) -> None:
    """Go from text to a map of its terms in one run.

    In: text, one document a line; and text of the world at large (an encyclopedia) as the background. The same as
    discover, graph and cluster one after the other.

    Out, in DIR: terms.tsv (as discover), graph.tsv (as graph), communities.tsv and communities.tree (as cluster),
    contexts.jsonl (term, left, keyword, right, document: the first occurrences of the best terms), run.json (version,
    options, inputs with their checksums, figures). Standard output: the best terms and the largest communities, for
    people to read.

    Memory: about 30 bytes a byte of text.

    Example: textmine map data/power.txt --background data/encyclopedia.txt --output map
    """
    from textmine.cli.errors import about
    from textmine.cli.progress import Terminal
    from textmine.cli.rows import write_lines
    from textmine.corpus import read_texts
    from textmine.graph import CooccurrenceOptions
    from textmine.io import check_paths
    from textmine.map_folder import save_map, summary_lines
    from textmine.mapequation import SearchOptions
    from textmine.pipeline import MapOptions, map_texts
    from textmine.terms import DiscoverOptions

    options = MapOptions(
        DiscoverOptions(min_count=min_count, top=top, keep_repeats=keep_repeats),
        CooccurrenceOptions(window=window, weight=weight.value),
        SearchOptions(trials=trials, seed=seed),
        graph_terms=not_negative("--graph-terms", graph_terms),
    )
    reading = read_options(encoding, per_file, field, column)
    worlds = background or []
    check_paths("-", [*corpus, *worlds])
    progress = Terminal()
    texts = list(read_texts(corpus, reading, progress))
    world = list(read_texts(worlds, reading, progress)) if worlds else None
    with about(*corpus):
        found = map_texts(texts, world, options, progress)
    progress.stage("writing")
    save_map(output, found, options, {"corpus": corpus, "background": worlds})
    progress.clear()
    write_lines("-", summary_lines(found, output))
