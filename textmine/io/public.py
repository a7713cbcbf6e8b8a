"""What the room offers; its names load when one is first used."""

from textmine.io.decoding import decode, decode_chunks
from textmine.io.dialects import delimiter_named, read_any_table
from textmine.io.frames import data_frame
from textmine.io.output import by_ending, check_paths, made_folder, make_folder, open_binary_output, open_output
from textmine.io.records import records_table
from textmine.io.rows import ROW_FORMATS, table_lines, unescape_fields
from textmine.io.sources import PathName, PathNames, as_path, as_paths, expand_sources
from textmine.io.streams import read_bytes, read_chunks
from textmine.io.tables import Table, read_table
from textmine.io.workbooks import read_workbook

__all__ = [
    "ROW_FORMATS",
    "PathName",
    "PathNames",
    "Table",
    "as_path",
    "as_paths",
    "by_ending",
    "check_paths",
    "data_frame",
    "decode",
    "decode_chunks",
    "delimiter_named",
    "expand_sources",
    "made_folder",
    "make_folder",
    "open_binary_output",
    "open_output",
    "read_any_table",
    "read_bytes",
    "read_chunks",
    "read_table",
    "read_workbook",
    "records_table",
    "table_lines",
    "unescape_fields",
]
