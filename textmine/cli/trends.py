"""`textmine trends`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from textmine.cli.counted import All, Choice, CommunityFile, RowCount, RowsOrTable, TermFile, Top
from textmine.cli.options import Background, Corpus, Exclude, Include, MaxShare, MinDocuments, Output, Threads
from textmine.cli.reading import reads_text
from textmine.cli.records import PartOf

if TYPE_CHECKING:
    from textmine.periods import Trends
    from textmine.text import ReadOptions

__all__ = ["Show", "trends"]


class Show(StrEnum):
    """What is printed."""

    TERMS = "terms"
    PERIODS = "periods"
    CHANGES = "changes"


@reads_text(fields=("date", "date_from_name"))
def trends(
    corpus: Corpus,
    every: Annotated[
        str, typer.Option(metavar="PERIOD", help="year, month, week, day, or a number of years, such as 10.")
    ] = "year",
    show: Annotated[
        Show, typer.Option(help="A row for each term, for each term and period, or for each significant change.")
    ] = Show.TERMS,
    part_of: PartOf = None,
    terms: TermFile = None,
    communities: CommunityFile = None,
    background: Background = None,
    top: Top = 5000,
    min_documents: MinDocuments = 2,
    max_share: MaxShare = 1.0,
    include: Include = None,
    exclude: Exclude = None,
    rows: RowCount = None,
    all_: All = False,
    format_: RowsOrTable = None,
    output: Output = "-",
    *,
    reading: ReadOptions,
    threads: Threads = 1,
) -> None:
    """Follow terms, or communities, over time.

    In: records with a text and a date: JSON lines, or tables with --column; or files with dates in their names. Dates
    are read as 1998-03-04, 1998-03, 1998, 19980304, 1998年3月4日, 4.3.1998, 4 March 1998 and the like; docs/trends.md
    has all forms. What cannot be read is counted and said; documents without a date are left out. A term counts
    wherever it stands, in longer terms too.

    Out, --show terms: one row a term, those first whose frequency surely rises or falls most: term, count, documents,
    periods (that have it), first, last, peak (the period in which it is most frequent), per_million (occurrences per
    million units), peak_per_million, slope (bits a period: 1 doubles), slope_low, slope_high (its 95 % interval),
    burst_first, burst_last, burst_weight (the strongest burst: Kleinberg's automaton of two states, nats), rises, falls
    (significant changes).

    --show periods: one row a term and period: term, period, count, documents, per_million, share (of documents), burst,
    and, against the period before, log_ratio (bits), low, high (95 % interval), p_value, q_value (false-discovery rate
    over all terms and periods), significant.

    --show changes: the rises and falls of each period, those first that are sure, by the end of the interval nearer to
    0: period, change, term, count, count_before, documents, documents_before, per_million, per_million_before,
    log_ratio, low, high, dispersion (Gries' DP), p_value, q_value, significant.

    Intervals and tests allow for words that come in bursts, in documents and in the wholes of --part-of.

    Memory: as discover, 20 bytes a term and document, and 200 a term and period.

    Example: textmine trends reports.jsonl --date date --every 10 --show changes --rows 30 --background none
    """
    from textmine.cli.counted import count_terms, shown_as
    from textmine.cli.fitting import terminal_width
    from textmine.cli.progress import Terminal
    from textmine.cli.records import check_dates, load_documents, wholes_of, with_groups
    from textmine.cli.rows import write_rows
    from textmine.io import check_paths
    from textmine.periods import parse_every
    from textmine.periods import trends as find_trends

    check_dates(reading, "trends need")
    parse_every(every)
    format_, n_rows = shown_as(format_, output, rows)
    choice = Choice(terms, communities, background, include, exclude, top, min_documents, max_share, threads)
    choice.check()
    check_paths(output, [*corpus, *choice.files(), *reading.merge])
    progress = Terminal()
    text, records, _ = load_documents(corpus, with_groups(reading, part_of), progress)
    counts, _ = count_terms(choice, text, reading, progress)
    progress.stage("comparing periods")
    found = find_trends(counts, records, every=every, wholes=wholes_of(records, part_of, progress))
    progress.clear()
    if found.periods.n_coarse:
        progress.note(f"{found.periods.n_coarse} dates do not tell the {every}; their documents are left out")
    if len(found.periods) == 1:
        progress.note(f"all documents are of {found.periods.labels[0]}: one period has no trend")
    if show is Show.CHANGES and not all_ and next(found.change_rows(1), None) is None:
        progress.note("no change is significant (--all prints the others)")
    columns, written = _table(found, show, n_rows, all_=all_)
    if format_ == "table":
        columns, written = _drawn(found, show, columns, written, terminal_width(output))
    write_rows(output, columns, written, format_)


def _table(found: Trends, show: Show, rows: int, *, all_: bool) -> tuple[Sequence[str], Iterable[Any]]:
    """Return columns and rows."""
    from itertools import islice

    from textmine.periods import CHANGE_COLUMNS, PERIOD_COLUMNS, TREND_COLUMNS

    if show is Show.PERIODS:
        return PERIOD_COLUMNS, islice(found.period_rows(), rows or None)
    if show is Show.CHANGES:
        return CHANGE_COLUMNS, found.change_rows(rows, significant=not all_)
    return TREND_COLUMNS, found.rows(rows)


_SHOWN = {
    Show.TERMS: ("term", "count", "documents", "first", "last", "peak", "slope", "burst_first", "burst_last"),
    Show.PERIODS: ("term", "period", "count", "documents", "per_million", "burst", "q_value"),
    Show.CHANGES: ("period", "change", "term", "count_before", "count", "documents", "low", "high", "q_value"),
}
# Columns that a narrow terminal leaves out first.
_LAST = {
    Show.TERMS: ("documents", "first", "last", "burst_last", "burst_first", "count", "peak"),
    Show.PERIODS: ("q_value", "burst", "documents", "per_million"),
    Show.CHANGES: ("q_value", "documents", "high", "low", "count_before", "count"),
}
_MOST_BARS = 40  # of a term, in a terminal


def _drawn(
    found: Trends, show: Show, columns: Sequence[str], records: Iterable[Any], width: int
) -> tuple[Sequence[str], Iterable[Any]]:
    """Return some of the columns, with one for a bar: of the periods of a term, or of a number of the row."""
    from textmine.cli.blocks import bar
    from textmine.cli.fitting import bounded, fit_columns

    chosen, rows = [columns.index(name) for name in _SHOWN[show]], list(records)
    if show is Show.TERMS:
        by, bars = _bars(found, [row[0] for row in rows], _MOST_BARS if width else len(found.periods))
    else:
        by = {Show.PERIODS: "per_million", Show.CHANGES: "log_ratio"}[show]
        values = [abs(row[columns.index(by)]) for row in rows]
        bars = [bar(value, max(values)) for value in values]
    ends = [columns.index(name) for name in ("low", "high") if show is Show.CHANGES]
    rows = [[bounded(cell) if at in ends else cell for at, cell in enumerate(row)] for row in rows]
    cells = ([*(row[at] for at in chosen), drawn] for row, drawn in zip(rows, bars, strict=True))
    names = [*_SHOWN[show], by if show is Show.TERMS else f"{by} "]  # no two columns have one name
    return fit_columns(names, cells, width, _LAST[show])


def _bars(found: Trends, terms: Sequence[str], most: int) -> tuple[str, list[str]]:
    """Return a head, and a column of block characters a period for each term; a few periods a column above `most`."""
    import numpy as np

    from textmine.cli.blocks import columns_of

    n = len(found.periods)
    edges = np.arange(0, n, -(-n // most))
    units = np.maximum(np.add.reduceat(found.sides.n_units, edges), 1)
    rates = np.add.reduceat(found.sides.count, edges, axis=1) / units
    place = {term: at for at, term in enumerate(found.terms)}
    head = f"{found.periods.labels[0]} to {found.periods.labels[-1]}"
    return head, [columns_of(rates[place[term]].tolist()) for term in terms]
