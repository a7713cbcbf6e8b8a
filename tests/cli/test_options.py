"""Options that follow from records, and the options of reading that all commands share."""

import inspect
from typing import Annotated

import pytest
import typer
from typer.main import get_command

from textmine.cli import reading
from textmine.cli.main import app
from textmine.cli.settings import options_of
from textmine.communities import COMMUNITY_FORMATS
from textmine.graph import GRAPH_FORMATS
from textmine.io import ROW_FORMATS
from textmine.pairs import WEIGHTS
from textmine.terms import TERM_FORMATS
from textmine.text import ReadOptions

COMMANDS = get_command(app).commands
READING = [
    *("encoding", "per-file", "field", "column", "delimiter", "sheet", "simplify", "merge", "join-lines", "clean"),
    "memory",
]
# What reading offers and a command does not take.
WITHOUT = {"contexts": ["simplify"], "segment": ["per-file", "simplify"]} | {
    name: [] for name in ("discover", "count", "graph", "vectors", "map")
}


@pytest.mark.parametrize("name", WITHOUT)
def test_every_command_that_reads_text_has_the_options_of_reading_in_one_order(name):
    options = list(options_of(COMMANDS[name]))
    found = [option for option in options if option in READING]
    assert found == [option for option in READING if option not in WITHOUT[name]]
    assert options[options.index(found[0]) :][: len(found)] == found


@pytest.mark.parametrize(
    ("command", "option", "choices"),
    [
        ("graph", "weight", WEIGHTS),
        ("map", "weight", WEIGHTS),
        ("graph", "format", dict.fromkeys([*ROW_FORMATS, *GRAPH_FORMATS])),
        ("cluster", "format", COMMUNITY_FORMATS),
        ("discover", "format", TERM_FORMATS),
        ("contexts", "format", ROW_FORMATS),
    ],
)
def test_choices_are_the_names_of_the_records(inside, command, option, choices):
    assert list(options_of(COMMANDS[command])[option].type.choices) == list(choices)
    code, out, err = inside(command, f"--{option}", "nothing")
    assert (code, out) == (2, b"")
    said = " ".join(err.decode().split())
    assert all(f"'{name}'" in said for name in choices)


def test_a_new_option_of_reading_reaches_every_command(monkeypatch):
    old = reading.read_options

    def extended(
        *, clean: Annotated[bool, typer.Option("--clean", help="Drop markup.")] = False, **others: object
    ) -> ReadOptions:
        return ReadOptions(encoding=f"{clean}", **others)

    first, *_ = inspect.signature(extended).parameters.values()
    known = [each for each in inspect.signature(old).parameters.values() if each.name == "per_file"]
    extended.__signature__ = inspect.Signature([*known, first])
    monkeypatch.setattr(reading, "read_options", extended)
    got = []

    @reading.reads_text()
    def command(corpus: str, *, reading: ReadOptions, top: int = 1) -> None:
        got.append((corpus, reading.encoding, reading.per_file, top))

    assert list(inspect.signature(command).parameters) == ["corpus", "per_file", "clean", "top"]
    program = typer.Typer()
    program.command()(command)
    get_command(program)(["a.txt", "--clean", "--per-file"], standalone_mode=False)
    assert got == [("a.txt", "True", True, 1)]


def test_stability_is_refused_before_anything_is_read(inside):
    for kind, form in COMMUNITY_FORMATS.items():
        code, _, err = inside("cluster", "absent.txt", "--bootstrap", "5", "--format", kind)
        assert (code, err.count(b"\n")) == (1 if form.stability else 2, 1)
        assert (b"has no place for" in err) == (not form.stability)
