"""Terms with everything that speaks for and against them."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import MISSING, Field, dataclass, fields, replace
from typing import TYPE_CHECKING, Any, overload

import numpy as np
from numpy.typing import NDArray

from textmine.errors import InputError
from textmine.io import PathName, Table, as_path, data_frame, decode, read_bytes, read_table
from textmine.notebook import Frame, html_table, table_frame
from textmine.segment import WordList

if TYPE_CHECKING:
    import pandas

__all__ = ["Term", "Terms", "load_evidence", "read_evidence"]


@dataclass(frozen=True, slots=True)
class Term:
    """One term with its evidence; what each number is, `Terms` says."""

    term: str
    score: float
    count: int
    documents: int
    background: int
    contrast: float
    cohesion: float
    left_entropy: float
    right_entropy: float
    left_breaks: float
    right_breaks: float
    word_edges: float
    company: float
    nestedness: float
    known: bool
    confidence: float
    p_value: float | None = None
    q_value: float | None = None
    significant: bool | None = None
    forms: str | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """Terms, best first, with their evidence; every array has one entry a term.

    Attributes
    ----------
    terms
        The terms as they are mostly written.
    score
        float64: what they are ranked by; positive, without a unit.
    count, documents
        int64: occurrences in the corpus, repeated passages counted once, and documents with one.
    background
        int64: occurrences in the background; of terms that saved counts were cut of, an estimate, rounded.
    contrast
        float64: log2 of how many times more frequent a term is in the corpus than in the background, bits.
    cohesion
        float64: least pointwise mutual information over all splits, bits; 0 for single units.
    left_entropy, right_entropy
        float64: of the unit before and behind, bits; every break counts as a unit never seen before.
    left_breaks, right_breaks
        float64: share of occurrences behind a break (a mark, a line end), and before one.
    word_edges
        float64: share of occurrences that begin and end at a word edge: characters where the dictionary's best
        segmentation has one, words between blanks beside a function word, a break or a character.
    company
        float64: how much the neighbours of the first and the last unit are those of good terms, bits; see `Company`.
    nestedness
        float64: share of occurrences inside the most frequent n-gram that is one unit longer.
    known
        bool: whether the dictionary has the term.
    confidence
        float64: share of correct terms expected among candidates that rank like this one, to three digits; it never
        rises from one term to the next. Calibrated on other texts; see `textmine.terms.confidence`.
    p_value, q_value, significant
        float64, float64, bool: see `Significance`; None where nothing was tested, and no column then.
    forms
        object: strings, the forms of each term, the most frequent first, `; ` between them; None where not merged.

    Examples
    --------
    >>> from textmine.text import build_corpus
    >>> from textmine.terms import discover
    >>> found = discover(build_corpus(["变压器的绕组过热。检修变压器和绕组"]), min_count=2)
    >>> found, found[0].term, found[0].count
    (<Terms: 绕组, 变压器>, '绕组', 2)
    >>> [each.term for each in found], found[1:].terms
    (['绕组', '变压器'], ['变压器'])
    """

    terms: Sequence[str]
    score: NDArray[np.float64]
    count: NDArray[np.int64]
    documents: NDArray[np.int64]
    background: NDArray[np.int64]
    contrast: NDArray[np.float64]
    cohesion: NDArray[np.float64]
    left_entropy: NDArray[np.float64]
    right_entropy: NDArray[np.float64]
    left_breaks: NDArray[np.float64]
    right_breaks: NDArray[np.float64]
    word_edges: NDArray[np.float64]
    company: NDArray[np.float64]
    nestedness: NDArray[np.float64]
    known: NDArray[np.bool_]
    confidence: NDArray[np.float64]
    p_value: NDArray[np.float64] | None = None
    q_value: NDArray[np.float64] | None = None
    significant: NDArray[np.bool_] | None = None
    forms: NDArray[np.object_] | None = None

    def __len__(self) -> int:
        return len(self.terms)

    def __repr__(self) -> str:
        shown = ", ".join(self.terms[:_SHOWN]) + (f", ... {len(self)} in all" if len(self) > _SHOWN else "")
        return f"<Terms: {shown}>" if len(self) else "<Terms: none>"

    def _repr_html_(self) -> str:
        """Return what a notebook shows: the best terms with the evidence that says most."""
        return html_table(*self._table())

    def show(self, height: int = 400) -> Frame:
        """Return the first thousand terms as a table in a frame of a notebook; `height` in pixels."""
        return table_frame(*self._table(), height)

    def _table(self) -> tuple[str, Sequence[str], Iterable[Sequence[Any]], int]:
        """Return caption, headings, rows, and the number of rows."""
        rows = zip(
            self.terms,
            self.score.tolist(),
            self.count.tolist(),
            self.documents.tolist(),
            self.contrast.tolist(),
            strict=True,
        )
        heads = ("term", "score", "count", "documents", "contrast")
        return f"{len(self):,} terms, the best first", heads, rows, len(self)

    def __iter__(self) -> Iterator[Term]:
        names = self.columns()
        for row in self.rows():
            fields: dict[str, Any] = dict(zip(names, row, strict=True))
            yield Term(**fields)

    @overload
    def __getitem__(self, index: int) -> Term: ...
    @overload
    def __getitem__(self, index: slice) -> Terms: ...
    def __getitem__(self, index: int | slice) -> Term | Terms:
        if isinstance(index, slice):
            columns = {field.name: getattr(self, field.name)[index] for field in self._arrays()}
            return replace(self, terms=self.terms[index], **columns)
        place = operator.index(index)
        fields = {
            field.name: getattr(self, field.name)[place].tolist() for field in self._arrays() if field.name != "forms"
        }
        forms = None if self.forms is None else self.forms[place]
        return Term(self.terms[place], **fields, forms=forms)

    def columns(self) -> tuple[str, ...]:
        """Return the names of the columns, in the order of `rows`."""
        return ("term", *(field.name for field in self._arrays()))

    def rows(self) -> Iterator[tuple[str | int | float | bool, ...]]:
        """Yield one record a term."""
        columns = [getattr(self, field.name).tolist() for field in self._arrays()]
        yield from zip(self.terms, *columns, strict=True)

    def _arrays(self) -> list[Field[Any]]:
        return [field for field in fields(self)[1:] if getattr(self, field.name) is not None]

    def as_words(self) -> WordList:
        """Return the terms with their counts and scores, as segmentation and co-occurrence take them."""
        return WordList(self.terms, self.count.astype(np.float64), self.score)

    def head(self, n: int) -> Terms:
        """Return the best `n` terms."""
        return self[:n]

    def take(self, places: NDArray[np.int64]) -> Terms:
        """Return the terms at some places, int64[k], in the order of the places."""
        columns = {field.name: getattr(self, field.name)[places] for field in self._arrays()}
        return replace(self, terms=[self.terms[place] for place in places.tolist()], **columns)

    def to_pandas(self) -> pandas.DataFrame:
        """Return the columns that `discover` prints as a data frame, a row a term; needs pandas."""
        return data_frame({"term": self.terms} | {field.name: getattr(self, field.name) for field in self._arrays()})


_SHOWN = 5  # terms that stand for all in a repr
_TYPES: dict[str, Callable[[Sequence[str]], NDArray[Any]]] = {
    "float64": lambda column: np.array(column, np.float64),
    "int64": lambda column: np.array(column, np.int64),
    "bool_": lambda column: np.array([_truth(value) for value in column], bool),
    "object_": lambda column: np.array(column, object),
}


def _truth(value: str) -> bool:
    if value not in ("true", "false"):
        raise ValueError(f"'{value}' is neither true nor false")
    return value == "true"


def read_evidence(table: Table) -> Terms:
    r"""Read terms with their evidence from the table that `columns` and `rows` make; no digit is lost on the way.

    Raises
    ------
    InputError
        A column is missing, or a field is not of its column's type.

    Examples
    --------
    >>> from textmine.text import build_corpus
    >>> from textmine.io import read_table, table_lines
    >>> from textmine.terms import DiscoverOptions, discover
    >>> found = discover(build_corpus(["变压器的绕组过热。检修变压器"]), None, DiscoverOptions(min_count=2))
    >>> again = read_evidence(read_table("".join(table_lines(found.columns(), found.rows())), "terms.tsv"))
    >>> list(again.rows()) == list(found.rows())
    True
    """
    columns = {}
    for each in fields(Terms)[1:]:
        if each.name in table.columns or each.default is MISSING:
            of = next(convert for name, convert in _TYPES.items() if name in str(each.type))
            try:
                columns[each.name] = of(table.column(each.name))
            except (ValueError, OverflowError) as error:
                raise InputError(table.source, None, f"column '{each.name}': {error}", "run discover again") from error
    return Terms(table.column("term"), **columns)


def load_evidence(path: PathName) -> Terms:
    """Read the file that `discover` wrote as TSV; see `read_evidence`.

    Raises
    ------
    InputError
        It cannot be read, or lacks a column.
    """
    source = as_path(path)
    return read_evidence(read_table(decode(read_bytes(source), source, None), source))
