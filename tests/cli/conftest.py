"""The program: in this process, or as one of its own with real pipes."""

import contextlib
import functools
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from unittest import mock

import pytest

SCRIPT = Path(sys.executable).with_name("textmine")
PROGRAM = [str(SCRIPT)] if SCRIPT.exists() else [sys.executable, "-m", "textmine"]


@pytest.fixture(scope="session")
def textmine():
    """Return a function that runs the installed program to its end and returns code, output and errors, as bytes.

    Where `inside` proves the same, it is the quicker one: a process is for pipes, signals, start-up, limits of memory,
    locales and hash seeds.
    """

    def run(*args, stdin=b"", cwd=None, **env):
        done = subprocess.run(
            [*PROGRAM, *map(str, args)], input=stdin, cwd=cwd, env=os.environ | env, capture_output=True, timeout=60
        )
        return done.returncode, done.stdout, done.stderr

    return run


@pytest.fixture(scope="package", autouse=True)
def dictionary_read_once():
    """Read jieba's dictionary once for all commands in this process: it is the larger part of many."""
    from textmine.segment import dictionary

    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(dictionary, "parse_dictionary", functools.cache(dictionary.parse_dictionary))
        yield


@contextlib.contextmanager
def _streams(files):
    """Put files in the place of the three standard streams, of the process and of Python."""
    saved, python = [os.dup(number) for number in range(3)], (sys.stdin, sys.stdout, sys.stderr)
    try:
        for number, file in enumerate(files):
            os.dup2(file.fileno(), number)
        with (
            open(0, closefd=False) as sys.stdin,
            open(1, "w", closefd=False) as sys.stdout,
            open(2, "w", errors="backslashreplace", closefd=False) as sys.stderr,
        ):
            yield
    finally:
        sys.stdin, sys.stdout, sys.stderr = python
        for number, descriptor in enumerate(saved):
            os.dup2(descriptor, number)
            os.close(descriptor)


@pytest.fixture(scope="session")
def inside():
    """Return a function that does what `textmine` does, in this process: twenty times as fast, and warnings raise."""
    from textmine.cli.main import app

    def run(*args, stdin=b"", cwd=".", stdout=None, **env):
        with contextlib.ExitStack() as stack:
            files = [stack.enter_context(tempfile.TemporaryFile()) for _ in range(3)]
            files[0].write(stdin)
            files[0].seek(0)
            stack.enter_context(contextlib.chdir(cwd))
            stack.enter_context(mock.patch.dict(os.environ, env))  # what the program sets is undone too
            stack.enter_context(mock.patch.object(sys, "argv", ["textmine", *map(str, args)]))
            with _streams([files[0], files[1] if stdout is None else stdout, files[2]]):
                try:
                    app([*map(str, args)], prog_name="textmine")
                except SystemExit as end:
                    code = end.code or 0
            texts = []
            for file in files[1:]:
                file.seek(0)
                texts.append(file.read())
        return code, *texts

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
def workspace(tmp_path_factory, data, inside):
    """A folder with what a user has: data/, terms.tsv, graph.tsv, vectors.txt, seeds.txt, reports.jsonl.

    Not to be changed.
    """
    folder = tmp_path_factory.mktemp("workspace")
    shutil.copytree(data, folder / "data")
    corpus = ("data/power.txt", "--background", "data/encyclopedia.txt")
    assert inside("discover", *corpus, "--all", "-o", "terms.tsv", cwd=folder) == (0, b"", b"")
    assert inside("graph", corpus[0], "--terms", "terms.tsv", "-o", "graph.tsv", cwd=folder) == (0, b"", b"")
    placing = ("--terms", "terms.tsv", "--window", "1", "--sides", "--dimensions", "50")
    assert inside("vectors", corpus[0], *placing, "-o", "vectors.txt", cwd=folder) == (0, b"", b"")
    (folder / "seeds.txt").write_text("变压器\n断路器\n绕组\n", encoding="utf-8")
    years = {"power.txt": range(1990, 2000), "encyclopedia.txt": range(2000, 2010)}
    with open(folder / "reports.jsonl", "w", encoding="utf-8") as stream:
        for name, of in years.items():
            for number, line in enumerate((data / name).read_text(encoding="utf-8").splitlines()):
                record = {"date": f"{of[number % 10]}年", "kind": name.partition(".")[0], "text": line}
                stream.write(json.dumps(record, ensure_ascii=False) + "\n")
    return folder


@pytest.fixture(scope="module")
def small_dictionary():
    """Let what runs in this process know the frequent words of jieba's dictionary only: reading all takes longest.

    Beside them it has every word with a character of the small texts. For tests of what is refused and said.
    """
    import numpy as np

    from textmine.segment import WordList, dictionary

    every = dictionary.jieba_dictionary()
    wanted = set("变压器断路绕组触头检修过热磨损的")
    frequent = (every.frequencies >= 1000).tolist()
    kept = [i for i, word in enumerate(every.words) if frequent[i] or wanted & {*word}]
    small = WordList([every.words[i] for i in kept], every.frequencies[np.array(kept)])
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(dictionary, "parse_dictionary", lambda content: small)
        yield
