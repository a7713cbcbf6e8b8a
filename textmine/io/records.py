"""Records from JSON: an object a line, arrays of objects, and objects with one array of them inside."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from textmine.errors import SURROGATE, InputError
from textmine.io.tables import Table

__all__ = [
    "column_records",
    "field_names",
    "find_field",
    "inner_records",
    "json_values",
    "looks_like_json",
    "records_table",
]

_HINT = "write one JSON object a line"
_ENDLESS = "not JSON: a number or brackets without end"
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
        return json.loads(line)
    except json.JSONDecodeError as error:
        reason = f"not JSON: {error.msg.lower()} at character {error.colno}"
    except (ValueError, RecursionError):  # a number of more than 4300 digits, which Python refuses
        reason = _ENDLESS
    raise InputError(source, number, reason, _HINT)


def _of_stream(pieces: Iterable[str], source: str) -> Iterator[_Value]:
    """Yield values however they are laid out: what is not whole yet is tried again when the text has doubled."""
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
                raise InputError(source, line, _ENDLESS, _HINT) from None
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
    return InputError(source, number, f"not JSON: {error.msg.lower()} at character {error.colno}", _HINT)


def find_field(record: Any, path: str) -> str | None:
    r"""Return the text in a field of a record; None where there is none.

    A path such as `data.text` leads into objects within objects, and into each object of an array; a field whose own
    name has a dot goes first. A list of texts is one text, a line each.

    Examples
    --------
    >>> find_field({"data": {"text": ["oil", "gas"]}}, "data.text"), find_field({"a.b": "oil"}, "a.b")
    ('oil\ngas', 'oil')
    """
    value = _value_at(record, path)
    if isinstance(value, list):
        texts = [each for each in _flat(value) if isinstance(each, str)]
        return "\n".join(texts) if texts else None
    return value if isinstance(value, str) else None


def _value_at(value: Any, path: str) -> Any:
    if isinstance(value, list):
        return [_value_at(each, path) for each in value]
    if not isinstance(value, dict):
        return None
    if path in value:
        return value[path]
    at = path.rfind(".")
    while at > 0:
        if path[:at] in value:
            found = _value_at(value[path[:at]], path[at + 1 :])
            if found is not None:
                return found
        at = path.rfind(".", 0, at)
    return None


def _flat(values: list[Any]) -> Iterator[Any]:
    for value in values:
        if isinstance(value, list):
            yield from _flat(value)
        else:
            yield value


def field_names(record: Any, depth: int = 4) -> list[str]:
    """Return the paths of the fields of a record that hold text.

    Examples
    --------
    >>> field_names({"id": 1, "data": [{"text": "oil", "user": {"name": "x"}}]})
    ['data.text', 'data.user.name']
    """
    if isinstance(record, list):
        return list(dict.fromkeys(name for each in record[:10] for name in field_names(each, depth)))
    if not isinstance(record, dict) or depth == 0:
        return []
    names: list[str] = []
    for name, value in record.items():
        if isinstance(value, str) or (isinstance(value, list) and any(isinstance(each, str) for each in value)):
            names.append(name)
        else:
            names += [f"{name}.{inner}" for inner in field_names(value, depth - 1)]
    return names


def inner_records(document: Any, path: str) -> tuple[str, list[Any], str] | None:
    """Return the one array of records in a document that have text in a field: its path, they, and the field in them.

    `path` may lead to the field from the document or from a record. None where no array has such records, or several.

    Examples
    --------
    >>> inner_records({"data": [{"text": "oil"}], "pages": 1}, "text")
    ('data', [{'text': 'oil'}], 'text')
    """
    found = [
        (name, records, field)
        for name, records in _arrays(document, "")
        for field in dict.fromkeys((path.removeprefix(f"{name}."), path))
        if any(find_field(record, field) is not None for record in records)
    ]
    return found[0] if len(found) == 1 else None


def column_records(document: dict[str, Any], path: str) -> list[dict[str, Any]] | None:
    """Return the records of a document that holds a table by columns, as pandas writes it; None where it does not.

    Examples
    --------
    >>> column_records({"text": {"0": "oil", "1": "gas"}, "n": {"0": 1, "1": 2}}, "text")
    [{'text': 'oil'}, {'text': 'gas'}]
    >>> column_records({"columns": ["n", "text"], "data": [[1, "oil"]]}, "text")
    [{'text': 'oil'}]
    """
    value = _value_at(document, path)
    columns, rows = document.get("columns"), document.get("data")
    if isinstance(columns, list) and path in columns and isinstance(rows, list):
        at = columns.index(path)
        return [{path: row[at] if isinstance(row, list) and at < len(row) else None} for row in rows]
    texts = list(value.values()) if isinstance(value, dict) else value
    if not isinstance(texts, list) or not texts or not all(text is None or isinstance(text, str) for text in texts):
        return None
    return [{path: text} for text in texts]


def _arrays(value: Any, path: str) -> Iterator[tuple[str, list[Any]]]:
    """Yield the arrays of objects in an object and in objects within it."""
    if not isinstance(value, dict):
        return
    for name, inner in value.items():
        if isinstance(inner, list) and any(isinstance(each, dict) for each in inner):
            yield path + name, inner
        else:
            yield from _arrays(inner, f"{path}{name}.")


def records_table(text: str, source: str, name: str) -> Table:
    r"""Read records in JSON as a table; values are written as `table_lines` writes them, what is missing is empty.

    Texts in place of records fill the column `name`; one object of names and numbers fills it and the column `count`.

    Raises
    ------
    InputError
        The text is not JSON, or its values are something else.

    Examples
    --------
    >>> records_table('{"term": "oil", "count": 3}\n{"term": "gas"}\n', "terms.jsonl", "term").rows
    [['oil', '3'], ['gas', '']]
    >>> records_table('["oil", "gas"]', "terms.json", "term").column("term")
    ['oil', 'gas']
    """
    values = list(json_values([text], source))
    if len(values) == 1 and isinstance(values[0][1], dict) and name not in values[0][1]:
        line, document = values[0]
        if document and all(isinstance(count, int) for count in document.values()):
            values = [(line, {name: key, "count": count}) for key, count in document.items()]
    records = [(line, {name: value} if isinstance(value, str) else value) for line, value in values]
    for line, record in records:
        if not isinstance(record, dict):
            raise InputError(source, line, "neither an object nor a text", _HINT)
    columns = tuple(dict.fromkeys(key for _, record in records for key in record))
    rows = [[_plain(record.get(column)) for column in columns] for _, record in records]
    for row, (line, _) in zip(rows, records, strict=True):
        if any(not field.isascii() and SURROGATE.search(field) for field in row):
            raise InputError(source, line, "half a surrogate pair", "write both halves")
    return Table(source, columns, rows, [line for line, _ in records])


def _plain(value: Any) -> str:
    if isinstance(value, str):
        return value
    return "" if value is None else json.dumps(value, ensure_ascii=False)
