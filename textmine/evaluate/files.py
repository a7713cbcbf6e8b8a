"""Rankings, gold lists and segmentations from files."""

from __future__ import annotations

from textmine.evaluate.segmentation import Segmentation, read_segmentation
from textmine.io import decode, read_bytes, read_table
from textmine.io.sources import bare_suffix
from textmine.progress import SILENT, Progress

__all__ = ["load_gold", "load_ranking", "load_segmentation", "read_column"]


def read_column(text: str, source: str, *, comma: bool = False) -> list[str]:
    r"""Return the column called `term` where there is a header with that name, else the first column.

    Examples
    --------
    >>> read_column("rank\tterm\n1\t变压器\n", "terms.tsv"), read_column("变压器\t部件\n", "gold.tsv")
    (['变压器'], ['变压器'])
    """
    if not text or text.isspace():
        return []
    table = read_table(text, source, comma=comma)
    has_header = "term" in table.columns
    at = table.columns.index("term") if has_header else 0
    rows = table.rows if has_header else [list(table.columns), *table.rows]
    return [row[at] for row in rows if at < len(row)]


def load_ranking(source: str, progress: Progress = SILENT) -> list[str]:
    """Read a ranking, best first, as `read_column` does; lines that begin with `#` are comments. `-` is standard input.

    Raises
    ------
    InputError
        The file cannot be read or decoded.
    """
    lines = [line for line in _text(source, progress).split("\n") if not line.startswith("#")]
    return read_column("\n".join(lines), source, comma=bare_suffix(source) == ".csv")


def load_gold(source: str, progress: Progress = SILENT) -> list[str]:
    """Read gold terms, one a line, in the column that `read_column` takes.

    Raises
    ------
    InputError
        The file cannot be read or decoded.
    """
    return read_column(_text(source, progress), source, comma=bare_suffix(source) == ".csv")


def load_segmentation(source: str, progress: Progress = SILENT) -> Segmentation:
    """Read sentences, one a line, words separated by blanks.

    Raises
    ------
    InputError
        The file cannot be read or decoded, or has no word.
    """
    return read_segmentation(_text(source, progress), source)


def _text(source: str, progress: Progress) -> str:
    return decode(read_bytes(source), source, None, progress)
