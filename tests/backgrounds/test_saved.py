"""Saved counts: what was written is read, and nothing else is."""

import json
import struct
import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.backgrounds import (
    BackgroundOptions,
    CountsBackground,
    TextBackground,
    count_background,
    load_counts,
    save_counts,
    saved_counts,
)
from textmine.backgrounds.container import MAGIC, has_magic, read_container, write_container
from textmine.errors import InputError, OptionError
from textmine.ngrams import CountOptions, count_in, count_ngrams
from textmine.text import build_corpus

texts = st.text("甲乙丙丁ab ，\n", max_size=60)
WORLD = "电网和电力。电网调度，电力调度 SCADA 系统\n电网和电力系统\n"


def counts_of(text, min_count=1, max_length=8):
    return count_background(
        build_corpus([text]), BackgroundOptions(min_count=min_count, max_length=max_length, keep_repeats=True)
    )


@given(world=texts, min_count=st.integers(1, 3))
def test_columns_in_the_spool_are_those_in_memory(world, min_count):
    corpus = build_corpus([world])
    table = count_ngrams(corpus, CountOptions(min_count=min_count, max_length=4))
    whole = saved_counts(table, corpus, min_count, 4)
    stored = saved_counts(table.spooled(0), corpus, min_count, 4, memory=0)
    for name in ("unit_text", "unit_ends", "last", "first_child", "counts"):
        one, other = getattr(whole, name), getattr(stored, name)
        assert one.dtype == other.dtype
        assert np.array_equal(one, other)


@pytest.fixture
def saved(tmp_path):
    path = tmp_path / "counts.ngrams"
    save_counts(str(path), counts_of(WORLD))
    return path


@given(world=texts, domain=texts, packed=st.booleans())
def test_counts_that_were_not_cut_are_exact_after_saving(tmp_path_factory, world, domain, packed):
    path = str(tmp_path_factory.mktemp("saved") / "counts.ngrams")
    save_counts(path, counts_of(world), packed=packed)
    background = CountsBackground(load_counts(path))
    corpus = build_corpus([domain])
    text = build_corpus([world], share=corpus)
    table = count_ngrams(corpus, CountOptions(min_count=1, max_length=8))
    assert background.n_units == text.n_units
    assert background.counts_of(table, corpus).tolist() == count_in(table, text).tolist()
    assert background.counts_of(table, corpus).tolist() == TextBackground(text).counts_of(table, corpus).tolist()
    assert background.unit_counts(corpus).tolist() == TextBackground(text).unit_counts(corpus).tolist()


@given(world=texts, domain=texts, min_count=st.integers(1, 5), max_length=st.integers(1, 4))
def test_what_was_cut_away_stays_below_the_cut_and_below_its_rarest_part(world, domain, min_count, max_length):
    background = CountsBackground(counts_of(world, min_count, max_length))
    corpus = build_corpus([domain])
    table = count_ngrams(corpus, CountOptions(min_count=1, max_length=6))
    exact = count_in(table, build_corpus([world], share=corpus))
    found = background.counts_of(table, corpus)
    for gram, (estimate, count) in enumerate(zip(found, exact, strict=True)):
        if table.lengths[gram] <= max_length and count >= min_count:
            assert estimate == count
            continue
        assert estimate >= 0
        if table.lengths[gram] <= max_length:
            assert estimate <= min_count - 1
        if table.lengths[gram] > 1:
            assert estimate <= min(found[table.prefix[gram]], found[table.suffix[gram]])


def test_an_absent_trigram_is_what_its_bigrams_let_expect():
    # 甲乙 twice, 乙丙 twice, 乙 four times: 甲乙丙 2 x 2 / 4 = 1; 丙甲 2 x 2 / 8 units, below the cut of 2.
    background = CountsBackground(counts_of("甲乙，甲乙，乙丙，乙丙", 2, 2))
    corpus = build_corpus(["甲乙丙甲丁"])
    table = count_ngrams(corpus, CountOptions(min_count=1, max_length=3))
    found = background.counts_of(table, corpus)
    by_text = {corpus.alphabet.render(table.units(g)): estimate for g, estimate in enumerate(found)}
    assert by_text["甲乙丙"] == 1.0
    assert by_text["丙甲"] == 0.5
    assert by_text["丁"] == 0.5  # nothing, or one: half of the most it can have


def test_the_file_says_what_was_counted_and_cut(tmp_path):
    path = str(tmp_path / "counts.ngrams")
    save_counts(path, counts_of(WORLD, 2, 3))
    counts = load_counts(path)
    # 22 Han characters and SCADA; twice or more: 6 characters (电网和力调度系统 without a single), and their runs.
    assert counts.summary() == {"documents": 2, "units": 23, "ngrams": len(counts), "min_count": 2, "max_length": 3}
    assert counts.units()[0] == "电"
    assert counts.counts.tolist()[0] == 6
    assert sorted(counts.units()) == sorted("电网和力调度系统")


def test_the_order_of_the_text_changes_no_byte(tmp_path):
    for name, lines in (("a", WORLD), ("b", "".join(reversed(WORLD.splitlines(keepends=True))))):
        save_counts(str(tmp_path / name), counts_of(lines))
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_a_file_cut_at_any_byte_is_refused_in_one_line(saved):
    whole = saved.read_bytes()
    for length in range(len(whole)):
        saved.write_bytes(whole[:length])
        with pytest.raises(InputError) as error:
            load_counts(str(saved))
        assert str(error.value).count("\n") == 0
        assert has_magic(str(saved)) or length == 0
    saved.write_bytes(whole + b"\0")
    with pytest.raises(InputError, match="damaged"):
        load_counts(str(saved))


def test_any_flipped_bit_is_refused_and_still_seen_as_a_count_file(saved):
    whole = saved.read_bytes()
    for place in range(len(whole)):
        for bit in range(8) if place < 64 else (place % 8,):
            saved.write_bytes(whole[:place] + bytes([whole[place] ^ 1 << bit]) + whole[place + 1 :])
            with pytest.raises(InputError):
                load_counts(str(saved))
            assert has_magic(str(saved))


def test_another_version_is_refused(saved):
    whole = bytearray(saved.read_bytes())
    whole[len(MAGIC)] = 2
    saved.write_bytes(whole)
    with pytest.raises(InputError, match=r"a count file of version 2; this textmine reads version 1; count the text"):
        load_counts(str(saved))


def test_other_unit_rules_are_refused(saved, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr("textmine.backgrounds.saved.UNIT_RULES", "0: a byte")
        save_counts(str(saved), counts_of(WORLD))
    with pytest.raises(InputError, match=r"counted with other unit rules \(0: a byte\)"):
        load_counts(str(saved))


def test_a_well_formed_file_of_something_else_is_refused(saved):
    write_container(str(saved), {"unit_rules": None}, {"x": np.arange(3)}, packed=False)
    with pytest.raises(InputError, match="counted with other unit rules"):
        load_counts(str(saved))


@pytest.mark.parametrize(
    "change",
    [
        lambda header: header["about"].pop("n_units"),
        lambda header: header["arrays"].pop("last"),
        lambda header: header["arrays"]["last"].update(offset=1 << 40),
        lambda header: header["arrays"]["last"].update(shape=[1 << 40]),
        lambda header: header["arrays"]["last"].update(dtype="O"),
        lambda header: header.pop("arrays"),
    ],
)
def test_a_header_that_lies_is_refused_though_its_checksum_is_right(saved, change):
    whole = saved.read_bytes()
    length = struct.unpack("<Q", whole[32:40])[0]
    header = json.loads(whole[40 : 40 + length])
    change(header)
    rest = json.dumps(header).encode().ljust(length)[: length + 200]
    body = whole[24:32] + struct.pack("<Q", len(rest)) + rest + whole[40 + length :]
    body = struct.pack("<Q", len(body) + 24) + body[8:]
    saved.write_bytes(whole[:20] + struct.pack("<I", zlib.crc32(body)) + body)
    with pytest.raises(InputError, match="its header is invalid"):
        load_counts(str(saved))


def test_a_text_is_no_count_file(tmp_path):
    path = tmp_path / "text.txt"
    path.write_text(WORLD, encoding="utf-8")
    assert not has_magic(str(path))
    with pytest.raises(InputError, match="not a count file; name one that textmine count wrote"):
        load_counts(str(path))
    with pytest.raises(InputError, match="no such file or directory"):
        load_counts(str(tmp_path / "absent"))


def test_a_file_that_cannot_be_written_leaves_nothing(tmp_path):
    with pytest.raises(InputError, match="cannot be written"):
        save_counts(str(tmp_path / "absent" / "counts.ngrams"), counts_of(WORLD))
    assert list(tmp_path.iterdir()) == []


def test_arrays_are_mapped_not_read(saved):
    arrays = read_container(str(saved)).arrays
    assert not any(array.flags.owndata or array.flags.writeable for array in arrays.values())
    assert all(array.ctypes.data % 64 == 0 for array in arrays.values())


def test_nothing_frequent_is_a_file_like_any_other(tmp_path):
    for packed in (False, True):
        path = str(tmp_path / "counts.ngrams")
        save_counts(path, counts_of(WORLD, 99), packed=packed)
        counts = load_counts(path)
        corpus = build_corpus(["电网电力"])
        found = CountsBackground(counts).counts_of(count_ngrams(corpus, CountOptions(min_count=1)), corpus)
        assert (len(counts), found.tolist()[:3]) == (0, [49.0, 49.0, 49.0])


def test_the_least_count_grows_with_the_text():
    options = BackgroundOptions()
    assert [options.counting(n).min_count for n in (0, 20_000_000, 20_000_001, 340_000_000)] == [2, 2, 3, 34]


@pytest.mark.parametrize("bad", [{"min_count": 0}, {"max_length": 0}, {"max_length": 65}, {"threads": 0}])
def test_options_out_of_range_are_refused(bad):
    with pytest.raises(OptionError):
        BackgroundOptions(**bad)


def test_repeats_count_once_unless_asked():
    corpus = build_corpus(["甲乙丙丁戊己庚辛壬癸子丑。\n" * 3])
    assert count_background(corpus, BackgroundOptions(min_count=1)).n_units == 12
    assert count_background(corpus, BackgroundOptions(min_count=1, keep_repeats=True)).n_units == 36
