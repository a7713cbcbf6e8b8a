"""Every reader on inputs near its format: bad data is refused in one line, whatever it is; and what was found once."""

import importlib.util
import sys
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

FUZZ = Path(__file__).parents[1] / "fuzz"


def load(name):
    spec = importlib.util.spec_from_file_location(f"fuzz_{name}", FUZZ / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


targets, corpus = load("targets"), load("seeds")
NAMES = list(targets.TARGETS)
SLOW = ("discover", "segment", "cluster", "plain_text", "decoding")  # a tenth of a second and more each
FOUND = sorted((FUZZ / "found").glob("*/*"))


@st.composite
def documents(draw, name):
    """A well-formed input with pieces put in, taken out and replaced, or made of nothing but words of the format."""
    words = st.sampled_from([word.encode("utf-8", "surrogatepass") for word in corpus.words(name)])
    pieces = words | st.text(max_size=4).map(lambda text: text.encode("utf-8", "replace")) | st.binary(max_size=4)
    data = draw(st.sampled_from([*corpus.seeds(name), b""]))
    for piece in draw(st.lists(pieces, max_size=8)):
        at = draw(st.integers(0, len(data)))
        data = data[:at] + piece + data[at + draw(st.integers(0, 12)) :]
    return data


@pytest.mark.parametrize("name", NAMES)
def test_what_is_well_formed_is_read(name):
    for data in corpus.seeds(name):
        targets.TARGETS[name](data)


@pytest.mark.parametrize("name", NAMES)
def test_anything_is_read_or_refused_in_one_line(name):
    @settings(max_examples=5 if name in SLOW else 15)
    @given(documents(name))
    @example(b"")
    @example(b"\0")
    @example(b"\xff\xfe")
    def run(data):
        targets.checked(name, data)

    run()


@pytest.mark.parametrize("path", FOUND, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_what_was_found_stays_mended(path):
    targets.checked(path.parent.name, path.read_bytes())


def test_a_graph_of_loops_alone_has_no_walk():
    # It made the kernel write out of its table: one module too many where no node has a link to another one.
    from textmine.communities import cluster
    from textmine.errors import GraphError
    from textmine.graph import read_graph
    from textmine.mapequation import search, undirected_flow

    assert search(undirected_flow([0, 1], [0, 1], [1.0, 2.0], 2)).n_top_modules == 2
    with pytest.raises(GraphError, match="degenerate"):
        cluster(read_graph("a a 1\nb b 2\n", "loops"))
