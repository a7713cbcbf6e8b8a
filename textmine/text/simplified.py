"""Traditional Chinese as simplified, character for character, so that offsets into a text stay what they are."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from typing import Any

from textmine.errors import OptionError

__all__ = ["simplify", "simplify_texts"]


def simplify_texts(texts: Iterable[str]) -> Iterator[str]:
    """Yield texts in simplified Chinese; see `simplify`."""
    return map(simplify, texts)


def simplify(text: str) -> str:
    """Return a text with traditional characters made simplified ones, by OpenCC's table `t2s`.

    It looks at words, because some characters have several simplified forms (乾燥 becomes 干燥, 乾坤 stays). A line
    that would change its length is converted character by character, those that become a single one, so that every
    character stays at its place.

    Raises
    ------
    OptionError
        OpenCC, an extra, is not installed.

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
