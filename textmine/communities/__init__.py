"""Communities of a graph: finding them, their stability, their file formats."""

from textmine.ondemand import on_first_use

TYPE_CHECKING = False
if TYPE_CHECKING:
    from textmine.communities.public import *
else:
    __getattr__, __dir__ = on_first_use(__name__)
