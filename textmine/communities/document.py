"""Communities as a JSON document."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from textmine.communities.formats import ids_of
from textmine.lightclasses import buffer_of
from textmine.mapequation.communities import Communities, node_order

if TYPE_CHECKING:
    from textmine.communities.stability import Stability

__all__ = ["json_document"]


def json_document(communities: Communities, stability: Stability | None = None) -> dict[str, Any]:
    """Return communities as a JSON document: codelengths in bits, counts, and modules and nodes in order of paths.

    Examples
    --------
    >>> from textmine.mapequation import search, undirected_flow
    >>> document = json_document(search(undirected_flow([0], [1], [1.0], 2), ["a", "b"]))
    >>> document["nodes"][1]
    {'id': 1, 'name': 'b', 'path': [1, 2], 'flow': 0.5, 'module': 1}
    >>> document["modules"]
    [{'path': [1], 'flow': 1.0, 'enter_flow': 0.0, 'exit_flow': 0.0}]
    """
    bits, drawn = communities.codelength, stability
    bootstrap = {"replicas": drawn.replicas, "events": drawn.events, "scaled": drawn.scaled} if drawn else None
    return {
        "codelength": bits.total,
        "index_codelength": bits.index,
        "module_codelength": bits.module,
        "one_level_codelength": bits.one_level,
        **({"metadata_codelength": bits.metadata} if bits.metadata else {}),
        "levels": communities.levels,
        "top_modules": communities.n_top_modules,
        **communities.about(),
        **({"bootstrap": bootstrap} if bootstrap else {}),
        "modules": _modules(communities, stability),
        "nodes": _nodes(communities, stability),
    }


def _modules(communities: Communities, stability: Stability | None) -> list[dict[str, Any]]:
    columns: dict[str, Sequence[Any]] = {
        "path": list(map(list, communities.module_paths())),
        "flow": buffer_of(communities, "module_flow").tolist(),
        "enter_flow": buffer_of(communities, "module_enter").tolist(),
        "exit_flow": buffer_of(communities, "module_exit").tolist(),
    }
    if stability is not None:
        columns |= {"matched": stability.matched.tolist(), "overlap": stability.overlap.tolist()}
    rows = list(zip(*columns.values(), strict=True))[1:]  # without the root
    return [dict(zip(columns, row, strict=True)) for row in rows]


def _nodes(communities: Communities, stability: Stability | None) -> list[dict[str, Any]]:
    columns: dict[str, Sequence[Any]] = {
        "id": ids_of(communities),
        "name": communities.names,
        "path": list(map(list, communities.paths())),
        "flow": buffer_of(communities, "node_flow").tolist(),
        "module": communities.top_module.tolist(),
        **communities.state_columns,
    }
    if stability is not None:
        columns |= dict(zip(("stability", "core"), stability.columns(communities).values(), strict=False))
    if communities.node_attributes:
        said = communities.node_attributes
        columns["attributes"] = [
            {name: value for name, value in zip(said, row, strict=True) if value is not None}
            for row in zip(*said.values(), strict=True)
        ]
    return [{name: values[node] for name, values in columns.items()} for node in node_order(communities).tolist()]
