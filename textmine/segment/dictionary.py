"""jieba's dictionary, read from its file, and the same with terms added."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from textmine.errors import InputError, system_reason
from textmine.segment.words import Lines, WordList

__all__ = ["jieba_dictionary", "parse_dictionary", "with_dictionary"]

_BLANK, _LINE_FEED, _ZERO = 0x20, 0x0A, 0x30
_LONGEST_NUMBER = 15  # digits that a float64 holds exactly


def jieba_dictionary() -> WordList:
    """Return the words of jieba's dictionary (349,046 words with their frequencies).

    The file is read without importing jieba, because the import is slow and gives warnings.

    Raises
    ------
    InputError
        jieba is not installed, or its dictionary has an unexpected form.
    """
    spec = importlib.util.find_spec("jieba")
    if spec is None or not spec.submodule_search_locations:
        raise InputError("jieba", None, "the package is not installed", "pip install jieba")
    path = Path(spec.submodule_search_locations[0]) / "dict.txt"
    try:
        return parse_dictionary(path.read_bytes())
    except OSError as error:
        raise InputError(str(path), None, system_reason(error), "pip install jieba") from error
    except ValueError as error:
        raise InputError(str(path), None, str(error), "pip install --force-reinstall jieba") from error


def parse_dictionary(data: bytes) -> WordList:
    r"""Read a dictionary in UTF-8: a line holds a word, its frequency and its part of speech, separated by one blank.

    Raises
    ------
    ValueError
        A line has another form.

    Examples
    --------
    >>> words = parse_dictionary("变压器 124 n\n的 318825 uj\n".encode())
    >>> list(words.words), words.frequencies.tolist()
    (['变压器', '的'], [124.0, 318825.0])
    """
    content = np.frombuffer(data.rstrip(b"\n") + b"\n", dtype=np.uint8).copy()
    # Offsets into a file of less than 2 GB.
    signs = np.flatnonzero((content == _BLANK) | (content == _LINE_FEED)).astype(np.int32)
    kinds = content[signs]
    if len(signs) % 3 or not ((kinds[0::3] == _BLANK) & (kinds[1::3] == _BLANK) & (kinds[2::3] == _LINE_FEED)).all():
        raise ValueError("not a dictionary: a line is not a word, a frequency and a part of speech")
    word_ends, number_ends, line_ends = signs[0::3], signs[1::3], signs[2::3]
    frequencies = _numbers(content, word_ends + 1, number_ends)
    # Keep each word and the blank after it, which becomes its line end.
    content[word_ends] = _LINE_FEED
    edges = np.zeros(len(content), dtype=np.int8)
    edges[word_ends + 1] = -1
    edges[line_ends[:-1] + 1] = 1
    edges[0] = 1
    kept = np.cumsum(edges, dtype=np.int8).view(bool)
    return WordList(Lines(content[kept].tobytes().decode()), frequencies)


def _numbers(content: NDArray[np.uint8], starts: NDArray[np.int32], ends: NDArray[np.int32]) -> NDArray[np.float64]:
    """Read the decimal numbers between the offsets, digit by digit from their ends."""
    if len(starts) and not 1 <= int((ends - starts).min()) <= int((ends - starts).max()) <= _LONGEST_NUMBER:
        raise ValueError("not a dictionary: a frequency is missing or too long")
    numbers = np.zeros(len(starts))
    which, at, scale = np.arange(len(starts), dtype=np.int32), ends - 1, 1.0
    while len(which):
        digits = content[at] - np.uint8(_ZERO)  # a character below "0" wraps round to a value above 9
        if int(digits.max()) > 9:
            raise ValueError("not a dictionary: a frequency is not a whole number")
        numbers[which] += scale * digits
        more = at > starts[which]
        which, at, scale = which[more], at[more] - 1, scale * 10
    return numbers


def with_dictionary(terms: WordList, n_units: int) -> WordList:
    """Return terms and jieba's dictionary as one list, the terms first.

    Parameters
    ----------
    terms
        Terms with their counts in a corpus. The counts are scaled to the size of the dictionary's corpus.
    n_units
        Number of units in the corpus of the terms.
    """
    known = jieba_dictionary()
    scale = float(known.frequencies.sum()) / max(n_units, 1)
    return WordList(terms.words, np.maximum(terms.frequencies, 1.0) * scale) + known
