"""The same bytes from the whole chain: for any threads, memory, hash seed, locale, time zone, and under load."""

import concurrent.futures
import hashlib
import shutil

import pytest

from textmine.map import MAP_FILES

OPTIONS = ("--background", "data/encyclopedia.txt", "--significance", "--trials", "3", "--export", "gexf")
# Each differs from all others in all that must not matter.
ENVIRONMENTS = [
    (("--threads", "2"), {"PYTHONHASHSEED": "1", "LC_ALL": "C", "PYTHONUTF8": "0", "TZ": "XXX-14"}),
    (("--memory", "1M"), {"PYTHONHASHSEED": "2", "LC_ALL": "POSIX", "TZ": "XXX+12", "COLUMNS": "40"}),
    (("--memory", "3M", "--threads", "3"), {"PYTHONHASHSEED": "3", "LANG": "tr_TR.UTF-8", "OMP_NUM_THREADS": "4"}),
    (("--quiet",), {"PYTHONHASHSEED": "4", "OPENBLAS_NUM_THREADS": "2", "PYTHONOPTIMIZE": "1", "NO_COLOR": "1"}),
]


@pytest.fixture(scope="module")
def texts(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("texts")
    shutil.copytree(data, folder / "data")
    return folder


def checksums(folder):
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def mapped(program, texts, folder, *options, **env):
    """The checksums of the files, and what is said."""
    code, out, err = program("map", "data/power.txt", *OPTIONS, "-o", folder, *options, cwd=texts, **env)
    # A budget of a few megabytes is said to have been too small.
    assert code == 0
    assert err == b"" or (b"--memory" in err and err.count(b"\n") == 1 and "--memory" in options)
    return checksums(folder), out.rpartition(b"The files are")[0]


@pytest.fixture(scope="module")
def first(textmine, texts, tmp_path_factory):
    env = {"PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    return mapped(textmine, texts, tmp_path_factory.mktemp("first") / "map", **env)


@pytest.mark.parametrize(("options", "env"), ENVIRONMENTS)
def test_the_whole_chain_gives_the_same_bytes_everywhere(textmine, texts, tmp_path, first, options, env):
    # No file is left out: run.json has neither a time nor a place, nor what changes no byte.
    assert len(first[0]) == len(MAP_FILES) + 1  # OPTIONS exports one
    assert mapped(textmine, texts, tmp_path / "map", *options, TMPDIR=str(tmp_path), **env) == first


def test_a_run_in_a_process_of_others_gives_the_same_bytes(inside, texts, tmp_path, first):
    assert mapped(inside, texts, tmp_path / "map") == first


def test_runs_side_by_side_give_the_same_bytes(textmine, texts, tmp_path):
    text = (texts / "data" / "power.txt").read_text("utf-8").splitlines(True)[:40]
    (texts / "short.txt").write_text("".join(text), "utf-8")

    def run(number):
        args = ("map", "short.txt", "-b", "none", "-o", tmp_path / str(number))
        return *textmine(*args, cwd=texts)[::2], checksums(tmp_path / str(number))

    with concurrent.futures.ThreadPoolExecutor(3) as pool:
        found = list(pool.map(run, range(3)))
    assert found == [(0, b"", found[0][2])] * 3
