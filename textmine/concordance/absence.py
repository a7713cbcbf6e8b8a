"""What is said where no term of a list occurs in the text: mostly the list or the text is the wrong one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from textmine.concordance.places import occur
from textmine.errors import InputError
from textmine.progress import Progress
from textmine.text import Corpus, build_corpus

__all__ = ["absence_noted", "no_term_occurs", "refuse_absent"]


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
    missing = len(terms) > 0
    for text in texts:
        missing = missing and not occur(build_corpus([text], names=terms), terms)
        yield text
    if missing:
        progress.note(f"{source}: {_absence(len(terms))}; the dictionary alone was used")


def _absence(n_terms: int) -> str:
    return f"none of the {n_terms} terms occurs in the text"
