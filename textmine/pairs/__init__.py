"""Co-occurrence of terms: pairs in a window, weights, pruning."""

from textmine.ondemand import on_first_use

TYPE_CHECKING = False
if TYPE_CHECKING:
    from textmine.pairs.public import *
else:
    __getattr__, __dir__ = on_first_use(__name__)
