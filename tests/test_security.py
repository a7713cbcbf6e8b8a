"""What the package's source does not do: run what data say, start a shell, load pickles, ask the network."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "textmine"
SOURCES = sorted(PACKAGE.rglob("*.py"))
# Modules that run what data say, start programs, open archives whose members have paths, or speak to the network.
FORBIDDEN = {
    "pickle",
    "marshal",
    "shelve",
    "dill",
    "joblib",
    "subprocess",
    "pty",
    "code",
    "runpy",
    "tarfile",
    "zipfile",
}
FORBIDDEN |= {
    "socket",
    "ssl",
    "http",
    "urllib",
    "ftplib",
    "smtplib",
    "requests",
    "ctypes",
    "xmlrpc",
}
# Free memory is given back by a function of the C library that the process runs anyway.
ALLOWED = {"text/arrays.py": ["import ctypes"]}
CALLS = {"eval", "exec", "compile", "__import__", "input", "breakpoint"}
OF_OS = {"system", "popen", "fork", "startfile"}


def found(tree):
    """Yield what a module does that none should."""
    for node in ast.walk(tree):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.level == 0:
            names = [node.module or ""]
        yield from (f"import {name}" for name in names if name.split(".")[0] in FORBIDDEN)
        if isinstance(node, ast.Call):
            yield from _calls(node)


def _calls(node):
    if isinstance(node.func, ast.Name) and node.func.id in CALLS:
        yield node.func.id
    if isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name):
        owner, name = node.func.value.id, node.func.attr
        if owner == "os" and (name in OF_OS or name.startswith(("exec", "spawn"))):
            yield f"os.{name}"
        if (owner, name) in (("np", "load"), ("numpy", "load")):
            allowed = [word.value for word in node.keywords if word.arg == "allow_pickle"]
            if not (allowed and isinstance(allowed[0], ast.Constant) and allowed[0].value is False):
                yield "np.load"
    for word in node.keywords:
        if word.arg == "shell" or (word.arg == "allow_pickle" and getattr(word.value, "value", None) is not False):
            yield f"{word.arg}="


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_module_runs_data(path):
    allowed = ALLOWED.get(path.relative_to(PACKAGE).as_posix(), [])
    assert list(found(ast.parse(path.read_text(encoding="utf-8")))) == allowed


@pytest.mark.parametrize(
    "code",
    [
        *("import pickle", "from pickle import loads", "import os; os.system('x')", "eval('1')", "exec('1')"),
        *("f(shell=True)", "np.load(x)", "np.load(x, allow_pickle=True)", "import zipfile", "os.execv('a', [])"),
        "import urllib.request",
    ],
)
def test_the_search_finds_what_it_looks_for(code):
    assert list(found(ast.parse(code)))
