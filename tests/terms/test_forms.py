"""Inflected forms as one term; fragments; what folding makes one without being asked."""

import dataclasses
import re

import numpy as np
import pytest

from textmine.backgrounds import BackgroundOptions, CountsBackground, TextBackground, count_background, merged_counts
from textmine.ngrams import CountOptions, count_ngrams
from textmine.segment import WordList
from textmine.terms import DiscoverOptions, TermLists, discover, forms
from textmine.terms.forms import form_classes, is_content, learn_alternations, neighbours
from textmine.terms.merging import MergedForms, merge_forms
from textmine.text import build_corpus, read_corpus


def learned(corpus, world=None):
    background = world and TextBackground(world)
    return learn_alternations(corpus, neighbours(corpus, background), is_content(corpus, background))


MERGE = DiscoverOptions(merge_forms=True, top=0, min_count=2, keep_repeats=True)


@pytest.fixture(scope="module")
def bees(data):
    corpus = read_corpus([str(data / "beekeeping.txt")])
    return corpus, read_corpus([str(data / "almanac.txt")], share=corpus)


@pytest.fixture(scope="module")
def classes(bees):
    corpus, world = bees
    found = form_classes(corpus, learned(corpus, world))
    return {unit: corpus.alphabet.units[number] for unit, number in zip(corpus.alphabet.units, found, strict=True)}


def test_the_plural_is_the_principal_alternation(bees):
    assert learned(*bees)[0].endings == ("", "s")
    assert learned(bees[0])[0].endings == ("", "s")


@pytest.mark.parametrize(("one", "other"), [("queen", "queens"), ("frame", "frames"), ("hive", "hives")])
def test_singular_and_plural_are_one(classes, one, other):
    assert classes[one] == classes[other]


def test_other_words_on_the_same_stem_stay_apart(classes):
    words = [word for word in classes if len(word) > 5 and word.isalpha()]
    pairs = [(word[: -len(end)], word) for word in words for end in ("er", "ly", "al") if word.endswith(end)]
    pairs = [(stem, word) for stem, word in pairs if stem in classes]
    assert pairs
    assert not [pair for pair in pairs if classes[pair[0]] == classes[pair[1]]]


@pytest.mark.parametrize(("count", "is_content"), [(10, True), (11, False)])
def test_a_content_word_is_one_in_a_thousand_of_the_background_at_most(count, is_content):
    corpus = build_corpus(["bee"])
    world = build_corpus(["bee " * count + "x " * (10_000 - count)], share=corpus)
    assert forms.is_content(corpus, TextBackground(world)).tolist() == [is_content]


@pytest.mark.parametrize(("count", "is_content"), [(1, True), (2, False)])
def test_a_content_word_is_one_in_a_hundred_of_its_own_text_at_most(count, is_content):
    corpus = build_corpus(["bee " * count + "x " * (100 - count)])
    assert forms.is_content(corpus)[corpus.alphabet.units.index("bee")] == is_content


def test_a_text_without_inflection_has_no_alternations(data):
    corpus = read_corpus([str(data / "power.txt")])
    assert learned(corpus) == []


def test_counts_and_documents_of_merged_terms_are_exact(bees, data):
    terms = discover(*bees, MERGE)
    lines = (data / "beekeeping.txt").read_text(encoding="utf-8").lower().splitlines()
    several = [i for i, forms in enumerate(terms.forms) if "; " in forms]
    assert len(several) > 50
    for i in several[:50]:
        forms = [re.escape(form.lower()).replace(r"\ ", r"\s+") for form in terms.forms[i].split("; ")]
        pattern = re.compile(rf"(?<![\w'-])(?:{'|'.join(forms)})(?![\w'-])")
        found = [len(pattern.findall(line)) for line in lines]
        assert (terms.count[i], terms.documents[i]) == (sum(found), sum(map(bool, found))), terms.forms[i]


def test_a_term_is_its_most_frequent_form_and_each_row_has_other_forms(bees):
    terms = discover(*bees, MERGE)
    forms = [forms.split("; ") for forms in terms.forms]
    assert [first for first, *_ in forms] == list(terms.terms)
    every = [form.lower() for row in forms for form in row]
    assert len(set(every)) == len(every)
    plain = discover(*bees, DiscoverOptions(top=0, min_count=2, keep_repeats=True))
    counts = dict(zip(plain.terms, plain.count.tolist(), strict=True))
    for first, *others in forms:
        assert all(counts.get(first, 0) >= counts[other] for other in others if other in counts and first in counts)


def test_lists_name_a_term_by_any_of_its_forms(bees):
    plain = discover(*bees, MERGE)
    lists = TermLists(exclude=WordList(["queens", "colonies"], np.ones(2)))
    dropped = set(plain.forms) - set(discover(*bees, MERGE, lists=lists).forms)
    assert len(dropped) == 2
    assert any("queen;" in forms for forms in dropped)


def test_saved_counts_merge_as_the_text_does(bees):
    corpus, world = bees
    merged = merge_forms(corpus, TextBackground(world))
    saved = count_background(world, BackgroundOptions(min_count=1, keep_repeats=True))
    counts = CountsBackground(merged_counts(saved, corpus.alphabet.units, merged.classes))
    table = count_ngrams(merged.corpus, CountOptions(min_count=2))
    held = table.counts > 0
    exact = merged.background.counts_of(table, merged.corpus)
    assert counts.counts_of(table, merged.corpus)[held].tolist() == exact[held].tolist()
    pairs = (neighbours(corpus, CountsBackground(saved)) - neighbours(corpus, TextBackground(world))).tocsr()
    assert abs(pairs).sum() == 0


def test_hyphens_inside_a_word_make_forms():
    corpus = build_corpus(["co-occurrence, cooccurrence. A k-means, kmeans"])
    classes = form_classes(corpus, [])
    assert classes[corpus.alphabet.units.index("cooccurrence")] == corpus.alphabet.units.index("co-occurrence")


def test_forms_are_ordered_by_count_and_then_by_code_points():
    corpus = build_corpus(["red bees, red bee, red bees, Red Bee, blue bee"])
    units = list(corpus.alphabet.units)
    classes = np.arange(len(units), dtype=np.int32)
    classes[units.index("bee")] = units.index("bees")
    merged = np.where(corpus.units < 0, corpus.units, classes[np.maximum(corpus.units, 0)])
    whole = MergedForms(dataclasses.replace(corpus, units=merged), None, corpus, classes)
    table = count_ngrams(whole.corpus, CountOptions(min_count=4))
    gram = len(table) - 1
    assert whole.surfaces([table], np.array([gram])) == {gram: ["red bee", "red bees"]}


def test_width_and_case_are_one_without_being_asked():
    corpus = build_corpus(["ＡＢＣ算法很好，abc算法差。ABC算法新，用ＡＢＣ算法！看Abc算法？"])
    terms = discover(corpus, options=DiscoverOptions(min_count=2, top=0))
    assert [term.lower() for term in terms.terms].count("abc算法") == 1
    assert terms.count[[term.lower() for term in terms.terms].index("abc算法")] == 5


def test_fragments_are_dropped_unless_asked_for(data):
    corpus = read_corpus([str(data / "power.txt")])
    world = read_corpus([str(data / "encyclopedia.txt")], share=corpus)
    whole = discover(corpus, world, DiscoverOptions(top=0, keep_fragments=True))
    terms = discover(corpus, world, DiscoverOptions(top=0))
    dropped = {term: i for i, term in enumerate(whole.terms) if term not in set(terms.terms)}
    assert len(dropped) > 100
    assert all(whole.word_edges[i] < 0.02 and not whole.known[i] for i in dropped.values())
    assert [term for term in whole.terms if term not in dropped] == list(terms.terms)


def test_turbines_and_eoliennes(shared):
    for name, one, other, apart in (
        ("en_wind", "turbine", "turbines", ("effective", "effectively")),
        ("fr_wind", "éolienne", "éoliennes", ("vent", "vente")),
    ):
        corpus = read_corpus([str(shared / f"corpora/{name}.txt")])
        world = read_corpus([str(shared / f"corpora/{name[:2]}_encyclopedia.txt")], share=corpus)
        classes = form_classes(corpus, learned(corpus, world))
        units = list(corpus.alphabet.units)
        assert classes[units.index(one)] == classes[units.index(other)]
        if name == "en_wind":
            assert classes[units.index("velocity")] == classes[units.index("velocities")]
        assert len({int(classes[units.index(word)]) for word in apart}) == 2
