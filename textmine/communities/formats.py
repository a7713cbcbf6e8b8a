"""Communities as rows and lines. No file is opened here."""

from __future__ import annotations

from itertools import islice

from textmine.buffers import Ints, Longs, ints, longs, written
from textmine.communities.columns import Column, Numbers, blocks, floats, heads, in_lines, lines_of, numbers
from textmine.graph.naming import Names
from textmine.io.rows import ESCAPES, table_lines
from textmine.lightclasses import buffer_of
from textmine.mapequation.communities import Communities, node_order
from textmine.mapequation.order import _kernels as _order
from textmine.mapequation.order.canonical import ranks_inside, sibling_ranks
from textmine.ordering import taken

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from typing import Any

    from textmine.communities.decimals import Decimals
    from textmine.communities.stability import Stability

__all__ = [
    "TSV_COLUMNS",
    "clu_lines",
    "clu_text",
    "communities_table",
    "ids_of",
    "node_ids",
    "tree_lines",
    "tree_text",
    "tsv_lines",
    "tsv_rows",
    "tsv_text",
]

TSV_COLUMNS = ("path", "term", "flow")
_MOST_FIGURES = 18  # of an id, which has 64 bits
# What names may not have between quotes. A line feed is not among them, because one ends each name.
_ESCAPED = bytes(sorted({*range(32), *b'"\\\x7f'} - {*b"\n"}))
_ESCAPED_BEYOND = tuple(sign.encode() for sign in "\x85\u2028\u2029")


def tsv_rows(communities: Communities, stability: Stability | None = None) -> Iterator[tuple[Any, ...]]:
    """Yield one row for each node in order of paths: `TSV_COLUMNS`, then `STABILITY_COLUMNS` if `stability` is given.

    Examples
    --------
    >>> from textmine.mapequation import search, undirected_flow
    >>> network = undirected_flow([0, 1, 2], [1, 2, 0], [1.0, 1.0, 2.0], 3)
    >>> next(tsv_rows(search(network, ["a", "b", "c"])))
    ('1:1', 'a', 0.375)
    """
    order = node_order(communities)
    nodes, names, flows = order.tolist(), list(communities.names), buffer_of(communities, "node_flow").tolist()
    columns: list[Sequence[Any]] = [
        _paths(communities, order), [names[node] for node in nodes], [flows[node] for node in nodes],
    ]  # fmt: skip
    columns += [[values[node] for node in nodes] for values in communities.state_columns.values()]
    if stability is not None:
        columns += [[column[node] for node in nodes] for column in stability.columns(communities).values()]
    yield from zip(*columns, strict=True)


def tsv_lines(communities: Communities) -> Iterator[str]:
    r"""Yield the lines of a TSV: what `table_lines` makes of `tsv_rows`, in a fifth of the time.

    Examples
    --------
    >>> from textmine.mapequation import search, undirected_flow
    >>> list(tsv_lines(search(undirected_flow([0], [1], [1.0], 2), ["a", "b"])))
    ['path\tterm\tflow\n', '1:1\ta\t0.5\n', '1:2\tb\t0.5\n']
    """
    return in_lines(tsv_text(communities))


def tsv_text(communities: Communities) -> Iterator[str]:
    """Yield what `tsv_lines` yields, many lines in a piece."""
    if communities.state_columns:
        yield from table_lines(*communities_table(communities), "tsv")
        return
    yield "\t".join(TSV_COLUMNS) + "\n"
    order, names = node_order(communities), communities.names
    values = _values(names)
    if values is not None:
        term = numbers(values, "\t", order)
    else:
        if not isinstance(names, Names) or any(sign.encode() in names.lines for sign in ESCAPES if sign != "\n"):
            names = [line[:-1] for line in islice(table_lines(["name"], ([str(name)] for name in names)), 1, None)]
        term = Column(lines_of(names), order, "\t")
    yield from blocks([*_path_columns(communities, order, "\t"), term, _flow_column(communities, order, "\n")])


def communities_table(
    found: Communities, stability: Stability | None = None, *, attributes: bool = False
) -> tuple[tuple[str, ...], Iterator[tuple[Any, ...]]]:
    """Return the columns of the table of communities, and its rows as `tsv_rows` yields them.

    Parameters
    ----------
    found
        The communities.
    stability
        Adds `STABILITY_COLUMNS`.
    attributes
        If True, adds a column for each attribute of the nodes. Its name gets the prefix `node_` if it is already taken.

    Examples
    --------
    >>> from textmine.mapequation import search, undirected_flow
    >>> communities_table(search(undirected_flow([0, 1, 2], [1, 2, 0], [1.0, 1.0, 2.0], 3)))[0]
    ('path', 'term', 'flow')
    """
    columns = (*TSV_COLUMNS, *found.state_columns, *(stability.columns(found) if stability else ()))
    rows = tsv_rows(found, stability)
    said = found.node_attributes if attributes else {}
    if not said:
        return columns, rows
    names: list[str] = []
    for name in said:
        names.append(_unused(name, {*columns, *names, *(other for other in said if other != name)}))
    values = [["" if value is None else value for value in column] for column in said.values()]
    order = node_order(found).tolist()
    more = ([column[node] for column in values] for node in order)
    return (*columns, *names), ((*row, *rest) for row, rest in zip(rows, more, strict=True))


def _unused(name: str, taken: Collection[str]) -> str:
    while name in taken:
        name = f"node_{name}"
    return name


def tree_lines(communities: Communities, *, directed: bool = False) -> Iterator[str]:
    r"""Yield the lines of a `.tree` file as Infomap writes it, line ends included.

    Names are in double quotes and escaped as in JSON, so that each record is one line. `directed` is what the header
    says of the flow.

    Examples
    --------
    >>> from textmine.mapequation import search, undirected_flow
    >>> print(*tree_lines(search(undirected_flow([0], [1], [1.0], 2), ["a", "b"])), sep="", end="")
    # codelength 1.0 bits
    # index codelength 0.0 bits
    # module codelength 1.0 bits
    # one-level codelength 1.0 bits
    # relative codelength savings 0.0%
    # flow model undirected
    # levels 2
    # top modules 1
    # path flow name node_id
    1:1 0.5 "a" 0
    1:2 0.5 "b" 1
    """
    return in_lines(tree_text(communities, directed=directed))


def tree_text(communities: Communities, *, directed: bool = False) -> Iterator[str]:
    """Yield what `tree_lines` yields, many lines in a piece."""
    yield from _headers(communities, directed=directed)
    said = communities.state_columns
    yield f"# path flow name {' '.join(_with_ids(said))}\n"
    order = node_order(communities)
    path, flow = _path_columns(communities, order, " "), _flow_column(communities, order, ' "')
    names = _quoted_names(communities.names, order, '" ')
    yield from blocks([*path, flow, names, *_all_ids(communities, order, "\n")])


def _with_ids(said: Mapping[str, Sequence[Any]]) -> list[str]:
    """Return the names of the columns that name a node, as Infomap has them: state, node, layer."""
    others = [name for name in said if name not in ("state_id", "state")]
    return ["state_id", "node_id", *others] if said else ["node_id"]


def _all_ids(communities: Communities, order: Ints, last: str) -> list[Column | Numbers]:
    said = communities.state_columns
    columns: list[Column | Numbers] = []
    for name in _with_ids(said):
        after = last if name == _with_ids(said)[-1] else " "
        if name == "node_id":
            columns.append(_id_column(communities, order, after))
        elif all(isinstance(value, int) for value in said[name]):
            columns.append(numbers(_whole(said[name]), after, order))
        else:
            texts = [_field(value) for value in said[name]]
            columns.append(Column(lines_of(texts), order, after))
    return columns


def _field(value: Any) -> str:
    """Return a layer as one field between blanks: as it is, or in quotes."""
    from textmine.graph.quoting import quoted  # seldom needed

    text = str(value)
    return text if text and text.split() == [text] and '"' not in text else quoted(text)


def clu_lines(communities: Communities, *, directed: bool = False, level: int = 1) -> Iterator[str]:
    r"""Yield the lines of a `.clu` file with line ends: the id of each node, the number of its module, its flow.

    Parameters
    ----------
    communities
        The communities.
    directed
        What the header says of the flow.
    level
        1 for the modules directly below the root, 2 for the modules in these, and so on; 0 or less for the lowest
        modules. The modules of a level are numbered from 1 in order of paths.

    Examples
    --------
    >>> from textmine.mapequation import search, undirected_flow
    >>> list(clu_lines(search(undirected_flow([0], [1], [1.0], 2))))[-2:]
    ['0 1 0.5\n', '1 1 0.5\n']
    """
    return in_lines(clu_text(communities, directed=directed, level=level))


def clu_text(communities: Communities, *, directed: bool = False, level: int = 1) -> Iterator[str]:
    """Yield what `clu_lines` yields, many lines in a piece."""
    yield from _headers(communities, directed=directed)
    yield f"# module level {max(level, 0) or 'lowest'}\n"
    order = node_order(communities)
    modules = numbers(_level_numbers(communities, level), " ", order)
    if communities.state_columns:
        state, *rest = _with_ids(communities.state_columns)
        first, *others = _all_ids(communities, order, "\n")
        yield f"# {state} module flow {' '.join(rest)}\n"
        yield from blocks([first, modules, _flow_column(communities, order, " "), *others])
        return
    yield "# node_id module flow\n"
    ids = _id_column(communities, order, " ")
    yield from blocks([ids, modules, _flow_column(communities, order, "\n")])


def _level_numbers(communities: Communities, level: int) -> Longs:
    """Return the number of the module of each node on a level: from 1, in order of paths."""
    from textmine.communities.levels import homes_on

    home = homes_on(communities, level)
    number = longs(len(home))
    _order.number_used(home, ints(len(buffer_of(communities, "parent"))), number)
    return number


def node_ids(names: Sequence[str]) -> Sequence[int]:
    """Return the ids of nodes in Infomap's formats: their names if all are whole numbers, else numbers from 0.

    Infomap gives the nodes of a list of links these ids.

    Examples
    --------
    >>> list(node_ids(["3", "7"])), list(node_ids(["a", "7"])), list(node_ids(["07", "7"]))
    ([3, 7], [0, 1], [0, 1])
    """
    values = _values(names)
    if values is not None:
        return list(values.tolist())
    if isinstance(names, Names) and not names.lines.translate(None, b"\n").isdigit():  # they need not become strings
        return range(len(names))
    return list(map(int, names)) if all(map(_is_id, names)) else range(len(names))


def _is_id(name: str) -> bool:
    return name == "0" or (name.isascii() and name.isdecimal() and name[0] != "0" and len(name) <= _MOST_FIGURES)


def _values(names: Sequence[str]) -> Longs | None:
    """Return what names say, where they are known to be whole numbers; int64[n]."""
    values: Any = names.numbers if isinstance(names, Names) else None
    return None if values is None else memoryview(values)


def ids_of(communities: Communities) -> Sequence[int]:
    """Return the ids of nodes in the file that they come from, or else those of `node_ids`."""
    return communities.node_ids or node_ids(communities.names)


def _headers(communities: Communities, *, directed: bool) -> Iterator[str]:
    bits = communities.codelength
    savings = 100.0 * (1.0 - bits.total / bits.one_level) if bits.one_level > 0.0 else 0.0
    about = communities.about()
    if about:
        yield f"# {about['version']}\n"
        yield f"# options {' '.join(f'{name}={value}' for name, value in about['options'].items())}\n"
        yield f"# seed {about['seed']}\n"
        yield f"# codelengths of trials {' '.join(map(repr, about['trial_codelengths'])) or 'none'}\n"
    yield f"# codelength {bits.total!r} bits\n"
    yield f"# index codelength {bits.index!r} bits\n"
    yield f"# module codelength {bits.module!r} bits\n"
    yield f"# one-level codelength {bits.one_level!r} bits\n"
    if bits.metadata:
        yield f"# metadata codelength {bits.metadata!r} bits\n"
    yield f"# relative codelength savings {savings!r}%\n"
    yield f"# flow model {'directed' if directed else 'undirected'}\n"
    yield f"# levels {communities.levels}\n"
    yield f"# top modules {communities.n_top_modules}\n"


def _paths(communities: Communities, order: Ints) -> list[str]:
    """Return the paths of nodes as text, the nodes taken in the order of their paths."""
    above = [":".join(map(str, (*path, ""))) for path in communities.module_paths()]
    node_module = buffer_of(communities, "node_module")
    modules, ranks = node_module.tolist(), ranks_inside(node_module, order).tolist()
    return [f"{above[modules[node]]}{ranks[node]}" for node in order.tolist()]


def _path_columns(communities: Communities, order: Ints, after: str) -> tuple[Column, Column | Numbers]:
    """Return the paths of nodes as two columns, since nodes of a module have the same beginning."""
    parent, node_module = buffer_of(communities, "parent"), buffer_of(communities, "node_module")
    modules = heads(parent, sibling_ranks(parent), taken(node_module, order), "")
    return modules, numbers(ranks_inside(node_module, order), after, order)


def _flow_column(communities: Communities, order: Ints, after: str) -> Column | Decimals:
    return floats(buffer_of(communities, "node_flow"), after, order)


def _id_column(communities: Communities, order: Ints, after: str) -> Column | Numbers:
    values = _values(communities.names)
    if communities.node_ids is not None or values is None:
        values = _whole(ids_of(communities))
    return numbers(values, after, order)


def _whole(values: Sequence[int]) -> Longs:
    """Return whole numbers as a buffer, int64[n]."""
    found: Longs = written(longs(len(values)), values)
    return found


def _quoted_names(names: Sequence[str], order: Ints, after: str) -> Column | Numbers:
    """Return names as they stand between double quotes: with escapes where some name needs them."""
    values = _values(names)
    if values is not None:
        return numbers(values, after, order)
    lines = lines_of(names if isinstance(names, Names) else map(str, names))
    if _is_escaped(lines) or lines.count(b"\n") > len(names):
        from textmine.graph.quoting import quoted

        lines = lines_of([quoted(str(name))[1:-1] for name in names])
    return Column(lines, order, after)


def _is_escaped(lines: bytes) -> bool:
    return len(lines.translate(None, _ESCAPED)) < len(lines) or any(sign in lines for sign in _ESCAPED_BEYOND)
