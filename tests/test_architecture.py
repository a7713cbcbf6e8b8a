"""The floors of docs/architecture.md: imports point down, and every folder is on the page."""

import ast
import re
from pathlib import Path

import pytest

import textmine

ROOT = Path(__file__).parents[1]
PACKAGE = Path(textmine.__file__).parent
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
FLOORS = re.findall(r"^   (\w+)/ ", PAGE, re.MULTILINE)  # from the top down
LOWEST = {
    "arraytypes",
    "errors",
    "progress",
    "falsediscovery",
    "lightclasses",
    "notebook",
    "ondemand",
    "options",
    "_version",
}


def imports(path):
    """Yield the folder or module of textmine that each import statement of a file names."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("textmine."):
            yield node.module.split(".")[1]
        elif isinstance(node, ast.ImportFrom) and node.module == "textmine":
            yield from (alias.name for alias in node.names)


def test_the_page_names_every_folder():
    folders = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert len(FLOORS) == len(set(FLOORS)) > 10
    assert set(FLOORS) == folders


@pytest.mark.parametrize("floor", FLOORS)
def test_imports_point_down(floor):
    below = {*FLOORS[FLOORS.index(floor) :], *LOWEST}
    found = {(path.name, name) for path in (PACKAGE / floor).rglob("*.py") for name in imports(path)}
    assert {(file, name) for file, name in found if name not in below} == set()


def test_every_kernel_leaves_out_the_checks_of_indices():
    """The sanitized build puts them in, by this very line; see setup.py."""
    kernels = sorted(PACKAGE.rglob("_kernels.py"))
    assert len(kernels) > 10
    first = {path: path.read_text(encoding="utf-8").partition("\n")[0] for path in kernels}
    wanted = "# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False"
    assert [str(path) for path, line in first.items() if line != wanted] == []
