"""Plain text read in stretches on an engine against one pass: the same corpus, wherever the stretches end."""

import dataclasses
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.engine import LocalEngine
from textmine.io.decoding import decode_chunks
from textmine.text import ReadOptions, TextReader, read_corpus
from textmine.text.records import SOURCE
from textmine.text.spreading import plain_stretches
from textmine.text.stretches import stretch_pieces

texts = st.text("甲乙aA1Ｂé·，。 \r\n", min_size=1, max_size=80).filter(lambda text: any(map(str.isalnum, text)))


class Apart(LocalEngine):
    """An engine whose tasks take nothing but what could be sent to another process."""

    apart = True


class Heard:
    def __init__(self):
        self.notes = []

    def stage(self, name):
        pass

    def advance(self, done, total=None, unit="B"):
        pass

    def note(self, message):
        self.notes.append(message)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("texts")


def assert_same(found, expected):
    for name in ("units", "documents", "offsets"):
        one, other = getattr(found, name), getattr(expected, name)
        assert one.dtype == other.dtype
        assert one.tolist() == other.tolist(), name
    assert found.written.places.tolist() == expected.written.places.tolist()
    assert found.written.forms.tolist() == expected.written.forms.tolist()
    assert found.alphabet.units == expected.alphabet.units
    assert found.alphabet.surfaces == expected.alphabet.surfaces
    assert found.alphabet.spaced.tolist() == expected.alphabet.spaced.tolist()
    assert (found.table.units, found.table.forms) == (expected.table.units, expected.table.forms)
    assert found.table.is_plain.tolist() == expected.table.is_plain.tolist()
    assert found.unit_counts().tolist() == expected.unit_counts().tolist()


def both(paths, size, **given):
    """The corpus read in stretches of about `size` bytes, and in one pass, with the notes of both."""
    heard = Heard(), Heard()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("textmine.text.spreading._STRETCH", size)
        patch.setattr("textmine.text.spreading._CHUNK", size)
        found = read_corpus(paths, ReadOptions(engine=Apart()), progress=heard[0], **given)
    return found, read_corpus(paths, progress=heard[1], **given), heard


@settings(max_examples=40)
@given(st.lists(texts, min_size=1, max_size=3), st.integers(1, 50), st.sampled_from(["", "\ufeff"]))
def test_stretches_give_the_corpus_of_one_pass(folder, contents, size, mark):
    paths = [folder / f"{number}.txt" for number in range(len(contents))]
    for path, content in zip(paths, contents, strict=True):
        path.write_bytes((mark + content).encode())
    found, expected, heard = both(paths, size)
    assert isinstance(found.units, np.memmap)
    assert_same(found, expected)
    assert heard[0].notes == heard[1].notes
    assert [*found.records.groups] == [*expected.records.groups]
    if len(paths) > 1:
        assert found.records.groups[SOURCE].codes.tolist() == expected.records.groups[SOURCE].codes.tolist()


@settings(max_examples=20)
@given(texts, texts, st.integers(1, 50))
def test_a_background_shares_the_ids(folder, content, other, size):
    (folder / "a.txt").write_bytes(content.encode())
    (folder / "b.txt").write_bytes(other.encode())
    first, second = read_corpus(folder / "a.txt"), read_corpus(folder / "a.txt")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("textmine.text.spreading._STRETCH", size)
        patch.setattr("textmine.text.spreading._CHUNK", size)
        found = read_corpus(folder / "b.txt", ReadOptions(engine=Apart()), share=first)
    assert_same(found, read_corpus(folder / "b.txt", share=second))


@settings(max_examples=40)
@given(texts, st.integers(4, 9), st.integers(1, 4), st.sampled_from(["", "\ufeff"]))
def test_stretches_have_the_pieces_of_one_pass(folder, content, chunk, times, mark):
    path = folder / "pieces.txt"
    path.write_bytes((mark + content).encode())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("textmine.text.spreading._STRETCH", chunk * times)
        patch.setattr("textmine.text.spreading._CHUNK", chunk)
        patch.setattr("textmine.text.reading._CHUNK", chunk)
        patch.setattr("textmine.text.reading.decode_chunks", partial(decode_chunks, sample=chunk))
        stretches = plain_stretches([str(path)], ReadOptions(), Heard())
        found = [piece for stretch in stretches for piece in stretch_pieces(stretch, chunk)]
        assert found == list(TextReader([str(path)]).parts())


def test_names_with_marks_are_kept(folder):
    (folder / "names.txt").write_text("纯100%棉布，50%\n100%棉和·100·%棉\n" * 5)
    assert_same(*both(folder / "names.txt", 20, names=["100%棉"])[:2])


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("big5.txt", "變壓器過熱，檢修變壓器，新變壓器投運。\n".encode("big5") * 20),
        ("records.jsonl", '{"text": "变压器"}\n'.encode() * 3),
        ("utf16.txt", "变压器过热\n".encode("utf-16") * 1),
        ("control.txt", b"oil\x00gas\nwater\n"),
        ("long.txt", b"word " * 1000),
    ],
)
def test_what_is_not_plain_is_read_in_one_pass(folder, monkeypatch, name, content):
    (folder / name).write_bytes(content)
    monkeypatch.setattr("textmine.text.spreading._LONGEST", 100)
    found, expected, heard = both(folder / name, 10_000)
    assert_same(found, expected)
    assert not isinstance(found.units, np.memmap)
    assert heard[0].notes == heard[1].notes


def test_a_sign_that_is_no_text_is_read_behind_utf_8(folder):
    (folder / "late.txt").write_bytes("变压器过热\n".encode() * 5 + b"oil\x7fgas\n")
    found, expected, heard = both(folder / "late.txt", 30)
    assert_same(found, expected)
    assert isinstance(found.units, np.memmap)
    assert heard[0].notes == heard[1].notes == []


def test_options_that_change_the_text_are_for_one_pass(folder):
    (folder / "wrapped.txt").write_text("a wrapped\nline of text\n\nand another\n")
    found = read_corpus(folder / "wrapped.txt", ReadOptions(engine=Apart(), join_lines=True))
    assert found.n_documents == 2


def test_bytes_that_are_not_utf_8_are_reported_with_their_line(folder):
    path = folder / "damaged.txt"
    path.write_bytes("变压器过热\n".encode() * 50 + b"\xff\n")
    messages = []
    for engine in (None, Apart()):
        with pytest.raises(Exception, match=r"damaged\.txt:51: not valid UTF-8") as caught:
            read_corpus(path, ReadOptions(engine=engine))
        messages.append(str(caught.value))
    assert messages[0] == messages[1]


def test_the_engine_stays_with_the_corpus(folder):
    (folder / "a.txt").write_text("电网")
    engine = Apart()
    corpus = read_corpus(folder / "a.txt", ReadOptions(engine=engine))
    assert dataclasses.replace(corpus).engine is engine


def test_files_by_address(folder):
    pytest.importorskip("fsspec", reason="fsspec is not installed")
    for name in ("x1.txt", "x2.txt"):
        (folder / name).write_text(f"变压器{name}\n" * 9)
    address = Path(folder).as_uri() + "/x?.txt"
    found, expected, _ = both(address, 20)
    assert_same(found, expected)
    assert_same(read_corpus([folder / "x1.txt", folder / "x2.txt"]), expected)


def test_an_address_without_fsspec_says_what_is_missing(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(Exception, match="an address needs fsspec; pip install fsspec"):
        read_corpus("s3://bucket/power.txt")
