"""From bytes to text without loss: BOM, strict UTF-8, then a detector that says what it chose or refuses.

The encoding is decided from the first megabyte that is not all ASCII; what follows is decoded strictly, chunk by chunk.
"""

from __future__ import annotations

import codecs
import itertools
import sys
from collections.abc import Iterable, Iterator

from textmine.errors import InputError, OptionError
from textmine.io.detection import guess_encoding, has_control_characters, likely_encoding
from textmine.io.signatures import refuse_binary, refuse_noise
from textmine.progress import SILENT, Progress

__all__ = ["decode", "decode_chunks"]

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 1 << 20  # bytes
_ASCII = bytes(range(128))
_LONGEST_SIGN = 512  # bytes by which what is no text is told
_SURELY_UTF_8 = 30  # bytes beyond ASCII, all of them UTF-8: no accident


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
    return "".join(decode_chunks([data], source, encoding, progress, sample=len(data) + 1))


def decode_chunks(
    chunks: Iterable[bytes],
    source: str,
    encoding: str | None = None,
    progress: Progress = SILENT,
    *,
    sample: int = _SAMPLE,
) -> Iterator[str]:
    r"""Yield the text of a file that comes in chunks; joined, it is what `decode` returns of the joined chunks.

    An encoding is guessed from the first `sample` bytes behind the chunks that are all ASCII; bytes further on that it
    does not allow are an error, with their line and place in it.

    Parameters
    ----------
    chunks
        The content of a file, cut anywhere.
    source, encoding, progress
        As for `decode`.
    sample
        Least number of bytes to guess from.

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
        b"?".decode(encoding)  # codecs.lookup alone would let through base64 and the like
        "\ud800".encode(encoding)  # what can hold half a character (UTF-7) would let it through
    except UnicodeError:
        pass  # half a character of UTF-16
    except LookupError:
        hint = "use a name such as utf-8, gb18030, big5 or utf-16"
        raise OptionError(f"'{encoding}' is not an encoding", hint) from None
    else:
        raise OptionError(f"the encoding '{encoding}' can hold half characters", "convert the text to UTF-8")
    return codecs.lookup(encoding).name


class _Place:
    """Where in a file decoding stands: line and byte within the line, both from 0."""

    def __init__(self, source: str) -> None:
        self.source = source
        self._line = self._column = 0

    def pass_by(self, data: bytes) -> None:
        n_lines = data.count(b"\n")
        self._line += n_lines
        self._column = len(data) - data.rfind(b"\n") - 1 if n_lines else self._column + len(data)

    def refusal(self, error: UnicodeDecodeError, reason: str, hint: str) -> InputError:
        """Return what is wrong with the bytes at the place, which begin with those of `error`."""
        byte = error.object[error.start]
        self.pass_by(error.object[: error.start])
        return InputError(self.source, self._line + 1, reason.format(f"byte 0x{byte:02x} at {self._column + 1}"), hint)


def _decoded(
    chunks: Iterator[bytes], source: str, encoding: str | None, progress: Progress, sample: int
) -> Iterator[str]:
    place = _Place(source)
    if encoding is None:
        head = _first(chunks, sample)
        # All encodings that can be guessed agree on ASCII, but for UTF-16, which shows by its control characters.
        while len(head) >= sample and head.isascii() and not has_control_characters(head[:sample].decode()):
            yield head.decode()
            place.pass_by(head)
            head = _first(chunks, sample)
        encoding = _decided(head, len(head) < sample, place, progress)
        chunks = itertools.chain([head], chunks)
    elif encoding in ("utf-16", "utf-32"):
        head = _first(chunks, 4)
        order = next((name for mark, name in _MARKS if name.startswith(encoding) and head.startswith(mark)), None)
        # Chunk by chunk these two refuse what has no mark; in one go they read it in the order of the machine.
        encoding = order or encoding + ("-le" if sys.byteorder == "little" else "-be")
        chunks = itertools.chain([head], chunks)
    decoder = codecs.getincrementaldecoder(encoding)()
    pending = b""
    for chunk in itertools.chain(chunks, [b""]):
        data = pending + chunk
        try:
            text = decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            hint = "name its encoding with --encoding, or convert it to UTF-8"
            raise place.refusal(error, f"not valid {encoding} ({{}})", hint) from None
        pending = decoder.getstate()[0]
        place.pass_by(data[: len(data) - len(pending)])
        yield text


def _first(chunks: Iterator[bytes], size: int) -> bytes:
    """Take chunks of `size` bytes in all or a little more; less only at the end."""
    parts = []
    missing = size
    while missing > 0 and (chunk := next(chunks, b"")):
        parts.append(chunk)
        missing -= len(chunk)
    return b"".join(parts)


def _decided(head: bytes, whole: bool, place: _Place, progress: Progress) -> str:
    """Return the encoding of a text that begins with `head`; refuse to guess where none is certain."""
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    try:
        text = codecs.getincrementaldecoder("utf-8")().decode(head, whole)
    except UnicodeDecodeError as error:
        guess = guess_encoding(head, whole=whole)
        if guess is None:
            refuse_noise(head[:_SAMPLE], place.source)
            if len(head[: error.start].translate(None, _ASCII)) >= _SURELY_UTF_8:
                hint = "the file is damaged or holds several encodings: mend this line"
                raise place.refusal(error, "not valid UTF-8 ({}), as all before it is", hint) from None
            hint = f"try --encoding {likely_encoding(head, whole=whole)}, or convert it to UTF-8"
            raise place.refusal(error, "not valid UTF-8 ({}) and no other encoding is certain", hint) from None
    else:
        guess = guess_encoding(head, whole=whole) if has_control_characters(text) else None
        if guess is None:
            return "utf-8"
    progress.note(f"{place.source}: not UTF-8; read as {guess} (--encoding names another)")
    return guess


def _without_mark(texts: Iterator[str]) -> Iterator[str]:
    for text in texts:
        if text:
            yield text.removeprefix("\ufeff")
            break
    yield from texts


def _with_line_feeds(texts: Iterator[str]) -> Iterator[str]:
    held = ""  # a carriage return, of which the line feed may follow in the next text
    for text in texts:
        text = held + text
        held = "\r" if text.endswith("\r") else ""
        if "\r" in text:
            text = text[: len(text) - len(held)].replace("\r\n", "\n").replace("\r", "\n")
        if text:
            yield text
    if held:
        yield "\n"
