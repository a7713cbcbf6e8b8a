"""From bytes to text without loss: BOM, strict UTF-8, then a detector that says what it chose or refuses."""

from __future__ import annotations

import codecs

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
        return codecs.lookup(encoding).name
    except LookupError:
        hint = "use a name such as utf-8, gb18030, big5 or utf-16"
        raise OptionError(f"'{encoding}' is not an encoding", hint) from None


def _decode_as(data: bytes, source: str, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line, column = _place(data, error.start)
        reason = f"not valid {encoding} (byte 0x{data[error.start]:02x} at {column})"
        raise InputError(source, line, reason, "name its encoding with --encoding") from None


def _decode_unnamed(data: bytes, source: str, progress: Progress) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode_as(data, source, encoding)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        guess = _guess(data)
        if guess is None:
            line, column = _place(data, error.start)
            byte = f"byte 0x{data[error.start]:02x} at {column}"
            reason = f"not valid UTF-8 ({byte}) and no other encoding is certain"
            raise InputError(source, line, reason, "try --encoding gb18030") from None
    encoding, text = guess
    progress.note(f"{source}: not UTF-8; read as {encoding} (--encoding names another)")
    return text


def _place(data: bytes, offset: int) -> tuple[int, int]:
    """Line and byte within the line, both from 1."""
    line_start = data.rfind(b"\n", 0, offset) + 1
    return data.count(b"\n", 0, offset) + 1, offset - line_start + 1


def _guess(data: bytes) -> tuple[str, str] | None:
    """Return (encoding, text) where one of the encodings of Chinese text, and only one, makes sense of all bytes.

    Single-byte encodings are not tried: they decode anything, and the detectors confuse them with one another.
    """
    readable = {}
    for encoding in ("gb18030", "big5", "utf-16-le", "utf-16-be"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _looks_written(text):
            readable[encoding] = text
    if len(readable) > 1:
        readable = _most_coherent(readable)
    return next(iter(readable.items())) if len(readable) == 1 else None


def _most_coherent(readable: dict[str, str]) -> dict[str, str]:
    """Keep the reading whose characters are distributed like those of a language; none where two are alike."""
    from charset_normalizer import from_bytes

    coherence = {}
    for encoding, text in readable.items():
        best = from_bytes(text[:_SAMPLE].encode(encoding), cp_isolation=[encoding]).best()
        coherence[encoding] = 0.0 if best is None else best.coherence
    first, second = sorted(coherence, key=lambda encoding: -coherence[encoding])[:2]
    return {first: readable[first]} if coherence[first] > 2 * coherence[second] else {}


def _looks_written(text: str) -> bool:
    """Tell text from bytes that merely happen to decode: nearly all characters are in everyday use."""
    sample = text[:_SAMPLE]
    everyday = sum(map(_is_everyday, sample))
    return bool(sample) and everyday >= 0.95 * len(sample)


def _is_everyday(character: str) -> bool:
    """Tell ASCII text, CJK punctuation, kana, common ideographs and full-width forms from all the rest."""
    return (
        character in "\t\n\r°·×÷"
        or " " <= character <= "~"
        or "\u2010" <= character <= "\u22ff"
        or "\u3000" <= character <= "\u30ff"
        or "\u4e00" <= character <= "\u9fa5"
        or "\uff01" <= character <= "\uff5e"
    )
