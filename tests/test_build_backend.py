"""The build backend asks for a C compiler from PyPI where the machine has none, and nowhere else.

Programs are looked up on a path of our own; the hooks of setuptools, which read the whole project, are played.
"""

import importlib
import os
import platform
import subprocess
import sys
import sysconfig
import types
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[1] / "build_backend"
HOOKS = ("get_requires_for_build_wheel", "get_requires_for_build_editable")
OTHERS = (
    *("build_editable", "build_sdist", "build_wheel", "get_requires_for_build_sdist"),
    *("prepare_metadata_for_build_editable", "prepare_metadata_for_build_wheel"),
)
SENTENCE = (
    "textmine needs a C compiler to build its kernels, and {reason}. "
    "Install one (Debian: apt install gcc; Fedora: dnf install gcc; macOS: xcode-select --install){else_}; then retry."
)
pytestmark = pytest.mark.skipif(os.name != "posix", reason="on Windows setuptools looks for the compiler")


@pytest.fixture
def c_compiler(monkeypatch, tmp_path):
    """The module on a Linux machine whose Python was built with `cc-of-python`, with nothing on the path."""
    monkeypatch.syspath_prepend(FOLDER)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CC", raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(platform, "machine", lambda: "x86_64")
    monkeypatch.setattr(sysconfig, "get_config_var", {"CC": "cc-of-python -pthread"}.get)
    has_ziglang(monkeypatch, False)
    yield importlib.import_module("c_compiler")
    for name in ("c_compiler", "backend"):
        sys.modules.pop(name, None)


def has_ziglang(monkeypatch, there):
    found = ModuleSpec("ziglang", None) if there else None
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: found)


@pytest.fixture
def install(tmp_path):
    """Return a function that puts a program on the path."""

    def installed(name):
        (tmp_path / name).write_text("#!/bin/sh\n")
        (tmp_path / name).chmod(0o755)

    return installed


@pytest.fixture
def backend(c_compiler, monkeypatch):
    """The backend, before hooks of setuptools that ask for one package."""
    played = types.ModuleType("setuptools.build_meta")
    for name in OTHERS:
        setattr(played, name, name)
    for name in HOOKS:
        setattr(played, name, lambda settings=None: ["of-setuptools", *(settings or {})])
    package = types.ModuleType("setuptools")
    package.build_meta = played
    monkeypatch.setitem(sys.modules, "setuptools", package)
    monkeypatch.setitem(sys.modules, "setuptools.build_meta", played)
    return importlib.import_module("backend")


@pytest.mark.parametrize("hook", HOOKS)
def test_wheels_and_editable_installations_ask_for_ziglang_where_no_compiler_is(backend, c_compiler, hook):
    assert getattr(backend, hook)({"given": "1"}) == ["of-setuptools", "given", c_compiler.ZIG]


@pytest.mark.parametrize("hook", HOOKS)
def test_they_ask_for_nothing_more_where_one_is(backend, install, hook):
    install("gcc")
    assert getattr(backend, hook)() == ["of-setuptools"]


def test_all_else_is_left_to_setuptools(backend):
    assert {name: getattr(backend, name) for name in OTHERS} == {name: name for name in OTHERS}
    assert sorted(backend.__all__) == sorted((*HOOKS, *OTHERS))


def test_the_compiler_of_python_is_left_to_setuptools(c_compiler, install):
    install("cc-of-python")
    install("gcc")
    assert (c_compiler.requirements(), c_compiler.command()) == ([], [])


@pytest.mark.parametrize("name", ["cc", "gcc", "clang"])
def test_another_one_on_the_path_is_used(c_compiler, install, name):
    install(name)
    assert (c_compiler.requirements(), c_compiler.command()) == ([], [name])


def test_ziglang_is_used_where_none_is_and_for_any_processor(c_compiler, monkeypatch):
    has_ziglang(monkeypatch, True)
    assert c_compiler.requirements() == [c_compiler.ZIG]
    assert c_compiler.command() == [sys.executable, "-m", "ziglang", "cc", "-mcpu=baseline"]


def test_ziglang_gives_way_to_a_compiler(c_compiler, install, monkeypatch):
    has_ziglang(monkeypatch, True)
    install("cc")
    assert c_compiler.command() == ["cc"]


def test_the_variable_cc_goes_first(c_compiler, install, monkeypatch):
    install("tcc")
    install("gcc")
    monkeypatch.setenv("CC", "tcc -g")
    assert (c_compiler.requirements(), c_compiler.command()) == ([], [])


def test_a_compiler_that_was_named_and_is_not_there_is_not_replaced(c_compiler, install, monkeypatch):
    has_ziglang(monkeypatch, True)
    install("gcc")
    monkeypatch.setenv("CC", "icx -O1")
    assert c_compiler.requirements() == []
    with pytest.raises(SystemExit) as ended:
        c_compiler.command()
    assert str(ended.value) == SENTENCE.format(reason="'icx -O1', which CC names, was not found", else_=" or unset CC")


@pytest.mark.parametrize(("system", "else_"), [("linux", " or pip install 'ziglang>=0.13,<0.18'"), ("freebsd14", "")])
def test_without_ziglang_a_sentence_says_what_to_install(c_compiler, monkeypatch, system, else_):
    monkeypatch.setattr(sys, "platform", system)
    with pytest.raises(SystemExit) as ended:
        c_compiler.command()
    assert str(ended.value) == SENTENCE.format(reason="none of cc-of-python, cc, gcc, clang was found", else_=else_)


@pytest.mark.parametrize(
    ("system", "machine", "asked"),
    [
        *(("linux", machine, True) for machine in ("x86_64", "aarch64", "armv7l", "ppc64le")),
        *(("darwin", machine, True) for machine in ("x86_64", "arm64")),
        *(("linux", "mips64", False), ("freebsd14", "x86_64", False), ("sunos5", "i86pc", False)),
    ],
)
def test_ziglang_is_asked_for_where_pypi_has_it(c_compiler, monkeypatch, system, machine, asked):
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(platform, "machine", lambda: machine)
    assert c_compiler.requirements() == ([c_compiler.ZIG] if asked else [])


def test_windows_is_left_to_setuptools(c_compiler, monkeypatch):
    monkeypatch.setattr(c_compiler, "os", types.SimpleNamespace(name="nt", environ={}))
    assert (c_compiler.requirements(), c_compiler.command()) == ([], [])


@pytest.mark.parametrize(("code", "asked"), [(0, False), (2, True)])
def test_the_stub_of_macos_is_no_compiler(c_compiler, monkeypatch, code, asked):
    asked_for = []
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(c_compiler.shutil, "which", lambda name: f"/usr/bin/{name}" if name == "clang" else None)

    def run(command, **_):
        asked_for.append(command)
        return subprocess.CompletedProcess(command, code)

    monkeypatch.setattr(subprocess, "run", run)
    assert c_compiler.requirements() == ([c_compiler.ZIG] if asked else [])
    assert asked_for == [["/usr/bin/xcode-select", "--print-path"]]
