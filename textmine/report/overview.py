"""The overview of the page: the numbers of the run and its sources."""

from __future__ import annotations

import math
from pathlib import PurePath
from typing import Any

from textmine.map.folder import MapFolder
from textmine.report.wording import WORDING

__all__ = ["overview"]

_COUNTED = ("documents", "characters", "units", "terms", "nodes", "links", "communities")


def overview(folder: MapFolder, shown: int, language: str) -> dict[str, Any]:
    """Return the overview in a language.

    Parameters
    ----------
    folder
        The folder that `textmine map` wrote; items that its record lacks are left out.
    shown
        Number of terms on the page.
    language
        `zh` or `en`.

    Returns
    -------
    dict
        `story`: a sentence of what was found; `documents`: how many there are; `command`: how the map was made;
        `figures`: value, name and help of each number; `sources`: name and text of each source, and the command;
        `cut`: a sentence if the page does not have all terms, else empty.
    """
    wording, record, n_terms = WORDING[language], folder.record, len(folder.terms.rows)
    figures = {name: record.get(name) for name in _COUNTED} | {"terms": n_terms}
    helps = {name: wording.get(f"help_{name}", "") for name in _COUNTED}
    helps["terms"] = wording["help_best" if _is_cut(folder) else "help_terms"]
    sources = [
        (wording["corpus"], _files(record, "corpus") or wording["nothing"]),
        (wording["background"], _background(record, wording)),
        (wording["command"], _command(record)),
    ]
    return {
        "figures": [
            *(
                (f"{value:,}", wording[f"n_{name}"], helps[name])
                for name, value in figures.items()
                if isinstance(value, int)
            ),
            *_codelength(record, wording),
        ],
        "sources": [(name, text) for name, text in sources if text],
        "story": _story(folder, wording),
        "documents": _n_documents(folder),
        "command": _command(record),
        "cut": wording["cut"].format(n=f"{shown:,}", all=f"{n_terms:,}") if shown < n_terms else "",
    }


def _story(folder: MapFolder, wording: dict[str, str]) -> str:
    """Return in a sentence how many documents, terms, communities and themes there are."""
    themes = {community.theme for community in folder.communities if community.theme >= 0}
    return wording["story_themes" if themes else "story"].format(
        documents=f"{_n_documents(folder):,}",
        found=wording["found_best" if _is_cut(folder) else "found_all"].format(terms=f"{len(folder.terms.rows):,}"),
        members=f"{sum(community.terms for community in folder.communities):,}",
        nodes=f"{sum(home >= 0 for home in folder.nodes.communities):,}",
        communities=f"{len(folder.communities):,}",
        themes=len(themes),
    )


def _is_cut(folder: MapFolder) -> bool:
    """Return whether there were more terms than the best ones that were asked for."""
    options = folder.record.get("options")
    discover = options.get("discover") if isinstance(options, dict) else None
    top = discover.get("top") if isinstance(discover, dict) else None
    return isinstance(top, int) and 0 < top <= len(folder.terms.rows)


def _n_documents(folder: MapFolder) -> int:
    recorded = folder.record.get("documents")
    return recorded if isinstance(recorded, int) and recorded >= 0 else len(folder.documents.communities)


def _codelength(record: dict[str, Any], wording: dict[str, str]) -> list[tuple[str, str, str]]:
    """Return the codelength, and the share that communities save compared with one level."""
    bits, one_level = record.get("codelength"), record.get("one_level_codelength")
    if not isinstance(bits, float) or not isinstance(one_level, float) or not math.isfinite(bits + one_level):
        return []
    saved = 1 - bits / one_level if one_level > 0 else 0.0
    text = wording["help_codelength"].format(bits=f"{bits:.3f}", one_level=f"{one_level:.3f}")
    return [(f"{bits:.3f}", wording["n_codelength"], text), (f"{saved:.1%}", wording["n_saved"], text)]


def _background(record: dict[str, Any], wording: dict[str, str]) -> str:
    """Return the name and size of the background."""
    names, units = _files(record, "background"), record.get("background_units")
    if not isinstance(units, int) or not units:
        return names or wording["nothing"]
    return f"{names or wording['unnamed']} · {units:,} {wording['n_units']}"


def _command(record: dict[str, Any]) -> str:
    """Return how the map was made."""
    return " ".join(map(_shown, str(record.get("command") or "").split(" ")))


def _shown(path: str) -> str:
    """Return a path without the folders of the author's machine: an absolute one as its last part."""
    bare = path.strip("'\"")
    return PurePath(bare).name or path if PurePath(bare).is_absolute() else path


def _files(record: dict[str, Any], role: str) -> str:
    inputs = record.get("inputs")
    files = inputs.get(role) if isinstance(inputs, dict) else None
    entries = files if isinstance(files, list) else []
    names = [_shown(str(entry.get("file", ""))) for entry in entries if isinstance(entry, dict)]
    return ", ".join([*names[:20], *(["…"] if len(names) > 20 else [])])
