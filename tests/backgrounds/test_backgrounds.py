"""The shipped backgrounds, and what a user may name."""

import time
from pathlib import Path

import pytest

from textmine.backgrounds import (
    CountsBackground,
    TextBackground,
    choose_background,
    count_background,
    default_background,
    open_background,
    save_counts,
    shipped_background,
    shipped_names,
    shipped_path,
)
from textmine.errors import InputError, OptionError
from textmine.ngrams import CountOptions, count_ngrams
from textmine.text import build_corpus

ENGLISH = "The blades of the rotor and the gearbox of the turbine are sent to the site."


def test_two_backgrounds_are_shipped_small_and_with_their_licence():
    assert shipped_names() == ["en", "zh"]
    for name in shipped_names():
        path = Path(shipped_path(name))
        assert path.stat().st_size < 4_000_000
        readme = (path.parent / "README.md").read_text(encoding="utf-8")
        assert f"`{name}.ngrams`" in readme
    assert "Wikipedia" in readme
    assert "Attribution-ShareAlike 4.0" in readme


@pytest.mark.parametrize(
    ("name", "n_units", "common", "rare"),
    [("zh", 5_267_124, ["的", "中国", "大学"], "断路器跳闸"), ("en", 1_517_313, ["the", "of the"], "yaw bearing")],
)
def test_the_shipped_figures_are_those_of_the_texts(name, n_units, common, rare):
    background = shipped_background(name)
    cut = background.counts.summary()
    assert (cut["units"], cut["min_count"], cut["max_length"]) == (n_units, 2, 4)
    corpus = build_corpus(["，".join([*common, rare])])
    table = count_ngrams(corpus, CountOptions(min_count=1))
    found = background.counts_of(table, corpus)
    by_text = {corpus.alphabet.render(table.units(gram)): found[gram] for gram in range(len(table))}
    assert all(by_text[text] > 1000 for text in common)
    assert by_text[rare] < 2


def test_a_shipped_background_opens_well_within_half_a_second():
    started = time.process_time()
    shipped_background("zh")
    assert time.process_time() - started < 0.5


def test_the_shipped_counts_are_those_of_the_shared_text(shared):
    text = (shared / "corpora/zh_encyclopedia.txt").read_text(encoding="utf-8")
    counts = shipped_background("zh").counts
    assert counts.n_documents <= text.count("\n")
    # Clauses seen before count once: a little below what the text has.
    top = counts.units()[0]
    assert top == "的"
    assert 0.9 < int(counts.counts[0]) / text.count(top) <= 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("变压器的绕组过热。检修变压器", ("zh",)),
        ("采用 Transformer 模型的 5G 基站检测方法", ("zh",)),
        ("変圧器のコイルが過熱したので、検査を行いました。", ()),
        ("변압기 권선 과열", ()),
        (ENGLISH, ("en",)),
        (f"{ENGLISH} 变压器的绕组过热。检修变压器", ("zh", "en")),
        ("Les pales du rotor et le multiplicateur de l'éolienne sont envoyés sur le site.", ()),
        ("Die Blätter des Rotors und das Getriebe der Anlage in der Halle", ()),
        ("", ()),
    ],
)
def test_the_text_chooses_its_background(text, expected):
    assert default_background(build_corpus([text])) == expected


def test_the_choice_is_said(notes):
    for text, expected in (
        ("变压器过热", "background: the shipped zh (`background` names another, or none)"),
        ("transformateur", "no background: none is shipped for such text (`background` names one)"),
    ):
        open_background(None, build_corpus([text]), progress=notes)
        assert notes.notes.pop() == expected
    assert choose_background(build_corpus(["，"]), notes) == ["none"]
    assert open_background(["none"], build_corpus(["变压器"]), progress=notes) is None
    assert notes.notes == []  # a text without a word, and what was asked for


def test_text_counts_and_names_are_told_apart(tmp_path):
    corpus = build_corpus(["变压器过热"])
    text, counts = tmp_path / "world.txt", tmp_path / "world.dat"
    text.write_text("变压器投运\n", encoding="utf-8")
    save_counts(str(counts), count_background(build_corpus([text.read_text(encoding="utf-8")])))
    assert isinstance(open_background([str(text), str(text)], corpus), TextBackground)
    assert open_background([str(counts)], corpus).n_units == 5
    assert isinstance(open_background(["zh"], corpus), CountsBackground)


def test_a_name_that_is_nothing_is_refused_with_the_names_there_are(tmp_path):
    corpus = build_corpus(["变压器"])
    with pytest.raises(InputError) as error:
        open_background(["fr"], corpus)
    expected = "fr: no such file, and no shipped background of that name; check the path, or use en, zh or none"
    assert str(error.value) == expected
    with pytest.raises(OptionError, match="no background is called 'fr'; the shipped ones are en and zh"):
        shipped_background("fr")


@pytest.mark.parametrize("sources", [["zh", "zh"], ["none", "zh"], ["zh", "world.txt"]])
def test_a_name_goes_with_nothing_else(sources):
    with pytest.raises(OptionError, match="cannot be combined with another background; name it alone, or text files"):
        open_background(sources, build_corpus(["变压器"]))


def test_a_text_in_two_languages_is_compared_with_both():
    corpus = build_corpus([f"{ENGLISH} 变压器的绕组过热。检修变压器"])
    both = open_background(["zh", "en"], corpus)
    zh, en = shipped_background("zh"), shipped_background("en")
    counts, units = both.unit_counts(corpus), corpus.alphabet.units
    spaced = corpus.alphabet.spaced
    share = float(corpus.unit_counts()[~spaced].sum()) / corpus.n_units
    # Frequencies of words are those of the one text, times the share of words here; of characters those of the other.
    for unit, world, part in (("的", zh, share), ("the", en, 1 - share)):
        place = units.index(unit)
        expected = part * int(world.unit_counts(corpus)[place]) / world.n_units
        assert counts[place] / both.n_units == pytest.approx(expected, rel=1e-4)
    table = count_ngrams(corpus, CountOptions(min_count=1))
    assert both.counts_of(table, corpus)[units.index("the")] == pytest.approx(counts[units.index("the")], abs=0.5)
