"""A text in traditional characters and its simplified twin give the same, character for character."""

import json

import numpy as np
import pytest

from textmine.backgrounds import count_background, shipped_background
from textmine.backgrounds.background import CountsBackground
from textmine.backgrounds.scripts import join_scripts
from textmine.communities import cluster
from textmine.communities.writing import communities_lines
from textmine.io import table_lines
from textmine.map import map_texts
from textmine.ngrams import drop_repeats
from textmine.pairs import cooccurrence
from textmine.progress import Progress
from textmine.segment import WordList, lexicon_free_segmenter, segment_texts
from textmine.terms import TermLists, content_words, discover
from textmine.terms.exclusion import documents_of
from textmine.terms.merging import merge_forms
from textmine.text import build_corpus
from textmine.text.characters import simple_units
from textmine.text.scripts import is_traditional, note_scripts
from textmine.vectors import train_vectors

# 髮 and 發 are both 发, 裡 and 裏 both 里.
TRADITIONAL = """\
請程式設計師簽約，新程式設計師報到。
老程式設計師退休，問程式設計師理髮的事。
程式設計師開發軟體，軟體好用，裝軟體。
買軟體，軟體貴，頭髮裡有變壓器，理髮店裏的變壓器。
檢修變壓器，理髮與開發，變壓器的繞組過熱，開發變壓器。
"""


def simple(text):
    return simple_units([text])[0]


def written(terms):
    return "".join(table_lines(terms.columns(), terms.rows()))


def everything(text, background=None):
    corpus = build_corpus([text])
    terms = discover(corpus, background, min_count=2)
    links = cooccurrence(corpus, terms, min_count=1, weight="count")
    vectors = train_vectors(corpus, terms, min_count=1, dimensions=3)
    return [
        written(terms),
        "".join(segment_texts([text])),
        repr(list(links.rows())),
        repr(content_words(corpus, background)) + repr(list(content_words(corpus, background).words)),
        repr(list(vectors.names)) + repr(vectors.matrix.tobytes()),
    ]


@pytest.mark.parametrize("background", [None, "zh"])
def test_twins_give_the_same(background):
    world = None if background is None else shipped_background(background)
    found = everything(TRADITIONAL, world)
    assert [simple(each) for each in found] == everything(simple(TRADITIONAL), world)
    assert "\n軟體\t" in found[0]
    assert "\n程式設計師\t" in found[0]


def test_terms_are_written_as_in_the_text():
    terms = discover(build_corpus([TRADITIONAL]), None, min_count=2)
    assert {"理髮", "開發"} <= set(terms.terms)  # no 理發, though 發 and 髮 are one unit


@pytest.mark.parametrize("kind", ["text", "own ids", "counts"])
def test_backgrounds_in_either_script_are_looked_up(kind):
    def background(text, corpus):
        world = build_corpus([text], share=corpus if kind == "text" else None)
        return CountsBackground(count_background(world, min_count=1)) if kind == "counts" else world

    world = "新軟體與變壓器，軟體\n發電機開發\n"
    results = []
    for text in (TRADITIONAL, simple(TRADITIONAL)):
        for there in (world, simple(world)):
            corpus = build_corpus([text])
            results.append(simple(written(discover(corpus, background(there, corpus), min_count=2))))
    assert results[1:] == results[:1] * 3


def test_lists_of_either_script_are_found():
    corpus = build_corpus([TRADITIONAL])
    for term in ("軟體", "软体"):
        words = WordList([term], np.ones(1))
        assert "軟體" not in discover(corpus, None, min_count=2, lists=TermLists(exclude=words)).terms
        assert "軟體" in discover(corpus, None, min_count=99, lists=TermLists(include=words)).terms
        assert documents_of(words, corpus).tolist() == [2]


class Notes(Progress):
    def __init__(self):
        self.notes = []

    def note(self, message):
        self.notes.append(message)


def test_scripts_are_joined_and_said():
    mixed = build_corpus(["經濟發展快，發展工業，又發展。发展工业，经济快，发展"])
    terms = discover(mixed, None, min_count=2)
    assert terms[list(terms.terms).index("發展")].count == 5
    notes = Notes()
    note_scripts(mixed, notes)
    assert notes.notes == [
        "the text has both scripts: 6 characters are traditional only, 5 simplified only; they count as one, and"
        " `simplified` writes all terms in simplified characters"
    ]
    for text in (TRADITIONAL, simple(TRADITIONAL), "turbine"):
        note_scripts(build_corpus([text]), notes)
    assert len(notes.notes) == 1


def test_a_few_old_texts_among_many_are_said_to_count_apart():
    mostly = "发展变压器和软件" * 80 + "發展\n"  # 1 character in 642 is traditional
    notes = Notes()
    note_scripts(build_corpus([mostly]), notes)
    assert notes.notes == [
        "the text has both scripts: 1 characters are traditional only, 320 simplified only; they count apart, and"
        " `simplified` makes them one"
    ]
    note_scripts(build_corpus(["a turbine and its blades " * 900 + "發 发"]), notes)
    note_scripts(build_corpus(["かなとカナの文章に發展と发展がある"]), notes)  # Japanese has forms of its own
    assert len(notes.notes) == 1


@pytest.mark.parametrize("weight", ["npmi", "count"])
def test_twins_have_the_same_communities(weight):
    # 軟 is behind 開 in the order of code points, 软 before 开.
    lines = "軟體檢修\n檢修開發\n開發軟體\n變壓器繞組\n繞組請願\n請願變壓器\n軟體變壓器\n" * 3
    terms = ["軟體", "檢修", "開發", "變壓器", "繞組", "請願"]
    written = []
    for form in (str, simple):
        graph = cooccurrence(build_corpus([form(lines)]), list(map(form, terms)), min_count=1, weight=weight)
        found = cluster(graph, seed=1)
        written.append("".join(communities_lines(found, "tree")))
    assert simple(written[0]) == written[1]


def test_twins_are_segmented_alike_without_a_lexicon():
    texts = [TRADITIONAL * 3]
    found = list(lexicon_free_segmenter(texts).segment(texts))
    twin = [simple(TRADITIONAL) * 3]
    assert [simple(each) for each in found] == list(lexicon_free_segmenter(twin).segment(twin))


def test_forms_of_words_stay_merged_in_traditional_text():
    nouns = "turbine blade rotor tower motor wheel shaft brake flange spring valve gasket hose pump filter lamp"
    lines = [f"the {noun} and the {noun}s of {noun}, 軟體與變壓器的{noun}s" for noun in nouns.split(" ")]
    merged = merge_forms(build_corpus(lines), None).corpus
    for word in ("turbine", "turbines"):
        linked = cooccurrence(merged, [word, "軟體"], weight="count", min_count=1)
        assert list(linked.rows()) == [(word, "軟體", 4.0, 4)]


def test_a_clause_that_recurs_in_the_other_script_is_a_repeat():
    dropped = drop_repeats(build_corpus(["檢修變壓器與繞組的軟體好。检修变压器与绕组的软体好"]))
    assert dropped.n_units == 12


def test_simplified_text_with_a_quotation_stays_as_it_is():
    # 乾 of 乾隆 is in use, and one character in a hundred is no script.
    text = "乾隆年间的变压器。" * 20 + "發"
    assert not is_traditional(build_corpus([text]))
    assert join_scripts(build_corpus([text])) is None


def test_work_reports_of_the_fifties(shared):
    lines = (shared / "documents" / "zh_work_reports.jsonl").read_text(encoding="utf-8").splitlines()
    records = [record for record in map(json.loads, lines) if "1954" <= record["date"][:4] <= "1957"]
    text = "".join(record["text"].replace("\n", " ") + "\n" for record in records)
    assert is_traditional(build_corpus([text]))
    one, other = (map_texts([each]) for each in (text, simple(text)))
    assert simple(written(one.terms)) == written(other.terms)
    assert simple(repr(list(one.graph.rows()))) == repr(list(other.graph.rows()))
    assert simple(repr(one.contexts)) == repr(other.contexts)
    assert simple("".join(segment_texts([text]))) == "".join(segment_texts([simple(text)]))
