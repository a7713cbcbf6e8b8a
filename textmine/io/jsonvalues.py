"""Values from JSON: a value a line, an array at the top, or values in any layout, of which one is held at a time."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from textmine.errors import InputError

__all__ = ["ONE_A_LINE", "json_values", "looks_like_json"]

ONE_A_LINE = "write one JSON object a line"
_ENDLESS = "not JSON: a number or brackets without end"
_SCAN: Any = json.JSONDecoder().scan_once  # type: ignore[attr-defined]  # quicker than json.loads
_ASSIGNED = re.compile(r"\s*window\.[\w.]+\s*=\s*(?=[\[{])")  # archives of Twitter are programs
_BLANKS = re.compile(r"\s*")
_Value = tuple[int, Any]


def looks_like_json(text: str) -> bool:
    r"""Tell whether a text begins as records in JSON do.

    Examples
    --------
    >>> looks_like_json(' [\n{"text": "oil"}]'), looks_like_json("{oil}"), looks_like_json("[1] Oil and gas")
    (True, False, False)
    """
    begun = _ASSIGNED.sub("", text[:1000], count=1).lstrip()
    if begun.startswith("["):
        begun = begun[1:].lstrip()
    return re.match(r'\{\s*("(?:[^"\\]|\\.)*"\s*:|\}|\Z)', begun) is not None


def json_values(pieces: Iterable[str], source: str) -> Iterator[_Value]:
    r"""Yield the values of a JSON document with the line each begins on; of an array at its top, its elements.

    One value a line is read line by line, anything else as a stream of values, of which one is held at a time.

    Parameters
    ----------
    pieces
        The text in pieces of whole lines.
    source
        Its name.

    Raises
    ------
    InputError
        A value is not JSON.

    Examples
    --------
    >>> list(json_values(['[{"text": "oil"},\n', ' {"text": "gas"}]\n'], "a.json"))
    [(1, {'text': 'oil'}), (2, {'text': 'gas'})]
    """
    pieces = iter(pieces)
    head = ""
    for piece in pieces:  # up to the first line with something on it
        head += piece
        if head.strip():
            break
    first = next((line for line in head.split("\n") if line.strip()), "")
    rest = itertools.chain([head], pieces)
    return (_of_stream if _is_stream(first) else _of_lines)(rest, source)


def _is_stream(line: str) -> bool:
    """Tell whether a first line begins an array, or an object that goes on in the next line."""
    begun = line.lstrip()
    if _ASSIGNED.match(line) or begun.startswith("["):
        return True
    if not begun.startswith("{"):
        return False
    try:
        json.loads(line)
    except json.JSONDecodeError as error:
        return error.pos >= len(line.rstrip())
    except (ValueError, RecursionError):
        pass
    return False


def _of_lines(pieces: Iterable[str], source: str) -> Iterator[_Value]:
    first = 1
    for piece in pieces:
        for number, line in enumerate(piece.removesuffix("\n").split("\n"), first):
            if line.strip():
                yield number, _json(line, source, number)
        first += piece.count("\n")


def _json(line: str, source: str, number: int) -> Any:
    try:
        value, end = _SCAN(line, 0)
        if end == len(line):
            return value
    except (StopIteration, ValueError, RecursionError):
        pass
    try:
        return json.loads(line)
    except json.JSONDecodeError as error:
        reason = _said(error)
    except (ValueError, RecursionError):  # a number of more than 4300 digits, which Python refuses
        reason = _ENDLESS
    raise InputError(source, number, reason, ONE_A_LINE)


def _of_stream(pieces: Iterable[str], source: str) -> Iterator[_Value]:
    """Yield values in any layout. A value that is not complete is parsed again when the text held has doubled."""
    decoder = json.JSONDecoder()
    held, wanted, line, within = "", 0, 1, False
    for piece in itertools.chain(pieces, [None]):
        held += piece or ""
        if piece is not None and len(held) < wanted:
            continue
        at = assigned.end() if line == 1 and (assigned := _ASSIGNED.match(held)) else 0
        counted = 0
        while True:
            at = _BLANKS.match(held, at).end()  # type: ignore[union-attr]
            sign = held[at : at + 1]
            if sign and sign in (",]" if within else "["):
                within = sign != "]"
                at += 1
                continue
            if not sign:
                break
            line += held.count("\n", counted, at)
            counted = at
            try:
                value, end = decoder.raw_decode(held, at)
            except json.JSONDecodeError as error:
                if piece is None or _is_fault(error, held):
                    raise _refusal(error, held, at, line, source) from None
                break
            except (ValueError, RecursionError):
                raise InputError(source, line, _ENDLESS, ONE_A_LINE) from None
            yield line, value
            at = end
        line += held.count("\n", counted, at)
        held = held[at:]
        wanted = 2 * len(held)
    if within:
        raise InputError(source, line, "not JSON: the array has no end", "the file is cut short: write it again")


def _is_fault(error: json.JSONDecodeError, held: str) -> bool:
    """Tell whether more text could not make the value whole."""
    return not error.msg.startswith("Unterminated") and error.pos < len(held.rstrip()) - 1


def _refusal(error: json.JSONDecodeError, held: str, at: int, line: int, source: str) -> InputError:
    """Return what is wrong in a value that begins at a place of the text, in this line of the file."""
    number = line + held.count("\n", at, error.pos)
    return InputError(source, number, _said(error), ONE_A_LINE)


def _said(error: json.JSONDecodeError) -> str:
    """Return what is wrong, and where in the line; some of the messages end with `at`."""
    return f"not JSON: {error.msg.lower().removesuffix(' at')} at character {error.colno}"
