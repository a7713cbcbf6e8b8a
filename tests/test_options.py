"""One way to take options: a dataclass, or keywords."""

import dataclasses
import inspect
import re

import numpy as np
import pytest

import textmine
from textmine.options import given, parted

OPTIONS = [getattr(textmine, name) for name in textmine.__all__ if name.endswith("Options") and name != "MapOptions"]
TAKE = {
    textmine.discover: textmine.DiscoverOptions,
    textmine.cooccurrence: textmine.CooccurrenceOptions,
    textmine.train_vectors: textmine.VectorOptions,
    textmine.read_corpus: textmine.ReadOptions,
    textmine.read_texts: textmine.ReadOptions,
    textmine.bootstrap: textmine.BootstrapOptions,
    textmine.count_background: textmine.BackgroundOptions,
    textmine.expand_vectors: textmine.ExpansionOptions,
    textmine.cluster: textmine.SearchOptions,
}


@pytest.mark.parametrize("kind", OPTIONS, ids=lambda kind: kind.__name__)
def test_options_are_keywords_only(kind):
    assert all(field.kw_only for field in dataclasses.fields(kind))
    with pytest.raises(TypeError):
        kind(1)


@pytest.mark.parametrize("function", TAKE, ids=lambda function: function.__name__)
def test_options_come_as_a_dataclass_or_as_keywords(function):
    parameters = inspect.signature(function).parameters
    assert parameters["options"].default is None
    needed = [None] * sum(each.default is each.empty for each in parameters.values() if each.kind != each.VAR_KEYWORD)
    if function in (textmine.read_corpus, textmine.read_texts):
        needed = ["absent.txt"]
    with pytest.raises(TypeError, match=r"^no option is called 'colour'; there are \w+, "):
        function(*needed, colour="red")
    with pytest.raises(TypeError, match=f"^the options are a {TAKE[function].__name__} or keywords, not a dict$"):
        function(*needed, options={"threads": 2})
    name = dataclasses.fields(TAKE[function])[0].name
    with pytest.raises(TypeError, match=f"^{name} beside a {TAKE[function].__name__}; give all options in one or"):
        function(*needed, options=TAKE[function](), **{name: 1})


def test_threads_and_memory_are_options_wherever_there_are_any():
    for function, kind in TAKE.items():
        names = {field.name for field in dataclasses.fields(kind)}
        assert not {"threads", "memory"} & set(inspect.signature(function).parameters)
        assert names & {"threads", "memory"} or kind in (textmine.VectorOptions, textmine.ExpansionOptions)


def test_keywords_of_two_dataclasses_are_told_apart():
    assert parted({"trials": 2, "model": "rawdir"}, textmine.SearchOptions, textmine.FlowOptions) == [
        {"trials": 2},
        {"model": "rawdir"},
    ]
    graph = textmine.build_graph("abc", np.array([0, 1]), np.array([1, 2]), np.ones(2), directed=True)
    found = textmine.cluster(graph, trials=2, seed=1, teleportation=0.3)
    assert (found.options.trials, found.options.seed, found.flow.teleportation, found.flow.model) == (
        2,
        1,
        0.3,
        "directed",
    )


def test_options_out_of_range_are_value_errors():
    with pytest.raises(ValueError, match=re.escape("the number of terms is negative; use `top=0` for all terms")):
        given(textmine.DiscoverOptions, None, {"top": -1})
    assert issubclass(textmine.OptionError, ValueError)
    assert issubclass(textmine.GraphError, ValueError)
    assert not issubclass(textmine.InputError, ValueError)


@pytest.mark.parametrize(
    ("name", "value", "wanted"),
    [
        ("top", "5", "int or None"),
        ("top", 5.0, "int or None"),
        ("threads", True, "int"),
        ("memory", "1G", "int or None"),
        ("score", 1, "str"),
    ],
)
def test_an_option_of_another_type_is_refused_by_its_name(name, value, wanted):
    with pytest.raises(TypeError, match=f"^`{name}` is of type {type(value).__name__}; give {wanted}$"):
        given(textmine.DiscoverOptions, None, {name: value})


def test_numbers_of_numpy_are_options():
    assert given(textmine.DiscoverOptions, None, {"top": np.int64(5), "min_count": None}).top == 5
    assert given(textmine.FlowOptions, None, {"weight_threshold": 1, "markov_time": np.float64(2)}).markov_time == 2


def test_no_file_is_an_error_that_says_so():
    with pytest.raises(ValueError, match=r"^no file is named; give a path, or a list of one or more$"):
        textmine.read_corpus([])
