"""`textmine count`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from textmine.cli.options import (
    Corpus,
    KeepRepeats,
    Threads,
    not_standard_output,
)
from textmine.cli.reading import reads_text

if TYPE_CHECKING:
    from textmine.text import ReadOptions

__all__ = ["count"]


@reads_text(on_dask=True)
def count(
    corpus: Corpus,
    output: Annotated[str, typer.Option("--output", "-o", metavar="FILE", help="The count file to write.")],
    min_count: Annotated[
        int | None,
        typer.Option(
            help="Least number of occurrences.  [default: one for each ten million units of text, at least 2]"
        ),
    ] = None,
    max_length: Annotated[int, typer.Option(help="Units (Han characters or words) of the longest n-gram.")] = 8,
    keep_repeats: KeepRepeats = False,
    pack: Annotated[
        bool,
        typer.Option("--pack", help="Compress the file to a fifth of its size. When used, it is then held in memory."),
    ] = False,
    *,
    reading: ReadOptions,
    threads: Threads = 1,
) -> None:
    """Count all n-grams of a text, to be used as --background of later runs.

    In: general text, such as an encyclopedia, one document a line.

    Out, in FILE: the exact count of every n-gram that occurs --min-count times or more. The file opens in milliseconds.
    A damaged file is refused. Standard output, one row: documents, units (repeated passages counted once), ngrams,
    min_count, max_length.

    Memory: 80 MB, and with --memory about as much as it says: long arrays lie in the spool.

    Example: textmine count data/encyclopedia.txt -o c.ngrams && textmine discover data/power.txt -b c.ngrams --all
    """
    from textmine.backgrounds import BackgroundOptions, count_background, save_counts
    from textmine.cli.errors import about
    from textmine.cli.progress import Terminal
    from textmine.cli.rows import write_rows
    from textmine.io import check_paths
    from textmine.text import read_corpus

    options = BackgroundOptions(
        min_count=min_count, max_length=max_length, keep_repeats=keep_repeats, threads=threads, memory=reading.memory
    )
    check_paths(not_standard_output("--output", output), [*corpus, *reading.merge])
    progress = Terminal()
    with about(*corpus):
        counts = count_background(read_corpus(corpus, reading, progress=progress), options, progress)
    progress.stage("writing")
    save_counts(output, counts, packed=pack)
    progress.clear()
    summary = counts.summary()
    write_rows("-", list(summary), [list(summary.values())], "tsv")
