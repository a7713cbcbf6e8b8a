"""The terms with several senses, for the page: the communities of each, with their shares."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from textmine.map.folder import MapFolder

__all__ = ["sense_data"]


def sense_data(folder: MapFolder, place_of: Mapping[str, int]) -> dict[str, Any]:
    """Return `senses`: a term, and pairs of a community (-1 for none) and a share; nothing where no term has several.

    Parameters
    ----------
    folder
        The folder that `textmine map` wrote.
    place_of
        Index of each term of the page.
    """
    rows = [
        [place_of[name], [[community, round(share, 3)] for community, share in shares]]
        for name, shares in folder.nodes.parts.items()
        if name in place_of
    ]
    return {"senses": rows} if rows else {}
