"""A line that is cut has the units of the line, and is one document."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.segment import segment_texts
from textmine.text import ReadOptions, TextReader, build_corpus, parts, read_corpus, units
from textmine.text.parts import Part, cut_lines, uncut

MARKS = ["，", "。", "“", " ", ".", "-", "'", "·", "\u2028", "\n"]
PIECES = [*MARKS, "变", "压器", "a", "SF6", "é", "e\u0301", "ﾞ", "㎡", "3.5"]
texts = st.lists(st.sampled_from(PIECES), max_size=80).map("".join)


def small(patch: pytest.MonkeyPatch, size: int) -> None:
    patch.setattr(units, "_BLOCK", size)
    patch.setattr(units, "_LONGEST", 2 * size)
    patch.setattr(parts, "_LONG", size)


@given(texts, st.integers(1, 9))
def test_a_corpus_does_not_depend_on_where_lines_are_cut(text: str, size: int) -> None:
    whole = build_corpus([text])
    with pytest.MonkeyPatch.context() as patch:
        small(patch, size)
        cut = build_corpus([text])
    for name in ("units", "documents", "offsets"):
        assert getattr(cut, name).tolist() == getattr(whole, name).tolist()
    assert cut.alphabet.surfaces == whole.alphabet.surfaces
    assert cut.written.places.tolist() == whole.written.places.tolist()


@given(st.lists(texts, max_size=5), st.integers(1, 9))
def test_pieces_of_lines_are_the_text_and_make_the_same_corpus(pieces: list[str], size: int) -> None:
    whole = build_corpus(["".join(pieces)])
    with pytest.MonkeyPatch.context() as patch:
        small(patch, size)
        found = list(cut_lines(pieces))
        cut = build_corpus(found)
    assert "".join(found) == "".join(pieces)
    assert "".join(uncut(found)) == "".join(pieces)
    for piece in found[:-1]:
        assert piece.endswith("\n") or isinstance(piece, Part)
    assert cut.units.tolist() == whole.units.tolist()
    assert cut.documents.tolist() == whole.documents.tolist()
    assert cut.offsets.tolist() == whole.offsets.tolist()


@pytest.mark.parametrize("per_file", [False, True])
def test_files_of_long_lines_are_read_in_parts(tmp_path, monkeypatch, per_file):
    path = tmp_path / "long.txt"
    path.write_text(("变压器的绕组过热。检修Transformer 变压器，" * 40 + "\n") * 3, encoding="utf-8")
    options = ReadOptions(per_file=per_file, encoding="utf-8")
    whole = read_corpus([path], options)
    small(monkeypatch, 50)
    monkeypatch.setattr("textmine.text.reading._CHUNK", 64)
    pieces = list(TextReader([path], options).parts())
    assert max(map(len, pieces)) < 200
    assert list(TextReader([path], options).texts()) == list(uncut(pieces))
    cut = read_corpus([path], options)
    assert cut.n_documents == (1 if per_file else 3)
    assert cut.units.tolist() == whole.units.tolist()
    assert cut.offsets.tolist() == whole.offsets.tolist()
    # What changes a text sees all of a line.
    joined = ReadOptions(per_file=per_file, clean=["urls"])
    assert not any(isinstance(piece, Part) for piece in TextReader([path], joined).parts())


def test_a_part_alone_ends_as_a_text_does() -> None:
    assert build_corpus([Part("变压", continues=False, goes_on=True)]).units.tolist() == [0, 1, -3]


def test_words_are_parted_where_a_line_is_cut(monkeypatch):
    text = "变压器的绕组过热。检修变压器，transformer oil. 变压器油" * 20
    whole = segment_texts([text])
    small(monkeypatch, 20)
    assert segment_texts([text]) == whole


def test_a_word_that_does_not_end_is_not_cut(monkeypatch):
    small(monkeypatch, 4)
    corpus = build_corpus(["a" * 100 + "，变"])
    assert corpus.alphabet.units == ("a" * 100, "变")
    assert np.diff(corpus.documents).tolist() == [4]
