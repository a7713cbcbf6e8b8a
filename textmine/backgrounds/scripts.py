"""A corpus and its background with traditional and simplified characters as one; see `textmine.text.scripts`."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textmine.backgrounds.background import Background, CountsBackground, TextBackground
from textmine.backgrounds.merging import merged_counts
from textmine.backgrounds.saved import SavedCounts
from textmine.text import Corpus
from textmine.text.characters import simple_units
from textmine.text.scripts import (
    TRADITIONAL_SHARE,
    is_traditional,
    merged_units,
    script_classes,
    traditional_share,
    with_classes,
)
from textmine.text.translating import translated

__all__ = ["JoinedScripts", "join_scripts"]


@dataclass(frozen=True, slots=True)
class JoinedScripts:
    """A corpus whose two scripts are joined, with its background, and the unit that replaces each unit."""

    corpus: Corpus
    background: Background | None
    classes: NDArray[np.int32]


def join_scripts(
    corpus: Corpus, background: Background | None = None, memory: int | None = None
) -> JoinedScripts | None:
    """Join the scripts of a corpus and its background; None where both are in simplified characters.

    A background in simplified characters that quotes some traditional ones keeps these apart, as it does for a text in
    simplified characters.

    Examples
    --------
    >>> from textmine.text import build_corpus
    >>> joined = join_scripts(build_corpus(["發展"]), TextBackground(build_corpus(["发展，发"])))
    >>> joined.background.unit_counts(joined.corpus).tolist(), joined.corpus.alphabet.units
    ([2, 1], ('发', '展'))
    """
    world_joins = _is_traditional(background)
    if not (world_joins or is_traditional(corpus)):
        return None
    text = translated(background.text, corpus, memory) if isinstance(background, TextBackground) else None
    classes = script_classes(corpus.table)
    joined = with_classes(corpus, classes, memory)
    world = background
    if isinstance(background, TextBackground) and text is not None:
        mapped = classes if world_joins else _apart(classes, corpus)
        world = TextBackground(merged_units(text, mapped, memory, joined.table), background.memory)
    elif isinstance(background, CountsBackground) and world_joins:
        world = dataclasses.replace(background, counts=_joined_counts(background.counts))
    return JoinedScripts(joined, world, classes)


def _is_traditional(background: Background | None) -> bool:
    if isinstance(background, TextBackground):
        return is_traditional(background.text)
    if isinstance(background, CountsBackground):
        units = background.counts.units()
        counts = background.counts.counts[: len(units)].astype(np.int64)
        return traditional_share(units, counts) >= TRADITIONAL_SHARE
    return False


def _apart(classes: NDArray[np.int32], corpus: Corpus) -> NDArray[np.int32]:
    """Return the classes of a simplified text: its traditional characters get ids that the corpus does not have."""
    units = corpus.table.units
    traditional = np.array([one != other for one, other in zip(units, simple_units(units), strict=True)], dtype=bool)
    return np.where(traditional, len(units) + np.arange(len(units)), classes).astype(np.int32)


def _joined_counts(saved: SavedCounts) -> SavedCounts:
    units = saved.units()
    simple = simple_units(units)
    names = list(dict.fromkeys([*units, *simple]))
    number = {name: place for place, name in enumerate(names)}
    classes = np.array([number[name] for name in simple_units(names)], dtype=np.int32)
    return merged_counts(saved, names, classes)
