"""Rows to a file or to standard output."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    _Row = Sequence[str | int | float | bool]

__all__ = ["format_by_ending", "write_lines", "write_rows"]

_ENDINGS = {"": "tsv", ".tsv": "tsv", ".csv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl"}
_CALLED = {"tsv": "TSV", "csv": "CSV", "jsonl": "JSON lines", "table": "a table for people"}
_OTHERS = ("json", "xlsx", "xls", "ods", "parquet", "xml", "html")  # formats of tables that are not written


def format_by_ending(path: str, others: Mapping[str, str] | None = None) -> str:
    """Return the format of rows, or one of some others, that the name of a file ends in; nothing where none is known.

    Examples
    --------
    >>> format_by_ending("senses.CSV.gz"), format_by_ending("-"), format_by_ending("graph.net", {".net": "pajek"})
    ('csv', 'tsv', 'pajek')
    >>> format_by_ending("senses.xlsx")
    ''
    """
    from textmine.io.sources import bare_suffix

    return {**(others or {}), **_ENDINGS}.get(bare_suffix(path), "")


def write_lines(output: str, lines: Iterable[str]) -> None:
    """Write lines, one or many at a time, which include their line ends."""
    from textmine.io.output import open_output

    with open_output(output) as stream:
        stream.writelines(lines)


def write_rows(
    output: str, columns: Sequence[str], rows: Iterable[_Row], kind: str, to_the_right: Sequence[str] = ()
) -> None:
    """Write rows under a header as `tsv`, `csv`, `jsonl` or `table`; in a table, align some columns to the right."""
    from textmine.io.rows import table_lines

    _note_ending(output, kind)
    write_lines(output, _pretty(columns, rows, to_the_right) if kind == "table" else table_lines(columns, rows, kind))


def _note_ending(output: str, kind: str) -> None:
    """Say if the name of a file promises rows in another format."""
    from textmine.cli.progress import Terminal
    from textmine.io.sources import bare_suffix

    promised = bare_suffix(output).removeprefix(".")
    if promised != kind and promised in ("tsv", "csv", "jsonl"):
        Terminal().note(f"{output}: holds {_CALLED[kind]}; --format {promised} writes what its name says")
    elif promised in _OTHERS:
        Terminal().note(f"{output}: holds {_CALLED[kind]}, whatever its name says")


def _pretty(columns: Sequence[str], rows: Iterable[_Row], to_the_right: Sequence[str]) -> Iterable[str]:
    """Yield the lines of a table for a terminal, floats with four digits."""
    import io

    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from textmine.errors import printable

    table = Table(box=box.SIMPLE)
    for column in columns:
        table.add_column(Text(printable(column)), justify="right" if column in to_the_right else "left")
    for row in rows:
        # Control characters of a text must not reach the terminal.
        cells = [f"{value:.4g}" if isinstance(value, float) else printable(str(value)) for value in row]
        table.add_row(*map(Text, cells))
    buffer = io.StringIO()
    # Wide enough for any row: a pipe must not cut it.
    Console(file=buffer, width=10_000, no_color=True, highlight=False).print(table)
    yield from (line.rstrip() + "\n" for line in buffer.getvalue().splitlines())
