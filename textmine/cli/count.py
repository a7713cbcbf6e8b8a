"""`textmine count`."""

from __future__ import annotations

from typing import Annotated

import typer

from textmine.cli.options import (
    Column,
    Corpus,
    Encoding,
    Field,
    KeepRepeats,
    Memory,
    PerFile,
    Simplify,
    Threads,
    memory_size,
    not_standard_output,
    read_options,
)

__all__ = ["count"]


def count(
    corpus: Corpus,
    output: Annotated[str, typer.Option("--output", "-o", metavar="FILE", help="The count file to write.")],
    min_count: Annotated[
        int | None,
        typer.Option(
            help="Least number of occurrences.  [default: one for each ten million units of text, 2 at least]"
        ),
    ] = None,
    max_length: Annotated[int, typer.Option(help="Units (Han characters or words) of the longest n-gram.")] = 8,
    keep_repeats: KeepRepeats = False,
    pack: Annotated[
        bool, typer.Option("--pack", help="Compress the file to a fifth; it is then held in memory when used.")
    ] = False,
    encoding: Encoding = None,
    per_file: PerFile = False,
    field: Field = None,
    column: Column = None,
    simplify: Simplify = False,
    memory: Memory = None,
    threads: Threads = 1,
) -> None:
    """Count all n-grams of a text once, to be used as --background by every later run.

    In: general text, such as an encyclopedia, one document a line.

    Out, in FILE: the exact count of every n-gram that occurs often enough. The file opens in milliseconds, and is
    refused when it is damaged. Standard output, one row: documents, units (repeated passages counted once), ngrams,
    min_count, max_length.

    Memory: 80 MB, half of --memory for the text, and 60 bytes an n-gram.

    Example: textmine count data/encyclopedia.txt -o counts.ngrams && textmine discover data/power.txt -b counts.ngrams
    """
    from textmine.backgrounds import BackgroundOptions, count_background, save_counts
    from textmine.cli.errors import about
    from textmine.cli.progress import Terminal
    from textmine.cli.rows import write_rows
    from textmine.io import check_paths
    from textmine.text import read_corpus

    size = memory_size(memory)
    options = BackgroundOptions(min_count, max_length, keep_repeats, threads, size)
    reading = read_options(encoding, per_file, field, column, size, simplify)
    check_paths(not_standard_output("--output", output), corpus)
    progress = Terminal()
    with about(*corpus):
        counts = count_background(read_corpus(corpus, reading, progress=progress), options, progress)
    progress.stage("writing")
    save_counts(output, counts, packed=pack)
    progress.clear()
    summary = counts.summary()
    write_rows("-", list(summary), [list(summary.values())], "tsv")
