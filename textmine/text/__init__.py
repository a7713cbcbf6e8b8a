"""Reads files into documents, and documents into units: the text as arrays of numbers."""

from typing import TYPE_CHECKING

from textmine.ondemand import on_first_use

if TYPE_CHECKING:
    from textmine.text.public import *
else:
    __getattr__, __dir__ = on_first_use(__name__)
