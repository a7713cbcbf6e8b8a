"""The kernel reads tables of links as the general reader does, and leaves to it what it does not know."""

import math
import random

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from textmine.errors import TextmineError
from textmine.graph import _kernels, links, quick, scan
from textmine.graph.links import read_links, read_slowly
from textmine.graph.quick import read_quickly
from textmine.graph.reading import Reading
from textmine.progress import Progress

numbers = st.integers(0, 30).map(str) | st.sampled_from(
    ["07", "00", "0", "1.0", "9" * 9, "9" * 10, "9" * 17, "-1", "1.5"]
)
words = st.sampled_from(["a", "b", "变压器", "绝缘油", "变压", "变压器油", "é", "from", "to", "#tag", "%", "a b", ""])
odd = st.sampled_from(
    [" a", "a ", '"a"', 'a"', "a\\tb", "a\\\\", "\u3000", "\xa0x", "\x85", "x\u2003y", "#", "{", "\x1c"]
)
names = st.one_of(numbers, words, words, odd)
weights = st.one_of(
    st.floats(0, 1e6).map(repr),
    st.floats(min_value=0, allow_infinity=False, allow_nan=False).map(repr),
    st.integers(0, 10**20).map(str),
    st.decimals(0, 10, places=5).map(str),
    st.sampled_from(["1", "1", "2", "0", ".5", "5.", "1e-5", "1E+3", "+1", " 2", "2 ", ""]),
)
wrong = st.sampled_from(["x", "-1", "inf", "nan", "1_0", "0,5", ".", "1e", "e5", "--1", "１", "{'weight': 1}", "1e400"])
headers = st.sampled_from(
    [
        "source,target,weight",
        "from,to",
        "Source,Target,Type,Weight",
        "i,j,value",
        "target,source,weight,count",
        "# from,to",
    ]
)


@st.composite
def tables(draw):
    """Tables as people have them, most of them right."""
    sign = draw(st.sampled_from(["\t", "\t", ",", ";", "|", " ", "  ", ", "]))
    end = draw(st.sampled_from(["\n", "\n", "\r\n", "\r"]))
    kind = draw(st.sampled_from([numbers, words, names]))
    header = draw(st.none() | headers)
    ours = [] if header is None else header.removeprefix("#").lower().split(",")
    rows = []
    for _ in range(draw(st.integers(0, 8))):
        row = {"weight": draw(weights), "value": draw(weights), "count": draw(numbers), "type": "Undirected"}
        ends = [draw(kind), draw(kind)]
        width = draw(st.sampled_from([2, 3, 3]))
        fields = [row[name] if name in row else ends.pop() for name in ours] or [*ends, draw(weights)][:width]
        rows.append(sign.join(fields))
    lines = [] if header is None else [header.replace(",", sign)]
    for row in rows:
        lines += [*draw(st.lists(st.sampled_from(["", "  ", "# by hand", "#x", "%", "\t"]), max_size=1)), row]
    if draw(st.integers(0, 9)) == 0:
        lines.append(sign.join(["a", "b", draw(wrong)]))
    if draw(st.integers(0, 19)) == 0:
        lines.insert(0, f"sep={sign}")
    return end.join(lines) + draw(st.sampled_from(["", end, end + end]))


class Told(Progress):
    """Keeps what it is told."""

    def __init__(self):
        self.notes = []

    def note(self, message):
        self.notes.append(message)


def outcome(read, text, **options):
    """The graph that a reader makes and what it says, or its error."""
    told = Told()
    try:
        graph = read(text, "links", Reading(progress=told, **options))
    except TextmineError as error:
        return str(error)
    if graph is None:
        return None
    counts = None if graph.counts is None else graph.counts.tolist()
    rows = graph.indptr.tolist(), graph.targets.tolist(), graph.weights.tolist(), counts
    return tuple(graph.names), rows, graph.directed, told.notes


def quickly(text, source, reading):
    return read_quickly(text.encode(), source, reading)


def as_decoded(text):
    return text.replace("\r\n", "\n").replace("\r", "\n")


@settings(max_examples=300)
@given(
    tables() | st.text('0123456789., \t\n\r#ab"\\', max_size=30),
    st.sampled_from([None, True, False]),
    st.sampled_from([None, None, ",", "\t", " ", "b"]),
)
@example("1 2 \n 3 4", None, None)
@example(" 01 2\n", None, None)
@example("a\tb\n\u3000\t\u3000\nb\tc\n", None, None)
@example("1,2\n,\n3,4", None, None)
@example("from\tto\na\tb\nfrom\tc\n", None, None)
@example("source,target,count\na,b,01\n", None, None)
def test_both_readers_say_the_same(text, directed, delimiter):
    options = {"directed": directed, "delimiter": delimiter}
    quick_ = outcome(quickly, text, **options)
    slow = outcome(read_slowly, as_decoded(text), **options)
    assert quick_ in (None, slow)
    assert outcome(read_links, as_decoded(text), **options) == slow


@pytest.mark.parametrize(
    "text",
    [
        "0\t1\n1\t2\n",
        "0 1\n1 2 0.5\n\n",
        "# by hand\r\na\tb\t0.25\r\nb\tc\t1e-05\r\n",
        "变压器,绝缘油,3\n绝缘油,套管,1",
        "Source,Target,Type,Id,Label,Weight\n1,2,Undirected,0,,1.0\n2,3,Undirected,1,,1.0\n",
        "source\ttarget\tweight\tcount\na\tb\t0.5\t3\n",
        "#a\t#b\t1\n#b\tc\t2\n# a remark\n",
        "a; b; 1\nb; c; 2\n",
        "a\\tb\tc\t1\n",
    ],
)
def test_the_kernel_takes_what_is_plain(text):
    assert outcome(quickly, text) == outcome(read_slowly, as_decoded(text))


@pytest.mark.parametrize("text", ['a,"b",1\n', "a b x\n", "a b -1\n", "a\n", "", "\n", "a b c d\n", "1 2 3\n4\n"])
def test_the_rest_is_left_to_the_general_reader(text):
    assert read_quickly(text.encode(), "links", Reading()) is None


def decimal(text):
    """A weight as the kernel alone reads it; -1 for what is left to Python."""
    data = np.frombuffer(f"1\t2\t{text}\n".encode(), np.uint8)
    state, left = np.array([0, 0, 0, 0, -1, 0]), np.zeros(3, np.int64)
    arrays = np.zeros(1, np.int32), np.zeros(1, np.int32), np.zeros(1), np.zeros(0, np.int64)
    names = np.zeros(8, np.uint64), np.zeros(9, np.int64), np.zeros(99, np.uint8)
    how, roles = np.array([9, 0, 0, 0, 1]), np.array([1, 2, 3], np.int32)
    tens = 10.0 ** np.arange(23)
    assert _kernels.parse(data, how, roles, data[:0], tens, state, *arrays, left, *names) == 0
    return -1.0 if state[3] else float(arrays[2][0])


@settings(max_examples=1000)
@given(
    st.floats(0, 1e5).map(repr)
    | st.floats(1e-12, 1e12).map(repr)
    | st.tuples(st.integers(0, 10**18 - 1), st.integers(-30, 30)).map("{0[0]}e{0[1]}".format)
    | st.decimals(0, 100).map(str)
)
@example("0.1")
@example("9007199254740993")  # halfway between two floats
@example("9007199254740993e0")
@example("900719925474099.3e1")
@example("0.30000000000000004")
@example("123456789012345678e-22")
def test_a_weight_is_what_python_reads(text):
    assert decimal(text) in (-1.0, float(text))


def test_most_floats_are_read_without_python():
    drawn = random.Random(5)
    for _ in range(2000):
        value = (0.001 + drawn.random()) * 10 ** drawn.randrange(9)
        assert decimal(repr(value)) == value
        assert decimal(f"{value:.6f}") == float(f"{value:.6f}")


def test_room_for_names_and_left_weights_grows(monkeypatch):
    monkeypatch.setattr(scan, "_FEW", 2)
    monkeypatch.setattr(scan, "_PLACES", 1)
    text = "".join(f"{'x' * (n % 50)}{n}\tb{n // 2}\t{n}e-300\n" for n in range(300))
    assert outcome(quickly, text) == outcome(read_slowly, text)


@settings(max_examples=100)
@given(tables())
def test_the_kernels_are_the_same_interpreted(as_python, text):
    compiled = outcome(read_links, as_decoded(text))
    with as_python():
        assert outcome(read_links, as_decoded(text)) == compiled


@settings(max_examples=60)
@given(tables(), st.integers(2, 4))
@example("source,target,weight\n1,2,1\n\n3,4,1e-300\n1,2,1\r3,4,2\n# no\n5,6,1\n7,8", 3)
@example("1 2\n3 4\na b\n5 6 x\n", 2)
@example("1 2\n3 4\n5 6 x\na b\n", 2)
def test_the_number_of_threads_changes_nothing(text, threads):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scan, "_LARGE", 8)
        told, more = outcome(quickly, text), outcome(quickly, text, threads=threads)
    assert more == told


def test_links_that_stand_several_times_add_up_in_their_order():
    weights = [0.1, 0.2, 0.3, 1e16, 1.0, 1.0]
    text = "".join(f"{'ab'[k % 2]} {'ba'[k % 2]} {weight!r}\n" for k, weight in enumerate(weights))
    total = 0.0
    for weight in weights:
        total += weight
    assert read_links(text, "links").weights.tolist() == [total]
    assert total != math.fsum(weights)


def test_a_beginning_is_enough(monkeypatch):
    monkeypatch.setattr(quick, "_ENOUGH", 104)
    rows = "".join(f"a{n}\tb\t{n}\n" for n in range(500))
    assert outcome(read_links, rows) == outcome(read_slowly, rows)
    assert outcome(read_links, rows + "a\tb\tx\n") == outcome(read_slowly, rows + "a\tb\tx\n")
    assert links.read_quickly(rows.encode(), "links", Reading()) is not None
