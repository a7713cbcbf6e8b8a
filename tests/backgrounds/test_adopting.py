"""A background is the same whatever it was read with."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.backgrounds import CountsBackground, TextBackground, as_background, count_background, open_background
from textmine.errors import OptionError
from textmine.ngrams import CountOptions, count_ngrams
from textmine.terms import content_words, discover
from textmine.text import build_corpus, read_corpus
from textmine.text.translating import translated

TEXTS = st.lists(st.text("变压器绕组过热的 ab,。\n", max_size=30), min_size=1, max_size=6)


def rows(terms):
    return [terms.columns(), *map(repr, terms.rows())]


@settings(max_examples=60)
@given(TEXTS, TEXTS)
def test_counts_are_those_of_text_read_with_shared_ids(domain, world):
    apart, corpus = build_corpus(world), build_corpus(domain)
    table = count_ngrams(corpus, CountOptions(min_count=1))
    here = TextBackground(apart).counts_of(table, corpus).tolist(), TextBackground(apart).unit_counts(corpus).tolist()
    shared = TextBackground(build_corpus(world, share=corpus))
    assert here == (shared.counts_of(table, corpus).tolist(), shared.unit_counts(corpus).tolist())


@settings(max_examples=30)
@given(TEXTS, TEXTS)
def test_translated_text_says_the_same(domain, world):
    text, corpus = build_corpus(world), build_corpus(domain)
    there = translated(text, corpus)
    assert translated(there, corpus) is there
    assert there.alphabet.render(there.units[there.units >= 0]) == text.alphabet.render(text.units[text.units >= 0])
    assert (there.units[there.units < 0] == text.units[text.units < 0]).all()


@pytest.mark.parametrize("options", [{}, {"merge_forms": True}, {"keep_repeats": True}, {"memory": 1 << 16}])
def test_terms_are_the_same_with_a_background_that_was_read_apart(data, options):
    files = ("power.txt", "encyclopedia.txt")
    alone, world = (read_corpus(data / name) for name in files)
    found = discover(alone, world, **options)
    apart = rows(found)
    corpus = read_corpus(data / files[0])
    shared = read_corpus(data / files[1], share=corpus)
    assert apart == rows(discover(corpus, shared, **options))
    # And where it is the background that was read first, but for the order of sums.
    later = discover(read_corpus(data / files[0], share=world), world, **options)
    assert later.terms == found.terms
    assert later.score == pytest.approx(found.score, rel=1e-12)


def test_forms_are_merged_alike_in_a_background_that_was_read_apart():
    domain = ["the turbine turns, a turbine runs, turbines turn. gear and gears, blade and blades"] * 3
    world = ["a turbine is a machine, machines are things. a gear, some gears"] * 2
    corpus = build_corpus(domain)
    options = {"merge_forms": True, "keep_repeats": True, "min_count": 1}
    shared = rows(discover(corpus, build_corpus(world, share=corpus), **options))
    assert rows(discover(build_corpus(domain), build_corpus(world), **options)) == shared


def test_content_words_are_the_same_with_a_background_that_was_read_apart(data):
    world = read_corpus(data / "encyclopedia.txt")
    corpus = read_corpus(data / "power.txt")
    shared = content_words(corpus, read_corpus(data / "encyclopedia.txt", share=corpus))
    apart = content_words(read_corpus(data / "power.txt"), world)
    assert apart.words == shared.words
    assert apart.scores.tolist() == shared.scores.tolist()


def test_all_that_tells_of_the_world_is_a_background():
    corpus, world = build_corpus(["电网"]), build_corpus(["网和电"])
    saved = count_background(world, min_count=1)
    assert as_background(None, corpus) is None
    assert isinstance(as_background(world, corpus), TextBackground)
    assert isinstance(as_background(saved, corpus), CountsBackground)
    counts = CountsBackground(saved)
    assert as_background(counts, corpus) is counts
    foreign = as_background(TextBackground(world), corpus)
    assert foreign.unit_counts(corpus).tolist() == [1, 1]


@pytest.mark.parametrize("wrong", ["zh", ["电网"], 3])
def test_what_is_no_background_is_a_type_error(wrong):
    with pytest.raises(TypeError, match=r"^the background is of type \w+; give a Corpus, saved counts, or what open_"):
        discover(build_corpus(["电网"]), wrong)


def test_backgrounds_are_opened_without_a_corpus(tmp_path):
    assert open_background("zh").n_units > 5_000_000
    assert open_background("none") is None
    (tmp_path / "world.txt").write_text("网和电，电\n", encoding="utf-8")
    corpus = build_corpus(["电网"])
    assert open_background(tmp_path / "world.txt").unit_counts(corpus).tolist() == [2, 1]
    with pytest.raises(OptionError, match="neither a source nor a corpus to choose by; name a file, or one of en, zh"):
        open_background()
