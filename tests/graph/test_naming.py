"""Names are sorted by bytes, numbers by value, and found again in the order of their characters."""

import copy
import pickle

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from textmine.buffers import ints
from textmine.graph.naming import Names, natural_order, sort_words, sorted_names, words

letters = st.text(st.characters(codec="utf-8", exclude_characters="\n"), max_size=4)
begun = st.sampled_from(["", "http://www.example.org/", "a" * 8, "a" * 15, "a" * 16, "\0" * 3])
names = st.tuples(begun, letters).map("".join)


def packed(some):
    """Names one after another, and where each ends."""
    data = [name.encode() for name in some]
    ends = np.concatenate(([0], np.cumsum(list(map(len, data))))).astype(np.int64)
    return ends, np.frombuffer(b"".join(data) + b"?", np.uint8)  # there is room behind the names


@given(st.lists(names, unique=True, max_size=20))
@example(["a", "a\0", "a\0\0", ""])
@example(["b" * 17, "b" * 16, "b" * 18])
def test_names_are_in_order_of_their_bytes(some):
    found, place = sorted_names(*packed(some), escaped=False)
    assert list(found) == [some[at] for at in natural_order(some)]
    assert [found[at] for at in place] == some
    if all(map(str.isascii, some)) and not all(map(str.isdigit, some)):
        assert list(found) == sorted(some)


@given(st.lists(st.integers(0, 2**64 - 1) | st.integers(0, 300), max_size=300), st.randoms())
def test_words_are_sorted_and_equal_ones_stay_as_they_are(keys, drawn):
    held, given_ = words(len(keys)), list(range(len(keys)))
    drawn.shuffle(given_)
    order = ints(len(keys))
    for place, key in enumerate(keys):
        held[place], order[place] = key, given_[place]
    sort_words(held, order)
    assert order.tolist() == sorted(given_, key=keys.__getitem__)


@given(st.sets(st.integers(0, 10**18 - 1) | st.integers(0, 3000), min_size=1), st.data())
def test_numbers_are_ranked_as_their_text(numbers, data):
    values = sorted(numbers)
    found = Names.of_numbers(np.array(values, np.int64))
    assert found == tuple(map(str, values))
    assert found.lines == "".join(f"{value}\n" for value in values).encode()
    assert [found.lines[at] for at in found.ends] == [10] * len(values)
    places = data.draw(st.lists(st.sampled_from(range(len(values))), unique=True))
    for some in (np.array(places, np.int64), np.array(places, np.int32)):
        rank = found.code_rank(some).tolist()
        assert [places[at] for at in np.argsort(rank)] == sorted(places, key=lambda place: str(values[place]))
    assert found.code_rank().tolist() == np.argsort(np.argsort(list(map(str, values)))).tolist()


def test_names_that_are_no_numbers_are_ranked_by_their_places():
    found = Names(b"a\nb\nc\n")
    assert found.code_rank().tolist() == [0, 1, 2]
    assert found.code_rank(np.array([2, 0])).tolist() == [2, 0]
    assert (found.numbers, found.values) == (None, None)


@pytest.mark.parametrize("found", [Names(b"a\n\nb\n"), Names.of_numbers(np.array([3, 10]))])
def test_names_are_copied_and_pickled(found):
    for other in (copy.deepcopy(found), pickle.loads(pickle.dumps(found))):
        assert other == found == tuple(found)
        assert (other.numbers is None) == (found.numbers is None)
    if found.numbers is not None:
        assert found.values.tolist() == found.numbers.tolist() == [3, 10]


@given(st.lists(st.text(st.sampled_from("a \x1c\x85\xa0\u1680\u2003\u3000变é"), max_size=3), unique=True, min_size=1))
def test_no_name_with_blanks_is_missed(some):
    found = Names("".join(f"{name}\n" for name in some).encode())
    blank = {name for name in some if name != name.strip() or not name}
    assert blank <= set(found.maybe_blank())


@settings(max_examples=25)
@given(st.sets(st.integers(0, 10**9 - 1) | st.integers(0, 40), min_size=1, max_size=9))
def test_the_kernels_are_the_same_interpreted(as_python, numbers):
    values = sorted(numbers)
    some = [f"{'x' * 17}{value}" for value in values]
    whole = Names.of_numbers(np.array(values, np.int64))
    found = sorted_names(*packed(some), escaped=False)
    with as_python():
        again = Names.of_numbers(np.array(values, np.int64))
        assert (again.lines, again.code_rank().tolist()) == (whole.lines, whole.code_rank().tolist())
        other = sorted_names(*packed(some), escaped=False)
        assert (other[0], other[1].tolist()) == (found[0], found[1].tolist())
        assert other[0].maybe_blank() == found[0].maybe_blank()
