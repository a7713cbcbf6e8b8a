"""Words of closed classes that a background may hardly have: an encyclopedia says neither `we` nor `you`.

Function words are learned from the background (`learn_boundaries`). Speeches, letters, interviews and posts also have
words of address, which no encyclopedia uses often, and which would be the first terms of every such text. There are few
of them, so they are listed. Words that are nouns or names too (`mine`, `notre`) are not.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from textmine.text import Alphabet

__all__ = ["CLOSED_CLASS", "closed_class"]

_ENGLISH = """
i me my myself we our ours ourselves you your yours yourself yourselves him himself she her hers herself they
them themselves their theirs it's its itself whom whose what why how this that these those do does did doing
done don't doesn't didn't is are was were be been being isn't aren't wasn't weren't ain't has had having
hasn't haven't hadn't shall should shouldn't would wouldn't could couldn't cannot can't won't must mustn't
ought let's i'm i've i'll i'd we're we've we'll we'd you're you've you'll you'd he's he'll he'd she's she'll
she'd they're they've they'll they'd that's there's here's what's who's yes oh ok okay please thanks
"""
_FRENCH = """
je moi nous nos vous votre vos j'ai c'est qu'il qu'elle qu'on oui suis êtes avons avez
"""
# Abbreviations have the same letters: US, IT, WHO, AM, He.
_AMBIGUOUS = frozenset({"us", "it", "who", "am", "he"})
# In Chinese, characters that are words by themselves are learned from the dictionary.
CLOSED_CLASS = _AMBIGUOUS | frozenset((_ENGLISH + _FRENCH).split())


def closed_class(alphabet: Alphabet) -> NDArray[np.bool_]:
    """Return bool[A]: which units are words of a closed class. `us` is one where the text mostly writes it so.

    Examples
    --------
    >>> from textmine.text import build_corpus
    >>> closed_class(build_corpus(["let's, turbine, we, US"]).alphabet).tolist()
    [True, False, True, False]
    """
    pairs = zip(alphabet.units, alphabet.surfaces, strict=True)
    return np.array(
        [unit in CLOSED_CLASS and (unit == form or unit not in _AMBIGUOUS) for unit, form in pairs], dtype=bool
    )
