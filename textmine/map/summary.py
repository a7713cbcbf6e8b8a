"""What a user wants to know first of a map, read from its folder: the best terms, and the communities by theme."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from textmine.communities.naming import parted_terms
from textmine.io.sources import plain_name
from textmine.map.files import MAP_FILES, MORE_FILES, REPORT
from textmine.map.folder import Community, MapFolder, read_folder

__all__ = ["MapSummary", "ThemeSummary", "read_summary", "summary_lines"]

_SHOWN = 40  # communities named in the summary, over all themes


@dataclass(frozen=True, slots=True)
class ThemeSummary:
    """A theme, or what belongs to none (its name is empty): its communities and the number of their documents."""

    name: str
    documents: int
    communities: Sequence[Community]


@dataclass(frozen=True, slots=True)
class MapSummary:
    """Figures of a map, its terms, best first, and its communities by theme.

    Attributes
    ----------
    documents, nodes
        How many there are.
    grouped
        How many nodes have a community.
    columns
        Fields of the terms as they are written: `term`, `score`, `count`, `documents`, `known`.
    themes
        In order of their numbers.
    """

    documents: int
    nodes: int
    grouped: int
    columns: Mapping[str, Sequence[str]]
    themes: Sequence[ThemeSummary]

    @property
    def n_communities(self) -> int:
        """Number of communities."""
        return sum(len(theme.communities) for theme in self.themes)


def read_summary(directory: str) -> MapSummary:
    """Read what `textmine map` left in a folder.

    Raises
    ------
    InputError
        A file is missing or broken.
    """
    return _summary(read_folder(directory))


def _summary(folder: MapFolder) -> MapSummary:
    record, homes = folder.record, folder.nodes.communities
    columns = {name: folder.terms.column(name) for name in ("term", "score", "count", "documents", "known")}
    grouped = sum(home >= 0 for home in homes)
    return MapSummary(record["documents"], len(homes), grouped, columns, _themes(folder.communities))


def _themes(communities: Sequence[Community]) -> list[ThemeSummary]:
    members: dict[int, list[Community]] = {}
    for community in communities:
        members.setdefault(community.theme, []).append(community)
    return [
        ThemeSummary(of[0].theme_name, sum(community.documents for community in of), of)
        for _, of in sorted(members.items())
    ]


def summary_lines(found: MapSummary, directory: str, *, n_best: int = 50) -> Iterator[str]:
    """Yield the best terms, the communities of each theme, and where the files are."""
    terms = found.columns["term"]
    documents = "1 document" if found.documents == 1 else f"{found.documents} documents"
    yield f"{len(terms)} terms in {documents}, the best first:\n"
    yield "  " + "  ".join(terms[:n_best]) + "\n"
    general = found.nodes - found.grouped
    more = f" ({general} of the {found.nodes} in the graph are general)" if general else ""
    counted = f"{found.n_communities} communities" if found.n_communities != 1 else "1 community"
    n_terms = sum(community.terms for theme in found.themes for community in theme.communities)
    by_theme = any(theme.name for theme in found.themes)
    order = "a theme a line with its documents" if by_theme else "the largest first"
    yield f"{counted} of {n_terms} terms{more}, {order}:\n"
    shown = min(_SHOWN, found.n_communities)
    for theme in found.themes:
        few = max(round(shown * len(theme.communities) / found.n_communities), 1)
        names = ["·".join(parted_terms(community.name)) for community in theme.communities]
        more = f"  and {len(names) - few} more" if len(names) > few else ""
        yield f"{theme.documents or '':>5}  {'  '.join(names[:few])}{more}\n"
    more_files = (name for name in MORE_FILES if os.path.exists(os.path.join(directory, name)))
    yield f"The files are in {plain_name(directory)}: {' '.join([*MAP_FILES[:-1], *more_files, REPORT])}\n"
