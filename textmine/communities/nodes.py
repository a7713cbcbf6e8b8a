"""The nodes of a graph as files about it call them: by name or by id."""

from __future__ import annotations

from collections.abc import Sequence

from textmine.communities.formats import node_ids

__all__ = ["NodeIndex"]


class NodeIndex:
    """Finds nodes by name and by id.

    Parameters
    ----------
    names
        Names of the nodes.
    ids
        Ids of the nodes in the file of the graph; None where it has none. Then they are those of `node_ids`.

    Examples
    --------
    >>> nodes = NodeIndex(["oil", "7"], [7, 3])
    >>> nodes.named("oil"), nodes.numbered(7), nodes.find("7"), nodes.find("3"), nodes.find("03")
    (0, 0, 1, 1, None)
    """

    def __init__(self, names: Sequence[str], ids: Sequence[int] | None = None) -> None:
        self.has_ids = ids is not None
        self._by_name = {name: node for node, name in enumerate(names)}
        self._by_id = {number: node for node, number in enumerate(node_ids(names) if ids is None else ids)}

    def __contains__(self, name: str) -> bool:
        return name in self._by_name

    def named(self, name: str) -> int:
        """Return the node with a name; raise KeyError if there is none."""
        return self._by_name[name]

    def numbered(self, number: int) -> int:
        """Return the node with an id; raise KeyError if there is none."""
        return self._by_id[number]

    def find(self, said: str) -> int | None:
        """Return the node with a name, or, where no node has that name, with that id; None if there is none."""
        node = self._by_name.get(said)
        if node is not None or not (said.isascii() and said.isdecimal()) or str(int(said[:18])) != said:
            return node
        return self._by_id.get(int(said))
