"""Graphs with named nodes, and the formats they are read from and written to."""

from typing import TYPE_CHECKING

from textmine.ondemand import on_first_use

if TYPE_CHECKING:
    from textmine.graph.public import *
else:
    __getattr__, __dir__ = on_first_use(__name__)
