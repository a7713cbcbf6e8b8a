"""In how many documents a term may stand."""

from __future__ import annotations

from textmine.errors import OptionError

__all__ = ["check_spread", "spread_remedy"]


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


def spread_remedy(min_documents: int, max_share: float, n_documents: int) -> str:
    """Return what to change where no term can stand in so many documents; nothing where one can.

    Examples
    --------
    >>> spread_remedy(1, 0.001, 300)
    'raise `max_share=0.001`, which is less than one of 300 documents'
    >>> spread_remedy(5, 0.01, 300), spread_remedy(3, 0.01, 300)
    ('lower `min_documents=5`, or raise `max_share=0.01`, which is 3 of 300 documents', '')
    >>> spread_remedy(5, 1.0, 3)
    'lower `min_documents=5`: the number of documents is 3'
    """
    if not n_documents:
        return ""
    if min_documents > n_documents:
        return f"lower `min_documents={min_documents}`: the number of documents is {n_documents}"
    most = int(max_share * n_documents)
    if most >= min_documents:
        return ""
    if most == 0:
        return f"raise `max_share={max_share}`, which is less than one of {n_documents} documents"
    share = f"`max_share={max_share}`, which is {most} of {n_documents} documents"
    return f"lower `min_documents={min_documents}`, or raise {share}"
