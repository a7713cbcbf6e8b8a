r"""What a list of terms is, told by the whole file: a table, JSON, a dictionary of another program, or plain lines.

In this order: JSON; a dictionary of jieba (`word count tag`) or HanLP (`word nature count`, by tabs, commas or blanks)
if every line is one of its entries; a table with a column `term`; lines of a word and its count, or a word and its
tag; a dictionary of jieba in which some lines lack the count or the tag; a term a line. A tag must be one that these
programs use: `iphone pro 12` is a term, not a word with the tag `pro`. Two exceptions: HanLP's tag may be any if all
lines have it, and jieba's may be any behind a word with a Han character.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textmine.errors import InputError
from textmine.io import Table, read_any_table, read_table, records_table
from textmine.io.dialects import find_delimiter
from textmine.io.jsonvalues import looks_like_json
from textmine.io.sources import bare_suffix
from textmine.io.tables import named_places
from textmine.progress import SILENT, Progress

__all__ = ["term_table"]

# Parts of speech as ICTCLAS, jieba and HanLP name them.
_TAGS = frozenset(
    re.findall(
        r"\S+",
        """
        a ad ag al an b bl c cc d df dg dl e eng f g gb gbc gc gg gi gm gp h i j k l m mg mq n nb nba nbc nbp nf ng nh
        nhd nhm ni nic nis nit nl nm nmc nn nnd nnt nr nr1 nr2 nrf nrfg nrj nrt ns nsf nt ntc ntcb ntcf ntch nth nto
        nts ntu nx nz o p pba pbei q qg qt qv r rg rr ry rys ryt ryv rz rzs rzt rzv s t tg u ud ude1 ude2 ude3 ug uj ul
        ule uv uz uzhe v vd vf vg vi vl vn vq vshi vx vyou w x xc xu xx y yg z zg
        """,
    )
)
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_LEAST_COUNTED = 3  # lines of words with counts, where the words are not Chinese
_CLEARLY_COUNT = 100  # too large for the number of a version
_Entry = tuple[str, str]
_JIEBA = re.compile(r"(.+) ([0-9]{1,15}) ([A-Za-z][A-Za-z0-9]{0,7})")
_WITH_COUNT = re.compile(r"(.+) ([0-9]{1,15})")
_WITH_TAG = re.compile(r"(.+) ([A-Za-z][A-Za-z0-9]{0,7})")
_HANLP = tuple(
    re.compile(rf"([^{inside}]+)((?:{sign}[A-Za-z][A-Za-z0-9]{{0,7}}{sign}[0-9]{{1,15}})+)")
    for inside, sign in (("\t", "\t"), (",", ","), (r"\s", " "))
)
_COUNTED = tuple(re.compile(rf"([^{sign}]+?) *{sign} *([0-9]{{1,15}})") for sign in ("\t", ",", ";"))
_NATURE = re.compile(r"[\t, ]([A-Za-z]\w*)[\t, ]([0-9]+)")


@dataclass(frozen=True, slots=True)
class _Lines:
    """The lines of a file that are not blank, each with its number."""

    texts: list[str]
    numbers: list[int]

    def entries(self, read: Callable[[str], _Entry | None]) -> list[_Entry] | None:
        """Return word and count of each line; None where a line is no entry."""
        found: list[_Entry] = []
        for text in self.texts:
            entry = read(text)
            if entry is None:
                return None
            found.append(entry)
        return found


def term_table(text: str, source: str, progress: Progress = SILENT, *, first_column: bool = False) -> Table:
    r"""Read a list of terms in any of the formats that `discover` writes as a table with a column `term`.

    Parameters
    ----------
    text, source
        The file and its name.
    progress
        Told what the file was taken for where that is a guess.
    first_column
        Take the first column of a table that has none called `term`.

    Raises
    ------
    InputError
        No term; several columns and none called `term`; JSON without such a field.

    Examples
    --------
    >>> term_table("neural network 12 n\n变压器 3 n\n", "terms.txt").rows
    [['neural network', '12'], ['变压器', '3']]
    >>> term_table("phase 2\nphase 3\n", "terms.txt").column("term")
    ['phase 2', 'phase 3']
    """
    numbered = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    lines = _Lines([line for _, line in numbered], [number for number, _ in numbered])
    if not lines.texts:
        raise InputError(source, None, "the file is empty", "write a term a line, or a table with a column 'term'")
    json = _json_table(text, source)
    if json is not None:
        return json
    dictionary = _dictionary(lines)
    if dictionary is None:
        table = _with_header(text, source, lines.texts[0])
        if table is not None:
            return table
        dictionary = _loose_dictionary(lines)
    if dictionary is not None:
        kind, entries = dictionary
        progress.note(f"{source}: read as {kind}")
        return _table(source, entries, lines.numbers)
    return _plain(text, source, first_column)


def _table(source: str, entries: Sequence[_Entry], lines: list[int]) -> Table:
    if not any(count for _, count in entries):
        return Table(source, ("term",), [[word] for word, _ in entries], lines)
    # A word without a count was seen once, as a word of a plain list.
    return Table(source, ("term", "count"), [[word, count or "1"] for word, count in entries], lines)


def _json_table(text: str, source: str) -> Table | None:
    certain = bare_suffix(source) in (".json", ".jsonl", ".ndjson")
    if not (certain or looks_like_json(text) or text.lstrip().startswith('["')):
        return None
    try:
        table = records_table(text, source, "term")
    except InputError:
        if certain:
            raise
        return None
    places = named_places(table.columns, "term")
    if not places:
        hint = f"the fields are: {', '.join(table.columns)}"
        raise InputError(source, table.lines[0] if table.lines else None, "no field 'term'", hint)
    return _named(table, places[0])


def _named(table: Table, place: int) -> Table:
    """Return a table whose column at a place is called `term`."""
    columns = [*table.columns[:place], "term", *table.columns[place + 1 :]]
    return Table(table.source, tuple(columns), table.rows, table.lines)


def _with_header(text: str, source: str, first: str) -> Table | None:
    """Return a table that has a column `term`; None where there is none."""
    if first.startswith("term\tscore\t"):
        return read_table(text, source)  # our own: a quote is nothing but a quote
    if first.strip() in ("term", '"term"'):
        return read_table(text, source, comma='"' in first or bare_suffix(source) == ".csv")
    delimiter = find_delimiter(text, source, "term") if "term" in first.casefold() else None
    if delimiter is None:
        return None
    table = read_any_table(text, source, delimiter=delimiter)
    places = named_places(table.columns, "term")
    return _named(table, places[0]) if places else None


def _jieba(line: str) -> _Entry | None:
    match = _JIEBA.fullmatch(line.rstrip(" "))
    if match is None or not (match[3] in _TAGS or _HAN.search(match[1])):
        return None
    return match[1], match[2]


def _hanlp(pattern: re.Pattern[str], first: str) -> Callable[[str], _Entry | None]:
    """Return a reader of entries; a tag of the user's own counts as a tag if all lines have it."""
    match = pattern.fullmatch(first)
    tags = _TAGS | {tag for tag, _ in _NATURE.findall(match[2])} if match else _TAGS

    def read(line: str) -> _Entry | None:
        match = pattern.fullmatch(line)
        if match is None:
            return None
        natures = _NATURE.findall(match[2])
        if not all(tag in tags for tag, _ in natures):
            return None
        return match[1], str(sum(int(count) for _, count in natures))

    return read


def _dictionary(lines: _Lines) -> tuple[str, list[_Entry]] | None:
    """Return the kind and the entries of a dictionary, if every line has a count and a tag."""
    entries = lines.entries(_jieba)
    if entries is not None:
        return "a user dictionary of jieba: word, count, tag", entries
    for pattern in _HANLP:
        entries = lines.entries(_hanlp(pattern, lines.texts[0] if len(lines.texts) > 1 else ""))
        if entries is not None:
            return "a dictionary of HanLP: word, nature, count", entries
    return None


def _loose_dictionary(lines: _Lines) -> tuple[str, list[_Entry]] | None:
    """Return the kind and the entries of a list that has counts or tags, but not both in every line."""
    for pattern in _COUNTED:
        entries = lines.entries(_reader(pattern))
        if entries is not None:
            return "words and their counts", entries
    tagged = lines.entries(_tagged)
    if tagged is not None:
        return "a dictionary of pkuseg: word, tag", tagged
    if not any(" " in line for line in lines.texts):
        return None
    if _is_counted(lines.texts):
        return "words and their counts", [entry for entry in map(_reader(_WITH_COUNT), lines.texts) if entry]
    n_full = sum(_jieba(line) is not None for line in lines.texts)
    n_counted = sum(_WITH_COUNT.fullmatch(line) is not None for line in lines.texts)
    if n_full and 2 * (n_full + n_counted) >= len(lines.texts):
        return "a user dictionary of jieba: word, count, tag", [_any_jieba(line) for line in lines.texts]
    return None


def _reader(pattern: re.Pattern[str]) -> Callable[[str], _Entry | None]:
    def read(line: str) -> _Entry | None:
        match = pattern.fullmatch(line)
        return None if match is None else (match[1], match[2])

    return read


def _tagged(line: str) -> _Entry | None:
    word, sign, tag = line.partition("\t")
    return (word, "") if sign and word and tag in _TAGS else None


def _is_counted(lines: list[str]) -> bool:
    """Tell words with counts from terms that end in a number, such as the number of a version.

    The words must all be different. Chinese terms do not end in a blank and a number, so Chinese words have counts.
    Other words need three lines or more, and counts in descending order or one too large for a version.
    """
    matches = [_WITH_COUNT.fullmatch(line) for line in lines]
    words = [match[1] for match in matches if match]
    if len(words) < len(lines) or len(set(words)) < len(words):
        return False
    if all(map(_HAN.search, words)):
        return True
    counts = [int(match[2]) for match in matches if match]
    descends = counts == sorted(counts, reverse=True)
    return len(counts) >= _LEAST_COUNTED and (descends or max(counts) >= _CLEARLY_COUNT)


def _any_jieba(line: str) -> _Entry:
    """Read an entry as jieba does, with count and tag where it has them."""
    entry = _jieba(line) or _reader(_WITH_COUNT)(line)
    if entry is not None:
        return entry
    match = _WITH_TAG.fullmatch(line)
    # The last word of an English term is not a tag.
    return (match[1], "") if match and match[2] in _TAGS and _HAN.match(match[1][-1]) else (line, "")


def _plain(text: str, source: str, first_column: bool) -> Table:
    """Read a term a line; or, on request, the first column of any table."""
    table = read_table(text, source, comma=bare_suffix(source) == ".csv")
    rows = [list(table.columns), *table.rows]
    lines = [next(number for number, line in enumerate(text.split("\n"), 1) if line.strip()), *table.lines]
    if not first_column and any(len(row) > 1 for row in rows):
        table.column("term")  # which says that there is none
    return Table(source, ("term",), [row[:1] for row in rows], lines)
