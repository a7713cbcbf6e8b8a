"""The README shows what really happens: its sessions are run and their output compared."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(kind):
    return re.findall(rf"^```{kind}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with data/ in it, as in a checkout."""
    folder = tmp_path_factory.mktemp("readme")
    (folder / "data").symlink_to(ROOT / "data")
    return folder


def run(command, folder):
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    shell = ["bash", "-c", command]
    done = subprocess.run(shell, cwd=folder, env={**os.environ, "PATH": path}, capture_output=True, text=True)
    assert done.stderr == ""
    return done.stdout


SESSION = [
    re.split(r"\n", entry, maxsplit=1)
    for block in blocks("console")
    for entry in re.split(r"^\$ ", block, flags=re.M)[1:]
]


def rounded(text):
    """Shorten floats: their last digits depend on numpy's code path for the processor at hand."""
    return re.sub(r"\d+\.\d+", lambda match: f"{float(match[0]):.9g}", text)


def test_the_sessions_print_what_the_readme_says(folder):
    assert len(SESSION) >= 8
    for command, expected in SESSION:
        assert rounded(run(command, folder)) == rounded(expected), command


def test_the_first_command_prints_what_the_readme_says(folder):
    install = blocks("sh")[0]
    command = install.split("&& .venv/bin/")[-1].strip()
    assert command.startswith("textmine map")
    shown = blocks("text")[0]
    assert run(command, folder) == shown
    assert sorted(os.listdir(folder / "map")) == [
        "communities.tree",
        "communities.tsv",
        "contexts.jsonl",
        "documents.tsv",
        "graph.tsv",
        "report.html",
        "run.json",
        "terms.tsv",
        "texts.tsv",
        "themes.tsv",
    ]


def test_the_library_example_runs(folder, monkeypatch):
    monkeypatch.chdir(folder)
    names = {}
    exec(blocks("python")[0], names)
    assert names["communities"].n_top_modules > 5
    assert names["graph"].n_nodes > 400


def test_every_command_is_in_the_readme():
    listed = re.findall(r"^\| `textmine (\w+) ", README, re.MULTILINE)
    helped = subprocess.run(
        [sys.executable, "-m", "textmine", "--help"], capture_output=True, text=True, cwd="/"
    ).stdout
    assert listed
    assert sorted(listed) == sorted(re.findall(r"^  (\w+)  ", helped.split("Commands:")[1], re.MULTILINE))
