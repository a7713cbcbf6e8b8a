"""A map in memory: the results of all stages, made from texts by one call."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textmine.arraytypes import Ids
from textmine.communities import GraphCommunities
from textmine.concordance import Context
from textmine.graph import Graph
from textmine.map.chain import Chain
from textmine.map.grouping import Grouping, theme_rows
from textmine.map.options import MapOptions
from textmine.map.sources import TextSources, World
from textmine.notebook import Frame, html_table
from textmine.options import given
from textmine.progress import SILENT, Progress
from textmine.terms import Terms
from textmine.text import Corpus
from textmine.text.records import Records

if TYPE_CHECKING:
    from textmine.map.choosing import DocumentTable

__all__ = ["TermMap", "map_texts"]


@dataclass(frozen=True, slots=True, repr=False)
class TermMap:
    """The results of all stages: corpus, terms, graph, its communities, groups of terms and documents, contexts.

    `texts` are the texts as they were read. `n_characters` is the number of characters of the texts, `n_background`
    the number of units of the background, 0 without one. `wholes` is what each document is a part of, None where
    nobody knows. `heading` is that of the report.
    """

    corpus: Corpus
    terms: Terms
    graph: Graph
    communities: GraphCommunities
    groups: Grouping
    contexts: list[Context]
    texts: Sequence[str]
    n_characters: int
    n_background: int = 0
    wholes: Ids | None = None
    heading: str | None = None

    def documents(self, **asked: Any) -> DocumentTable:
        """Return the documents, a row each, or those that are asked for; see `textmine.map.documents`."""
        from textmine.map.choosing import documents

        return documents(self, **asked)

    def __repr__(self) -> str:
        found = f"{self.graph.n_nodes} of them linked, {len(self.groups.names)} communities"
        return f"<TermMap of {len(self.terms)} terms, {found}>"

    def _repr_html_(self) -> str:
        """Return what a notebook shows: the communities with their themes and sizes."""
        n = len(self.groups.names)
        rows = ((theme, name, terms, documents) for name, _, theme, _, terms, documents, _ in theme_rows(self.groups))
        caption = f"{len(self.terms):,} terms, {self.graph.n_nodes:,} of them linked, in {n:,} communities"
        return html_table(caption, ("theme", "community", "terms", "documents"), rows, n)

    def show(self, height: int = 720, language: str | None = None) -> Frame:
        """Return the report of the map in a frame of a notebook.

        Parameters
        ----------
        height
            Of the frame, in pixels.
        language
            `zh` or `en`; None means the language of the terms.
        """
        # The report stands above the map: it is looked up, so that no import points up.
        return Frame(importlib.import_module("textmine.report").map_page(self, language), height)


def map_texts(
    texts: Sequence[str],
    background: World | str | Sequence[str] = None,
    options: MapOptions | None = None,
    progress: Progress = SILENT,
    *,
    records: Records | None = None,
    **keywords: Any,
) -> TermMap:
    r"""Go from texts to a map of their terms, as ``textmine map`` does from files.

    Parameters
    ----------
    texts
        The domain; each line is a document.
    background
        The background: texts, a corpus, a background, or a name as for `open_background`. None chooses the shipped
        one for the language of the texts; `"none"` means no background.
    options, keywords
        Options of each stage: a `MapOptions`, or its fields as keywords.
    progress
        Gets the name of each stage, and a note of the background that was chosen.
    records
        What is known of each line of the texts beside its words, such as ids and dates; see `build_records`. The
        documents found, which are the lines with a word, have it in `TermMap.corpus.records`.

    Raises
    ------
    InputError
        The texts hold no term, or no two terms that occur together.
    OptionError
        There are not as many records as lines.

    Examples
    --------
    >>> from textmine.terms import DiscoverOptions
    >>> text = "变压器的绕组过热。检修变压器和绕组！新变压器有新绕组\n" * 2
    >>> found = map_texts([text], ["新机器投运，旧机器退役。"], discover=DiscoverOptions(keep_repeats=True))
    >>> list(found.graph.names)
    ['变压器', '绕组']
    """
    sources = TextSources(texts, background, records=records)
    chain = Chain(sources, given(MapOptions, options, keywords), progress)
    terms, graph, communities, groups = chain.terms, chain.graph, chain.communities, chain.groups
    contexts, sizes = chain.collect_contexts(), (chain.n_characters, chain.n_background, chain.wholes)
    heading = chain.options.heading
    return TermMap(chain.corpus, terms, graph, communities, groups, contexts, chain.texts, *sizes, heading)
