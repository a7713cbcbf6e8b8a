"""From records of nodes and links, as documents have them, to a graph."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from itertools import islice
from typing import Any

import numpy as np

from textmine.errors import InputError, has_half_character
from textmine.graph.graph import Graph, build_graph
from textmine.graph.headers import fold, weight_name
from textmine.graph.reading import Reading, listed, weight_fault
from textmine.lightclasses import dataclass, field, replace

__all__ = ["Link", "Records", "assemble", "distinct_names"]

_NOT_MEANT = ("id", "key", "source", "target")  # numbers that name links
_MOST = 1 << 63
_Scalar = str | bool | int | float


@dataclass(eq=False, repr=False)
class Link:
    """A link as a file has it: its ends, what it says of it, whether it leads one way, and the line."""

    source: Hashable
    target: Hashable
    values: Mapping[str, Any]
    directed: bool | None = None
    line: int | None = None


@dataclass(eq=False, repr=False)
class Records:
    """What a file says.

    Attributes
    ----------
    nodes
        What is said of each node, under its id. Its name is `label`, else `name`, else the id.
    links
    declared
        Whether links lead one way where they do not say so themselves; None where the file does not say.
    exact
        Whether a label of nothing but blanks is a name, as in files that are written here.
    remedy
        What to do about a file that is wrong.
    """

    nodes: dict[Hashable, Mapping[str, Any]] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)
    declared: bool | None = None
    exact: bool = False
    remedy: str = "list every node and every link"


def assemble(records: Records, source: str, reading: Reading) -> Graph:
    """Return the graph that records say.

    Raises
    ------
    InputError
        A link without an end, or whose end is no node, or a weight that is no number of 0 or more.
    """
    numbers = {key: number for number, key in enumerate(records.nodes)}
    _check_links(records, numbers, source)
    labels, columns = _labels(records), _columns(list(records.nodes.values()))
    keys = list(map(str, records.nodes))
    if len(set(keys)) < len(keys):
        raise InputError(source, None, "two nodes have the same name", "give each node a name of its own")
    names = distinct_names(keys, labels, source, reading)
    if any(map(has_half_character, names)):
        raise InputError(source, None, "half a surrogate pair in a name", "write both halves")
    if columns.pop("label", None) and any(label not in (None, name) for label, name in zip(labels, names, strict=True)):
        columns["original_label"] = list(labels)
    columns.pop("id", None)
    links = records.links
    weights, counts = _weights(links, source, reading)
    ends = np.array([[numbers[link.source], numbers[link.target]] for link in links], dtype=np.int32)
    one_way = np.array([records.declared if link.directed is None else link.directed for link in links], dtype=bool)
    directed = reading.ways(source, bool(one_way.any()) or records.declared)
    if directed and one_way.any() and not one_way.all():
        reading.note(source, f"{len(links) - one_way.sum()} of {len(links)} links are undirected and lead both ways")
        back = ~one_way & (ends[:, 0] != ends[:, 1])
        ends = np.concatenate((ends, ends[back][:, ::-1]))
        weights = np.concatenate((weights, weights[back]))
        counts = None if counts is None else np.concatenate((counts, counts[back]))
    built = build_graph(names, ends[:, 0].copy(), ends[:, 1].copy(), weights, counts=counts, directed=directed)
    return _with_columns(built, columns)


def _check_links(records: Records, numbers: Mapping[Hashable, int], source: str) -> None:
    if not records.links:
        raise InputError(source, None, "the graph has no link", records.remedy)
    for link in records.links:
        for end in (link.source, link.target):
            if end not in numbers:  # None too: a link without an end
                raise InputError(source, link.line, f"a link names '{end}', which is no node", "list every node")


def _labels(records: Records) -> list[str | None]:
    """Return the label of each node, else its name; None for neither."""
    found: list[str | None] = []
    for node, record in records.nodes.items():
        given = [record[key] for key in ("label", "name") if isinstance(record.get(key), (str, int, float))]
        said = [str(value) for value in given if records.exact or str(value).strip() or value == node]
        found.append(said[0] if said else None)
    return found


def distinct_names(keys: Sequence[str], labels: Sequence[str | None], source: str, reading: Reading) -> list[str]:
    """Return the name of each node: its label, or its id if the label is missing or stands twice; say which have ids.

    Examples
    --------
    >>> distinct_names("0123", ["a", "b", "a", None], "graph", Reading())
    ['0', 'b', '2', '3']
    """
    times = Counter(label for label in labels if label is not None)
    missing = [node for node, label in enumerate(labels) if label is None]
    if missing and times:
        ids = listed(keys[node] for node in missing)
        reading.note(source, f"{len(missing)} of {len(keys)} nodes have no label and are called by their ids: {ids}")
    repeated = {label: list[str]() for label, count in times.items() if count > 1}
    for key, label in zip(keys, labels, strict=True):
        if label in repeated:
            repeated[label].append(key)
    for label, nodes in islice(repeated.items(), 3):
        said = f"the label '{label}' stands at {len(nodes)} nodes, which are called by their ids: {listed(nodes)}"
        reading.note(source, said)
    if len(repeated) > 3:
        reading.note(source, f"{len(repeated) - 3} more labels stand at several nodes, which are called by their ids")
    taken = {label for label, count in times.items() if count == 1}
    names = []
    for key, label in zip(keys, labels, strict=True):
        name = key if label is None or label in repeated else label
        while name is not label and name in taken:
            name = f"{name} (id)"
        taken.add(name)
        names.append(name)
    return names


def _columns(nodes: Sequence[Mapping[str, Any]]) -> dict[str, list[Any]]:
    """Return the attributes of the nodes, a column each; what is neither text nor number is left out."""
    keys = dict.fromkeys(key for node in nodes for key, value in node.items() if isinstance(value, _Scalar))
    found = {}
    for key in keys:
        values = [node.get(key) for node in nodes]
        found[key] = [value if isinstance(value, _Scalar) and value == value else None for value in values]
    return found


def _with_columns(graph: Graph, columns: dict[str, list[Any]]) -> Graph:
    """Give the graph the attributes of its nodes; `count` and `score` become arrays if all values are numbers."""
    counts, scores = columns.get("count"), columns.get("score")
    if counts is not None and all(map(_is_count, counts)):
        graph = replace(graph, node_counts=np.array(columns.pop("count"), dtype=np.int64))
    if scores is not None and all(value is None or _is_number(value) for value in scores):
        values = [math.nan if value is None else _number(value) for value in columns.pop("score")]
        graph = replace(graph, node_scores=np.array(values, dtype=np.float64))
    return replace(graph, attributes=columns)


def _weights(links: Sequence[Link], source: str, reading: Reading) -> tuple[Any, Any]:
    """Return the weights of the links, and their counts where there are some; say what other numbers there are."""
    keys = dict.fromkeys(key for link in links for key in link.values)
    chosen = weight_name(keys)
    weights = np.ones(len(links))
    without = 0
    for place, link in enumerate(links if chosen is not None else ()):
        value = link.values.get(chosen or "")
        if value is None or value == "":
            without += 1
        else:
            weights[place] = _weight(value, source, link.line)
    if without:
        reading.note(source, f"{without} of {len(links)} links have no {chosen} and weigh 1")
    counts = [link.values.get("count") for link in links] if "count" in keys else [None]
    counted = all(map(_is_count, counts))
    used = {chosen, *(("count",) if counted else ())}
    other = [key for key in keys if key not in used and fold(key) not in _NOT_MEANT]
    numeric = [key for key in other if any(_is_number(link.values.get(key)) for link in links)]
    if numeric:
        reading.note(source, f"numbers of links that are not used: {listed(numeric)}")
    return weights, np.array(counts, dtype=np.int64) if counted else None


def _weight(value: Any, source: str, line: int | None) -> float:
    weight = _number(str(value) if _is_number(value) else value)  # as text, a number of many digits is infinite
    if not (math.isfinite(weight) and weight >= 0):
        raise InputError(source, line, f"the weight '{value}' is {weight_fault(weight)}", "write a number of 0 or more")
    return weight


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < _MOST


def _number(value: Any) -> float:
    """Return a value as a number; NaN if it is not one, or has too many digits."""
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError):
        return math.nan
