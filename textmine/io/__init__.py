"""Opening anything and writing safely: files, compression, encodings, tables."""

from textmine.io.decoding import decode
from textmine.io.output import check_paths, open_output
from textmine.io.sources import expand_sources, read_bytes
from textmine.io.tables import Table, read_table, table_lines, unescape_fields

__all__ = [
    "Table",
    "check_paths",
    "decode",
    "expand_sources",
    "open_output",
    "read_bytes",
    "read_table",
    "table_lines",
    "unescape_fields",
]
