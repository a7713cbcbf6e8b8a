"""Term lists from files: whatever `discover` writes, or one term a line."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from textmine.errors import InputError
from textmine.io import PathName, Table, as_path, decode, read_bytes, read_workbook, table_lines
from textmine.io.signatures import is_workbook
from textmine.progress import SILENT, Progress
from textmine.segment import WordList
from textmine.terms.recognition import term_table
from textmine.text import ReadOptions, load_spellings
from textmine.text.simplified import simplify

__all__ = ["load_scored", "load_table", "load_terms", "read_terms", "simplified_terms", "terms_as_read", "words_of"]

_DIGITS = 15  # of a count that is exact as a float


def read_terms(text: str, source: str, progress: Progress = SILENT) -> WordList:
    r"""Read a term list: any format that `discover` writes, or one term a line; see `term_table`.

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
    return words_of(term_table(text, source, progress))


def words_of(table: Table) -> WordList:
    """Return the terms of a table that `load_table` returned, with their counts and scores where it has them.

    Raises
    ------
    InputError
        A count is no number.
    """
    words, scores = table.column("term"), _scores(table)
    if "count" not in table.columns:
        return WordList(words, np.ones(len(words)), scores)
    counts = table.column("count")
    for count, line in zip(counts, table.lines, strict=True):
        if not count.isdecimal() or len(count) > _DIGITS:
            raise InputError(
                table.source, line, f"the count '{count}' is not a whole number", "write how often it occurs"
            )
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
    """Read a term list in any format from a file (a workbook too) or, for `-`, from standard input.

    Raises
    ------
    InputError
        As `read_terms`; or the file cannot be read.
    """
    return words_of(load_table(path, progress))


def load_table(path: PathName, progress: Progress = SILENT, *, first_column: bool = False) -> Table:
    """Read a list of terms as a table; see `term_table`.

    Raises
    ------
    InputError
        It is empty, has no terms, or cannot be read.
    """
    source = as_path(path)
    data = read_bytes(source)
    if is_workbook(data, source):
        table = read_workbook(data, source, None, progress)
        text = "".join(table_lines(table.columns, table.rows))
        return term_table(text, source, progress, first_column=first_column)
    return term_table(decode(data, source, None, progress), source, progress, first_column=first_column)


def load_scored(path: PathName, progress: Progress = SILENT) -> Table:
    """Read a list of terms as `load_table` does; where it has no column `score`, the counts are the scores, else 1.

    Raises
    ------
    InputError
        As `load_table`.
    """
    source = as_path(path)
    table = load_table(source, progress)
    if "score" in table.columns:
        return table
    scores = table.column("count") if "count" in table.columns else ["1"] * len(table.rows)
    progress.note(f"{source}: no column 'score'; {'counts are scores' if 'count' in table.columns else 'all score 1'}")
    rows = [[*row, score] for row, score in zip(table.rows, scores, strict=True)]
    return Table(source, (*table.columns, "score"), rows, table.lines)


def simplified_terms(terms: WordList) -> WordList:
    """Return terms with traditional Chinese characters made simplified ones; see `simplify`."""
    return WordList([simplify(term) for term in terms.words], terms.frequencies, terms.scores)


def terms_as_read(terms: WordList, reading: ReadOptions) -> WordList:
    """Return terms as a text has them that is read with some options: simplified, and other spellings merged.

    Terms that become equal are one, in the place of the first; their counts add up.
    """
    if reading.simplified:
        terms = simplified_terms(terms)
    spellings = load_spellings(reading.merge, reading.spellings, simplified=reading.simplified)
    if spellings is None:
        return terms
    written = spellings.words(terms.words)
    first: dict[str, int] = {}
    for place, term in enumerate(written):
        first.setdefault(term, place)
    kept = np.array(list(first.values()), dtype=np.int64)
    number = {term: rank for rank, term in enumerate(first)}
    which = [number[term] for term in written]
    counts = np.bincount(which, terms.frequencies, len(first)).astype(np.float64)
    return WordList(list(first), counts, None if terms.scores is None else terms.scores[kept])
