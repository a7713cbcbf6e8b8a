"""Records from JSON: the text in their fields, the array of them inside an object, and records as a table."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from textmine.errors import InputError, has_half_character
from textmine.io.jsonvalues import ONE_A_LINE, json_values
from textmine.io.tables import Table

__all__ = ["column_records", "field_names", "find_field", "find_value", "inner_records", "records_table"]


def find_field(record: Any, path: str) -> str | None:
    r"""Return the text in a field of a record; None where there is none.

    A path such as `data.text` leads into objects within objects, and into each object of an array; a field whose own
    name has a dot goes first. A list of texts is one text, a line each.

    Examples
    --------
    >>> find_field({"data": {"text": ["oil", "gas"]}}, "data.text"), find_field({"a.b": "oil"}, "a.b")
    ('oil\ngas', 'oil')
    """
    value = record.get(path) if isinstance(record, dict) else None  # mostly it is this
    if isinstance(value, str):
        return value
    value = _value_at(record, path)
    if isinstance(value, list):
        texts = [each for each in _flat(value) if isinstance(each, str)]
        return "\n".join(texts) if texts else None
    return value if isinstance(value, str) else None


def find_value(record: Any, path: str) -> str:
    """Return the value in a field of a record as text, whatever its type; empty where there is none.

    A list of values is one text, with semicolons between them.

    Examples
    --------
    >>> find_value({"year": 1998.0, "by": {"name": ["Li", "Wu"]}}, "year"), find_value({"by": ["Li", "Wu"]}, "by")
    ('1998', 'Li; Wu')
    """
    value = record.get(path) if isinstance(record, dict) else None
    if isinstance(value, str):
        return value
    value = _value_at(record, path)
    return "; ".join(filter(None, map(_said, _flat(value if isinstance(value, list) else [value]))))


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value) if isinstance(value, str | int | float) else ""


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


def field_names(record: Any, depth: int = 4, *, numbers: bool = False) -> list[str]:
    """Return the paths of the fields of a record that hold text, or with `numbers` a number.

    Examples
    --------
    >>> field_names({"id": 1, "data": [{"text": "oil", "user": {"name": "x"}}]})
    ['data.text', 'data.user.name']
    """
    if isinstance(record, list):
        return list(dict.fromkeys(name for each in record[:10] for name in field_names(each, depth, numbers=numbers)))
    if not isinstance(record, dict) or depth == 0:
        return []
    names: list[str] = []
    kinds = (str, int, float) if numbers else (str,)
    for name, value in record.items():
        if isinstance(value, kinds) or (isinstance(value, list) and any(isinstance(each, str) for each in value)):
            names.append(name)
        else:
            names += [f"{name}.{inner}" for inner in field_names(value, depth - 1, numbers=numbers)]
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
    [{'text': 'oil', 'n': 1}, {'text': 'gas', 'n': 2}]
    >>> column_records({"columns": ["n", "text"], "data": [[1, "oil"]]}, "text")
    [{'n': 1, 'text': 'oil'}]
    """
    value = _value_at(document, path)
    columns, rows = document.get("columns"), document.get("data")
    if isinstance(columns, list) and path in columns and isinstance(rows, list):
        names = [str(column) for column in columns]
        return [dict(zip(names, row, strict=False)) if isinstance(row, list) else {} for row in rows]
    texts = list(value.values()) if isinstance(value, dict) else value
    if not isinstance(texts, list) or not texts or not all(text is None or isinstance(text, str) for text in texts):
        return None
    kept = {name: each for name, each in document.items() if type(each) is type(value) and len(each) == len(texts)}
    if isinstance(value, dict):
        kept = {name: [each.get(row) for row in value] for name, each in kept.items()}
    return [dict(zip([*kept, path], row, strict=True)) for row in zip(*kept.values(), texts, strict=True)]


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
            raise InputError(source, line, "neither an object nor a text", ONE_A_LINE)
    columns = tuple(dict.fromkeys(key for _, record in records for key in record))
    rows = [[_plain(record.get(column)) for column in columns] for _, record in records]
    for row, (line, _) in zip(rows, records, strict=True):
        if any(map(has_half_character, row)):
            raise InputError(source, line, "half a surrogate pair", "write both halves")
    return Table(source, columns, rows, [line for line, _ in records])


def _plain(value: Any) -> str:
    if isinstance(value, str):
        return value
    return "" if value is None else json.dumps(value, ensure_ascii=False)
