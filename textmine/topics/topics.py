"""Topics of documents and terms, in two levels, with nobody told how many there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from textmine.arraytypes import Floats, Ids, Longs

__all__ = ["N_SPEAKING", "Topics", "no_topics"]

N_SPEAKING = 5  # terms that speak for the topic of a document


@dataclass(frozen=True, slots=True)
class Topics:
    """Topics of documents and terms. Topics are numbered from 0, those of a theme together, large ones first.

    Attributes
    ----------
    document_topic
        int32[D]: the topic of each document; -1 where it has none, for lack of evidence.
    document_share
        float64[D]: how much of a document's weight is in terms that are at home in its topic, 0 to 1.
    document_second, document_second_share
        int32[D], float64[D]: the other topic whose terms have most of a document's weight, and how much; -1 for none.
    document_terms
        int32[D, 5]: the terms that speak most for its topic, the best first; -1 behind the last.
    term_topic
        int32[V]: where each term is at home; -1 for generic terms and those without evidence.
    term_rank
        int32[V]: its rank among the terms of its topic, from 0; those that are frequent and cohere come first.
    term_bits
        float64[V]: the evidence for that, in bits.
    topic_theme
        int32[k]: the theme that each topic is part of.
    recurrence, theme_recurrence
        float64[k], float64[K]: how well each topic and theme comes back in two halves of the documents, 0 to 1.
    names, theme_names
        For each topic and theme, the numbers of the terms that name it, the best first.
    agreement
        Adjusted mutual information of the topics found in two halves of the documents; 1 where they are the same.
    reason
        Why there are no topics; empty if there are.
    """

    document_topic: Ids
    document_share: Floats
    document_second: Ids
    document_second_share: Floats
    document_terms: Ids
    term_topic: Ids
    term_rank: Ids
    term_bits: Floats
    topic_theme: Ids
    recurrence: Floats
    theme_recurrence: Floats
    names: Sequence[tuple[int, ...]]
    theme_names: Sequence[tuple[int, ...]]
    agreement: float
    reason: str = ""

    @property
    def n_topics(self) -> int:
        """Number of topics."""
        return len(self.topic_theme)

    @property
    def n_themes(self) -> int:
        """Number of themes."""
        return len(self.theme_names)

    @property
    def document_theme(self) -> Ids:
        """The theme of each document, int32[D]; -1 where it has none."""
        return self._themes(self.document_topic)

    @property
    def term_theme(self) -> Ids:
        """The theme of each term, int32[V]; -1 where it has none."""
        return self._themes(self.term_topic)

    def _themes(self, topics: Ids) -> Ids:
        return np.append(self.topic_theme, np.int32(-1))[topics]  # the last place is for -1

    def with_terms(self, places: Longs, n_terms: int) -> Topics:
        """Return the same topics for more terms: those here are at `places`, the others belong nowhere."""
        of_terms: dict[str, Any] = {}
        for name, none in (("term_topic", -1), ("term_rank", -1), ("term_bits", 0)):
            known = getattr(self, name)
            of_terms[name] = np.full(n_terms, none, known.dtype)
            of_terms[name][places] = known
        names, theme_names = (
            [tuple(places[list(name)].tolist()) for name in each] for each in (self.names, self.theme_names)
        )
        speaking = np.append(places, -1).astype(np.int32)[self.document_terms]  # the last place is for -1
        return replace(self, **of_terms, names=names, theme_names=theme_names, document_terms=speaking)

    def __repr__(self) -> str:
        if self.reason:
            return f"<Topics: none, for {self.reason}>"
        return f"<Topics: {self.n_topics} in {self.n_themes} themes>"


def no_topics(n_documents: int, n_terms: int, reason: str) -> Topics:
    """Return what is found where there is no evidence for topics."""
    nowhere, unknown = np.full(n_documents, -1, np.int32), np.full(n_terms, -1, np.int32)
    none, nothing = np.zeros(0, np.int32), np.zeros(0)
    return Topics(
        nowhere, np.zeros(n_documents), nowhere, np.zeros(n_documents),
        np.full((n_documents, N_SPEAKING), -1, np.int32), unknown, unknown, np.zeros(n_terms), none, nothing, nothing,
        (), (), 0.0, reason,
    )  # fmt: skip
