"""`textmine map`."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from textmine.cli.cluster import Seed, Trials
from textmine.cli.graph import Weight
from textmine.cli.options import (
    Background,
    Corpus,
    Exclude,
    Include,
    KeepFragments,
    KeepNumbers,
    KeepRepeats,
    Known,
    MaxShare,
    MergeForms,
    MinCount,
    MinDocuments,
    NewOnly,
    Score,
    SignificanceOption,
    Threads,
    not_negative,
    one_of,
)
from textmine.cli.reading import DOCUMENT_FIELDS, reads_text
from textmine.cli.records import PartOf, check_dates, with_groups
from textmine.cli.report import Exports, Heading, NoText, Open, show_page

if TYPE_CHECKING:
    from textmine.text import ReadOptions

__all__ = ["map_"]


@reads_text(fields=DOCUMENT_FIELDS, on_dask=True)
def map_(
    ctx: typer.Context,
    corpus: Corpus,
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="DIR", help="The folder to write to; made if absent.")
    ],
    background: Background = None,
    top: Annotated[int, typer.Option(help="How many terms to list at most; 0 for all.")] = 10_000,
    communities: Annotated[
        str,
        typer.Option(
            click_type=one_of(("topics", "modules")),
            help="What the map shows: topics of documents and terms, or the modules of the graph alone.",
        ),
    ] = "topics",
    graph_terms: Annotated[
        int | None,
        typer.Option(
            help="How many of the best terms become nodes of the graph; 0 for all."
            "  [default: one for each 150 units of text, 200 to 2000]"
        ),
    ] = None,
    min_count: MinCount = None,
    window: Annotated[int, typer.Option(help="Words from one term to another at most.")] = 10,
    weight: Weight = "npmi",
    score: Score = "product",
    significance: SignificanceOption = False,
    new_only: NewOnly = False,
    min_documents: MinDocuments = 1,
    max_share: MaxShare = 1.0,
    keep_fragments: KeepFragments = False,
    merge_forms: MergeForms = False,
    keep_numbers: KeepNumbers = False,
    known: Known = None,
    include: Include = None,
    exclude: Exclude = None,
    part_of: PartOf = None,
    senses: Annotated[
        bool,
        typer.Option("--senses", help="Split terms with two senses or uses; they may be in several communities."),
    ] = False,
    layers: Annotated[
        str | None,
        typer.Option(
            metavar="date|FIELD",
            help="alluvial.tsv has communities of layers of one network: all periods, or the values of a group.",
        ),
    ] = None,
    edits: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help="Terms to leave out, keep or merge, and communities to rename: edits.tsv, which the report writes.",
        ),
    ] = None,
    trials: Trials = 1,
    seed: Seed = 123,
    keep_repeats: KeepRepeats = False,
    *,
    reading: ReadOptions,
    threads: Threads = 1,
    export: Exports = None,
    no_text: NoText = False,
    heading: Heading = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Use no finished stage of an earlier run.")] = False,
    open_: Open = False,
) -> None:
    """Make a map of the terms of a text in one run.

    In: text, one document a line; and the world at large as the background, as discover takes it. The same as discover,
    graph and cluster one after the other, and then communities of documents and terms, with themes above them.

    Out, in DIR: terms.tsv (as discover), graph.tsv (as graph), communities.tree (as cluster), communities.tsv (name,
    community, theme, path, term, flow; the terms that tell most of a community first, general ones last), themes.tsv (a
    community a row: its name, theme, numbers of terms and documents, how well it comes back in two halves of the
    documents), documents.tsv (document; id, title, date and groups where the input has them; community, share, second
    (the community that comes next), second_share, theme, name, terms (that speak most for the community), start of the
    text), texts.tsv (document, characters, text: for the report, cut where there is much of it), contexts.jsonl (term,
    left, keyword, right, document: ten occurrences of each node and of the best terms, over all documents), run.json
    (version, options, inputs with their checksums, figures), report.html (all of it, to look at in a browser). With a
    date: alluvial.tsv (the communities of each period, as alluvial), trends.tsv and periods.tsv (terms and communities
    over time, in one row each and in one a period, as trends). With groups: comparison.tsv (each group beside the
    others, as compare). --layers date makes alluvial.tsv from communities of all periods at once, --layers FIELD from
    those of all values of a group (see alluvial; at most 15, those with the most documents).

    --edits FILE changes the map by hand: a table with the columns edit (drop, keep, merge, rename, or
    rename_subcommunity), name and into. The report writes it: tick terms, rename communities, and download. Standard
    error says what is different then.

    --senses splits terms with two senses or uses (see graph): communities.tsv has a row for each community of a term,
    with one more column, share (of the flow of the term; 1 for the others); the one with most is the term's own.
    senses.tsv has a row for each sense: term, sense, share, flow, likeness, name, community, theme, path, near.

    --communities modules shows the modules of the graph, without themes and documents, as cluster finds them. --export
    adds map.gexf (Gephi), map.graphml (Cytoscape), vosviewer_map.txt and vosviewer_network.txt, map.ftree
    (Network Navigator). Standard output: the best terms, and the communities by theme, for people to read; in a
    terminal as tables.

    Stages that an earlier run finished in DIR are used again where version, inputs and options are the same and the
    files are as they were written (run.json has the checksums); standard error says which. So a run that was stopped
    goes on, and another --seed costs a search only. The files are the same bytes as with --fresh. Until the end new
    files are in DIR/unfinished; a second run into DIR waits for the first.

    Memory: about 200 MB, and 15 bytes a byte of text.

    Example: textmine map data/power.txt --background data/encyclopedia.txt --output map
    """
    from textmine.cli.commands import given_arguments
    from textmine.cli.errors import about
    from textmine.cli.progress import Terminal
    from textmine.cli.rows import write_lines
    from textmine.cli.summary import print_summary, said_command
    from textmine.errors import OptionError
    from textmine.io import check_paths
    from textmine.map import REPORT, Edits, FileSources, MapOptions, load_edits, write_map
    from textmine.map.changes import map_before, note_changes
    from textmine.map.files import MAP_FILES, MORE_FILES
    from textmine.map.summary import read_summary, summary_lines
    from textmine.mapequation import SearchOptions
    from textmine.pairs import CooccurrenceOptions
    from textmine.periods import BY_DATE
    from textmine.report import export_map, write_report
    from textmine.terms import DiscoverOptions
    from textmine.text.records import SOURCE
    from textmine.topics import TopicOptions

    if output in ("", "-"):
        raise OptionError("--output is the name of a folder, which standard output is not", "give a folder")
    options = MapOptions(
        discover=DiscoverOptions(
            min_count=min_count,
            top=top,
            keep_repeats=keep_repeats,
            threads=threads,
            memory=reading.memory,
            score=score,
            new_only=new_only,
            keep_fragments=keep_fragments,
            keep_numbers=keep_numbers,
            significance=significance,
            min_documents=min_documents,
            max_share=max_share,
            merge_forms=merge_forms,
        ),
        cooccurrence=CooccurrenceOptions(window=window, weight=weight),
        search=SearchOptions(trials=trials, seed=seed, threads=threads),
        communities=communities,
        topics=TopicOptions(seed=seed, threads=threads),
        graph_terms=not_negative("--graph-terms", graph_terms),
        part_of=part_of,
        senses=senses,
        layers=layers,
        edits=Edits() if edits is None else load_edits(edits),
        heading=heading,
    )
    if layers == BY_DATE:
        check_dates(reading, "--layers date needs")
    reading = with_groups(reading, part_of, layers if layers not in (BY_DATE, SOURCE) else None)
    lists = (known or [], include or [], exclude or [])
    read = [*corpus, *(background or []), *(file for files in lists for file in files), *reading.merge]
    read += [] if edits is None else [edits]
    for target in ("-", *(os.path.join(output, name) for name in (*MAP_FILES, *MORE_FILES))):
        check_paths(target, read, new_folder=True)
    sources = FileSources(corpus, background or [], *lists, reading)
    command = said_command([*sys.argv[1:], *given_arguments(ctx)])
    progress = Terminal()
    then: list[Callable[[str], object]] = [
        functools.partial(write_report, text=not no_text, edits=options.edits, progress=progress),
        *(functools.partial(export_map, kind=kind.value) for kind in export or []),
    ]
    before = None if edits is None else map_before(output)
    with about(*corpus):
        write_map(output, sources, options, command, fresh=fresh, then=then, progress=progress)
    if before is not None:
        note_changes(before, map_before(output), progress)
    progress.clear()
    found = read_summary(output)
    if sys.stdout is not None and sys.stdout.isatty():
        print_summary(found, output)
    else:
        write_lines("-", summary_lines(found, output))
    if open_:
        show_page(os.path.join(output, REPORT))
