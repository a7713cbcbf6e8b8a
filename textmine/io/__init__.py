"""Opening anything and writing safely: files, compression, encodings, tables."""

from textmine.io.decoding import decode
from textmine.io.output import open_output
from textmine.io.sources import expand_sources, read_bytes
from textmine.io.tables import Table, read_table, table_lines

__all__ = ["Table", "decode", "expand_sources", "open_output", "read_bytes", "read_table", "table_lines"]
