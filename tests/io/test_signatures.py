"""What is no text is refused by what it is."""

import io
import tarfile
import zipfile

import pytest

from textmine.errors import InputError
from textmine.io import decode
from textmine.io.signatures import is_workbook


def archive(*names):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as zipped:
        for name in names:
            zipped.writestr(name, "x" * 50)
    return file.getvalue()


def open_document(kind):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as zipped:
        zipped.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
    return file.getvalue()


def tape():
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as packed:
        packed.addfile(tarfile.TarInfo("a.txt"), io.BytesIO())
    return file.getvalue()


COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)
OFFICE = "[Content_Types].xml", "_rels/.rels"
FILES = {
    "paper.pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "a PDF document"),
    "renamed.txt": (b"%PDF-1.4\n", "a PDF document"),
    "letter.docx": (archive(*OFFICE, "word/document.xml"), "a Word document (.docx)"),
    "renamed.csv": (archive(*OFFICE, "xl/workbook.xml"), "an Excel workbook (.xlsx)"),
    "talk.pptx": (archive(*OFFICE, "ppt/presentation.xml"), "a presentation (.pptx)"),
    "only-by-name.docx": (archive(*OFFICE), "a Word document (.docx)"),
    "text.odt": (open_document("text"), "an OpenDocument text (.odt)"),
    "table.ods": (open_document("spreadsheet"), "an OpenDocument spreadsheet (.ods)"),
    "texts.zip": (archive("word.txt", "texts/xl/a.txt"), "a zip archive"),
    "empty.zip": (archive(), "a zip archive"),
    "old.doc": (COMPOUND + "WordDocument".encode("utf-16-le"), "a Word document (.doc)"),
    "old.xls": (COMPOUND + "Workbook".encode("utf-16-le"), "an Excel workbook (.xls)"),
    "secret.xlsx": (COMPOUND + "EncryptedPackage".encode("utf-16-le"), "a document that is protected by a password"),
    "table.et": (COMPOUND, "an Excel workbook (.xls)"),
    "what.bin": (COMPOUND, "a document of an office program"),
    "export.xls": (b"<html><table><tr><td>x</td></tr></table></html>", "a web page or XML that is called .xls"),
    "text.rtf": (b"{\\rtf1\\ansi text}", "a rich text document (.rtf)"),
    "scan.png": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "an image (PNG)"),
    "scan.jpg": (b"\xff\xd8\xff\xe0\0\x10JFIF", "an image (JPEG)"),
    "scan.webp": (b"RIFF\x10\0\0\0WEBPVP8 ", "an image (WebP)"),
    "scan.bmp": (b"BM\x36\0\0\0\0\0\0\0\x36\0", "an image (BMP)"),
    "photo.heic": (b"\0\0\0\x18ftypheic", "an image (HEIC or AVIF)"),
    "texts.parquet": (b"PAR1\x15\0", "a Parquet file"),
    "texts.db": (b"SQLite format 3\0\x10\0", "an SQLite database"),
    "texts.mdb": (b"\0\x01\0\0Standard Jet DB\0", "an Access database"),
    "texts.pkl": (b"\x80\x04\x95\x10\0", "a pickle of Python"),
    "texts.tar": (tape(), "a tar archive"),
    "texts.7z": (b"7z\xbc\xaf\x27\x1c\0\4", "a 7z archive"),
    "texts.rar": (b"Rar!\x1a\x07\x01\0", "a RAR archive"),
    "paper.caj": (b"CAJ\0\0\0", "a CAJ document"),
    "program.exe": (b"MZ\x90\0\3\0\0\0\4\0\0\0", "a program"),
}


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("encoding", [None, "gb18030"])
def test_a_file_that_is_no_text_is_refused_by_what_it_is(name, encoding):
    content, kind = FILES[name]
    with pytest.raises(InputError) as raised:
        decode(content, name, encoding)
    assert raised.value.reason == f"this is {kind}, not text"
    assert raised.value.hint
    assert "\n" not in str(raised.value)


def test_binary_data_of_no_known_kind_is_refused():
    noise = bytes(range(256)) * 40
    with pytest.raises(InputError) as raised:
        decode(noise, "a.bin")
    assert raised.value.reason == "this is binary data, not text"
    with pytest.raises(InputError) as raised:
        decode(noise, "a.pdf")
    assert raised.value.reason == "this is not text; by its name it is a PDF document"


def test_utf_16_without_a_mark_is_known_by_its_zeros():
    with pytest.raises(InputError) as raised:
        decode("Über die Prüfung der Öle\n".encode("utf-16-le") * 9, "a.txt")
    assert str(raised.value) == "a.txt: not valid UTF-8, and much like UTF-16; try `encoding=utf-16-le`"


@pytest.mark.parametrize(
    "text", ["PK is a name\n", "MZ 3\n", "BM25 ranks\n", "PAR 1\n", "%PDF\n", "ID3 tags\n", "<html>\n"]
)
def test_text_that_begins_a_little_like_another_kind_is_text(text):
    assert decode(text.encode(), "a.txt") == text
    assert decode(text.encode(), "a.pdf") == text


def test_only_a_workbook_is_a_workbook():
    assert is_workbook(archive(*OFFICE, "xl/workbook.xml"), "a.bin")
    assert not is_workbook(archive(*OFFICE, "word/document.xml"), "a.xlsx")
    assert not is_workbook(b"text", "a.xlsx")


def test_a_cell_dictionary_of_sogou_is_refused_by_name():
    with pytest.raises(InputError, match=r"^words.scel: this is a cell dictionary of Sogou \(.scel\), not text"):
        decode(b"\x40\x15\0\0\x44\x43\x53\1\1\0\0\0", "words.scel")
