"""Graphs from files and to files, in any format: the registry, and what is found in it."""

from __future__ import annotations

from textmine.errors import GraphError, InputError
from textmine.graph.headers import is_plain
from textmine.graph.quick import read_quickly
from textmine.graph.reading import LINK_ENDINGS, GraphFormat, Reading
from textmine.io.decoding import decode, plain_utf_8
from textmine.io.signatures import refuse_binary
from textmine.io.sources import PathName, as_path, bare_suffix
from textmine.io.streams import read_bytes
from textmine.lightclasses import dataclass, replace
from textmine.progress import SILENT, Progress

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from textmine.graph.graph import Graph
    from textmine.graph.layers import LayerOptions
    from textmine.graph.states import StateNetwork

__all__ = [
    "GRAPH_FORMATS", "graph_format", "graph_lines", "known_formats", "load_graph", "load_network", "read_graph",
]  # fmt: skip

GRAPH_FORMATS: tuple[str, ...]  # names of those that are written, made when it is first used


def __getattr__(name: str) -> Any:
    if name == "GRAPH_FORMATS":
        return tuple(each.name for each in _registry().formats if each.write)
    raise AttributeError(f"module '{__name__}' has no attribute '{name}'")


_HEAD = 1 << 20  # bytes by which a format is known
_ALONE = r"\n#[^\S\n]*\n"  # what divides nodes and links in TGF
_ROW = 100  # characters that the first row of a METIS file may have
# Patterns are used where a sign says that they may match: to load `re` takes longer than to read a small table.
# How records of a table of links surely begin.
_LINKS = r"(?i:[0-9]+[\t ,;|][^\n]*\n|source\ttarget\b)"
# How other formats begin: below comments, and at all. Without these signs, their modules need not be loaded.
_OTHERS = ("<", "[", "{", "*", ">", "/", "(", "leda", "path\t", "path,", "strict", "graph", "digraph", "dl", "nodedef")
_LONGEST_SIGN = max(map(len, _OTHERS))
_HEADS = r"(?i:%%MatrixMarket|\s*#nexus|(?:#[^\n]*\n)*?#[ ](?:node|state)_id[ ]module\b)"
_GML = r"(?im:^[^\S\n]*graph\s*\[)"
# What a network with states, layers or two kinds of nodes has, also behind a byte order mark and where lines end with
# a carriage return only. Most files have none, and are read without that they become text.
_SECTION = rb"(?im:(?:^|[\r\xbf])[^\S\n]*\*(?:states|multilayer|multiplex|intra|inter|bipartite)\b)"
_RECORD = rb"(?m:^[^\s#%/*])"


def known_formats() -> tuple[GraphFormat, ...]:
    """Return all formats: what the modules of this folder have under `FORMATS`.

    Examples
    --------
    >>> [each.name for each in known_formats() if each.write]
    ['gexf', 'graphml', 'tsv', 'json', 'pajek']
    """
    return _registry().formats


def _found() -> Iterator[GraphFormat]:
    import importlib
    import os
    import pkgutil

    package = __name__.rpartition(".")[0]
    for module in pkgutil.iter_modules([os.path.dirname(__file__)]):
        if f"{package}.{module.name}" != __name__:
            yield from getattr(importlib.import_module(f"{package}.{module.name}"), "FORMATS", ())


@dataclass(frozen=True)
class _Registry:
    """All formats, by name and by the ends of file names, and those with a sign."""

    formats: tuple[GraphFormat, ...]
    by_name: dict[str, GraphFormat]
    by_ending: dict[str, GraphFormat]
    signs: list[GraphFormat]


_known: _Registry | None = None  # found when a file is no table of links


def _registry() -> _Registry:
    global _known
    if _known is None:
        _known = _all_known()
    return _known


def _all_known() -> _Registry:
    formats = tuple(_found())
    # Those that are refused first: their signs are narrow.
    signs = [each for each in sorted(formats, key=lambda each: each.name in ("pajek", "json")) if each.sign]
    by_ending = {ending: each for each in formats for ending in each.endings}
    return _Registry(formats, {each.name: each for each in formats}, by_ending, signs)


def graph_lines(graph: Graph, kind: str) -> Iterator[str]:
    r"""Yield the lines of a graph in one of `GRAPH_FORMATS`, line ends included.

    Examples
    --------
    >>> next(graph_lines(read_graph("a b\n", "links"), "pajek"))
    '*Vertices 2\n'
    """
    write = _registry().by_name[kind].write
    assert write is not None  # it is one of GRAPH_FORMATS
    return write(graph)


def graph_format(text: str, source: str) -> str:
    r"""Return the format of a graph: by the end of its file's name, else by how it begins; else it is a link list.

    A `.net` without a section is a link list, too, as Infomap has it. A `.txt` or `.csv` that begins
    as another format has that format.

    Examples
    --------
    >>> graph_format("*Vertices 2\n", "-"), graph_format("*Vertices\n", "graph.net"), graph_format("a b\n", "graph.net")
    ('pajek', 'pajek', 'tsv')
    """
    suffix = bare_suffix(source)
    if (suffix in LINK_ENDINGS or not suffix) and _surely_links(text):
        return _of_rows(text)
    known = _registry()
    named = known.by_ending.get(suffix)
    if named is not None and named.name != "tsv" and (named.name != "pajek" or _begins_as(named, text)):
        return named.name
    found = next((each.name for each in known.signs if _begins_as(each, text)), "")
    return found or _of_rows(text)


def _of_rows(text: str) -> str:
    """Return the format of a text without a sign: a table of links, or one whose rows look like links."""
    cut = len(text) > _HEAD // 2  # perhaps only the beginning of the file
    if "#" in text:
        import re

        from textmine.graph.tgf import is_tgf

        if re.search(_ALONE, text) and is_tgf(text, cut=cut):
            return "tgf"
    first, n_ends = "".join(text[:_ROW].partition("\n")[0].split()[:1]), text.count("\n")
    rows = (str(n_ends), str(n_ends - 1))
    if first in rows or first[:1] == "%" or (cut and first.isdecimal() and len(first) >= len(rows[0])):
        from textmine.graph.metis import is_metis

        if is_metis(text, cut=cut):
            return "metis"
    return "tsv"


def _surely_links(text: str) -> bool:
    if text.lstrip()[:1] in ("#", "%"):
        import re

        if re.match(_HEADS, text):
            return False
    rest = _below_remarks(text)
    begun = rest.lstrip()
    figures, colon, _ = begun.partition(":")
    if begun[:_LONGEST_SIGN].casefold().startswith(_OTHERS) or (colon and is_plain(figures)):
        return False
    if "[" not in text:
        return True
    import re

    return re.match(_LINKS, rest) is not None or re.search(_GML, text) is None


def _below_remarks(text: str) -> str:
    """Return what follows the blank lines and comments that a table of links may have before its first record."""
    at = len("sep=,\n") if text[:4].casefold() == "sep=" and text[4:5] != "\n" and text[5:6] == "\n" else 0
    while (end := text.find("\n", at)) >= 0 and text[at:end].lstrip()[:1] in ("", "#", "%"):
        at = end + 1
    return text[at:]


def _begins_as(each: GraphFormat, text: str) -> bool:
    return each.sign is not None and each.sign.match(text) is not None


def read_graph(
    text: str,
    source: str,
    *,
    directed: bool | None = None,
    delimiter: str | None = None,
    progress: Progress = SILENT,
) -> Graph:
    r"""Read a graph in the format that `graph_format` finds; a link list as `read_links` says.

    Parameters
    ----------
    text
        The file.
    source
        Its name, for messages and for its end.
    directed
        Whether a link leads from its source to its target only; None where the file decides, which a plain link list
        does not.
    delimiter
        What stands between the fields of a link list, if that is not to be found out.
    progress
        Told what the file has that is not used, and what was decided.

    Raises
    ------
    InputError
        The file does not have the format, or a format that is not read.

    Examples
    --------
    >>> list(read_graph('*Vertices 2\n1 "a"\n2 "b"\n*Edges\n1 2 0.5\n', "-").rows())
    [('a', 'b', 0.5)]
    """
    kind = graph_format(text, source)
    if delimiter is not None and kind != "tsv":
        _check_delimiter(kind, source, progress)
        kind = "tsv"
    reading = Reading(directed, delimiter, progress)
    if kind == "tsv":  # the others need not be loaded
        from textmine.graph.links import read_links

        return read_links(text, source, reading)
    return _registry().by_name[kind].read(text, source, reading)


def _check_delimiter(kind: str, source: str, progress: Progress) -> None:
    """Refuse a delimiter for a file whose name says that it is no table; say where only its beginning does."""
    known = _registry().by_name[kind]
    if bare_suffix(source) in known.endings:
        raise InputError(source, None, f"{known.title} has no delimiter", "leave out `delimiter`")
    if kind != "tgf":
        progress.note(f"{source}: begins as {known.title}, and is read as a table because of `delimiter`")


def load_graph(
    path: PathName,
    *,
    directed: bool | None = None,
    delimiter: str | None = None,
    encoding: str | None = None,
    threads: int = 1,
    progress: Progress = SILENT,
) -> Graph:
    """Read a graph from a file or, for `-`, from standard input.

    Parameters
    ----------
    path
        The file.
    directed, delimiter, progress
        As in `read_graph`.
    encoding
        Encoding of the file; None finds it out.
    threads
        How many parts of a large table of links whose names are numbers are read at a time; they change nothing.

    Raises
    ------
    InputError
        As `read_graph`; or the file cannot be read or decoded.
    OptionError
        No encoding has that name.
    """
    source = as_path(path)
    return _loaded(source, read_bytes(source), encoding, Reading(directed, delimiter, progress, threads))


def load_network(
    path: PathName,
    *,
    directed: bool | None = None,
    delimiter: str | None = None,
    encoding: str | None = None,
    bipartite: bool = False,
    layers: LayerOptions | None = None,
    threads: int = 1,
    progress: Progress = SILENT,
) -> Graph | StateNetwork:
    """Read a graph or a network with states, layers or two kinds of nodes, from a file or standard input (`-`).

    Parameters
    ----------
    path, directed, delimiter, encoding, threads, progress
        As in `load_graph`.
    bipartite
        The sources of a table of links are nodes of a first kind, its targets nodes of a second kind.
    layers
        How walks change the layers of a multilayer network; see `LayerOptions`.

    Raises
    ------
    InputError
        As `load_graph` and `read_higher`; or, with `bipartite`, a name is both a source and a target.
    OptionError
        No encoding has that name.
    """
    source = as_path(path)
    data = read_bytes(source)
    reading = Reading(directed, delimiter, progress, threads)
    text = None
    if delimiter is None and b"*" in data and _may_be_higher(data):
        from textmine.graph.higher import is_higher, read_higher

        text = decode(data, source, encoding, progress)
        if is_higher(text) and graph_format(text, source) == "pajek":
            try:
                return read_higher(text, source, reading, layers)
            except GraphError as error:
                raise InputError(source, None, error.reason, error.hint) from error
    graph = _loaded(source, data, encoding, replace(reading, directed=True) if bipartite else reading, text)
    if not bipartite:
        return graph
    from textmine.graph.kinds import kinds_of_table, two_kinds

    def text_of(size: int | None) -> str:
        return decode(_first_lines(data, size), source, encoding)

    if delimiter is None and graph_format(text_of(_HEAD), source) != "tsv":
        return two_kinds(graph, source, directed=bool(directed))
    return kinds_of_table(graph, source, reading, text_of)


def _may_be_higher(data: bytes) -> bool:
    import re

    return re.search(_SECTION, data) is not None or b"\0" in data[:_HEAD]  # UTF-16 has zeros


def _first_lines(data: bytes, size: int | None) -> bytes:
    """Return all data, or the whole lines in so many bytes at the beginning; in UTF-16, a line end is two bytes."""
    if size is None or size >= len(data):
        return data
    end = data.rfind(b"\n", 0, size) + 1
    return data[: end + end % 2] if b"\0" in data[:size] else data[:end]


def _loaded(source: str, data: bytes, encoding: str | None, reading: Reading, text: str | None = None) -> Graph:
    try:
        links = _plain_links(data, source, encoding, reading) if text is None else None
        if links is not None:
            found = read_quickly(links, source, reading)
            if found is not None:
                return found
        text = decode(data, source, encoding, reading.progress) if text is None else text
        if links is not None:
            from textmine.graph.links import read_slowly

            return read_slowly(text, source, reading)
        ways, sign, progress = reading.directed, reading.delimiter, reading.progress
        return read_graph(text, source, directed=ways, delimiter=sign, progress=progress)
    except GraphError as error:
        raise InputError(source, None, error.reason, error.hint) from error


def _plain_links(data: bytes, source: str, encoding: str | None, reading: Reading) -> bytes | None:
    """Return the UTF-8 of a table of links, so that it need not become text; None for other files and encodings."""
    plain = plain_utf_8(data, encoding)
    if plain is None:
        return None
    head = plain[:_HEAD]
    if len(head) < len(plain):
        import re

        if not re.search(_RECORD, head):
            return None  # a comment may be longer
    refuse_binary(data[:_HEAD], source)
    text = head.decode(errors="replace").replace("\r\n", "\n").replace("\r", "\n")
    kind = graph_format(text, source)
    if reading.delimiter is not None and kind != "tsv":
        _check_delimiter(kind, source, reading.progress)
        kind = "tsv"
    return plain if kind == "tsv" else None
