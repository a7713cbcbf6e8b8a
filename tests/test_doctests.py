"""Every example in a docstring is run, against the installed package."""

import doctest
import importlib
import pkgutil
from pathlib import Path

import pytest

import textmine

MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages(textmine.__path__, "textmine.")
    if not module.name.endswith(("_kernels", "__main__"))
)


@pytest.mark.parametrize("name", ["textmine", *MODULES])
def test_examples_run(name, monkeypatch):
    monkeypatch.chdir(Path(__file__).parents[1])  # they read data/
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_every_public_name_loads_and_has_a_docstring():
    for name in textmine.__all__:
        assert getattr(textmine, name).__doc__ or name == "__version__"
    assert set(textmine.__all__) <= set(dir(textmine))


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="has no attribute 'discovr'"):
        _ = textmine.discovr
