"""Rooms whose names load when one is first used."""

import importlib
import os
import pkgutil
import subprocess
import sys

import pytest

ROOMS = ("communities", "io", "pairs", "terms")


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_offers_what_its_list_names(room):
    package, public = (importlib.import_module(f"textmine.{name}") for name in (room, f"{room}.public"))
    assert dir(package) == sorted(public.__all__)
    for name in public.__all__:
        assert getattr(package, name) is getattr(public, name)
    with pytest.raises(AttributeError, match=f"module 'textmine.{room}' has no attribute 'nothing'"):
        package.nothing  # noqa: B018


@pytest.mark.parametrize("room", ROOMS)
def test_no_name_of_a_room_is_that_of_a_module(room):
    package = importlib.import_module(f"textmine.{room}")
    # An import of that module would put it in the place of the name.
    assert not {module.name for module in pkgutil.iter_modules(package.__path__)} & set(dir(package))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes that begin alike")
def test_any_module_of_a_room_may_be_imported_first():
    modules = [
        f"from textmine.{room} import {module.name}"
        for room in ROOMS
        for module in pkgutil.iter_modules(importlib.import_module(f"textmine.{room}").__path__)
    ]
    # Each in a process that has nothing of textmine yet.
    code = "import os, sys, numpy, scipy.special, scipy.sparse\nfor line in sys.argv[1:]:\n  if os.fork() == 0:\n"
    code += "    exec(line)\n    os._exit(0)\n  assert os.wait()[1] == 0, line\n"
    done = subprocess.run([sys.executable, "-P", "-c", code, *modules], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_neither_rooms_nor_their_registries_load_anything_heavy():
    names = [*(f"textmine.{room}" for room in ROOMS), "textmine.pairs.weights"]
    names += ["textmine.communities.writing", "textmine.terms.formats"]
    code = (
        f"import sys, {', '.join(names)}\nprint([name for name in sys.modules if name in ('numpy', 'textmine.text')])"
    )
    done = subprocess.run([sys.executable, "-P", "-c", code], capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("[]\n", "")


def test_a_star_takes_all_names_of_a_room():
    code = "from textmine.pairs import *\nfrom textmine.pairs.linking import count_pairs\nprint(cooccurrence.__name__)"
    done = subprocess.run([sys.executable, "-P", "-c", code], capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("cooccurrence\n", "")
