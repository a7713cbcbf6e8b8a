"""Reads any source and writes safely: files, compression, encodings, tables."""

from typing import TYPE_CHECKING

from textmine.ondemand import on_first_use

if TYPE_CHECKING:
    from textmine.io.public import *
else:
    __getattr__, __dir__ = on_first_use(__name__)
