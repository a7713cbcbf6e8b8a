"""What people change about a map by hand: terms left out, merged or kept, communities with other names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from textmine.errors import InputError
from textmine.io import PathName, Table, as_path, decode, read_any_table, read_bytes, read_table
from textmine.map.grouping import Grouping
from textmine.progress import SILENT, Progress
from textmine.terms import TermLists, Terms
from textmine.terms.exclusion import excluded_by
from textmine.text import spellings_of
from textmine.text.folding import fold

__all__ = [
    "EDIT_COLUMNS",
    "Edits",
    "edits_of",
    "folded_term",
    "forced_nodes",
    "load_edits",
    "note_unknown",
    "plain_edits",
    "read_edits",
    "renamed",
    "said_at",
    "without_dropped",
]

EDIT_COLUMNS = ("edit", "name", "into")
_KINDS = ("drop", "keep", "merge", "rename", "rename_subcommunity")
_PAIRS = _KINDS[2:]  # those that have something in the column `into`
_LONGEST = 200  # characters of a name
_NAMED = 5  # terms that a note names
_SEPARATOR = re.compile(r"[\t,;|]")
_REMEDY = "write one of drop, keep, merge, rename, rename_subcommunity; the report of the map writes such files"

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Edits:
    """Changes of a map, in the order in which they were made.

    Attributes
    ----------
    drop
        Terms that the map does not have.
    keep
        Terms that are on the map, whatever their rank.
    merge
        Spellings, each with the term that it is read as.
    rename
        Names of communities or themes, each with the name that it gets.
    rename_subcommunity
        The same of subcommunities, which only the report has.
    places
        File and line of each edit and name, `{("drop", "几年"): "edits.tsv:2"}`, for messages; of a merge, by the term
        that is shown. None if there is no file.
    """

    drop: Sequence[str] = ()
    keep: Sequence[str] = ()
    merge: Pairs = ()
    rename: Pairs = ()
    rename_subcommunity: Pairs = ()
    places: Mapping[tuple[str, str], str] = field(default_factory=dict, repr=False, compare=False, kw_only=True)

    def __bool__(self) -> bool:
        return any(getattr(self, kind) for kind in _KINDS)


def load_edits(source: PathName) -> Edits:
    """Read a file of edits; see `read_edits`.

    Raises
    ------
    InputError
        The file cannot be read, or a line of it is no edit or contradicts another.
    """
    path = as_path(source)
    return read_edits(decode(read_bytes(path), path, None), path)


def read_edits(text: str, source: str = "edits") -> Edits:
    r"""Read edits: a table with the columns `edit` (drop, keep, merge, rename...), `name` and `into`.

    Its fields are separated by tabs, or as those of other tables are. Lines that begin with `#` are comments, unless
    they hold an edit.

    Raises
    ------
    InputError
        A line is no edit, or contradicts another.

    Examples
    --------
    >>> read_edits("edit\tname\tinto\ndrop\t几年\t\nmerge\tWIFI\tWi-Fi\n")
    Edits(drop=('几年',), keep=(), merge=(('WIFI', 'Wi-Fi'),), rename=(), rename_subcommunity=())
    """
    table = _edits_table(text, source)
    found: dict[str, list[tuple[int, str, str]]] = {kind: [] for kind in _KINDS}
    columns = [table.column(name) for name in EDIT_COLUMNS]
    for line, kind, name, into in zip(table.lines, *columns, strict=True):
        kind, name, into = kind.strip().lower(), name.strip(), into.strip()
        _check(table, line, kind, name, into)
        found[kind].append((line, name, into))
    _check_together(source, found)
    spellings_of(found["merge"], source)  # refuses circles
    drop, keep = (tuple(dict.fromkeys(row[1] for row in found[kind])) for kind in ("drop", "keep"))
    pairs = [tuple(dict.fromkeys(row[1:] for row in found[kind])) for kind in _PAIRS]
    rows = [(kind, row) for kind in _KINDS for row in reversed(found[kind])]  # the first line of a name counts
    places = {(kind, into if kind == "merge" else name): f"{source}:{line}" for kind, (line, name, into) in rows}
    return Edits(drop, keep, *pairs, places=places)


def _edits_table(text: str, source: str) -> Table:
    """Return the table, in which comments are blank lines."""
    lines = ["" if line.startswith("#") and not _holds_edit(line) else line for line in text.split("\n")]
    head = next(filter(str.strip, lines), "")
    text = "\n".join(lines)
    # What the report writes has no quotes around fields, whatever the names hold.
    return read_table(text, source) if "\t" in head else read_any_table(text, source, column=EDIT_COLUMNS[0])


def _holds_edit(line: str) -> bool:
    return any(part.strip(' \r"').lower() in _KINDS for part in _SEPARATOR.split(line))


def _check(table: Table, line: int, kind: str, name: str, into: str) -> None:
    """Refuse a line that is no edit."""
    takes_into = kind in _PAIRS
    for fault, reason, hint in (
        (kind not in _KINDS, f"there is no edit '{kind[:40]}'", _REMEDY),
        (not name, f"{kind} without a name", "name a term or a community in the column 'name'"),
        (takes_into and not into, f"{kind} '{name[:40]}' into nothing", "fill the column 'into'"),
        (not takes_into and into, f"{kind} takes nothing in the column 'into'", "leave the column empty"),
        (max(len(name), len(into)) > _LONGEST, f"a name of more than {_LONGEST} characters", "shorten it"),
        (not (name + into).isprintable(), "a name with a line end or another control character", "remove it"),
        (kind == "merge" and name == into, f"'{name[:40]}' is merged into itself", "leave the line out"),
    ):
        if fault:
            raise InputError(table.source, line, reason, hint)


def _check_together(source: str, found: dict[str, list[tuple[int, str, str]]]) -> None:
    """Refuse two lines that contradict each other."""
    said: dict[str, tuple[int, str]] = {}
    for kind in ("drop", "keep", "merge"):
        for line, name, _ in found[kind]:
            other, before = said.setdefault(folded_term(name), (line, kind))
            if before != kind:
                reason = f"'{name}' is under {kind}, and on line {other} under {before}"
                raise InputError(source, line, reason, "leave one of them out")
    for line, _, into in found["merge"]:
        if said.get(folded_term(into), (0, ""))[1] == "drop":
            reason = f"terms are merged into '{into}', which line {said[folded_term(into)][0]} drops"
            raise InputError(source, line, reason, "drop each of them, or leave the drop out")
    for kind in ("rename", "rename_subcommunity"):
        names: dict[str, tuple[int, str]] = {}
        for line, name, into in found[kind]:
            other, before = names.setdefault(name, (line, into))
            if before != into:
                raise InputError(source, line, f"'{name}' gets another name on line {other}", "leave one of them out")


def folded_term(term: str) -> str:
    """Return a term for comparison: after NFKC and in lower case, as other lists of terms are compared."""
    return fold(term).text.strip().lower()


def plain_edits(edits: Edits) -> dict[str, Any]:
    """Return edits as JSON has them."""
    return {kind: [list(each) if isinstance(each, tuple) else each for each in getattr(edits, kind)] for kind in _KINDS}


def edits_of(record: Mapping[str, Any]) -> Edits:
    """Return the edits that a map was made with, as `run.json` has them; none where it has something else."""
    options = record.get("options")
    made = options.get("edits") if isinstance(options, dict) else None
    if not isinstance(made, dict):
        return Edits()
    names, pairs = (
        {
            kind: [each for each in made.get(kind) or () if fits(each)] if isinstance(made.get(kind), list) else []
            for kind in kinds
        }
        for kinds, fits in ((("drop", "keep"), _is_name), (_PAIRS, _is_pair))
    )
    return Edits(*map(tuple, names.values()), *(tuple((a, b) for a, b in found) for found in pairs.values()))


def _is_name(value: Any) -> bool:
    return isinstance(value, str)


def _is_pair(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(map(_is_name, value))


def without_dropped(terms: Terms, drop: Iterable[str]) -> Terms:
    """Return the terms that are not dropped."""
    unwanted = set(map(folded_term, drop))
    if not unwanted:
        return terms
    kept = [place for place, term in enumerate(terms.terms) if folded_term(term) not in unwanted]
    return terms.take(np.array(kept, np.int64))


def forced_nodes(terms: Terms, n: int, keep: Iterable[str]) -> Terms:
    """Return the best `n` terms, and those behind them that are kept."""
    wanted = set(map(folded_term, keep))
    if not wanted:
        return terms.head(n)
    places = [place for place, term in enumerate(terms.terms) if place < n or folded_term(term) in wanted]
    return terms.take(np.array(places, np.int64))


def renamed(groups: Grouping, edits: Edits, progress: Progress = SILENT) -> Grouping:
    """Return communities and themes with the names that `edits.rename` gives them.

    A name that no community has any more, since its terms changed, stands for the community with most of its terms,
    half of them at least.
    """
    names, themes = list(groups.names), list(groups.theme_names)
    homes = dict(zip(groups.words, groups.terms.tolist(), strict=True))
    for name, into in edits.rename:
        said = said_at("rename", [name], edits.places)
        communities = {groups.name(place): place for place in reversed(range(len(names)))}
        by_theme = {groups.theme_name(place): int(groups.themes[place]) for place in range(len(names))}
        place = communities.get(name, -1 if name in by_theme else _most_of(name.split(" · "), homes))
        if place >= 0:
            if name not in communities:
                progress.note(f"{said}: '{name}' is taken for '{groups.name(place)}', which has most of its terms")
            names[place] = [into]
        elif by_theme.get(name, -1) >= 0:
            themes[by_theme[name]] = [into]
        else:
            progress.note(f"{said}: no community or theme is called '{name}', or has half of these terms")
    return replace(groups, names=names, theme_names=themes)


def _most_of(terms: Sequence[str], homes: dict[str, int]) -> int:
    """Return the community with most of some terms, -1 if none has half of them."""
    found = [homes[term] for term in terms if homes.get(term, -1) >= 0]
    best = max(found, key=lambda home: (found.count(home), -home), default=-1)
    return best if 2 * found.count(best) >= len(terms) else -1


def said_at(kind: str, names: Sequence[str], places: Mapping[tuple[str, str], str]) -> str:
    """Return what a note on some names begins with: where they stand in the file, and the edit."""
    found = [places[kind, name] for name in names[:_NAMED] if (kind, name) in places]
    others = [place.rpartition(":")[2] for place in found[1:]]
    return f"{','.join([found[0], *others])}: {kind}" if found else kind


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(f"'{name}'" for name in names[:_NAMED]) + more


def note_unknown(
    kind: str,
    names: Iterable[str],
    terms: Iterable[str],
    progress: Progress,
    edits: Edits,
    lists: TermLists | None = None,
) -> None:
    """Say which names are no terms of the text, so that an edit does nothing; and which of them `lists` excludes."""
    known = set(map(folded_term, terms))
    unknown = [name for name in names if folded_term(name) not in known]
    causes: dict[str, list[str]] = {}
    for name in unknown:
        cause = None if lists is None else excluded_by(name, lists.exclude, lists.excluded_patterns)
        causes.setdefault("not among the terms found" if cause is None else f"excluded by {cause}", []).append(name)
    for cause, found in sorted(causes.items(), key=lambda item: item[0].startswith("not")):
        be = "are" if len(found) > 1 else "is"
        progress.note(f"{said_at(kind, found, edits.places)}: {_listed(found)} {be} {cause}")
