"""What a file is that is no text, told by its first bytes: so that it can be refused by name, with what to do."""

from __future__ import annotations

from textmine.errors import InputError
from textmine.io.sources import bare_suffix

__all__ = ["is_workbook", "refuse_binary", "refuse_noise"]

_SEARCHED = 1 << 20  # bytes in which the parts of a compound file are looked for
_ZIP_NAME = rb"(?s)PK\x03\x04.{22}(..)..([\x20-\x7e]+)"
_HTML = rb"(?i)\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|\?xml|table|meta|head|style)\b"
_CONTROL = bytes([*range(9), *range(14, 27), *range(28, 32), 127])
_NOISE = 0.02  # share of control characters that no text has, whatever its encoding
_FEW = 8  # control characters that may be accidents

_AS_TEXT = "open it in the program it belongs to, and save it as plain text (.txt, UTF-8)"
_AS_TABLE = "open it in a spreadsheet, and save it as CSV (UTF-8) or .xlsx"
_UNPACK = "unpack it first, and name the files inside"
_NOT_TEXT = "name a text file"


def _wide(text: str) -> bytes:
    """Return ASCII in UTF-16, without loading the codec."""
    return "".join(f"{sign}\0" for sign in text).encode()


_Kind = tuple[str, str]  # what a file is called, and what to do about it

_PDF = ("a PDF document", "take the text out first, for example with pdftotext")
_WORD = ("a Word document (.docx)", _AS_TEXT)
_OLD_WORD = ("a Word document (.doc)", _AS_TEXT)
_WORKBOOK = ("an Excel workbook (.xlsx)", "save the sheet as CSV (UTF-8)")
_OLD_EXCEL = ("an Excel workbook (.xls)", _AS_TABLE)
_SLIDES = ("a presentation (.pptx)", _AS_TEXT)
_OLD_OFFICE = ("a document of an office program", "save it as plain text (.txt) or as CSV")
_ZIP = ("a zip archive", _UNPACK)
_IMAGE = "an image ({})"
_OCR = "its text must be recognised first (OCR)"
_FROM_COLUMNS = "write the column of texts as CSV or JSON lines, for example with pandas"
_FROM_DATABASE = "write the table as CSV, for example with sqlite3 -csv -header FILE 'select * from ...'"

_MAGIC: tuple[tuple[bytes, _Kind], ...] = (
    (b"%PDF-", _PDF),
    (b"{\\rtf", ("a rich text document (.rtf)", _AS_TEXT)),
    (b"\x89PNG\r\n\x1a\n", (_IMAGE.format("PNG"), _OCR)),
    (b"\xff\xd8\xff", (_IMAGE.format("JPEG"), _OCR)),
    (b"GIF87a", (_IMAGE.format("GIF"), _OCR)),
    (b"GIF89a", (_IMAGE.format("GIF"), _OCR)),
    (b"II*\0", (_IMAGE.format("TIFF"), _OCR)),
    (b"MM\0*", (_IMAGE.format("TIFF"), _OCR)),
    (b"AT&TFORM", ("a DjVu document", _OCR)),
    (b"PAR1", ("a Parquet file", _FROM_COLUMNS)),
    (b"ARROW1", ("an Arrow file", _FROM_COLUMNS)),
    (b"FEA1", ("a Feather file", _FROM_COLUMNS)),
    (b"ORC\x0a", ("an ORC file", _FROM_COLUMNS)),
    (b"Obj\x01", ("an Avro file", _FROM_COLUMNS)),
    (b"\x89HDF\r\n\x1a\n", ("an HDF5 file", _FROM_COLUMNS)),
    (b"\x93NUMPY", ("an array of numpy (.npy)", _NOT_TEXT)),
    (b"SQLite format 3\0", ("an SQLite database", _FROM_DATABASE)),
    (b"\0\x01\0\0Standard ", ("an Access database", "export the table as CSV (UTF-8)")),
    (b"$FL2@(#)", ("an SPSS file", "save the data as CSV (UTF-8)")),
    (b"<stata_dta>", ("a Stata file", "save the data as CSV (UTF-8)")),
    (b"RDX2\n", ("an R data file", "write the data with write.csv")),
    (b"RDX3\n", ("an R data file", "write the data with write.csv")),
    (b"X\n\0\0\0", ("an R data file", "write the data with write.csv")),
    (b"7z\xbc\xaf\x27\x1c", ("a 7z archive", _UNPACK)),
    (b"Rar!\x1a\x07", ("a RAR archive", _UNPACK)),
    (b"\x04\x22\x4d\x18", ("an LZ4 file", "decompress it first")),
    (b"\x1f\x9d", ("a .Z file", "decompress it first")),
    (b"CAJ\0", ("a CAJ document", "save it as PDF and take the text out, or download the text")),
    (b"HN\0\0", ("a CAJ document", "save it as PDF and take the text out, or download the text")),
    (b"KDH ", ("a CAJ document (.kdh)", "save it as PDF and take the text out, or download the text")),
    (b"ID3\x02", ("a sound file", _NOT_TEXT)),
    (b"ID3\x03", ("a sound file", _NOT_TEXT)),
    (b"ID3\x04", ("a sound file", _NOT_TEXT)),
    (b"OggS\0", ("a sound file", _NOT_TEXT)),
    (b"fLaC\0", ("a sound file", _NOT_TEXT)),
    (b"\x7fELF", ("a program", _NOT_TEXT)),
    (b"\xca\xfe\xba\xbe", ("a program", _NOT_TEXT)),
    (b"\xcf\xfa\xed\xfe", ("a program", _NOT_TEXT)),
    (b"\x80\x03", ("a pickle of Python", _FROM_COLUMNS)),
    (b"\x80\x04\x95", ("a pickle of Python", _FROM_COLUMNS)),
    (b"\x80\x05\x95", ("a pickle of Python", _FROM_COLUMNS)),
    (b"bplist00", ("a binary property list", _AS_TEXT)),
    (b"\x40\x15\0\0", ("a cell dictionary of Sogou (.scel)", "convert it to a list, one word a line")),
    (b"wOF2", ("a font", _NOT_TEXT)),
)
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIPS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
# Names inside a zip archive, and what the whole is then.
_PARTS: tuple[tuple[bytes, _Kind], ...] = (
    (b"word/", _WORD),
    (b"xl/", _WORKBOOK),
    (b"ppt/", _SLIDES),
)
_OPEN_DOCUMENTS: tuple[tuple[bytes, _Kind], ...] = (
    (b"application/vnd.oasis.opendocument.text", ("an OpenDocument text (.odt)", _AS_TEXT)),
    (b"application/vnd.oasis.opendocument.spreadsheet", ("an OpenDocument spreadsheet (.ods)", _AS_TABLE)),
    (b"application/vnd.oasis.opendocument", ("an OpenDocument file", _AS_TEXT)),
    (b"application/epub+zip", ("an e-book (.epub)", "convert it to plain text first, for example with pandoc")),
)
_STREAMS: tuple[tuple[bytes, _Kind], ...] = (
    (
        _wide("EncryptedPackage"),
        ("a document that is protected by a password", "open it, and save it without the password"),
    ),
    (_wide("WordDocument"), _OLD_WORD),
    (_wide("Workbook"), _OLD_EXCEL),
    (_wide("PowerPoint Document"), ("a presentation (.ppt)", _AS_TEXT)),
    (_wide("__substg1.0_"), ("an Outlook message (.msg)", _AS_TEXT)),
)
_ENDINGS: dict[str, _Kind] = {
    ".docx": _WORD,
    ".doc": _OLD_WORD,
    ".wps": _OLD_WORD,
    ".xlsx": _WORKBOOK,
    ".xlsm": _WORKBOOK,
    ".xls": _OLD_EXCEL,
    ".et": _OLD_EXCEL,
    ".pptx": _SLIDES,
    ".pdf": _PDF,
    ".caj": ("a CAJ document", "save it as PDF and take the text out, or download the text"),
    ".npz": ("arrays of numpy (.npz)", _NOT_TEXT),
}


def refuse_binary(head: bytes, source: str) -> None:
    r"""Refuse a file whose first bytes are those of a document, image, archive or database.

    Parameters
    ----------
    head
        The first bytes of the file, decompressed; a megabyte is enough to tell all kinds.
    source
        Its name: where the bytes say only that it is a compound file, the ending says which.

    Raises
    ------
    InputError
        The file is no text; the reason says what it is, the hint what to do.

    Examples
    --------
    >>> refuse_binary(b"%PDF-1.7\n", "paper.txt")
    Traceback (most recent call last):
    textmine.errors.InputError: paper.txt: this is a PDF document, not text; take the text out first, for example with pdftotext
    """  # noqa: E501
    kind = _kind(head, bare_suffix(source))
    if kind is not None:
        name, hint = kind
        raise InputError(source, None, f"this is {name}, not text", hint)


def refuse_noise(head: bytes, source: str) -> None:
    """Refuse bytes that are in no encoding of text: too many of them are control characters.

    Raises
    ------
    InputError
        As `refuse_binary`.
    """
    # Line ends and tabs apart, text has none; UTF-16 and UTF-32 have zeros at every second place or more.
    found = len(head) - len(head.translate(None, _CONTROL))
    if found < max(_FEW, _NOISE * len(head)):
        return
    kind = _ENDINGS.get(bare_suffix(source))
    if kind is not None:
        name, hint = kind
        raise InputError(source, None, f"this is not text; by its name it is {name}", hint)
    for places, order in ((slice(1, None, 2), "le"), (slice(0, None, 2), "be")):
        if head[places].count(0) > 0.3 * len(head[places]):
            raise InputError(source, None, "not valid UTF-8, and much like UTF-16", f"try `encoding=utf-16-{order}`")
    raise InputError(source, None, "this is binary data, not text", "name a text file, or save it as text first")


def is_workbook(head: bytes, source: str) -> bool:
    """Tell whether a file is an Excel workbook (.xlsx) by its first bytes, and its ending where these leave it open.

    Examples
    --------
    >>> is_workbook(b"text", "texts.xlsx")
    False
    """
    return head.startswith(_ZIPS) and _kind(head, bare_suffix(source)) == _WORKBOOK


def _kind(head: bytes, suffix: str) -> _Kind | None:
    if head.startswith(_ZIPS):
        return _of_zip(head[:_SEARCHED], suffix)
    if head.startswith(_COMPOUND):
        found = next((kind for name, kind in _STREAMS if name in head[:_SEARCHED]), None)
        return found or _ENDINGS.get(suffix, _OLD_OFFICE)
    if suffix == ".xls" and _is_web_page(head):
        return ("a web page or XML that is called .xls", _AS_TABLE)
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    return _by_place(head)


def _is_web_page(head: bytes) -> bool:
    import re  # takes longer to load than a small file to read

    return re.match(_HTML, head) is not None


def _of_zip(head: bytes, suffix: str) -> _Kind:
    import re

    for mimetype, kind in _OPEN_DOCUMENTS:
        if mimetype in head[:200]:
            return kind
    for match in re.finditer(_ZIP_NAME, head):
        name = match[2][: int.from_bytes(match[1], "little")]
        for folder, kind in _PARTS:
            if name.startswith(folder):
                return kind
    return _ENDINGS.get(suffix, _ZIP)


def _by_place(head: bytes) -> _Kind | None:
    """Tell kinds whose sign does not stand at the beginning, or is too short to be enough."""
    if head[4:8] == b"ftyp":
        image = head[8:12] in (b"heic", b"heix", b"mif1", b"avif")
        return (_IMAGE.format("HEIC or AVIF"), _OCR) if image else ("a film", _NOT_TEXT)
    if head.startswith(b"RIFF") and head[8:12] in (b"WEBP", b"WAVE", b"AVI "):
        return (_IMAGE.format("WebP"), _OCR) if head[8:12] == b"WEBP" else ("sound or a film", _NOT_TEXT)
    if head.startswith(b"BM") and head[6:10] == b"\0\0\0\0":
        return (_IMAGE.format("BMP"), _OCR)
    if head[257:262] == b"ustar":
        return ("a tar archive", _UNPACK)
    if head[60:68] == b"BOOKMOBI":
        return ("an e-book (.mobi)", "convert it to plain text first, for example with Calibre")
    if head.startswith(b"MZ") and b"\0\0" in head[:64]:
        return ("a program", _NOT_TEXT)
    return None
