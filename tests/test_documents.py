"""The documents hold together: the library's page is up to date, decisions are numbered, links lead to files."""

import doctest
import importlib.util
import re
from pathlib import Path

import pytest

import textmine
from textmine.communities import COMMUNITY_FORMATS
from textmine.pairs import WEIGHTS
from textmine.terms.formats import DICTIONARIES

ROOT = Path(__file__).parents[1]
DECISIONS = (ROOT / "docs" / "decisions.md").read_text(encoding="utf-8")
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "textmine").rglob("*.md")])


@pytest.fixture(scope="module")
def make_api():
    spec = importlib.util.spec_from_file_location("make_api", ROOT / "docs" / "make_api.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_of_the_library_is_up_to_date(make_api):
    page = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    assert page == make_api.page(), "run make docs"


def test_the_page_of_the_library_has_every_public_name(make_api):
    shown = re.findall(r"^### `(\w+)`$", make_api.page(), re.MULTILINE)
    assert sorted(shown) == sorted(set(textmine.__all__) - {"__version__"})


@pytest.mark.parametrize(
    ("page", "names"),
    [
        ("docs/graph.md", WEIGHTS),
        ("docs/cluster.md", COMMUNITY_FORMATS),
        ("README.md", DICTIONARIES),
    ],
    ids=["weights", "formats of communities", "formats of terms"],
)
def test_every_record_has_its_line(page, names):
    quoted = " ".join(re.findall(r"`([^`\n]+)`", (ROOT / page).read_text(encoding="utf-8"))).split()
    assert [name for name in names if name not in quoted] == []


def test_the_examples_of_the_script_run(make_api):
    assert doctest.testmod(make_api).failed == 0


def test_an_entry_has_signature_sections_and_example(make_api):
    def add(first: int, *, second: "int | None" = None) -> int:
        """Add two numbers.

        Parameters
        ----------
        first : int
            What to begin with,
            in ``bits``.

        Returns
        -------
        int
            The sum.

        Examples
        --------
        >>> add(1)
        1
        """

    assert make_api.signature(add, "add") == "add(first: <class 'int'>, *, second: int | None = None) -> <class 'int'>"
    assert "\n".join(make_api._described(add.__doc__.replace("\n        ", "\n"))) == (
        "Add two numbers.\n\n**Parameters**\n\n- `first`: int. What to begin with, in `bits`.\n\n"
        "**Returns**\n\n- `int`: The sum.\n\n```pycon\n>>> add(1)\n1\n```\n"
    )


def test_decisions_are_numbered_without_gaps():
    numbers = [int(number) for number in re.findall(r"^\*\*D(\d+)\*\* \(\d{4}-\d\d-\d\d\)", DECISIONS, re.MULTILINE)]
    assert sorted(numbers) == list(range(1, len(numbers) + 1))
    assert {int(number) for number in re.findall(r"\bD(\d+)\b", DECISIONS)} == set(numbers)


def test_decisions_stand_under_the_headings_that_the_page_lists():
    headings = re.findall(r"^## (.+)$", DECISIONS, re.MULTILINE)
    assert re.findall(r"^- \[(.+)\]\(#", DECISIONS, re.MULTILINE) == headings
    for part in DECISIONS.split("\n## ")[1:]:
        numbers = [int(number) for number in re.findall(r"^\*\*D(\d+)\*\*", part, re.MULTILINE)]
        assert numbers == sorted(numbers)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_documents_name_files_that_are_there(document):
    text = document.read_text(encoding="utf-8")
    named = re.findall(r"`((?:docs|benchmarks|tests|fuzz|data|build_backend|textmine)/[\w./-]+)`", text)
    named += [] if document.name == "CHANGELOG.md" else re.findall(r"\]\((?!http|#)([^)#]+)\)", text)
    missing = [name for name in named if not (ROOT / name).exists() and not (document.parent / name).exists()]
    assert missing == []
