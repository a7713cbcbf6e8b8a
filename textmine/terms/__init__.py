"""Terms of a domain: candidates, evidence, contrast with a background, ranking."""

from typing import TYPE_CHECKING

from textmine.ondemand import on_first_use

if TYPE_CHECKING:
    from textmine.terms.public import *
else:
    __getattr__, __dir__ = on_first_use(__name__)
