"""Terms of a domain: candidates, evidence, contrast with a background, ranking."""

from textmine.ondemand import on_first_use

TYPE_CHECKING = False
if TYPE_CHECKING:
    from textmine.terms.public import *
else:
    __getattr__, __dir__ = on_first_use(__name__)
