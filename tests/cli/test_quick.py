"""`cluster` without typer: it reads options as typer does, or leaves them to it."""

import dataclasses
import inspect

import pytest
import typer.main

from textmine.cli import cluster, finding, quick
from textmine.cli.main import program

PLAIN = [
    "graph.tsv",
    "graph.tsv -o out.tree",
    "--seed 7 graph.tsv --output=out.clu -N 3 --threads 2",
    "- -d --two-level --effort fast",
    "graph.tsv --undirected -f tree --format clu -o folder/",
    "graph.tsv --rawdir -2 --seed=007 --trials 2 --seed 9",
]
LEFT = ["", "graph.tsv other.tsv", "graph.tsv --trials ten", "graph.tsv --seed -1", "graph.tsv -o", "graph.tsv --help",
        "graph.tsv --effort slow", "graph.tsv -f png", "graph.tsv --markov-time 2", "graph.tsv --see 7", "-- graph.tsv",
        "graph.tsv -N3", "graph.tsv -o=out.tree", "graph.tsv --config f.toml"]  # fmt: skip


@pytest.fixture
def by_typer(monkeypatch):
    """Return a function that gives the request that typer makes of arguments."""
    asked = []
    monkeypatch.setattr(cluster, "run", asked.append)

    def read(arguments):
        program(["cluster"])(["cluster", *arguments], standalone_mode=False)
        return asked.pop()

    return read


@pytest.mark.parametrize("line", PLAIN)
def test_plain_options_are_read_as_typer_reads_them(line, by_typer):
    asked = finding.Request(**quick.plain_request(["cluster", *line.split()]))
    theirs = by_typer(line.split())
    assert dataclasses.asdict(asked) | {"format_": asked.format_ or None} == dataclasses.asdict(theirs) | {
        "format_": theirs.format_ or None
    }


@pytest.mark.parametrize("line", LEFT)
def test_the_rest_is_left_to_typer(line):
    assert quick.plain_request(["cluster", *line.split()]) is None


def test_every_option_is_one_of_the_command():
    command = typer.main.get_command(program(["cluster"])).commands["cluster"]
    theirs = {name: param.name for param in command.params for name in param.opts}
    ours = quick._FLAGS | {name: parameter for name, (parameter, _) in quick._VALUES.items()}
    assert {name: theirs.get(name) for name in ours} == ours


def test_the_defaults_are_those_of_the_command():
    theirs = {name: each.default for name, each in inspect.signature(cluster.cluster).parameters.items()}
    ours = {each.name: each.default for each in dataclasses.fields(finding.Request)}
    assert list(ours) == list(theirs)
    assert [value for name, value in ours.items() if name != "graph"] == [
        value for name, value in theirs.items() if name != "graph"
    ]


def test_quiet_and_verbose_exclude_each_other(inside):
    code, _, error = inside("cluster", "graph.tsv", "-q", "-v")
    assert (code, b"exclude each other" in error) == (2, True)
    with pytest.raises(SystemExit) as end:
        quick._run({"graph": "graph.tsv", "quiet": True, "verbose": True})
    assert end.value.code == 2
