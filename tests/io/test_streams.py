"""Files in chunks: the same text wherever they are cut, the same errors, and little memory."""

import gzip
import io
import sys
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.errors import InputError
from textmine.io import decode, decode_chunks, read_bytes, read_chunks

LINES = "变压器的绕组过热，检修断路器和触头。\r\n值班员立刻报告 10 kV 母线失电\r" * 3
ENCODINGS = ["utf-8", "utf-8-sig", "gb18030", "utf-16-le", "utf-16-be", "utf-16", "utf-32"]


def cut(data, size):
    return [data[at : at + size] for at in range(0, len(data), size)]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 64])
@pytest.mark.parametrize("named", [False, True])
def test_where_a_file_is_cut_changes_nothing(encoding, size, named):
    data = LINES.encode(encoding)
    found = decode_chunks(cut(data, size), "a.txt", encoding if named else None, sample=300 if size > 2 else 10_000)
    assert "".join(found) == LINES.replace("\r\n", "\n").replace("\r", "\n")


@given(st.binary(max_size=60), st.integers(1, 9), st.sampled_from([None, "utf-8", "gb18030", "utf-16", "latin-1"]))
def test_bytes_in_chunks_are_text_or_refused_as_they_are_whole(data, size, encoding):
    def outcome(decoded):
        try:
            return "".join(decoded())
        except InputError as error:
            return str(error)

    whole = outcome(lambda: [decode(data, "a.txt", encoding)])
    assert outcome(lambda: decode_chunks(cut(data, size), "a.txt", encoding, sample=100)) == whole


def test_a_file_that_begins_in_ascii_is_told_by_what_comes_later(notes):
    text = "plain lines\n" * 100 + LINES.replace("\r", "")
    chunks = cut(text.encode("gb18030"), 100)
    assert "".join(decode_chunks(chunks, "a.txt", None, notes, sample=200)) == text
    assert notes.notes == ["a.txt: not UTF-8; read as gb18030 (`encoding` names another)"]


@pytest.mark.parametrize("size", [1, 7, 4096])
@pytest.mark.parametrize("start", ["变压器\n" * 50, "plain\n" * 50])
def test_a_bad_byte_far_into_a_file_is_said_with_line_and_byte(size, start):
    data = start.encode() + b"ab\xff\n"
    with pytest.raises(InputError) as raised:
        list(decode_chunks(cut(data, size), "a.txt", sample=8))
    assert str(raised.value).startswith("a.txt:51: not valid ")
    assert "(byte 0xff at 3)" in str(raised.value)


def test_a_character_cut_off_at_the_end_is_refused():
    with pytest.raises(InputError, match=r"a.txt:2: not valid utf-8 \(byte 0xe5 at 4\)"):
        list(decode_chunks(["断\n".encode(), "断".encode(), b"\xe5\x8f"], "a.txt", sample=2))


def test_chunks_are_full_but_the_last_and_the_way_is_told(tmp_path, notes):
    path = tmp_path / "a.txt"
    path.write_bytes(bytes(range(10)))
    assert list(read_chunks(str(path), 4, notes)) == [bytes(range(4)), bytes(range(4, 8)), bytes([8, 9])]
    assert notes.steps[-1] == (10, 10, "B")


def test_a_pipe_that_gives_little_at_a_time_fills_chunks(monkeypatch):
    class Pipe(io.BytesIO):
        def read(self, size=-1):
            return super().read(min(size, 3) if size >= 0 else size)

    class Stdin:
        buffer = Pipe(gzip.compress(bytes(range(100))))

    monkeypatch.setattr(sys, "stdin", Stdin)
    assert [len(chunk) for chunk in read_chunks("-", 32)] == [32, 32, 32, 4]


@pytest.mark.parametrize("packed", [False, True])
def test_a_large_file_takes_little_memory(tmp_path, packed):
    path = tmp_path / "a.txt"
    data = "变压器的绕组过热，检修断路器和触头。\n".encode() * 200_000  # 11 MB
    path.write_bytes(gzip.compress(data, 1) if packed else data)
    size = len(data)
    del data
    tracemalloc.start()
    n = sum(len(text) for text in decode_chunks(read_chunks(str(path), 1 << 18), str(path)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert n == 19 * 200_000
    # The sample of a megabyte, its text and a few chunks.
    assert peak < 6_000_000 < size
    assert len(read_bytes(str(path))) == size
