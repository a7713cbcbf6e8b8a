"""Decodes bytes to text without loss: by BOM, strict UTF-8, or a detector that notes its choice or refuses.

The first megabyte that is not all ASCII decides the encoding. The rest is decoded strictly, chunk by chunk.
"""

from __future__ import annotations

import codecs
import itertools
import sys

from textmine.errors import InputError, OptionError
from textmine.io.signatures import refuse_binary, refuse_noise
from textmine.progress import SILENT, Progress

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["decode", "decode_chunks", "has_control_characters", "plain_utf_8"]

# UTF-32 comes first: its little-endian mark begins with the mark of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 1 << 20  # bytes
_ASCII = bytes(range(128))
_CONTROL = bytes([*range(9), *range(0x0E, 0x1B), 0x7F])
_LOOKED_AT = 16 * 1024  # characters, for those of control
_LONGEST_SIGN = 512  # bytes by which binary files are recognised
_SURELY_UTF_8 = 30  # so many non-ASCII bytes are not valid UTF-8 by accident


def decode(data: bytes, source: str, encoding: str | None = None, progress: Progress = SILENT) -> str:
    r"""Return `data` as text with `\n` line ends. No byte is dropped or replaced.

    Parameters
    ----------
    data
        The whole content of a file.
    source
        Name of the file, for messages.
    encoding
        The encoding to use; None tries a byte order mark, UTF-8, then a guess.
    progress
        Receives a note about a guessed encoding.

    Raises
    ------
    InputError
        The encoding does not allow some bytes, or no encoding is certain enough.
    OptionError
        `encoding` is not the name of an encoding.

    Examples
    --------
    >>> decode("\ufeff变压器\r\n".encode(), "a.txt")
    '变压器\n'
    """
    return "".join(decode_chunks([data], source, encoding, progress, sample=len(data) + 1))


def plain_utf_8(data: bytes, encoding: str | None = None) -> bytes | None:
    r"""Return what `decode` reads as UTF-8, without a byte order mark; None for data in another encoding.

    Line ends are as they are in the file.

    Examples
    --------
    >>> plain_utf_8(b"oil\r\n"), plain_utf_8("é".encode("latin-1"))
    (b'oil\r\n', None)
    """
    if encoding is not None and _known(encoding) != "utf-8":
        return None
    marked = data.startswith(codecs.BOM_UTF8)
    decoder, view = codecs.getincrementaldecoder("utf-8")(), memoryview(data)
    try:
        for at in () if data.isascii() else range(0, len(data), _SAMPLE):
            decoder.decode(view[at : at + _SAMPLE], at + _SAMPLE >= len(data))
    except UnicodeDecodeError:
        return None
    if encoding is None and not marked and has_control_characters(data[: 1 << 16].decode(errors="replace")):
        return None
    return data[len(codecs.BOM_UTF8) :] if marked else data


def has_control_characters(text: str) -> bool:
    """Return True if the beginning of a text contains control characters that do not occur in text.

    UTF-16 can be valid UTF-8 by accident (for ASCII text it always is), but then it has many control characters.

    Examples
    --------
    >>> has_control_characters("oil".encode("utf-16-le").decode())
    True
    """
    sample = text[:_LOOKED_AT].encode("utf-8", "surrogatepass")  # ASCII is the same in it
    return len(sample.translate(None, _CONTROL)) < len(sample)


def decode_chunks(
    chunks: Iterable[bytes],
    source: str,
    encoding: str | None = None,
    progress: Progress = SILENT,
    *,
    sample: int = _SAMPLE,
) -> Iterator[str]:
    r"""Yield the text of a file that comes in chunks. Joined, it is the result of `decode` for the joined chunks.

    An encoding is guessed from the first `sample` bytes after the chunks that are all ASCII. Later bytes that it does
    not allow are an error, reported with line and position.

    Parameters
    ----------
    chunks
        The content of a file, in chunks of any size.
    source, encoding, progress
        As in `decode`.
    sample
        Least number of bytes for a guess.

    Raises
    ------
    InputError, OptionError
        As `decode`.

    Examples
    --------
    >>> list(decode_chunks([b"a\r", b"\n\xe5\x8f", b"\x98"], "a.txt", sample=1))
    ['a', '\n', '变']
    """
    name = None if encoding is None else _known(encoding)
    texts = _decoded(_text_only(iter(chunks), source), source, name, progress, sample)
    return _with_line_feeds(_without_mark(texts))


def _text_only(chunks: Iterator[bytes], source: str) -> Iterator[bytes]:
    """Yield the same chunks; refuse a file that is no text by its first bytes."""
    begun: list[bytes] = []
    for chunk in chunks:
        begun.append(chunk)
        if sum(map(len, begun)) >= _LONGEST_SIGN:
            break
    refuse_binary(b"".join(begun), source)
    yield from begun
    yield from chunks


def _known(encoding: str) -> str:
    try:
        b"?".decode(encoding)  # codecs.lookup alone accepts base64 and similar codecs
        "\ud800".encode(encoding)  # an encoding of half characters (UTF-7) would accept it
    except UnicodeError:
        pass  # UTF-16 rejects half a character
    except LookupError:
        hint = "use a name such as utf-8, gb18030, big5 or utf-16"
        raise OptionError(f"'{encoding}' is not an encoding", hint) from None
    else:
        raise OptionError(f"the encoding '{encoding}' can hold half characters", "convert the text to UTF-8")
    return codecs.lookup(encoding).name


class _Place:
    """Position of the decoder in a file: line, and byte within the line, both from 0."""

    def __init__(self, source: str) -> None:
        self.source = source
        self._line = self._column = 0

    def pass_by(self, data: bytes) -> None:
        n_lines = data.count(b"\n")
        self._line += n_lines
        self._column = len(data) - data.rfind(b"\n") - 1 if n_lines else self._column + len(data)

    def refusal(self, error: UnicodeDecodeError, reason: str, hint: str) -> InputError:
        """Return an error about the bytes at this position, which begin with those of `error`."""
        byte = error.object[error.start]
        self.pass_by(error.object[: error.start])
        return InputError(self.source, self._line + 1, reason.format(f"byte 0x{byte:02x} at {self._column + 1}"), hint)


def _decoded(
    chunks: Iterator[bytes], source: str, encoding: str | None, progress: Progress, sample: int
) -> Iterator[str]:
    place = _Place(source)
    if encoding is None:
        head = _first(chunks, sample)
        # All encodings that can be guessed contain ASCII, except UTF-16, which has control characters then.
        while len(head) >= sample and head.isascii() and not has_control_characters(head[:sample].decode()):
            yield head.decode()
            place.pass_by(head)
            head = _first(chunks, sample)
        encoding = _decided(head, len(head) < sample, place, progress)
        chunks = itertools.chain([head], chunks)
    else:
        head = _first(chunks, 4)
        _check_mark(head, encoding, source)
        if encoding in ("utf-16", "utf-32"):
            order = next((name for mark, name in _MARKS if name.startswith(encoding) and head.startswith(mark)), None)
            # These two decode text without a mark in the byte order of the machine, but reject it in chunks.
            encoding = order or encoding + ("-le" if sys.byteorder == "little" else "-be")
        chunks = itertools.chain([head], chunks)
    decoder = codecs.getincrementaldecoder(encoding)()
    pending = b""
    for chunk in itertools.chain(chunks, [b""]):
        data = pending + chunk
        try:
            text = decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            hint = "name its encoding with `encoding`, or convert it to UTF-8"
            raise place.refusal(error, f"not valid {encoding} ({{}})", hint) from None
        pending = decoder.getstate()[0]
        place.pass_by(data[: len(data) - len(pending)])
        yield text


def _first(chunks: Iterator[bytes], size: int) -> bytes:
    """Take chunks until they have `size` bytes or a little more; fewer only at the end."""
    parts = []
    missing = size
    while missing > 0 and (chunk := next(chunks, b"")):
        parts.append(chunk)
        missing -= len(chunk)
    return b"".join(parts)


def _decided(head: bytes, whole: bool, place: _Place, progress: Progress) -> str:
    """Return the encoding of a text that begins with `head`; raise an error if no encoding is certain."""
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    from textmine.io.detection import guess_encoding, likely_encoding

    try:
        text = codecs.getincrementaldecoder("utf-8")().decode(head, whole)
    except UnicodeDecodeError as error:
        guess = guess_encoding(head, whole=whole)
        if guess is None:
            refuse_noise(head[:_SAMPLE], place.source)
            if len(head[: error.start].translate(None, _ASCII)) >= _SURELY_UTF_8:
                hint = "the file is damaged or has several encodings: repair this line"
                raise place.refusal(error, "not valid UTF-8 ({}), but everything before it is", hint) from None
            hint = f"try `encoding={likely_encoding(head, whole=whole)}`, or convert it to UTF-8"
            raise place.refusal(error, "not valid UTF-8 ({}) and no other encoding is certain", hint) from None
    else:
        guess = guess_encoding(head, whole=whole) if has_control_characters(text) else None
        if guess is None:
            return "utf-8"
    progress.note(f"{place.source}: not UTF-8; read as {guess} (`encoding` names another)")
    return guess


def _check_mark(head: bytes, encoding: str, source: str) -> None:
    """Refuse a text whose byte order mark is that of another encoding than the one that was named."""
    marked = [name for mark, name in _MARKS if head.startswith(mark)]
    if marked and not any(encoding.startswith(name) or name.startswith(encoding) for name in marked):
        reason = f"its byte order mark is that of {marked[0]}, not of {encoding}"
        raise InputError(source, None, reason, "leave out `encoding`, or convert it to UTF-8")


def _without_mark(texts: Iterator[str]) -> Iterator[str]:
    for text in texts:
        if text:
            yield text.removeprefix("\ufeff")
            break
    yield from texts


def _with_line_feeds(texts: Iterator[str]) -> Iterator[str]:
    held = ""  # a carriage return: its line feed may follow in the next text
    for text in texts:
        text = held + text
        held = "\r" if text.endswith("\r") else ""
        if "\r" in text:
            text = text[: len(text) - len(held)].replace("\r\n", "\n").replace("\r", "\n")
        if text:
            yield text
    if held:
        yield "\n"
