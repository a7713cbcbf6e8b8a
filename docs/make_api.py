"""Write `docs/api.md`, the page of the public names of `textmine`, from their docstrings.

Usage: python docs/make_api.py

The summary, the text, the sections (parameters, returns, raises, ...) and the example are those of the docstring, in
numpy's style; the signature comes from the code. The page is the same on every version of Python.
"""

from __future__ import annotations

import enum
import functools
import inspect
import re
import textwrap
from collections.abc import Iterator
from pathlib import Path

import textmine

PAGE = Path(__file__).with_name("api.md")
WIDTH = 120

# Headings in the order in which text becomes a map, and the rooms whose names stand under each.
GROUPS = {
    "Text": ("text",),
    "Backgrounds": ("backgrounds",),
    "Segmentation": ("segment",),
    "Terms": ("terms",),
    "Graphs": ("pairs", "graph"),
    "Communities": ("communities", "mapequation"),
    "Documents and time": ("concordance", "comparison", "periods", "streams"),
    "Word vectors": ("vectors", "expand"),
    "Maps": ("map",),
    "Errors": ("errors",),
}
OTHERS = "Other names"

INTRODUCTION = """\
# The library

Every public name of `textmine`. This page is made from the docstrings by `make docs`; change those, not the page.
Names are loaded when they are first used, so `import textmine` costs next to nothing.
"""


def page() -> str:
    """Return the whole page."""
    parts = [INTRODUCTION, _example(inspect.getdoc(textmine) or "")]
    for heading, names in _grouped().items():
        parts += [f"## {heading}\n", *(_entry(name) for name in names)]
    return "\n".join(parts)


def _grouped() -> dict[str, list[str]]:
    """Return the public names under each heading: functions, then types, then options."""
    heading_of = {room: heading for heading, rooms in GROUPS.items() for room in rooms}
    groups: dict[str, list[str]] = {heading: [] for heading in [*GROUPS, OTHERS]}
    for name in sorted(set(textmine.__all__) - {"__version__"}, key=_rank):
        room = getattr(textmine, name).__module__.split(".")[1]
        groups[heading_of.get(room, OTHERS)].append(name)
    return {heading: names for heading, names in groups.items() if names}


def _rank(name: str) -> tuple[bool, bool, str]:
    return isinstance(getattr(textmine, name), type), name.endswith("Options"), name


def _entry(name: str) -> str:
    thing = getattr(textmine, name)
    code = f"```python\n{signature(thing, f'textmine.{name}')}\n```\n"
    text = [f"### `{name}`\n", code, *_described(inspect.getdoc(thing) or "")]
    if isinstance(thing, type) and (members := list(_members(thing))):
        text += ["**Methods and properties**\n", *members, ""]
    return "\n".join(text)


def signature(thing: object, name: str) -> str:
    """Return a call of `thing` with its parameters and their defaults, broken into lines where it is long."""
    if getattr(thing, "__init__", None) is Exception.__init__:  # of which versions of Python differ in what they say
        return name
    found = inspect.signature(thing)  # type: ignore[arg-type]
    parameters, star = [], False
    for parameter in found.parameters.values():
        if parameter.name == "self":
            continue
        if parameter.kind is parameter.KEYWORD_ONLY and not star:
            parameters.append("*")
        star = star or parameter.kind in (parameter.KEYWORD_ONLY, parameter.VAR_POSITIONAL)
        parameters.append(_parameter(parameter))
    returned = "" if isinstance(thing, type) or found.return_annotation in (found.empty, "None") else _returned(found)
    line = f"{name}({', '.join(parameters)}){returned}"
    if len(line) <= WIDTH:
        return line
    return f"{name}(\n" + "".join(f"    {parameter},\n" for parameter in parameters) + f"){returned}"


def _returned(found: inspect.Signature) -> str:
    return " -> " + str(found.return_annotation).strip("'\"")


def _parameter(parameter: inspect.Parameter) -> str:
    star = {parameter.VAR_POSITIONAL: "*", parameter.VAR_KEYWORD: "**"}.get(parameter.kind, "")
    annotation = "" if parameter.annotation is parameter.empty else f": {str(parameter.annotation).strip(chr(39))}"
    default = "" if parameter.default is parameter.empty else _default(parameter.default)
    return f"{star}{parameter.name}{annotation}{' = ' if annotation and default else '=' if default else ''}{default}"


def _default(value: object) -> str:
    """Return a default as a reader would type it; one that has no such form, such as a silent progress, is `...`."""
    if isinstance(value, enum.Enum):
        return repr(value.value)
    text = repr(value)
    return "..." if text.startswith("<") else text


def _members(thing: type) -> Iterator[str]:
    """Yield a line for each public method and property of a type, in the order of its source."""
    for name, member in vars(thing).items():
        if name.startswith("_"):
            continue
        inner = member.__func__ if isinstance(member, classmethod | staticmethod) else member
        if isinstance(inner, property | functools.cached_property):
            shown = name
        elif inspect.isfunction(inner):
            shown = re.sub(r"\s+", " ", signature(inner, name)).replace("( ", "(").replace(", )", ")")
        else:
            continue
        summary = (inspect.getdoc(inner) or "").split("\n\n")[0]
        yield _item(shown, summary)


def _described(doc: str) -> Iterator[str]:
    """Yield the Markdown of a docstring in numpy's style."""
    for title, body in sections(doc):
        if title == "Examples":
            yield _example(body)
            continue
        if title:
            yield f"**{title}**\n"
        yield "\n".join(_items(body)) + "\n" if title in _LISTED else _text(body)


_LISTED = {"Parameters", "Attributes", "Returns", "Yields", "Raises", "Warns"}


def sections(doc: str) -> Iterator[tuple[str, str]]:
    r"""Yield the title and the body of each section; the text before the first one has no title.

    Examples
    --------
    >>> list(sections("Add up.\n\nReturns\n-------\nint\n    The sum."))
    [('', 'Add up.'), ('Returns', 'int\n    The sum.')]
    """
    parts = re.split(r"^([A-Z][A-Za-z ]+)\n-{3,}$", doc, flags=re.MULTILINE)
    yield "", parts[0].strip()
    for title, body in zip(parts[1::2], parts[2::2], strict=True):
        yield title, body.strip("\n")


def _items(body: str) -> Iterator[str]:
    """Yield a line of a list for each `name`, `name : type` or type, with the indented text below it."""
    for block in re.split(r"\n(?=\S)", body):
        head, _, text = block.partition("\n")
        name, _, kind = head.partition(" : ")
        yield _item(name, f"{kind}. {textwrap.dedent(text)}" if kind and text else kind or textwrap.dedent(text))


def _item(name: str, text: str) -> str:
    first, *rest = _paragraphs(text) or [""]
    lines = textwrap.fill(f"- `{name}`: {first}".rstrip(": "), WIDTH, subsequent_indent="  ", **_WRAPPING)
    return "\n\n".join([lines, *(textwrap.indent(paragraph, "  ") for paragraph in rest)])


_WRAPPING = {"break_long_words": False, "break_on_hyphens": False}


def _paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a text in Markdown, each on lines of its own."""
    found = re.split(r"\n\s*\n", text.replace("``", "`").strip())
    return [textwrap.fill(" ".join(paragraph.split()), WIDTH, **_WRAPPING) for paragraph in found if paragraph]


def _text(text: str) -> str:
    return "".join(f"{paragraph}\n\n" for paragraph in _paragraphs(text)).removesuffix("\n")


def _example(doc: str) -> str:
    """Return the examples of a docstring, with the sentences between them, as Markdown."""
    body = dict(sections(doc)).get("Examples", doc)
    parts = []
    for block in re.split(r"\n\s*\n", body.strip()):
        parts.append(f"```pycon\n{block}\n```\n" if block.startswith(">>>") else _text(block))
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
