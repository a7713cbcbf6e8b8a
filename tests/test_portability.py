"""Every module can be imported on Windows: what only POSIX has is used inside functions, never while a file is read."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = sorted(path for room in ("textmine", "tests", "build_backend") for path in (ROOT / room).rglob("*.py"))
MODULES = {"fcntl", "grp", "posix", "pty", "pwd", "readline", "resource", "syslog", "termios", "tty"}
NAMES = {
    "AF_UNIX",
    "SIGALRM",
    "SIGCHLD",
    "SIGHUP",
    "SIGKILL",
    "SIGPIPE",
    "SIGUSR1",
    "fork",
    "geteuid",
    "getuid",
    "mkfifo",
}


def read_at_import(node):
    """Yield the nodes that run when a file is imported: all but the bodies of functions."""
    for child in ast.iter_child_nodes(node):
        yield child
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            for part in (*child.decorator_list, child.args):
                yield from read_at_import(part)
                yield part
        elif not isinstance(child, ast.Lambda):
            yield from read_at_import(child)


def needed(code):
    """Return what a source needs of POSIX while it is imported."""
    found = set()
    for node in read_at_import(ast.parse(code)):
        if isinstance(node, ast.Import):
            found |= MODULES & {alias.name.split(".")[0] for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            found |= MODULES & {node.module} | NAMES & {alias.name for alias in node.names}
        if isinstance(node, ast.Attribute):
            found |= NAMES & {node.attr}
    return found


def test_no_module_needs_posix_to_be_imported():
    all_needed = {path.relative_to(ROOT).as_posix(): needed(path.read_text(encoding="utf-8")) for path in SOURCES}
    assert {path: names for path, names in all_needed.items() if names} == {}


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("import os, fcntl", {"fcntl"}),
        ("from resource import getrusage", {"resource"}),
        ("from os import fork", {"fork"}),
        ("class A:\n    import pty", {"pty"}),
        ("@mark(signal.SIGHUP)\ndef test(): ...", {"SIGHUP"}),
        ("def test(uid=os.getuid()): ...", {"getuid"}),
        ("def lock():\n    import fcntl\n    os.fork()", set()),
        ("make = lambda path: os.mkfifo(path)", set()),
    ],
)
def test_the_search_finds_what_is_needed(code, found):
    assert needed(code) == found
