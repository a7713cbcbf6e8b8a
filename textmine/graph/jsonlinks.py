"""Links in JSON, a record a link: what `graph -f jsonl` writes, and arrays of such records."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmine.errors import SURROGATE, InputError
from textmine.graph.graph import Graph, build_graph, natural_order
from textmine.io.records import json_values, looks_like_json

__all__ = ["is_json_links", "read_json_links"]

_SOURCES, _TARGETS = ("source", "from", "src"), ("target", "to", "dst")
_WEIGHTS = ("weight", "value")
_HINT = 'write {"source": "a", "target": "b", "weight": 1} in each line'
_BEGINNING = 1 << 16  # characters in which the first record is looked for


def is_json_links(text: str) -> bool:
    r"""Tell whether a text is records of links in JSON: whether the first one has a source and a target.

    Examples
    --------
    >>> is_json_links('{"source": "a", "target": "b"}\n'), is_json_links('{"nodes": [], "links": []}')
    (True, False)
    """
    if not looks_like_json(text):
        return False
    try:
        _, record = next(json_values([text[:_BEGINNING]], "-"))
    except (InputError, StopIteration):
        return False
    return _key(record, _SOURCES) is not None and _key(record, _TARGETS) is not None


def read_json_links(text: str, source: str, *, directed: bool = False) -> Graph:
    r"""Read links in JSON, an object a link with `source`, `target` and perhaps `weight` (or `value`) and `count`.

    Names of fields count in any case; `from` and `to`, `src` and `dst` are read too. Ends are texts or numbers; a
    weight that is missing is 1.

    Parameters
    ----------
    text, source
        The file and its name.
    directed
        Whether a link leads from its source to its target only.

    Returns
    -------
    Graph
        Nodes in order of their names, whole numbers by value, as `read_links` orders them.

    Raises
    ------
    InputError
        A record that is not JSON or lacks an end, or a weight that is no number of 0 or more.

    Examples
    --------
    >>> list(read_json_links('{"source": "a", "target": "b", "weight": 2}\n', "graph.jsonl").rows())
    [('a', 'b', 2.0)]
    """
    ends: tuple[list[str], list[str]] = [], []
    weights: list[float] = []
    counts: list[int | None] = []
    for line, record in json_values([text], source):
        for names, keys, what in zip(ends, (_SOURCES, _TARGETS), ("source", "target"), strict=True):
            names.append(_end(record, keys, what, source, line))
        weights.append(_weight(record, source, line))
        counts.append(_count(record))
    if not weights:
        raise InputError(source, None, "the graph has no link", _HINT)
    met = list(dict.fromkeys([*ends[0], *ends[1]]))
    named = [met[node] for node in natural_order(met)]
    ids = {name: node for node, name in enumerate(named)}
    sources, targets = (np.array([ids[name] for name in names], dtype=np.int32) for names in ends)
    return build_graph(
        named, sources, targets, np.array(weights, dtype=np.float64), counts=_all_counts(counts), directed=directed
    )


def _key(record: Any, names: Sequence[str]) -> str | None:
    """Return the key of a record that is one of some names, in any case."""
    if not isinstance(record, dict):
        return None
    found = next((name for name in names if name in record), None)
    return found or next((key for name in names for key in record if key.strip().lower() == name), None)


def _end(record: Any, names: Sequence[str], what: str, source: str, line: int) -> str:
    key = _key(record, names)
    if key is None:
        raise InputError(source, line, f"a link without {what}", _HINT)
    value = record[key]
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise InputError(source, line, f"the {what} is neither text nor a number", _HINT)
    if isinstance(value, str) and SURROGATE.search(value):
        raise InputError(source, line, "half a surrogate pair in a name", "write both halves")
    return str(value)


def _weight(record: dict[str, Any], source: str, line: int) -> float:
    key = _key(record, _WEIGHTS)
    if key is None:
        return 1.0
    value = record[key]
    try:
        weight = float(value) if isinstance(value, int | float) and not isinstance(value, bool) else math.nan
    except OverflowError:
        weight = math.nan
    if not (math.isfinite(weight) and weight >= 0):
        raise InputError(source, line, f"the weight '{value}' is no number of 0 or more", "write one")
    return weight


def _count(record: dict[str, Any]) -> int | None:
    value = record.get(_key(record, ("count",)) or "")
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 1 << 62 else None


def _all_counts(counts: list[int | None]) -> NDArray[np.int64] | None:
    known = [count for count in counts if count is not None]
    return np.array(known, dtype=np.int64) if len(known) == len(counts) else None
