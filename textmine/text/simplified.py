"""Converts traditional to simplified Chinese, character by character, so that offsets into a text do not change."""

from __future__ import annotations

import functools
from typing import Any

from textmine.errors import OptionError

__all__ = ["simplify"]


def simplify(text: str) -> str:
    """Return a text with traditional characters converted to simplified ones, by OpenCC's table `t2s`.

    OpenCC converts words, because some characters have several simplified forms (乾燥 becomes 干燥, 乾坤 stays). If
    this changes the length of a line, it is converted character by character, and only characters that become a single
    one change. So every character keeps its offset.

    Raises
    ------
    OptionError
        OpenCC (an optional dependency) is not installed.

    Examples
    --------
    >>> from importlib.util import find_spec
    >>> simplify("變壓器的繞組") if find_spec("opencc") else "变压器的绕组"
    '变压器的绕组'
    """
    if text.isascii():
        return text
    converted: str = _converter().convert(text)
    if len(converted) == len(text):
        return converted
    return "".join(map(_same_length, text.splitlines(keepends=True)))


def _same_length(line: str) -> str:
    converted: str = _converter().convert(line)
    return converted if len(converted) == len(line) else "".join(map(_simplified_character, line))


@functools.lru_cache(1 << 16)
def _simplified_character(character: str) -> str:
    converted: str = _converter().convert(character)
    return converted if len(converted) == 1 else character


@functools.cache
def _converter() -> Any:
    try:
        import opencc
    except ImportError as error:
        raise OptionError("`simplified` needs OpenCC", "pip install 'textmine[opencc]'") from error
    return opencc.OpenCC("t2s")
