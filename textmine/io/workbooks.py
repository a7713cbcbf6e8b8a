"""Sheets of Excel workbooks (.xlsx) as tables; openpyxl reads them."""

from __future__ import annotations

import datetime
import io
import re
import warnings
from collections.abc import Iterator
from typing import Any

from textmine.errors import InputError, OptionError, TextmineError
from textmine.io.tables import Table, table_of
from textmine.progress import SILENT, Progress

__all__ = ["read_workbook"]

_BOMB_RATIO, _BOMB_SIZE = 250, 1 << 28  # as for compressed files


def read_workbook(data: bytes, source: str, sheet: str | None = None, progress: Progress = SILENT) -> Table:
    """Read a sheet of a workbook as a table whose first row that is not empty is the header.

    Cells are taken as text: whole numbers without a point, dates as 2024-05-31, formulas by the value saved with them.

    Parameters
    ----------
    data, source
        The content of the file and its name.
    sheet
        Name of the sheet; None for the first one, and a note says what others there are.
    progress
        Told of sheets that are not read.

    Raises
    ------
    InputError
        The workbook is damaged or protected, the sheet does not exist, or it is empty.
    OptionError
        openpyxl is not installed.
    """
    try:
        import openpyxl
    except ImportError:
        raise OptionError(f"{source}: Excel workbooks need openpyxl", "pip install 'textmine[excel]'") from None
    try:
        _refuse_bomb(data, source)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions, which are not read
            workbook = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            worksheet = _chosen(list(workbook.worksheets), source, sheet, progress)
            return table_of(_rows(worksheet), source)
    except (TextmineError, MemoryError):
        raise
    except Exception as error:  # whatever openpyxl and the modules below it raise where a file is damaged or forged
        reason = f"the workbook cannot be read: {str(error) or type(error).__name__}"
        raise InputError(source, None, reason, "open it in a spreadsheet, and save it again as .xlsx or CSV") from error


def _chosen(worksheets: list[Any], source: str, sheet: str | None, progress: Progress) -> Any:
    names = [worksheet.title for worksheet in worksheets]
    if sheet is not None:
        found = [each for each in worksheets if each.title == sheet]
        if not found:
            raise InputError(source, None, f"no sheet '{sheet}'", f"the sheets are: {', '.join(names)}")
        return found[0]
    if not worksheets:
        raise InputError(source, None, "the workbook has no sheet", "save the sheet as CSV (UTF-8)")
    if len(names) > 1:
        others = ", ".join(names[1:])
        progress.note(f"{source}: read the first sheet, {names[0]}; `sheet` names another: {others}")
    return worksheets[0]


def _rows(worksheet: Any) -> Iterator[tuple[int, list[str]]]:
    # What the file says of its size can be wrong, and cuts the rows.
    worksheet.reset_dimensions()
    width = 0
    for number, values in enumerate(worksheet.iter_rows(values_only=True), 1):
        row = [_text(value) for value in values]
        if not any(row):
            continue
        if not width:
            while not row[-1]:
                row.pop()
            width = len(row)
        yield number, row + [""] * (width - len(row))


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1 << 53:
        return str(int(value))
    if isinstance(value, datetime.datetime):
        return str(value.date() if value.time() == datetime.time() else value)
    # Line ends are written in several ways inside a cell.
    return str(value).replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n")


def _refuse_bomb(data: bytes, source: str) -> None:
    """Refuse an archive whose directory announces more than any workbook holds; no more than that is ever read."""
    entries = (match.start() for match in re.finditer(rb"PK\x01\x02", data))
    size = sum(int.from_bytes(data[at + 24 : at + 28], "little") for at in entries)
    if size > _BOMB_SIZE and size > _BOMB_RATIO * len(data):
        reason = f"{len(data)} bytes swell to {size} when decompressed"
        raise InputError(source, None, reason, "save the sheet as CSV if it is what it should be")
