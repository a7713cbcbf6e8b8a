"""The data of the page as one JSON document: the results, shortened and rounded for a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from textmine.map.edits import edits_of, plain_edits
from textmine.map.folder import MapFolder
from textmine.report.contrasts import contrast_data, typical_values
from textmine.report.documents import document_heads, page_documents, shown_documents, taken_documents
from textmine.report.drawn import drawn_map
from textmine.report.evidence import column_values, described_columns
from textmine.report.overview import overview
from textmine.report.senses import sense_data
from textmine.report.spellings import simplified_pairs
from textmine.report.subcommunities import document_subcommunities
from textmine.report.texts import PackedTexts, packed_texts
from textmine.report.times import alluvial_data, mean_years, times_data
from textmine.report.wording import WORDING, language_of

__all__ = ["page_contents", "page_texts"]

_TERMS = 10_000


def page_contents(folder: MapFolder, language: str | None = None, *, text: bool = True) -> dict[str, Any]:
    """Return the data for the script of the page.

    Parameters
    ----------
    folder
        The folder that `textmine map` wrote.
    language
        `zh` or `en`; None means the language of the best terms.
    text
        Whether texts are part of the page.

    Returns
    -------
    dict
        `language wording overview columns terms documents edits`, `times alluvial contrasts typical` (empty
        where there are no dates or groups), `sizes` of text and background, `simplified` (see `simplified_pairs`),
        and of the map `nodes links communities themes subcommunities undrawn`; `senses` (see `sense_data`) only where
        terms have several. Data are columns of numbers, not rows; terms are named by their index in `terms`.

    Raises
    ------
    InputError
        No node of the map is one of the terms.
    """
    names = folder.terms.column("term")[:_TERMS]
    language = language or language_of(names[:1000])
    place_of = {term: place for place, term in enumerate(names)}
    drawn = drawn_map(folder, place_of)
    terms = {name: column_values(folder.terms.column(name)[:_TERMS]) for name in folder.terms.columns}
    terms["term"] = names
    terms["community"] = [0] * len(names)
    shown, documents = _documents(folder, drawn["communities"], text=text)
    of_documents = _subcommunities(folder, drawn, names)
    documents["subcommunity"] = [of_documents[place] for place in shown] if of_documents else []
    contrasts = contrast_data(folder, place_of)
    beside = {
        "times": times_data(folder, place_of, shown, of_documents),
        "alluvial": alluvial_data(folder),
        "contrasts": contrasts,
        "typical": typical_values(contrasts, drawn["nodes"]["term"]),
    }
    years = mean_years(folder)
    drawn["nodes"]["year"] = [years.get(names[term]) for term in drawn["nodes"]["term"]] if years else []
    nodes = folder.nodes
    for name, community in (*zip(nodes.names, nodes.communities, strict=True), *nodes.others.items()):
        if name in place_of:
            terms["community"][place_of[name]] = community + 1
    return {
        "language": language,
        "wording": WORDING[language],
        "overview": overview(folder, len(names), language),
        "columns": described_columns(folder, terms, language),
        "terms": terms,
        "documents": documents,
        **beside,
        "sizes": _sizes(folder),
        "simplified": simplified_pairs([*names, *(folder.documents.texts if text else ())]),
        "edits": plain_edits(edits_of(folder.record)),
        **sense_data(folder, place_of),
        **drawn,
    }


def _documents(folder: MapFolder, communities: list[dict[str, Any]], *, text: bool) -> tuple[list[int], dict[str, Any]]:
    """Return which documents the page has, with those of contexts and those that are typical, and their columns.

    The typical documents of the communities become places among them. `number` has the numbers, if some are missing.
    """
    typical = [document for community in communities for document in community["typical"]]
    in_contexts = (row[3] - 1 for rows in folder.contexts.values() for row in rows)
    n = len(folder.documents.communities)
    shown = shown_documents(n, [*typical, *in_contexts])
    place = {document: at for at, document in enumerate(shown)}
    for community in communities:
        community["typical"] = [place[document] for document in community["typical"] if document in place]
    found = taken_documents(folder.documents, shown)
    columns = page_documents(found)
    if text:
        columns["heads"] = document_heads(found, (place for group in communities for place in group["typical"]))
    return shown, columns if len(shown) == n else {**columns, "number": [document + 1 for document in shown]}


def _subcommunities(folder: MapFolder, drawn: dict[str, Any], names: Sequence[str]) -> list[int]:
    """Return the finest subcommunity of each document, -1 for none, and count them; empty where there is no level."""
    levels, nodes = drawn["subcommunities"], drawn["nodes"]
    if not levels:
        return []
    home = {names[term]: group for term, group in zip(nodes["term"], nodes["subcommunity"], strict=True)}
    above = np.arange(len(levels[-1]))
    for groups in reversed(levels):
        above = np.array([group["within"] for group in groups], np.int64)[above]
    found = document_subcommunities(folder.documents, above, home)
    of_groups = np.array(found, np.int64)
    for groups in reversed(levels):
        sizes = np.bincount(of_groups[of_groups >= 0], minlength=len(groups))
        for group, size in zip(groups, sizes.tolist(), strict=True):
            group["documents"] = size
        of_groups = np.array([*(group["within"] for group in groups), -1], np.int64)[of_groups]
    return found


def page_texts(folder: MapFolder, contents: Mapping[str, Any], room: int) -> PackedTexts:
    """Return the texts and contexts of a page with these contents, in `room` bytes; see `packed_texts`."""
    documents = folder.documents
    numbers = contents["documents"].get("number") or range(1, len(documents.communities) + 1)
    places = {number: place for place, number in enumerate(numbers)}
    contexts = (folder.contexts.get(term, []) for term in contents["terms"]["term"])
    by_term = {term: rows for term, rows in enumerate(contexts) if rows}
    return packed_texts(taken_documents(documents, [number - 1 for number in numbers]), by_term, places, room)


def _sizes(folder: MapFolder) -> dict[str, int]:
    """Return the numbers of units of text and background, 0 where nobody knows."""
    found = {name: folder.record.get(name) for name in ("units", "background_units")}
    return {name: size if isinstance(size, int) and size > 0 else 0 for name, size in found.items()}
