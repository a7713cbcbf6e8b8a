"""Terms with two senses or uses: neighbours that do not know each other, in contexts that avoid each other."""

from textmine.ondemand import on_first_use

TYPE_CHECKING = False
if TYPE_CHECKING:
    from textmine.senses.public import *
else:
    __getattr__, __dir__ = on_first_use(__name__)
