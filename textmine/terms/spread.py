"""In how many documents a term may stand."""

from __future__ import annotations

from textmine.errors import OptionError

__all__ = ["check_spread"]


def check_spread(min_documents: int, max_share: float) -> None:
    """Raise `OptionError` where no number or share of documents is meant.

    Examples
    --------
    >>> check_spread(2, 0.5)
    """
    if min_documents < 1:
        raise OptionError("`min_documents` is below 1", "use `min_documents=1` or more")
    if not 0 < max_share <= 1:
        raise OptionError(f"`max_share={max_share}` is not a share above 0 and up to 1", "use `max_share=0.5`")
