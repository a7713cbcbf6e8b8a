"""Opening anything and writing safely: files, compression, encodings, tables."""

from textmine.io.decoding import decode, decode_chunks
from textmine.io.output import by_ending, check_paths, open_binary_output, open_output
from textmine.io.sources import expand_sources
from textmine.io.streams import read_bytes, read_chunks
from textmine.io.tables import Table, read_table, table_lines, unescape_fields

__all__ = [
    "Table",
    "by_ending",
    "check_paths",
    "decode",
    "decode_chunks",
    "expand_sources",
    "open_binary_output",
    "open_output",
    "read_bytes",
    "read_chunks",
    "read_table",
    "table_lines",
    "unescape_fields",
]
