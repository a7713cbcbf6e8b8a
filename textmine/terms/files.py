"""Term lists from files: what `discover` wrote, or one term a line."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from textmine.errors import InputError
from textmine.io import PathName, Table, as_path, decode, read_bytes, read_table
from textmine.io.sources import bare_suffix
from textmine.progress import SILENT, Progress
from textmine.segment import WordList
from textmine.text.simplified import simplify

__all__ = ["load_table", "load_terms", "read_terms", "simplified_terms"]

_DIGITS = 15  # of a count that is exact as a float


def read_terms(text: str, source: str, *, comma: bool = False) -> WordList:
    r"""Read a term list: a table with a column `term` and perhaps `count`, or one term a line without a header.

    Raises
    ------
    InputError
        Several columns and none called `term`, a count that is no number, or no term.

    Examples
    --------
    >>> read_terms("term\tcount\n变压器\t12\n", "terms.tsv").frequencies.tolist()
    [12.0]
    >>> list(read_terms("变压器\n断路器\n", "terms.txt").words)
    ['变压器', '断路器']
    """
    table = read_table(text, source, comma=comma)
    if "term" not in table.columns and len(table.columns) == 1 and all(len(row) == 1 for row in table.rows):
        words = [table.columns[0], *(row[0] for row in table.rows)]
        return WordList(words, np.ones(len(words)))
    words, scores = table.column("term"), _scores(table)
    if "count" not in table.columns:
        return WordList(words, np.ones(len(words)), scores)
    counts = table.column("count")
    for count, line in zip(counts, table.lines, strict=True):
        if not count.isdecimal() or len(count) > _DIGITS:
            raise InputError(source, line, f"the count '{count}' is not a whole number", "write how often it occurs")
    return WordList(words, np.array(counts, dtype=np.float64), scores)


def _scores(table: Table) -> NDArray[np.float64] | None:
    """Return the column `score` where there is one and it holds numbers; nothing depends on it but what is shown."""
    if "score" not in table.columns:
        return None
    try:
        return np.array(table.column("score"), dtype=np.float64)
    except (InputError, ValueError):
        return None


def load_terms(path: PathName, progress: Progress = SILENT) -> WordList:
    """Read a term list from a file (CSV where its name ends in `.csv`) or, for `-`, from standard input.

    Raises
    ------
    InputError
        As `read_terms`; or the file cannot be read.
    """
    source = as_path(path)
    return read_terms(decode(read_bytes(source), source, None, progress), source, comma=bare_suffix(source) == ".csv")


def load_table(path: PathName, progress: Progress = SILENT) -> Table:
    """Read a table of terms with a header from a file (CSV where its name ends in `.csv`) or, for `-`, standard input.

    Raises
    ------
    InputError
        It is empty, or cannot be read.
    """
    source = as_path(path)
    return read_table(decode(read_bytes(source), source, None, progress), source, comma=bare_suffix(source) == ".csv")


def simplified_terms(terms: WordList) -> WordList:
    """Return terms with traditional Chinese characters made simplified ones; see `simplify`."""
    return WordList([simplify(term) for term in terms.words], terms.frequencies, terms.scores)
