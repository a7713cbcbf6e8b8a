"""Contexts of terms as a table, with what is known of their documents: sorted, or a sample of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from textmine.arraytypes import Longs
from textmine.concordance.contexts import Context, find_contexts
from textmine.concordance.places import Places, term_places
from textmine.concordance.spread import rank
from textmine.errors import OptionError
from textmine.io import data_frame
from textmine.options import given
from textmine.text import Corpus, build_corpus
from textmine.text.dates import NO_DATE, Dates
from textmine.text.fields import records_of_lines
from textmine.text.records import Records, records_of

if TYPE_CHECKING:
    import pandas

__all__ = ["CONTEXT_COLUMNS", "SORTS", "ContextOptions", "ContextTable", "context_columns", "context_rows", "contexts"]

CONTEXT_COLUMNS = ("term", "left", "keyword", "right", "document")
SORTS = ("place", "left", "right", "date")
# A Han character or kana, or a word between blanks.
_WORD = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff]|[^\W\u2e80-\u9fff\uf900-\ufaff]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class ContextOptions:
    """Which contexts of a term are shown, and how.

    Attributes
    ----------
    per_term
        Greatest number of contexts of each term; None for all.
    width
        Number of characters on each side.
    sort
        What a term's contexts are sorted by: `place`, `left` or `right` (the words on that side, from the nearest on),
        or `date`.
    sample
        Number of contexts drawn at random of each term, in place of `per_term`; None for none. They are spread evenly
        over periods (years, or months within one year), and within these over documents.
    seed
        Seed of the draw.
    memory
        Bytes to use for the text; None means a quarter of the machine's memory.

    Raises
    ------
    OptionError
        A number is negative, or `sort` is none of these.
    """

    per_term: int | None = 5
    width: int = 40
    sort: str = "place"
    sample: int | None = None
    seed: int = 123
    memory: int | None = None

    def __post_init__(self) -> None:
        if self.width < 0 or (self.per_term or 0) < 0:
            raise OptionError("the width or the number of contexts is negative", "use `width=40` and `per_term=5`")
        if self.sample is not None and self.sample < 1:
            raise OptionError(f"`sample` is {self.sample}: a sample needs one context or more", "use `sample=10`")
        if self.sort not in SORTS:
            raise OptionError(
                f"'{self.sort}' is nothing that contexts are sorted by", f"use one of: {', '.join(SORTS)}"
            )


@dataclass(frozen=True, slots=True)
class ContextTable:
    """Contexts, a row each.

    Attributes
    ----------
    columns
        `term`, `left`, `keyword` (as it is written there), `right`, `document` (the number from 1), and `id`, `title`,
        `date` and groups where they are known.
    rows
        By term, in their order.
    """

    columns: Sequence[str]
    rows: Sequence[tuple[Any, ...]]

    def __len__(self) -> int:
        return len(self.rows)

    def __repr__(self) -> str:
        return f"<{len(self)} contexts>"

    def to_pandas(self) -> pandas.DataFrame:
        """Return the rows as a data frame; needs pandas."""
        return data_frame({name: [row[at] for row in self.rows] for at, name in enumerate(self.columns)})


def contexts(
    texts: Sequence[str],
    terms: Sequence[str],
    options: ContextOptions | None = None,
    *,
    records: Records | None = None,
    corpus: Corpus | None = None,
    **keywords: Any,
) -> ContextTable:
    """Show terms in the text around them.

    Parameters
    ----------
    texts
        Texts; each line is a document.
    terms
        Terms to look for; case and width make no difference.
    options, keywords
        A `ContextOptions`, or its fields as keywords.
    records
        What is known of each line of the texts, as for `map_texts`.
    corpus
        The corpus of the texts, if there is one; its `records` are used.

    Raises
    ------
    OptionError
        There are not as many records as lines, or no dates to sort by.

    Examples
    --------
    >>> found = contexts(["检修变压器，更换变压器油", "变压器过热"], ["变压器"], width=2, sort="right")
    >>> [row[1:5] for row in found.rows]
    [('检修', '变压器', '，更', 1), ('更换', '变压器', '油', 1), ('', '变压器', '过热', 2)]
    """
    options = given(ContextOptions, options, keywords)
    if corpus is None:
        corpus = build_corpus(texts, memory=options.memory, names=terms)
        if records is not None:
            corpus = corpus.with_records(records_of_lines(records, texts, corpus.offsets))
    known = records_of(corpus)
    if options.sort == "date" and known.dates is None:
        raise OptionError("the documents have no dates to sort by", "name the field that holds them with `date`")
    places = term_places(corpus, terms, options.memory)
    chosen = None if options.sample is None else _sampled(places, corpus, known.dates, options.sample, options.seed)
    found = find_contexts(texts, corpus, places, per_term=options.per_term, width=options.width, chosen=chosen)
    rows = list(context_rows(_sorted(found, options.sort, known.dates), terms, known))
    return ContextTable(context_columns(known), rows)


def context_columns(records: Records) -> tuple[str, ...]:
    """Return the columns of `context_rows`."""
    return (*CONTEXT_COLUMNS, *records.columns(CONTEXT_COLUMNS))


def context_rows(found: Sequence[Context], terms: Sequence[str], records: Records) -> Iterator[tuple[Any, ...]]:
    """Yield a row a context under `context_columns`."""
    columns = records.columns(CONTEXT_COLUMNS).values()
    for at in found:
        known = (column[at.document - 1] for column in columns)
        yield terms[at.term], at.left, at.keyword, at.right, at.document, *known


def _sorted(found: list[Context], sort: str, dates: Dates | None) -> list[Context]:
    """Return the contexts of each term in the wanted order; those that are equal stay in order of their places."""
    if sort == "place":
        return found
    if sort == "date" and dates is not None:
        days = np.where(dates.days == NO_DATE, np.iinfo(np.int32).max, dates.days)  # those without a date are last
        return sorted(found, key=lambda at: (at.term, days[at.document - 1]))
    if sort == "left":
        return sorted(found, key=lambda at: (at.term, _WORD.findall(at.left.casefold())[::-1]))
    return sorted(found, key=lambda at: (at.term, _WORD.findall(at.right.casefold())))


def _sampled(places: Places, corpus: Corpus, dates: Dates | None, n: int, seed: int) -> NDArray[np.intp]:
    """Return `n` places of each term: one of every period before the second of any, and so for their documents."""
    documents = np.searchsorted(corpus.documents, places.starts, side="right") - 1
    periods = np.zeros(len(places), np.int64) if dates is None else _periods(dates)[documents]
    drawn = np.random.default_rng(seed).random(len(places))
    turn = _turns(drawn, places.terms, documents)  # in its document
    order = np.lexsort((drawn, turn, periods, places.terms))
    in_period = np.empty(len(places), np.int64)
    in_period[order] = rank(places.terms[order], periods[order])
    order = np.lexsort((drawn, in_period, places.terms))
    return np.sort(order[rank(places.terms[order]) < n])


def _turns(drawn: NDArray[np.float64], *keys: Longs) -> Longs:
    """Return the number of each item, from 0, among those with the same keys, in the order drawn."""
    order = np.lexsort((drawn, *keys))
    turns = np.empty(len(drawn), np.int64)
    turns[order] = rank(*(key[order] for key in keys))
    return turns


def _periods(dates: Dates) -> Longs:
    """Return the year of each document, or its month where all are of one year."""
    known = dates.days.astype("datetime64[D]")
    years = known.astype("datetime64[Y]").astype(np.int64)
    dated = dates.precision > 0
    if len(np.unique(years[dated])) > 1:
        return np.where(dated, years, NO_DATE)
    return np.where(dated, known.astype("datetime64[M]").astype(np.int64), NO_DATE)
