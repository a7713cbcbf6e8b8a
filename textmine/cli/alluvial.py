"""`textmine alluvial`."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from textmine.cli.cluster import Seed, Trials
from textmine.cli.counted import Choice, RowsOrTable, TermFile
from textmine.cli.graph import Weight
from textmine.cli.options import Background, Corpus, Exclude, Include, MaxShare, MinDocuments, Output, Threads
from textmine.cli.reading import reads_text

if TYPE_CHECKING:
    from textmine.progress import Progress
    from textmine.segment import WordList
    from textmine.streams import Alluvial
    from textmine.text import ReadOptions

__all__ = ["alluvial"]


@reads_text(fields=("date", "date_from_name"))
def alluvial(
    corpus: Corpus,
    every: Annotated[
        str, typer.Option(metavar="PERIOD", help="year, month, week, day, or a number of years, such as 10.")
    ] = "year",
    each: Annotated[
        bool,
        typer.Option("--each", help="Find the communities of each period, and match those of different periods."),
    ] = False,
    layers: Annotated[
        str | None,
        typer.Option(
            metavar="date|FIELD",
            help="Cluster all periods at once, as layers of one network; or the values of a group, such as an author.",
        ),
    ] = None,
    terms: TermFile = None,
    communities: Annotated[
        str | None,
        typer.Option(
            "--communities",
            metavar="FILE",
            help="The communities to follow: what cluster or map wrote, as TSV, or the folder of a map."
            "  [default: found in all the text together]",
        ),
    ] = None,
    background: Background = None,
    top: Annotated[
        int | None,
        typer.Option(
            help="How many of the best terms become nodes; 0 for all."
            "  [default: one for each 150 units of text, 200 to 2000]"
        ),
    ] = None,
    min_documents: MinDocuments = 1,
    max_share: MaxShare = 1.0,
    include: Include = None,
    exclude: Exclude = None,
    window: Annotated[int, typer.Option(help="Words from one term to another at most.")] = 10,
    weight: Weight = "npmi",
    trials: Trials = 1,
    seed: Seed = 123,
    networks: Annotated[
        str | None,
        typer.Option(
            metavar="DIR",
            help="Write the network of each period with its communities as PERIOD.ftree, which the alluvial generator"
            " of mapequation.org reads.",
        ),
    ] = None,
    format_: RowsOrTable = None,
    output: Output = "-",
    *,
    reading: ReadOptions,
    threads: Threads = 1,
) -> None:
    """Follow communities from period to period, and the flow that they share.

    In: dated records, as for trends. The network of a period has a node for each term and links between terms that
    occur together. The communities are those of all the text together, or of --communities; with --each they are found
    in each period, and a community has the same number in all periods. With --layers date the periods are layers of one
    network, and a walk changes to others at times (half of its steps): communities last, and a term can change its own.
    --layers FIELD does so with the values of a group in place of periods, by name; source stands for the files.

    Out: one row for each community of a period and each community of the next period that shares a term with it, by
    period, the largest flow first: period, community (its number), name, flow (share of the random walk on the network
    of the period), size (number of terms), terms (five with the largest flow), next_period, next_community,
    shared_terms (how many are in both), shared_flow (their flow in this period), next_flow (their flow in the next).
    The last five are empty where no term goes on.

    Memory: as discover, 4 bytes a unit of text, and 12 a term and period.

    Example: textmine alluvial reports.jsonl --date date --every 10 --background none
    """
    from contextlib import nullcontext
    from dataclasses import replace

    from textmine.cli.counted import chosen_words, shown_as, too_few_documents
    from textmine.cli.errors import about
    from textmine.cli.fitting import fit_columns, terminal_width
    from textmine.cli.progress import Terminal
    from textmine.cli.records import check_dates, load_documents, with_groups
    from textmine.cli.rows import write_rows
    from textmine.errors import OptionError
    from textmine.io import check_paths, made_folder
    from textmine.mapequation import SearchOptions
    from textmine.pairs import CooccurrenceOptions, default_nodes
    from textmine.periods import BY_DATE
    from textmine.streams import ALLUVIAL_COLUMNS, AlluvialOptions, Reference
    from textmine.streams import alluvial as find
    from textmine.terms.exclusion import in_documents
    from textmine.text.records import SOURCE

    if each and communities is not None:
        raise OptionError("--each and --communities exclude each other", "--each finds the communities of each period")
    if layers is not None and (each or communities is not None):
        raise OptionError("--layers finds communities itself", "leave out --each and --communities")
    if terms is None and communities is not None and os.path.isdir(communities):
        terms, communities = communities, None  # its terms in their order, with their communities
    if layers in (None, BY_DATE):
        check_dates(reading, "an alluvial diagram needs")
    else:
        reading = with_groups(reading, layers if layers != SOURCE else None)
    options = AlluvialOptions(
        every=every,
        each=each,
        layers=layers,
        cooccurrence=CooccurrenceOptions(window=window, weight=weight, threads=threads, memory=reading.memory),
        search=SearchOptions(trials=trials, seed=seed, threads=threads),
    )
    format_, _ = shown_as(format_, output, None)
    choice = Choice(terms, communities, background, include, exclude, top or 0, min_documents, max_share, threads)
    choice.check()
    check_paths(output, [*corpus, *choice.files(), *reading.merge])
    progress = Terminal()
    # Whether the folder can be made is known before the work.
    with nullcontext() if networks is None else made_folder(networks, "networks"):
        text, records, _ = load_documents(corpus, reading, progress)
        if top is None:
            choice = choice.first(default_nodes(text.n_units))
        words, homes = chosen_words(choice, text, reading, progress)
        if choice.terms is not None:
            words = in_documents(_of_map(words, choice, text.n_documents), text, min_documents, max_share)
            if not words.words:
                raise too_few_documents(choice, text.n_documents)
            options = replace(options, nodes=choice.top or None)
        reference = Reference.of_homes([homes.get(word) for word in words.words]) if homes else None
        with about(*corpus):
            found = find(text, words, options, records=records, reference=reference, progress=progress)
        progress.clear()
        _note(found, progress)
        if networks is not None:
            _write_networks(found, networks)
    if format_ == "table":
        write_rows(output, *fit_columns(ALLUVIAL_COLUMNS, found.rows(), terminal_width(output), _LAST), format_)
    else:
        write_rows(output, ALLUVIAL_COLUMNS, found.rows(), format_)


def _of_map(words: WordList, choice: Choice, n_documents: int) -> WordList:
    """Return the terms that a map looks at in its periods, if they are those of its folder; else all."""
    import numpy as np

    from textmine.terms import load_table
    from textmine.topics import enough_documents

    if choice.terms is None or not os.path.isdir(choice.terms):
        return words
    table = load_table(str(choice.listed))
    if not {"count", "documents"} <= {*table.columns}:
        return words
    terms = table.column("term")
    counts, documents = (
        np.array([int(text) if text.isdecimal() else 0 for text in table.column(name)], np.int64)
        for name in ("count", "documents")
    )
    known = {terms[place] for place in enough_documents(counts, documents, n_documents).tolist()}
    return words.where([word in known for word in words.words])


_LONGEST = 60  # characters of the name of a file: fewer than 255 bytes
_SHOWN = 5  # periods that a note names
# Columns that a narrow terminal leaves out first.
_LAST = ("next_flow", "next_period", "size", "shared_terms", "terms", "shared_flow")


def _note(found: Alluvial, progress: Progress) -> None:
    """Say which periods have no network, and if there is only one."""
    if found.without:
        shown = ", ".join(found.without[:_SHOWN]) + (", ..." if len(found.without) > _SHOWN else "")
        progress.note(f"{shown}: no two terms occur together often enough; left out")
    if len(found.periods) == 1:
        progress.note(f"only {found.periods[0]} has a network of terms: nothing goes on")


def _write_networks(found: Alluvial, directory: str) -> None:
    from textmine.cli.rows import write_lines

    for at, name in enumerate(_file_names(found.periods)):
        write_lines(os.path.join(directory, f"{name}.ftree"), found.ftree(at))


def _file_names(labels: Sequence[str]) -> list[str]:
    """Return labels as names of files, with a number where two would have the same.

    Examples
    --------
    >>> _file_names(["1998", "a/b", "A:b"])
    ['1998', 'a_b', 'A_b 3']
    """
    import re

    found: dict[str, str] = {}
    for number, label in enumerate(labels, 1):
        name = re.sub(r'[\\/:*?"<>|\x00-\x1f]', "_", label).strip(". ")[:_LONGEST] or "_"
        name = name if name.lower() not in found else f"{name} {number}"
        found[name.lower()] = name
    return list(found.values())
