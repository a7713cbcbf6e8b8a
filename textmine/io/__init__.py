"""Reads any source and writes safely: files, compression, encodings, tables."""

from textmine.ondemand import on_first_use

TYPE_CHECKING = False
if TYPE_CHECKING:
    from textmine.io.public import *
else:
    __getattr__, __dir__ = on_first_use(__name__)
