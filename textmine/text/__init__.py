"""Reads files into documents, and documents into units: the text as arrays of numbers."""

from textmine.ondemand import on_first_use

TYPE_CHECKING = False
if TYPE_CHECKING:
    from textmine.text.public import *
else:
    __getattr__, __dir__ = on_first_use(__name__)
