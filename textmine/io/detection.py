"""Detects the encoding of Chinese text from its bytes, if it is certain."""

from __future__ import annotations

import codecs
import functools

__all__ = ["guess_encoding", "likely_encoding"]

_SAMPLE = 16 * 1024  # characters
# Shares of characters. Chinese texts have 0.97 and more in the right encoding, 0.75 and less in others (tests/io).
_CERTAIN = 0.9
_MAYBE = 0.5  # of Chinese in a wrong encoding, mostly
_MARGIN = 0.1
_MANY_KANA = 0.2


def guess_encoding(data: bytes, *, whole: bool = True) -> str | None:
    """Return the encoding if exactly one of the Chinese encodings gives a plausible text, else None.

    Single-byte encodings are not tried, because they can decode any bytes.

    Parameters
    ----------
    data
        The text or its beginning.
    whole
        True if `data` is the whole text. Otherwise its last character may be cut.

    Examples
    --------
    >>> guess_encoding("这台变压器去年夏天换过绕组，绝缘油的含水量没有超过规定的数值。".encode("gbk"))
    'gb18030'
    >>> guess_encoding("le café était fermé".encode("latin-1")) is None
    True
    """
    shares: dict[str, float] = {}
    for encoding in ("gb18030", "big5", "utf-16-le", "utf-16-be"):
        try:
            text = codecs.getincrementaldecoder(encoding)().decode(data, whole)
        except UnicodeDecodeError:
            continue
        shares[encoding] = _written_share(text[:_SAMPLE])
    if not shares:
        return None
    best = max(shares, key=lambda encoding: shares[encoding])
    rivals = [share for encoding, share in shares.items() if encoding != best]
    if shares[best] < _CERTAIN or any(share > shares[best] - _MARGIN for share in rivals) or _is_korean(data):
        return None
    return best


def likely_encoding(data: bytes, *, whole: bool = True) -> str:
    """Return an encoding for the user to try. It is too uncertain to use without asking."""
    from charset_normalizer import from_bytes

    try:
        text = codecs.getincrementaldecoder("gb18030")().decode(data, whole)
    except UnicodeDecodeError:
        text = ""
    if not text or _written_share(text[:_SAMPLE]) < _MAYBE:  # Western letters become rare ideographs
        matches = list(from_bytes(data[:_SAMPLE]))[:3]
        # Western and Central European encodings share most letters, and the detector confuses them.
        western = not matches or any("cp1252" in match.could_be_from_charset for match in matches)
        return "cp1252" if western else matches[0].encoding
    return "gb18030"


def _written_share(sample: str) -> float:
    """Return the share of non-ASCII characters that are common in Chinese text; 0 if many are kana.

    Bytes decoded with a wrong encoding become ideographs too, but any of 20,000. Japanese text in EUC-JP keeps its kana
    when it is decoded as GB18030.
    """
    beyond = [character for character in sample if not (" " <= character <= "~" or character in "\t\n\r")]
    if not beyond:
        return 1.0
    kana = sum("\u3041" <= character <= "\u30fa" for character in beyond)
    frequent = _frequent_ideographs()
    written = sum(character in frequent or _is_sign(character) for character in beyond)
    return written / len(beyond) if kana < _MANY_KANA * len(beyond) else 0.0


@functools.cache
def _frequent_ideographs() -> frozenset[str]:
    """Return the ideographs on the first levels of GB 2312 and Big5: 3,755 and 5,401 in common use."""
    leads_and_trails = (("gb2312", range(0xB0, 0xD8)), ("big5", range(0xA4, 0xC7)))
    return frozenset(
        character
        for encoding, leads in leads_and_trails
        for lead in leads
        for trail in range(0x40, 0xFF)
        for character in bytes([lead, trail]).decode(encoding, "ignore")
        if character > "\u3400"
    )


def _is_sign(character: str) -> bool:
    """Return True for signs of Chinese text: punctuation, units, Greek, circled numbers, full-width forms."""
    return (
        character in "°·×÷±§\ufeff"
        or "\u0391" <= character <= "\u03c9"
        or "\u2010" <= character <= "\u266f"
        or "\u3000" <= character <= "\u30ff"
        or "\u3200" <= character <= "\u33ff"
        or "\uff01" <= character <= "\uffe5"
    )


def _is_korean(data: bytes) -> bool:
    """Return True for Hangul in EUC-KR, which decodes to common ideographs in GB18030."""
    beyond = [character for character in data[: 2 * _SAMPLE].decode("euc_kr", "replace")[:_SAMPLE] if character > "~"]
    return sum("\uac00" <= character <= "\ud7a3" for character in beyond) > _CERTAIN * len(beyond)
