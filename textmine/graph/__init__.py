"""Graphs with named nodes, and the formats they are read from and written to."""

from textmine.ondemand import on_first_use

TYPE_CHECKING = False
if TYPE_CHECKING:
    from textmine.graph.public import *
else:
    __getattr__, __dir__ = on_first_use(__name__)
