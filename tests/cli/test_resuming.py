"""A map that goes on where another run stopped: the same bytes, whatever was there before."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from textmine.errors import InputError
from textmine.map import MAP_FILES, FileSources, MapOptions, write_map
from textmine.mapequation import SearchOptions
from textmine.pairs import CooccurrenceOptions
from textmine.report import write_report
from textmine.terms import DiscoverOptions

STAGES = ["terms", "graph", "communities", "texts", "contexts"]
FILES = [name for name in MAP_FILES if name not in ("run.json", "report.html")]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory, data):
    """The first 40 documents on electric power."""
    path = tmp_path_factory.mktemp("corpus") / "power.txt"
    path.write_text("".join((data / "power.txt").read_text("utf-8").splitlines(True)[:40]), "utf-8")
    return path


@pytest.fixture(scope="module")
def run(new_notes):
    """Return a function that gives the files of the folder, what was reused, and what was told."""

    def run(folder, corpus, options=None, stop_at=None, **more):
        progress = new_notes(stop_at)
        sources = FileSources([str(corpus)], ["none"])
        write_map(str(folder), sources, options, "textmine map", then=[write_report], progress=progress, **more)
        reused = [note.split(": ")[1].split(" from ")[0].split(", ") for note in progress.notes if "`fresh`" in note]
        return contents(folder), reused[0] if reused else [], progress

    return run


def contents(folder):
    return {path.name: path.read_bytes() for path in Path(folder).iterdir()}


@pytest.fixture(scope="module")
def fresh(tmp_path_factory, run, corpus):
    """What a run leaves in a folder that did not exist."""
    files, reused, _ = run(tmp_path_factory.mktemp("fresh") / "map", corpus)
    assert reused == []
    assert sorted(files) == sorted([*FILES, "report.html", "run.json"])
    return files


@pytest.fixture
def folder(tmp_path, fresh):
    """A folder with a finished map."""
    return laid_out(tmp_path / "map", fresh)


def laid_out(folder, files):
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


def test_a_second_run_does_nothing_again(folder, corpus, fresh, run):
    before = {name: (folder / name).stat().st_mtime_ns for name in FILES}
    files, reused, progress = run(folder, corpus)
    assert (files, reused, progress.stages) == (fresh, STAGES, ["writing"])
    assert {name: (folder / name).stat().st_mtime_ns for name in FILES} == before


def test_fresh_does_all_of_it(folder, corpus, fresh, run):
    files, reused, progress = run(folder, corpus, fresh=True)
    assert (files, reused, progress.notes) == (fresh, [], [])
    assert "finding communities" in progress.stages


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("harm", ["flip", "cut", "lose", "folder"])
def test_a_changed_file_is_noticed_and_made_again(folder, corpus, fresh, name, harm, run):
    path, content = folder / name, bytearray(fresh[name])
    if harm == "flip":
        content[len(content) // 2] ^= 1
    path.unlink()
    if harm in ("flip", "cut"):
        path.write_bytes(content if harm == "flip" else content[:-1])
    if harm == "folder":
        path.mkdir()
        with pytest.raises(InputError, match="cannot be written"):
            run(folder, corpus)
        path.rmdir()
    files, reused, progress = run(folder, corpus)
    assert files == fresh
    if harm != "folder":  # there it was finished, and lay in unfinished/
        assert len(reused) == 4
        assert f"{path} is not as it was written; it is made again" in progress.notes


def changed_record(change):
    def apply(text):
        record = json.loads(text)
        change(record)
        return json.dumps(record)

    return apply


RECORDS = [
    lambda text: "",
    lambda text: text[: len(text) // 2],
    lambda text: "[]",
    lambda text: "{}",
    lambda text: '{"stages": 3}',
    lambda text: '{"stages": {"terms": 3}}',
    lambda text: '{"stages": {"terms": {"seal": null}}}',
    lambda text: '{"stages": ' + "[" * 100_000,
    lambda text: "\0\udcff",
    changed_record(lambda record: record["stages"]["terms"]["figures"].update(units=1)),
    changed_record(lambda record: record["stages"]["terms"]["files"].update({"terms.tsv": "0"})),
    changed_record(lambda record: record["stages"]["communities"]["figures"].update(codelength=0.0)),
    changed_record(lambda record: record["stages"]["graph"].update(key="0")),
    changed_record(lambda record: record["stages"].pop("graph")),
    changed_record(lambda record: record.update(documents=10**9)),
]


@pytest.mark.parametrize("change", RECORDS)
def test_a_changed_record_is_noticed_too(folder, corpus, fresh, change, run):
    record = change(fresh["run.json"].decode())
    (folder / "run.json").write_bytes(record.encode(errors="surrogateescape"))
    assert run(folder, corpus)[0] == fresh


OPTIONS = [
    (MapOptions(discover=DiscoverOptions(threads=2, memory=1 << 24), search=SearchOptions(threads=2)), STAGES),
    (MapOptions(contexts_each=2), STAGES[:4]),
    (MapOptions(search=SearchOptions(seed=5)), ["terms", "graph", "texts", "contexts"]),
    (MapOptions(cooccurrence=CooccurrenceOptions(window=4)), ["terms", "texts"]),
    (MapOptions(graph_terms=30), ["terms", "texts"]),
    (MapOptions(discover=DiscoverOptions(top=100)), ["texts"]),
    (MapOptions(discover=DiscoverOptions(keep_repeats=True)), ["texts"]),
]  # fmt: skip


@pytest.mark.parametrize(("options", "expected"), OPTIONS)
def test_a_stage_is_done_again_where_what_it_depends_on_changed(folder, tmp_path, corpus, options, expected, run):
    files, reused, _ = run(folder, corpus, options)
    assert reused == expected
    assert files == run(tmp_path / "other", corpus, options)[0]


def test_another_text_under_the_same_name_is_another_text(tmp_path, data, run):
    text, lines = tmp_path / "t.txt", (data / "power.txt").read_text("utf-8").splitlines(True)
    text.write_text("".join(lines[:40]), "utf-8")
    run(tmp_path / "map", text)
    text.write_text("".join(lines[40:80]), "utf-8")
    files, reused, _ = run(tmp_path / "map", text)
    assert reused == []
    assert files == run(tmp_path / "other", text)[0]


def test_a_run_that_stops_leaves_the_old_files_and_the_next_goes_on(folder, tmp_path, corpus, fresh, run):
    options = MapOptions(discover=DiscoverOptions(top=200))
    expected = run(tmp_path / "expected", corpus, options)[0]
    stop = 1
    while True:
        other = laid_out(tmp_path / str(stop), fresh)
        with contextlib.suppress(KeyboardInterrupt):
            run(other, corpus, options, stop_at=stop)
            break
        assert contents_of_files(other) == fresh
        assert run(other, corpus, options)[0] == expected
        stop += 1
    assert stop > 5


def contents_of_files(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


KILLED = """
import os, signal, sys
from textmine.map import FileSources, write_map
from textmine.report import write_report
class Deadly:
    def stage(self, name):
        if name == sys.argv[3]: os.kill(os.getpid(), signal.SIGKILL)
    def advance(self, *given): pass
    def note(self, message): print(message)
sources = FileSources([sys.argv[2]], ["none"])
write_map(sys.argv[1], sources, None, "textmine map", then=[write_report], progress=Deadly())
"""


def test_a_run_that_is_killed_again_and_again_ends_with_the_same_bytes(tmp_path, corpus, fresh):
    # Each run dies one stage later than the one before, at a stage that begins only if nothing is done again.
    folder = tmp_path / "map"
    for stage in ("counting co-occurrences", "finding communities", "collecting contexts", "writing", "none"):
        command = [sys.executable, "-P", "-c", KILLED, str(folder), str(corpus), stage]
        done = subprocess.run(command, capture_output=True, text=True)
        if stage != "none":
            assert (done.returncode, done.stderr) == (-signal.SIGKILL, "")
            assert os.listdir(folder) == ["unfinished"]
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"{folder}: terms, graph, communities, texts, contexts from an earlier run")
    assert contents(folder) == fresh


def test_a_run_that_fails_leaves_nothing_behind(tmp_path, folder, fresh, run):
    short = tmp_path / "short.txt"
    short.write_text("甲乙丙丁", "utf-8")
    with pytest.raises(InputError, match="no term was found"):
        run(tmp_path / "new", short)
    assert not (tmp_path / "new").exists()
    with pytest.raises(InputError, match="no term was found"):
        run(folder, short)
    assert contents(folder) == fresh


def test_two_runs_at_once_write_one_after_the_other(tmp_path, corpus, fresh, monkeypatch, run):
    monkeypatch.setitem(globals(), "contents", contents_of_files)  # the first looks while the second is at work
    found = []
    threads = [threading.Thread(target=lambda: found.append(run(tmp_path / "map", corpus))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # The later one has nothing to do.
    assert [files for files, _, _ in found] == [fresh, fresh]
    assert sorted(reused for _, reused, _ in found) == [[], STAGES]
    assert not (tmp_path / "map" / "unfinished").exists()


def test_standard_input_is_read_each_time(tmp_path, inside, corpus):
    for _ in range(2):
        code, _, err = inside("map", "-", "-b", "none", "-o", tmp_path / "map", stdin=corpus.read_bytes())
        assert (code, err) == (0, b"")
