"""What a user wants to know first of a map, read from its folder: the best terms and the largest communities."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from textmine.io.sources import plain_name
from textmine.map.files import MAP_FILES
from textmine.map.folder import Communes, MapFolder, read_folder

__all__ = ["MapSummary", "read_summary", "summary_lines"]


@dataclass(frozen=True, slots=True)
class MapSummary:
    """Figures of a map, its terms, best first, and the members of its communities, by flow.

    Attributes
    ----------
    documents, nodes
        How many there are.
    codelength, one_level
        Bits a step, with communities and without.
    columns
        Fields of the terms as they are written: `term`, `score`, `count`, `documents`, `known`.
    members
        Names of the nodes of each top module.
    """

    documents: int
    nodes: int
    codelength: float
    one_level: float
    columns: Mapping[str, Sequence[str]]
    members: Sequence[Sequence[str]]

    @property
    def saved(self) -> float:
        """The share of the bits that communities save."""
        return 1 - self.codelength / self.one_level if self.one_level > 0 else 0.0


def read_summary(directory: str) -> MapSummary:
    """Read what `textmine map` left in a folder.

    Raises
    ------
    InputError
        A file is missing or broken.
    """
    return _summary(read_folder(directory))


def _summary(folder: MapFolder) -> MapSummary:
    record = folder.record
    columns = {name: folder.terms.column(name) for name in ("term", "score", "count", "documents", "known")}
    bits, one_level = float(record["codelength"]), float(record["one_level_codelength"])
    return MapSummary(record["documents"], record["nodes"], bits, one_level, columns, _members(folder.communities))


def _members(found: Communes) -> list[list[str]]:
    """Return the names of the nodes of each top module, by flow."""
    members: list[list[str]] = [[] for _ in range(max((path[0] for path in found.modules), default=0))]
    for node in sorted(range(len(found.names)), key=lambda node: (-found.flows[node], found.names[node])):
        members[found.modules[node][0] - 1].append(found.names[node])
    return members


def summary_lines(found: MapSummary, directory: str, *, n_terms: int = 50, n_communities: int = 12) -> Iterator[str]:
    """Yield the best terms, the largest communities, and where the files are."""
    terms = found.columns["term"]
    yield f"{len(terms)} terms in {found.documents} documents, the best first:\n"
    yield "  " + "  ".join(terms[:n_terms]) + "\n"
    yield (
        f"{len(found.members)} communities of {found.nodes} terms, the largest first"
        f" ({found.codelength:.3f} bits a step, {found.saved:.1%} saved):\n"
    )
    for number, members in enumerate(found.members[:n_communities], 1):
        yield f"  {number:>2}  {'  '.join(members[:10])}\n"
    yield f"The files are in {plain_name(directory)}: {' '.join(MAP_FILES)}\n"
