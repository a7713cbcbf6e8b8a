import pytest

from textmine.concordance import find_contexts, term_places
from textmine.text import build_corpus, read_texts
from textmine.text.lines import join_lines


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the valve\nleaks\n\n\nthe pump\n", "the valve leaks\nthe pump"),
        ("稀释制\n冷机，\n用 Python\n写", "稀释制冷机，用 Python写"),
        ("ＡＢ\n「阀」\n门", "ＡＢ「阀」门"),
        ("a com-\npressor; the compressor", "a compressor; the compressor"),
        ("a com-\npressor", "a com-pressor"),
        ("re-\nsign it, re-sign, re-sign, resign", "re-sign it, re-sign, re-sign, resign"),
        ("re-\nform, reform", "reform, reform"),
        ("soft\u00ad\nware", "software"),
        ("1998-\n2004", "1998- 2004"),
    ],
)
def test_lines_are_joined(text, expected):
    assert join_lines(text) == expected


def test_a_word_of_the_world_at_large_tells_a_hyphen():
    assert join_lines("a com-\npressor", {"compressor"}) == "a compressor"


def test_records_keep_their_places(tmp_path):
    (tmp_path / "a.jsonl").write_text(
        '{"text": "sealing\\nring\\n\\nnew"}\n{"text": ""}\n{"text": "b"}\n', encoding="utf-8"
    )
    assert "".join(read_texts(tmp_path / "a.jsonl", join_lines=True)) == "sealing ring\u2028new\n\nb"


def test_contexts_show_no_mark_that_the_text_does_not_have(tmp_path):
    (tmp_path / "a.txt").write_text("The sealing\nring leaks", encoding="utf-8")
    texts = list(read_texts(tmp_path / "a.txt", per_file=True))
    corpus = build_corpus(texts)
    (found,) = find_contexts(texts, corpus, term_places(corpus, ["ring"]))
    assert (found.left, found.keyword, found.right) == ("The sealing ", "ring", " leaks")
