"""Co-occurrence of terms: pairs in a window, weights, pruning."""

from typing import TYPE_CHECKING

from textmine.ondemand import on_first_use

if TYPE_CHECKING:
    from textmine.pairs.public import *
else:
    __getattr__, __dir__ = on_first_use(__name__)
