"""What is said where no term of a list occurs in the text: mostly the list or the text is the wrong one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from textmine.concordance.places import occur
from textmine.errors import InputError
from textmine.progress import Progress
from textmine.text import Corpus, build_corpus

__all__ = ["Occurs", "absence_noted", "no_term_occurs", "note_absence", "refuse_absent"]


def no_term_occurs(n_terms: int, source: str, hint: str = "") -> InputError:
    """Return the error that no term occurs; `source` is the file of the terms, or the text."""
    if n_terms == 1:
        reason, remedy = "the term does not occur in the text", "check how it is written, or name another text"
    else:
        reason, remedy = _absence(n_terms), "name the text that they are from, or check the list of terms"
    return InputError(source, None, reason, hint or remedy)


def refuse_absent(corpus: Corpus, terms: Sequence[str], source: str) -> None:
    """Refuse a list of terms if no term of it occurs in the corpus.

    Raises
    ------
    InputError
        The list has terms, and none of them occurs.
    """
    if len(terms) and not occur(corpus, terms):
        raise no_term_occurs(len(terms), source)


def absence_noted(texts: Iterable[str], terms: Sequence[str], source: str, progress: Progress) -> Iterator[str]:
    """Yield the texts; say at the end if no term occurred in any of them."""
    missing, occurs = len(terms) > 0, Occurs(terms)
    for text in texts:
        missing = missing and not occurs(text)
        yield text
    if missing:
        note_absence(len(terms), source, progress)


class Occurs:
    """Tells whether any of some terms stands in a text; it can be sent to another process.

    Examples
    --------
    >>> Occurs(["绕组"])("变压器的绕组")
    True
    """

    def __init__(self, terms: Sequence[str]) -> None:
        self._terms = tuple(terms)

    def __call__(self, text: str) -> bool:
        """Return True if one of the terms stands in the text."""
        return occur(build_corpus([text], names=self._terms), self._terms)


def note_absence(n_terms: int, source: str, progress: Progress) -> None:
    """Say that no term of a dictionary's additions occurs."""
    progress.note(f"{source}: {_absence(n_terms)}; the dictionary alone was used")


def _absence(n_terms: int) -> str:
    return f"none of the {n_terms} terms occurs in the text"
