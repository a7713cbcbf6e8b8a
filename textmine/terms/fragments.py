"""Fragments: strings that cut through words, such as 络神经网 from 神经网络."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from textmine.terms.evidence import Evidence

__all__ = ["FRAGMENT_SHARE", "fragments"]

FRAGMENT_SHARE = 0.02


def fragments(evidence: Evidence) -> NDArray[np.bool_]:
    """Return True for candidates that are fragments.

    A fragment is not a known word, and less than one in fifty of its occurrences begins and ends at word boundaries of
    the dictionary's best segmentation. A new word is not a fragment as long as the dictionary cuts it into whole words.
    Words between blanks are not fragments.

    On four Chinese texts with an encyclopedia as background it drops 18 to 26 % of the ranked candidates (2205 of 8690,
    2095 of 11345, 3085 of 12520, 3081 of 11833), 7 marked terms among them, and the average precision goes from 0.3905,
    0.1693, 0.3641, 0.3728 to 0.3905, 0.1688, 0.3657, 0.3735. Dropping by the share of occurrences inside a longer
    candidate, alone or in addition, was never better, and cost 0.026 with a limit of a half: 大学 is not a fragment of
    北京大学.

    Returns
    -------
    bool[n]
    """
    crosses: NDArray[np.bool_] = (evidence.word_edges < FRAGMENT_SHARE) & ~evidence.known & ~evidence.spaced
    return crosses
