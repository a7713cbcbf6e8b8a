"""What a user has of the world at large, as a background for one corpus."""

from __future__ import annotations

import dataclasses
from typing import Any

from textmine.backgrounds.background import Background, CountsBackground, TextBackground
from textmine.backgrounds.saved import SavedCounts
from textmine.ngrams.repeats import drop_repeats
from textmine.text import Corpus
from textmine.text.translating import translated

__all__ = ["as_background"]


def as_background(
    background: Any, corpus: Corpus, *, keep_repeats: bool = False, memory: int | None = None
) -> Background | None:
    """Return what can be asked about the n-grams of a corpus.

    Parameters
    ----------
    background
        A corpus, read with `share=corpus` or without; saved counts; any `Background`; None for none.
    corpus
        The domain, whose unit ids are used.
    keep_repeats
        Count repeated passages of a background corpus each time.
    memory
        Bytes to use; a quarter of the machine's where None.

    Raises
    ------
    TypeError
        It is none of these.

    Examples
    --------
    >>> from textmine.text import build_corpus
    >>> corpus = build_corpus(["电网"])
    >>> as_background(build_corpus(["网和电，电"]), corpus).unit_counts(corpus).tolist()
    [2, 1]
    """
    if isinstance(background, SavedCounts):
        return CountsBackground(background)
    if isinstance(background, Corpus):
        text = background if keep_repeats else drop_repeats(background, memory=memory)
        return TextBackground(translated(text, corpus, memory), memory)
    if isinstance(background, TextBackground):
        return dataclasses.replace(background, text=translated(background.text, corpus, background.memory))
    if background is None or (hasattr(background, "counts_of") and hasattr(background, "unit_counts")):
        world: Background | None = background
        return world
    found = type(background).__name__
    raise TypeError(f"the background is of type {found}; give a Corpus, saved counts, or what open_background returns")
