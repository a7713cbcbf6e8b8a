"""The installed program, run as a process with real pipes."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(sys.executable).with_name("textmine")
PROGRAM = [str(SCRIPT)] if SCRIPT.exists() else [sys.executable, "-m", "textmine"]


@pytest.fixture(scope="session")
def textmine():
    """Return a function that runs the program to its end and returns code, output and errors, as bytes."""

    def run(*args, stdin=b"", cwd=None, **env):
        done = subprocess.run(
            [*PROGRAM, *map(str, args)], input=stdin, cwd=cwd, env=os.environ | env, capture_output=True, timeout=60
        )
        return done.returncode, done.stdout, done.stderr

    return run


@pytest.fixture(scope="session")
def shell():
    """Return a function that runs a line of bash in which `textmine` is the installed program."""

    def run(line, cwd, **env):
        quoted = " ".join(PROGRAM)
        # pipefail: the first command that fails gives the code, as a user who asks for it would see.
        script = f'set -o pipefail\ntextmine() {{ {quoted} "$@"; }}\n{line}'
        command = ["bash", "-c", script]
        done = subprocess.run(command, cwd=cwd, env=os.environ | env, capture_output=True, timeout=60)
        return done.returncode, done.stdout, done.stderr

    return run


@pytest.fixture(scope="session")
def workspace(tmp_path_factory, data, textmine):
    """A folder with data/, terms.tsv, graph.tsv, vectors.txt, seeds.txt: what a user has. Not to be changed."""
    folder = tmp_path_factory.mktemp("workspace")
    shutil.copytree(data, folder / "data")
    corpus = ("data/power.txt", "--background", "data/encyclopedia.txt")
    assert textmine("discover", *corpus, "-o", "terms.tsv", cwd=folder) == (0, b"", b"")
    assert textmine("graph", corpus[0], "--terms", "terms.tsv", "-o", "graph.tsv", cwd=folder) == (0, b"", b"")
    placing = ("--terms", "terms.tsv", "--window", "1", "--sides", "--dimensions", "50")
    assert textmine("vectors", corpus[0], *placing, "-o", "vectors.txt", cwd=folder) == (0, b"", b"")
    (folder / "seeds.txt").write_text("变压器\n断路器\n绕组\n", encoding="utf-8")
    return folder
