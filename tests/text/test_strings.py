"""Lists of texts: what is none is refused in one line."""

import numpy as np
import pytest

from textmine.segment import segment_texts
from textmine.text import build_corpus
from textmine.text.strings import strings

FRAME = type("DataFrame", (), {"columns": ["text"], "shape": (1, 1), "__iter__": lambda self: iter(["text"])})
WRONG = [
    ("电网", "a list of texts is wanted, not a single str; write [text]"),
    ("电网".encode(), "a list of texts is wanted, not a single bytes; write [text]"),
    (FRAME(), "a list of texts is wanted, not a DataFrame; give the column with the texts"),
    ({"text": "电网"}, "a list of texts is wanted, not a dict; give the column with the texts"),
    (None, "a list of texts is wanted, and this is of type NoneType"),
    (["电网", None], "text 1 is of type NoneType, not a string (counted from 0)"),
    (["电网", float("nan")], "text 1 is of type float, not a string (counted from 0)"),
]


@pytest.mark.parametrize(("texts", "message"), WRONG, ids=lambda value: type(value).__name__)
@pytest.mark.parametrize("function", [build_corpus, segment_texts])
def test_what_is_no_list_of_texts_is_a_type_error(function, texts, message):
    with pytest.raises(TypeError) as error:
        function(texts)
    assert str(error.value) == message


def test_anything_that_yields_strings_will_do():
    texts = ["电网", "电力"]
    for some in (texts, tuple(texts), iter(texts), np.array(texts), dict.fromkeys(texts).keys()):
        assert build_corpus(some).n_documents == 2
    assert list(strings([], "text")) == []


def test_a_column_of_a_data_frame_will_do():
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"text": ["电网", "电力"]})
    assert build_corpus(frame["text"]).n_documents == 2
    with pytest.raises(TypeError, match="not a DataFrame; give the column"):
        build_corpus(frame)
    with pytest.raises(TypeError, match="text 1 is of type float, not a string"):
        build_corpus(pandas.Series(["电网", float("nan")]))
