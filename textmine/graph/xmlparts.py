r"""What GraphML and GEXF share: elements with their lines, and text that XML can hold.

Written and read here because networkx puts today's date into GEXF, puts a character that XML cannot hold into any file,
which then nothing can read, and does not say in which line a file is wrong. What XML 1.0 does not have (most control
characters, U+FFFE, U+FFFF) is written as a JSON escape behind a backslash; a backslash is then doubled, and a mark in
the file says so. A graph without such names has no escapes.
"""

from __future__ import annotations

import re
import xml.parsers.expat
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from textmine.errors import InputError
from textmine.graph.graph import Graph

__all__ = [
    "MARK",
    "REMEDY",
    "Attributes",
    "Element",
    "Escaping",
    "attribute_type",
    "link_rows",
    "parse_xml",
    "typed",
    "unescaped",
]

Attributes = Mapping[str, Sequence[Any]]
"""Further attributes of the nodes: a value (text, number, truth value or None) a node under each name."""

MARK = "textmine-escaped"  # a graph attribute that says so
REMEDY = "write it with networkx, Gephi or textmine graph"
# What no XML 1.0 document can hold, not even as a reference.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPED = re.compile(r"\\(\\|u[0-9a-f]{4})")
# References. Blanks need them too: as they are, an attribute would have plain blanks in their place.
_REFERENCES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
    | {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;", "\x85": "&#133;", "\u2028": "&#8232;"}
)
_WHOLE = 1 << 63


@dataclass(slots=True)
class Element:
    """An element: its tag without a namespace, what it says, what it holds, its line."""

    tag: str
    values: dict[str, str]
    line: int
    children: list[Element] = field(default_factory=list)
    text: str = ""

    def each(self, tag: str) -> Iterator[Element]:
        """Yield the children of a tag."""
        return (child for child in self.children if child.tag == tag)

    def below(self, tag: str) -> Iterator[Element]:
        """Yield all elements of a tag below this one, in order of the file."""
        stack = self.children[::-1]
        while stack:
            element = stack.pop()
            if element.tag == tag:
                yield element
            stack.extend(reversed(element.children))


def parse_xml(text: str, source: str, root: str, title: str) -> Element:
    """Return the root element of a document.

    Raises
    ------
    InputError
        The text is no XML, defines entities, or has another root.

    Examples
    --------
    >>> parse_xml("<gexf><graph/></gexf>", "graph.gexf", "gexf", "GEXF").children[0].tag
    'graph'
    """
    parser = xml.parsers.expat.ParserCreate()
    parser.buffer_text = True
    top = Element("", {}, 0)
    stack = [top]

    def start(tag: str, values: dict[str, str]) -> None:
        if len(stack) == 1 and _bare(tag) != root:
            raise InputError(source, parser.CurrentLineNumber, f"not {title}: it begins with <{tag}>", REMEDY)
        element = Element(_bare(tag), {_bare(key): value for key, value in values.items()}, parser.CurrentLineNumber)
        stack[-1].children.append(element)
        stack.append(element)

    def end(tag: str) -> None:
        stack.pop()

    def characters(data: str) -> None:
        stack[-1].text += data

    def entity(*_: object) -> None:
        reason = f"not {title} that is safe to read: it defines entities"
        raise InputError(source, parser.CurrentLineNumber, reason, "leave out its <!ENTITY> lines")

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler, parser.EntityDeclHandler = characters, entity
    try:
        parser.Parse(_as_utf8(text), True)
    except xml.parsers.expat.ExpatError as error:
        reason = f"not {title}: {xml.parsers.expat.errors.messages[error.code]}"
        raise InputError(source, error.lineno, reason, REMEDY) from None
    return top.children[0]


def _as_utf8(text: str) -> bytes:
    """Return the text as bytes; whatever encoding it declares, it has been decoded by now."""
    head = re.sub(r"""^(\s*<\?xml[^>]*?)\sencoding\s*=\s*("[^"]*"|'[^']*')""", r"\1", text[:200])
    return (head + text[200:]).lstrip().encode("utf-8", "surrogatepass")


def _bare(name: str) -> str:
    return name.rpartition(":")[2]


def typed(text: str, kind: str) -> str | bool | int | float | None:
    """Return a value as its declared type has it: as text if no type is declared, None for a number that is not one.

    Examples
    --------
    >>> typed("3", "long"), typed("true", "boolean"), typed("NaN", "double"), typed("3", "string")
    (3, True, None, '3')
    """
    kind = kind.casefold()
    bare = text.strip()
    if kind == "boolean":
        return {"true": True, "1": True, "false": False, "0": False}.get(bare.casefold(), text)
    if kind in ("int", "integer", "long", "short", "byte", "biginteger"):
        return int(bare) if re.fullmatch("[+-]?[0-9]{1,18}", bare) else _float(text)
    if kind in ("float", "double", "bigdecimal"):
        return _float(text)
    return text


def _float(text: str) -> str | float | None:
    try:
        value = float(text)
    except ValueError:
        return text
    return value if value == value else None


def attribute_type(values: Sequence[Any]) -> str:
    """Return the type of a column: boolean, long, double or string.

    Examples
    --------
    >>> attribute_type([1, None]), attribute_type([1, 0.5]), attribute_type([True, 1])
    ('long', 'double', 'string')
    """
    kinds = {type(value) for value in values if value is not None}
    if kinds == {bool}:
        return "boolean"
    if kinds == {int} and all(abs(value) < _WHOLE // 10 for value in values if value is not None):
        return "long"
    return "double" if kinds and kinds <= {int, float} else "string"


def link_rows(graph: Graph) -> Iterator[tuple[int, int, float, int | None]]:
    """Yield ends, weight and count of each link."""
    counts = [None] * graph.n_links if graph.counts is None else graph.counts.tolist()
    yield from zip(graph.sources.tolist(), graph.targets.tolist(), graph.weights.tolist(), counts, strict=True)


class Escaping:
    """How text is written into a file: with escapes where something in the graph needs them, else plain.

    Attributes
    ----------
    marked
        Whether the file has to say so: for escapes, and for a name of nothing but blanks, which is no missing label.
    """

    def __init__(self, graph: Graph, columns: Attributes) -> None:
        texts = (value for values in columns.values() for value in values if isinstance(value, str))
        self.marked = not all(map(str.strip, graph.names)) or any(
            _FORBIDDEN.search(text) for some in (graph.names, texts, columns) for text in some
        )

    def quoted(self, value: Any) -> str:
        """Return a value in quotes, as an attribute of an element has it."""
        if isinstance(value, bool):
            return f'"{str(value).lower()}"'
        if isinstance(value, float) and value in (float("inf"), float("-inf")):
            return '"INF"' if value > 0 else '"-INF"'
        text = value if isinstance(value, str) else repr(value)
        if self.marked:
            text = _FORBIDDEN.sub(lambda match: f"\\u{ord(match[0]):04x}", text.replace("\\", "\\\\"))
        text = text.translate(_REFERENCES)
        if '"' not in text:
            return f'"{text}"'
        return f"'{text}'" if "'" not in text else '"' + text.replace('"', "&quot;") + '"'

    def text(self, value: Any) -> str:
        """Return a value as the text of an element has it."""
        return self.quoted(value)[1:-1]


def unescaped(text: str) -> str:
    r"""Return text that was written with escapes.

    Examples
    --------
    >>> unescaped("\\u0001")
    '\x01'
    """
    return _ESCAPED.sub(lambda match: "\\" if match[1] == "\\" else chr(int(match[1][1:], 16)), text)
