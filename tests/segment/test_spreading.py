"""Text segmented by stretches on an engine against one pass: the same text, wherever the stretches end."""

from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.engine import LocalEngine
from textmine.errors import InputError
from textmine.io.decoding import decode_chunks
from textmine.progress import SILENT
from textmine.segment import WordList, build_lexicon
from textmine.segment.expectation import expected_counts
from textmine.segment.pathfinding import DictionaryPath
from textmine.segment.spreading import UnreadStretchError, gone_on, segment_spread
from textmine.segment.text import Segmenter, learned_segmenter
from textmine.text import ReadOptions, TextReader, build_corpus
from textmine.text.spreading import plain_stretches

WORDS = ["变压器", "断路", "断路器", "过热", "甲乙", "100%棉"]
pieces = st.sampled_from([*WORDS, "變壓器", "過熱", "器", "abc 12", "U.S.", "，", "。 ", "\n", "\r\n"])
texts = st.lists(pieces, min_size=1, max_size=40).map("".join).filter(lambda text: any(map(str.isalnum, text)))


class Apart(LocalEngine):
    """An engine whose tasks take nothing but what could be sent to another process."""

    apart = True


def with_words():
    corpus = build_corpus([], names=WORDS)
    lexicon = WordList(WORDS, np.arange(1.0, 1 + len(WORDS)))
    spelling = lexicon.spell(corpus)
    found = build_lexicon(spelling, lexicon.frequencies, len(corpus.table.units))
    return Segmenter(corpus.table, DictionaryPath(found, corpus.table), ["U.S.", *WORDS])


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("texts")


@pytest.fixture(autouse=True, scope="module")
def _small_chunks():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("textmine.text.spreading._STRETCH", 48)
        for place in ("text.spreading._CHUNK", "text.reading._CHUNK", "segment.spreading.CHUNK"):
            patch.setattr(f"textmine.{place}", 24)
        patch.setattr("textmine.text.reading.decode_chunks", partial(decode_chunks, sample=24))
        patch.setattr("textmine.segment.expectation._LEAST_PART", 7)
        yield


def spread(paths, segmenter, **options):
    stretches = plain_stretches(paths, ReadOptions(), SILENT)
    return segment_spread(segmenter, stretches, Apart(2), **options)


@settings(max_examples=12)
@given(st.lists(texts, min_size=1, max_size=2))
def test_stretches_are_cut_as_one_pass_cuts_them(folder, contents):
    paths = [str(folder / f"{number}.txt") for number in range(len(contents))]
    for number, content in enumerate(contents):
        (folder / f"{number}.txt").write_bytes(content.encode())
    expected = "".join(with_words().segment(TextReader(paths).lines()))
    assert "".join(spread(paths, with_words())) == expected


@settings(max_examples=6)
@given(texts)
def test_words_are_learned_on_an_engine_as_here(folder, content):
    path = folder / "learned.txt"
    path.write_bytes(content.encode())
    here = learned_segmenter(build_corpus([content]))
    corpus = TextReader([str(path)], ReadOptions(engine=Apart(2))).spread_corpus()
    there = learned_segmenter(corpus)
    assert there.path.lexicon.costs.tolist() == here.path.lexicon.costs.tolist()
    assert there.table.is_merged == here.table.is_merged
    if not there.table.is_merged:  # else the command segments the text itself
        expected = "".join(here.segment(TextReader([str(path)]).parts()))
        assert "".join(spread([str(path)], there)) == expected


def test_parts_of_a_text_have_the_expected_counts_of_the_whole():
    corpus = build_corpus(["变压器过热，断路器过热\n" * 9])
    lexicon = WordList(["变压器", "断路", "过热"], np.ones(3)).lexicon(corpus)
    lexicon.costs[: len(corpus.alphabet.units)] = 3.0
    whole = expected_counts(corpus.units, lexicon, 3)
    for tasks in (1, 2, 5):
        assert expected_counts(corpus.units, lexicon, 3, Apart(tasks)).tolist() == whole.tolist()


def test_what_is_sought_is_asked_until_it_is_found(folder):
    path = folder / "sought.txt"
    path.write_text("断路器\n" * 9 + "过热\n" * 9, encoding="utf-8")
    said = []
    list(spread([str(path)], with_words(), sought=lambda piece: "过热" in piece, absent=lambda: said.append("never")))
    assert said == []
    list(spread([str(path)], with_words(), sought=lambda piece: "变" in piece, absent=lambda: said.append("absent")))
    assert said == ["absent"]


@pytest.mark.parametrize("rest", [b"\xff\xfe\xff" * 30, b" \n" * 60], ids=["damaged", "blank"])
def test_a_file_that_cannot_be_cut_ends_as_one_pass_ends(folder, rest):
    first, second = folder / "first.txt", folder / "second.txt"
    first.write_text("断路器过热\n" * 9, encoding="utf-8")
    # The first characters are plain UTF-8, or ASCII, which decides nothing.
    second.write_bytes((b"" if rest.isspace() else "过热\n".encode() * 9) + rest)
    paths = [str(first), str(second)]
    other = []
    with pytest.raises(InputError) as expected:
        list(with_words().segment(TextReader(paths).lines()))
    segmenter = with_words()
    found = gone_on(spread(paths, segmenter), lambda: segmenter.segment(TextReader(paths).lines()))
    with pytest.raises(InputError) as caught:
        other.extend(piece for piece in found)
    assert str(caught.value) == str(expected.value)
    assert "".join(other).startswith("断路器 过热\n" * 9)


@pytest.mark.parametrize("blank", ["\n\n  \n", "\n \n" * 60, ""])
def test_nothing_is_written_of_a_file_without_text(folder, blank):
    full, empty = folder / "full.txt", folder / "empty.txt"
    full.write_text("过热", encoding="utf-8")
    empty.write_text(blank, encoding="utf-8")
    written = []
    with pytest.raises(UnreadStretchError):
        written.extend(spread([str(empty)], with_words()))
    assert written == []
    with pytest.raises(UnreadStretchError):
        written.extend(spread([str(full), str(empty)], with_words()))
    assert written == ["过热"]


def test_blank_lines_before_a_text_are_kept(folder):
    path = folder / "late.txt"
    path.write_text("\n" * 200 + "过热\n", encoding="utf-8")
    assert "".join(spread([str(path)], with_words())) == "\n" * 200 + "过热\n"
