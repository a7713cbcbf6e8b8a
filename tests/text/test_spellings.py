"""Several spellings of a term are read as one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.backgrounds import count_background
from textmine.backgrounds.background import CountsBackground
from textmine.backgrounds.spelled import SpelledBackground
from textmine.errors import InputError
from textmine.ngrams import CountOptions, count_ngrams
from textmine.text import Spellings, build_corpus, read_corpus, read_spellings, read_texts

USB = Spellings({"通用串行总线": "USB", "universal serial bus": "USB", "车载（总线）": "USB"})


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("车间的usb口，Ｕｓｂ接口", "车间的USB口，USB接口"),
        ("Universal  Serial Bus 接口", "USB 接口"),
        ("universal serial. bus", "universal serial. bus"),  # a mark between
        ("usb3和usb", "usb3和USB"),  # inside a longer word
        ("新通用串行总线A口", "新USB A口"),  # it would grow together with the letter
        ("一个车载(总线)坏了，车载，总线", "一个USB坏了，车载，总线"),  # marks are those of the spelling
        ("通用串行总线通用串行总线\n通用\n串行总线\n", "USB USB\n通用\n串行总线\n"),
    ],
)
def test_a_spelling_is_found_where_its_units_stand(text, written):
    assert USB.rewritten(text) == written


def test_the_longest_of_two_spellings_that_begin_together_is_taken():
    assert Spellings({"甲乙": "子", "甲乙丙": "丑", "丙丁": "寅"}).rewritten("甲乙丙丁甲乙丁") == "丑丁子丁"


@given(st.lists(st.sampled_from(["甲", "乙", "a", "b b", "，", "\n", " "])).map("".join))
def test_counts_are_those_of_a_text_written_in_one_spelling(text):
    # 乙 is written 丙, which stands nowhere: the same as replacing the character.
    written = Spellings({"乙": "丙"}).rewritten(text)
    assert written == text.replace("乙", "丙")
    assert build_corpus([written]).units.tolist() == build_corpus([text]).units.tolist()


def test_tables_and_lines_say_the_same():
    table = read_spellings("Label,Replace By\nuniversal serial bus,USB\n通用串行总线,usb口\nusb口,USB\n", "t.csv")
    lines = read_spellings("USB\tuniversal serial bus\t通用串行总线\tusb口\n")
    assert table.shown == lines.shown == {"universal serial bus": "USB", "通用串行总线": "USB", "usb口": "USB"}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("USB, 总线\n接口\n", "spellings:2: one spelling only: '接口'"),
        (
            "USB, 总线\n接口, 总线\n",
            "spellings:2: '总线' is to be shown as '接口', and on line 1 of spellings as 'USB'",
        ),
        ("label\treplace by\na\tb\nb\tc\nc\ta\n", "is replaced in a circle"),
        ("，, 总线\n", "holds no letter, digit or character"),
        ("\n", "the file holds no spelling"),
    ],
)
def test_faults_are_named(text, reason):
    with pytest.raises(InputError) as error:
        read_spellings(text)
    assert reason in str(error.value)


def test_labels_without_a_replacement_are_said(notes):
    assert read_spellings("label\treplace by\nUSB\t\n总线\tUSB\n", "t.tsv", notes).shown == {"总线": "USB"}
    assert notes.notes == [
        "t.tsv: 1 labels without a replacement stay as they are, such as 'USB' (`exclude` leaves terms out)"
    ]


def test_files_are_read_with_spellings_merged(tmp_path, notes):
    (tmp_path / "text.txt").write_text("通用串行总线口，usb口\n", encoding="utf-8")
    (tmp_path / "merge.txt").write_text("USB,通用串行总线\n", encoding="utf-8")
    merge = [str(tmp_path / "merge.txt")]
    assert list(read_texts(tmp_path / "text.txt", progress=notes, merge=merge)) == ["USB口，USB口\n"]
    assert notes.notes == [f"{merge[0]}: other spellings at 2 places, read as 1 term"]
    corpus = read_corpus(tmp_path / "text.txt", merge=merge)
    assert corpus.alphabet.surfaces[:2] == ("USB", "口")


def test_saved_counts_add_up():
    # USB 2, 总线 3; USB口 1, 总线口 2.
    saved = count_background(build_corpus(["USB口，USB。总线口，总线口，总线"]), min_count=1)
    corpus = build_corpus(["USB口，USB口"])
    table = count_ngrams(corpus, CountOptions(min_count=1))
    names = [corpus.alphabet.render(table.units(gram)) for gram in range(len(table))]
    plain = CountsBackground(saved).counts_of(table, corpus)
    merged = SpelledBackground(saved, {"总线": "USB"})
    added = dict(zip(names, (merged.counts_of(table, corpus) - plain).tolist(), strict=True))
    assert added == {"USB": 3.0, "口": 0.0, "USB口": 2.0}
    assert (merged.unit_counts(corpus) - CountsBackground(saved).unit_counts(corpus)).tolist() == [3, 0]
