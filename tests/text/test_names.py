import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.concordance import find_contexts, term_places
from textmine.pairs import cooccurrence
from textmine.segment import segment_texts
from textmine.terms import TermLists, discover
from textmine.text import build_corpus
from textmine.text.folding import INTERPUNCTS


def units(text, names=()):
    """The units of a text with | for breaks."""
    corpus = build_corpus([text], names=names)
    return " ".join("|" if unit < 0 else corpus.alphabet.units[unit] for unit in corpus.units.tolist()[:-1])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("玛丽·居里", "玛 丽 · 居 里"),
        ("J·K·罗琳", "j·k · 罗 琳"),
        ("コー・ヒー", "コ ー · ヒ ー"),
        ("3.5GHz的CPU", "3.5ghz 的 cpu"),
        ("P&G, Q&A", "p&g | q&a"),
        ("a & b; Barnes& co", "a | b | barnes | co"),
        ("O’Neill", "o'neill"),
        ("· 阀门 ·泵· 。", "阀 门 | 泵"),
        ("5·12地震，kW·h", "5·12 地 震 | kw·h"),
        ("甲··乙", "甲 | 乙"),
    ],
)
def test_marks_within_names(text, expected):
    assert units(text) == expected


@given(st.sampled_from(INTERPUNCTS))
def test_all_interpuncts_are_one(sign):
    corpus = build_corpus([f"玛丽·居里，玛丽{sign}居里，玛丽{sign}居里"])
    assert corpus.units.tolist()[:5] == corpus.units.tolist()[6:11]
    assert discover(corpus, min_count=2, top=0, keep_repeats=True).terms[0] == f"玛丽{sign}居里"


def test_names_are_found_without_a_list():
    text = ["玛丽·居里研究镭，波兰的玛丽·居里", "玛丽·居里得奖，人们敬佩玛丽·居里"]
    found = discover(build_corpus(text), min_count=2, top=0).terms
    assert found[0] == "玛丽·居里"
    assert not [term for term in found if term[0] == "·" or term[-1] == "·"]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("95%酒精", "用95%酒精擦，不用95，酒精，75%酒精", "用 95 % 酒 精 擦 | 不 用 95 | 酒 精 | 75 | 酒 精"),
        ("Yahoo! Japan", "YAHOO! JAPAN and Yahoo! Korea", "yahoo !  japan and yahoo | korea"),
        ("A:B", "XA:B a:b a:bc", "xa | b a : b a | bc"),
        ("甲，乙；丙", "甲，乙；丙，乙", "甲 ， 乙 ； 丙 | 乙"),
    ],
)
def test_listed_names_stand_as_in_the_text(name, text, expected):
    expected = expected.replace("，", ",").replace("；", ";")
    assert units(text, [name]) == expected
    assert units(text, ["阀门"]).count("|") > expected.count("|")


TEXT = "用95%酒精擦。95%酒精易燃，Yahoo! Japan用95%酒精。95，酒精。酒精"
NAMES = ["95%酒精", "Yahoo! Japan"]


def test_lists_find_names_with_marks():
    corpus = build_corpus([TEXT], names=NAMES)
    found = discover(corpus, min_count=9, lists=TermLists(include=NAMES))
    assert sorted(zip(found.terms, found.count.tolist(), strict=True)) == [("95%酒精", 3), ("Yahoo! Japan", 1)]
    contexts = find_contexts([TEXT], corpus, term_places(corpus, NAMES), width=2)
    assert [(each.left, each.keyword) for each in contexts if each.term == 1] == [("燃，", "Yahoo! Japan")]
    assert len(contexts) == 4
    assert list(cooccurrence(corpus, NAMES, weight="count", min_count=1).rows()) == [
        ("95%酒精", "Yahoo! Japan", 2.0, 2)
    ]


@pytest.mark.parametrize("name", ["95%濃縮", "95%浓缩"])
def test_listed_names_are_found_in_both_scripts(name):
    text = "用95%濃縮果汁製造，95%濃縮好。買濃縮果汁，發展"
    corpus = build_corpus([text], names=[name])
    found = discover(corpus, min_count=9, lists=TermLists(include=[name]))
    assert (list(found.terms), found.count.tolist()) == (["95%濃縮"], [2])
    assert segment_texts([text], [name])[0].startswith("用 95%濃縮 ")


def test_user_dictionaries_keep_names_with_marks_whole():
    assert segment_texts(["读玛丽·居里传。用95%酒精擦"], ["玛丽·居里", *NAMES]) == ["读 玛丽·居里 传 。 用 95%酒精 擦"]


def test_listed_names_keep_the_marks_at_their_ends():
    names = ["Ph.D.", "Jeopardy!", ".ORG", "80%", "阀门。"]
    text = "A Ph.D. thesis on Jeopardy! and .ORG; no PhD thesis, no Jeopardy. 80% of ORG, 80. 阀门。"
    assert segment_texts([text], names) == [
        "A Ph.D. thesis on Jeopardy! and .ORG ; no PhD thesis , no Jeopardy . 80% of ORG , 80 . 阀门 。"
    ]
    corpus = build_corpus([text], names=names)
    found = discover(corpus, min_count=9, lists=TermLists(include=names))
    assert set(found.terms) == set(names[:4]) | {"阀门"}


@given(st.text("aB甲%，· ", max_size=14), st.lists(st.text("aB甲%，· ", max_size=5), max_size=3))
def test_names_change_breaks_only(text, names):
    plain, named = build_corpus([text]), build_corpus([text], names=names)

    def words(corpus):
        found = [corpus.alphabet.units[unit] for unit in corpus.units.tolist() if unit >= 0]
        return [unit for unit in found if any(map(str.isalnum, unit)) or unit == "·"]

    assert words(plain) == words(named)
