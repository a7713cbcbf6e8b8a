"""`textmine compare`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from textmine.cli.counted import All, Choice, CommunityFile, RowCount, RowsOrTable, TermFile, Top
from textmine.cli.options import Background, Exclude, Include, MaxShare, MinDocuments, Output, Threads
from textmine.cli.reading import reads_text
from textmine.cli.records import PartOf

if TYPE_CHECKING:
    from textmine.comparison import Comparison
    from textmine.text import ReadOptions
    from textmine.text.records import Group, Records

__all__ = ["compare"]


@reads_text(fields=("date", "date_from_name"))
def compare(
    corpus: Annotated[
        list[str],
        typer.Argument(
            metavar="A B", help="Two texts, each a file, a directory or a pattern. With --by or --split, one or more."
        ),
    ],
    by: Annotated[
        str | None,
        typer.Option(metavar="FIELD", help="Compare the documents of each value of this field with all others."),
    ] = None,
    split: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="Compare what is older than this date with the rest; needs --date."),
    ] = None,
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
    """Say what one corpus says that another does not, in both directions.

    In: two texts; or one, with a field of its records that tells the sides (--by), or a date (--split 1979 with
    --date). The terms are found in both sides together. A term counts wherever it stands, in longer terms too.

    Out: one row a term that differs significantly, first those of the first side. Of a side, those are first that are
    sure, by the lower end of the interval of log_ratio: side (that uses the term more), term, count, other_count,
    documents, other_documents, per_million (occurrences per million units), other_per_million, log_ratio (log2 of the
    ratio of both, one occurrence more shared out, bits), low, high (95 % interval), log_odds (z-score with an
    informative Dirichlet prior), dispersion (Gries' DP: 0 even, 1 in one place), other_dispersion, p_value, q_value
    (false-discovery rate over all terms and sides), significant (q_value of 0.05 or less); and community (number and
    name) where --terms is what cluster or map wrote.

    Intervals and tests allow for words that come in bursts, in documents and in the wholes of --part-of; the formulas
    are in docs/compare.md. With --by and three values or more, each is compared with the rest.

    Memory: as discover, and 20 bytes a term and document.

    Example: textmine compare data/power.txt data/encyclopedia.txt --background none --rows 20
    """
    from textmine.cli.counted import count_terms, named_home, shown_as
    from textmine.cli.fitting import terminal_width
    from textmine.cli.progress import Terminal
    from textmine.cli.records import load_documents, wholes_of, with_groups
    from textmine.cli.rows import write_rows
    from textmine.comparison import compare_groups
    from textmine.io import check_paths

    _check(corpus, by, split, reading)
    format_, n_rows = shown_as(format_, output, rows)
    choice = Choice(terms, communities, background, include, exclude, top, min_documents, max_share, threads)
    choice.check()
    check_paths(output, [*corpus, *choice.files(), *reading.merge])
    progress = Terminal()
    text, records, source = load_documents(corpus, with_groups(reading, by, part_of), progress)
    group = _sides(records, source, corpus, by, split)
    n_without = int((group.codes < 0).sum())
    if n_without:
        progress.note(f"{n_without} of {len(group)} documents are on no side; they are left out")
    counts, homes = count_terms(choice, text, reading, progress)
    progress.stage("comparing")
    found = compare_groups(counts, group, wholes=wholes_of(records, part_of, progress))
    if homes:
        names = [named_home(homes.get(term)) or "" for term in counts.terms]
        found = [each.with_communities(names) for each in found]
    progress.clear()
    _note_single(found, progress)
    written = [row for each in found for row in each.rows(n_rows, significant=not all_)]
    if not written and not all_:
        progress.note("no difference is significant (--all prints the others)")
    if format_ == "table":
        write_rows(output, *_drawn(written, found[0].columns, terminal_width(output)), format_)
    else:
        write_rows(output, found[0].columns, written, format_)


def _check(corpus: Sequence[str], by: str | None, split: str | None, reading: ReadOptions) -> None:
    from textmine.cli.records import check_dates
    from textmine.errors import OptionError

    if by is not None and split is not None:
        raise OptionError("--by and --split exclude each other", "leave out one of them")
    if split is not None:
        check_dates(reading, "--split needs")
    if by is None and split is None and len(corpus) != 2:
        hint = "name two, or one and what tells its sides, with --by or --split"
        texts = "one text is" if len(corpus) == 1 else f"{len(corpus)} texts are"
        raise OptionError(f"{texts} not two sides", hint)


def _sides(records: Records, source: Group, corpus: Sequence[str], by: str | None, split: str | None) -> Group:
    """Return the side of each document."""
    import numpy as np

    from textmine.io import expand_sources
    from textmine.text.records import Group

    if by is not None:
        return records.groups[by]
    if split is None:
        first = len(expand_sources(corpus[:1]))
        return Group((source.codes >= first).astype(np.int32), list(corpus))
    return _by_date(records, split)


def _by_date(records: Records, split: str) -> Group:
    """Return whether each document is older than a date; -1 where that is not known."""
    import numpy as np

    from textmine.errors import OptionError
    from textmine.text.dates import UNKNOWN, read_date
    from textmine.text.records import Group

    found = read_date(split)
    if found is None or records.dates is None:
        raise OptionError(f"'{split}' is no date", "write it as 1979 or 1979-01-01")
    codes = (records.dates.days >= found[0]).astype(np.int32)
    codes[records.dates.precision == UNKNOWN] = -1
    for side, reason in enumerate((f"no document is older than {split}", f"all documents are older than {split}")):
        if not (codes == side).any() and (days := [day for day in records.dates.texts() if day]):
            raise OptionError(reason, f"choose a date between {min(days)} and {max(days)}")
    return Group(codes, [f"before {split}", f"from {split}"])


def _note_single(found: Sequence[Comparison], progress: Any) -> None:
    """Say which sides are one document: nothing is known of their dispersion."""
    names = [
        each.names[side]
        for each in found
        for side in ((0,) if each.one_sided else (0, 1))
        if each.sides.n_documents[side] == 1
    ]
    if len(names) == 1:
        progress.note(f"{names[0]} is one document: nothing about it can be significant")
    elif names:
        few = f"such as {names[0]}"
        progress.note(f"{len(names)} sides are one document each, {few}: nothing about them can be significant")


_SHOWN = ("side", "term", "count", "other_count", "documents", "other_documents", "low", "q_value", "community")
# Columns that a narrow terminal leaves out first.
_LAST = ("q_value", "other_documents", "documents", "community", "low", "other_count", "count")


def _drawn(found: Sequence[Any], columns: Sequence[str], width: int) -> tuple[Sequence[str], Sequence[Any]]:
    """Return some of the columns, and a bar as long as the lower end of the interval."""
    from textmine.cli.blocks import bar
    from textmine.cli.fitting import bounded, fit_columns

    names = [name for name in _SHOWN if name in columns]
    chosen, low = [columns.index(name) for name in names], columns.index("low")
    most = max((row[low] for row in found), default=0)
    cells = ([*(bounded(row[at]) if at == low else row[at] for at in chosen), bar(row[low], most)] for row in found)
    return fit_columns([*names, ""], cells, width, _LAST)
