"""From bytes to text without loss: BOM, strict UTF-8, then a detector that says what it chose or refuses."""

from __future__ import annotations

import codecs
import functools
import re

from textmine.errors import InputError, OptionError
from textmine.progress import SILENT, Progress

__all__ = ["decode"]

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 16 * 1024  # characters
_CONTROL = re.compile(r"[\0-\x08\x0e-\x1a\x7f]")
# Shares of characters. Right readings of Chinese texts have 0.97 and more, wrong ones 0.75 and less (tests/io).
_CERTAIN = 0.9
_MARGIN = 0.1
_MANY_KANA = 0.2


def decode(data: bytes, source: str, encoding: str | None = None, progress: Progress = SILENT) -> str:
    r"""Return `data` as text with `\n` line ends; no byte is dropped or replaced.

    Parameters
    ----------
    data
        The whole content of a file.
    source
        Its name, for messages.
    encoding
        The encoding to use; None tries a byte order mark, UTF-8, then a guess.
    progress
        Told which encoding was guessed.

    Raises
    ------
    InputError
        Bytes that the encoding does not allow, or no encoding that is certain enough.
    OptionError
        `encoding` is not the name of an encoding.

    Examples
    --------
    >>> decode("\ufeff变压器\r\n".encode(), "a.txt")
    '变压器\n'
    """
    if encoding is not None:
        text = _decode_as(data, source, _known(encoding))
    else:
        text = _decode_unnamed(data, source, progress)
    text = text.removeprefix("\ufeff")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _known(encoding: str) -> str:
    try:
        b"?".decode(encoding)  # codecs.lookup alone would let through base64 and the like
    except UnicodeError:
        pass  # half a character of UTF-16
    except LookupError:
        hint = "use a name such as utf-8, gb18030, big5 or utf-16"
        raise OptionError(f"'{encoding}' is not an encoding", hint) from None
    return codecs.lookup(encoding).name


def _decode_as(data: bytes, source: str, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line, column = _place(data, error.start)
        reason = f"not valid {encoding} (byte 0x{data[error.start]:02x} at {column})"
        raise InputError(source, line, reason, "name its encoding with --encoding, or convert it to UTF-8") from None


def _decode_unnamed(data: bytes, source: str, progress: Progress) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode_as(data, source, encoding)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        guess = _guess(data)
        if guess is None:
            raise _undecodable(data, error.start, source) from None
    else:
        # UTF-16 can be valid UTF-8 by accident (of ASCII it always is), but then it is full of control characters.
        guess = _guess(data) if _CONTROL.search(text, 0, _SAMPLE) else None
        if guess is None:
            return text
    encoding, text = guess
    progress.note(f"{source}: not UTF-8; read as {encoding} (--encoding names another)")
    return text


def _undecodable(data: bytes, offset: int, source: str) -> InputError:
    line, column = _place(data, offset)
    reason = f"not valid UTF-8 (byte 0x{data[offset]:02x} at {column}) and no other encoding is certain"
    return InputError(source, line, reason, f"try --encoding {_likely(data)}, or convert it to UTF-8")


def _likely(data: bytes) -> str:
    """Name an encoding worth a try: a hint for people, too uncertain to act on."""
    from charset_normalizer import from_bytes

    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        matches = list(from_bytes(data[:_SAMPLE]))[:3]
        # Pages of Western and Central Europe share most letters, and the detector takes one for the other.
        western = not matches or any("cp1252" in match.could_be_from_charset for match in matches)
        return "cp1252" if western else matches[0].encoding
    return "gb18030"


def _place(data: bytes, offset: int) -> tuple[int, int]:
    """Line and byte within the line, both from 1."""
    line_start = data.rfind(b"\n", 0, offset) + 1
    return data.count(b"\n", 0, offset) + 1, offset - line_start + 1


def _guess(data: bytes) -> tuple[str, str] | None:
    """Return (encoding, text) where one of the encodings of Chinese text, and only one, makes sense of the bytes.

    Single-byte encodings are not tried: they decode anything.
    """
    shares: dict[str, float] = {}
    texts: dict[str, str] = {}
    for encoding in ("gb18030", "big5", "utf-16-le", "utf-16-be"):
        try:
            texts[encoding] = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        shares[encoding] = _written_share(texts[encoding][:_SAMPLE])
    if not shares:
        return None
    best = max(shares, key=lambda encoding: shares[encoding])
    rivals = [share for encoding, share in shares.items() if encoding != best]
    if shares[best] < _CERTAIN or any(share > shares[best] - _MARGIN for share in rivals) or _is_korean(data):
        return None
    return best, texts[best]


def _written_share(sample: str) -> float:
    """Share of the characters beyond ASCII that Chinese text is written with; 0 where many are kana.

    Bytes read in a wrong encoding become ideographs too, but any of 20,000, and text of Japan in EUC-JP keeps its kana
    when it is read as GB18030.
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
    """Return the ideographs that GB 2312 and Big5 put on their first level: the 3,755 and 5,401 in common use."""
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
    """Tell the signs that go with ideographs: punctuation, units, Greek, circled numbers, full-width forms."""
    return (
        character in "°·×÷±§\ufeff"
        or "\u0391" <= character <= "\u03c9"
        or "\u2010" <= character <= "\u266f"
        or "\u3000" <= character <= "\u30ff"
        or "\u3200" <= character <= "\u33ff"
        or "\uff01" <= character <= "\uffe5"
    )


def _is_korean(data: bytes) -> bool:
    """Tell Hangul in EUC-KR, all of which reads as ideographs in common use in GB18030."""
    beyond = [character for character in data.decode("euc_kr", "replace")[:_SAMPLE] if character > "~"]
    return sum("\uac00" <= character <= "\ud7a3" for character in beyond) > _CERTAIN * len(beyond)
