"""Stages of a folder: what is used again, what is not, and what a run that stops anywhere leaves."""

import contextlib
import json
import os
from pathlib import Path

import pytest

from textmine.errors import InputError
from textmine.map.stages import digest, open_stages

NAMES = ("one", "two")
RECORD = "run.json"


def run(folder, key="k", text="first", *, notes=None, made=None, **options):
    """Run two stages, the second with two files, and return the names of those that were used again."""
    made = [] if made is None else made

    def make(name, files):
        def lines():
            made.append(name)
            return {file: [f"{text} ", f"{file}\n"] for file in files}, {"figure": text, "n": len(files)}

        return lines

    how = {"progress": notes} if notes else {}
    with open_stages(str(folder), **how, **options) as stages:
        for name, files in zip(NAMES, (["a"], ["b", "c"]), strict=True):
            figures = stages.done(name, key, files, make(name, files))
            assert figures == {"figure": text, "n": len(files)}
            assert all(Path(stages.path(file)).read_text(encoding="utf-8") == f"{text} {file}\n" for file in files)
        stages.finish({"text": text})
        return stages.reused


def files_of(folder):
    if not folder.exists():
        return {}
    return {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir() if path.is_file()}


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "map"


def test_a_finished_run_leaves_its_files_and_its_record(folder):
    assert run(folder) == []
    files = files_of(folder)
    record = json.loads(files.pop(RECORD))
    assert files == {name: f"first {name}\n" for name in "abc"}
    assert record["text"] == "first"
    assert list(record["stages"]) == list(NAMES)
    assert sorted(os.listdir(folder)) == sorted(["a", "b", "c", RECORD])


def test_finished_stages_are_used_again_with_their_figures(folder):
    run(folder)
    before, made = files_of(folder), []
    assert run(folder, made=made) == list(NAMES)
    assert made == []
    assert files_of(folder) == before


@pytest.mark.parametrize("key", ["other", None])
def test_another_key_or_none_is_another_result(folder, key):
    run(folder, key)
    assert run(folder, "k" if key else None, "second") == []
    assert files_of(folder)["a"] == "second a\n"


def test_nothing_is_used_again_where_all_is_to_be_fresh(folder):
    run(folder)
    assert run(folder, text="second", fresh=True) == []
    assert files_of(folder)["c"] == "second c\n"


@pytest.mark.parametrize(("file", "stage"), [("a", "one"), ("b", "two"), ("c", "two")])
@pytest.mark.parametrize("gone", [True, False])
def test_a_file_that_was_changed_or_is_gone_is_made_again_and_told(folder, file, stage, gone, notes):
    run(folder)
    if gone:
        (folder / file).unlink()
    else:
        (folder / file).write_text(f"First {file}\n", encoding="utf-8")
    made = []
    assert run(folder, notes=notes, made=made) == [name for name in NAMES if name != stage]
    assert made == [stage]
    assert notes.notes == [f"{folder / file} is not as it was written; it is made again"]
    assert files_of(folder)[file] == f"first {file}\n"


@pytest.mark.parametrize("what", ["key", "files", "figures", "seal"])
def test_a_stage_whose_record_was_changed_is_made_again(folder, what):
    run(folder)
    record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    record["stages"]["one"][what] = {"key": "j", "files": {"a": "0"}, "figures": {}, "seal": "0"}[what]
    (folder / RECORD).write_text(json.dumps(record), encoding="utf-8")
    made = []
    assert run(folder, made=made) == ["two"]
    assert made == ["one"]


@pytest.mark.parametrize("record", ["", "{}", "[]", "nonsense", '{"stages": []}', '{"stages": {"one": 1}}', "[" * 9999])
def test_a_record_that_is_none_has_no_stages(folder, record):
    run(folder)
    (folder / RECORD).write_text(record, encoding="utf-8")
    assert run(folder, text="second") == []


def test_other_files_of_a_stage_are_another_result(folder):
    run(folder)
    with open_stages(str(folder)) as stages:
        stages.done("one", "k", ["a", "d"], lambda: ({"a": ["x"], "d": ["y"]}, {}))
        assert stages.reused == []


class Stop(BaseException):
    """The process ends."""


def stop_at(monkeypatch, call):
    """Let `os.replace` be the last thing that a run does, at its call number `call` from 0, before it is done."""
    calls, replace = [], os.replace

    def stopping(source, target):
        if len(calls) == call:
            raise Stop
        calls.append(os.path.basename(target))
        replace(source, target)

    monkeypatch.setattr("os.replace", stopping)
    return calls


def test_the_record_is_the_last_file_that_is_put_in_its_place(folder, monkeypatch):
    run(folder)
    calls = stop_at(monkeypatch, 99)
    run(folder, "l", "second")
    in_place = [name for name in calls if name in {"a", "b", "c", RECORD}]
    assert in_place[-1] == RECORD
    assert sorted(in_place[-4:]) == sorted(["a", "b", "c", RECORD])


@pytest.mark.parametrize("before", [False, True])
@pytest.mark.parametrize("call", range(12))
def test_wherever_a_run_stops_its_record_never_names_files_that_are_not_there(folder, monkeypatch, call, before, notes):
    if before:
        run(folder)
    with monkeypatch.context() as patch:
        stop_at(patch, call)
        with contextlib.suppress(Stop):
            run(folder, "l", "second")
    files = files_of(folder)
    if RECORD in files and json.loads(files[RECORD])["text"] == "second":
        assert {name: files[name] for name in "abc"} == {name: f"second {name}\n" for name in "abc"}
    made = []
    reused = run(folder, "l", "second", made=made, notes=notes)
    assert sorted(reused + made) == sorted(NAMES)
    fresh = folder.with_name("fresh")
    run(fresh, "l", "second")
    assert files_of(folder) == files_of(fresh)
    assert sorted(os.listdir(folder)) == sorted(os.listdir(fresh))


def test_what_a_stopped_run_finished_is_used_by_the_next(folder):
    def stopped():
        raise Stop

    with contextlib.suppress(Stop), open_stages(str(folder)) as stages:
        stages.done("one", "k", ["a"], lambda: ({"a": ["first a\n"]}, {"figure": "first", "n": 1}))
        stages.done("two", "k", ["b", "c"], stopped)
    assert not (folder / "a").exists()
    made = []
    assert run(folder, made=made) == ["one"]
    assert made == ["two"]


def test_a_stage_that_stops_while_it_is_written_is_not_finished(folder):
    def half():
        yield "first "
        raise Stop

    with contextlib.suppress(Stop), open_stages(str(folder)) as stages:
        stages.done("one", "k", ["a"], lambda: ({"a": half()}, {"figure": "first", "n": 1}))
    assert run(folder) == []
    assert files_of(folder)["a"] == "first a\n"


def refused(folder, key):
    with open_stages(str(folder)) as stages:
        stages.done("one", key, ["a"], lambda: ({"a": ["x"]}, {}))
        raise InputError("corpus.txt", 1, "is bad", "mend it")


def test_a_run_that_ends_in_an_error_of_its_input_leaves_nothing(folder):
    with pytest.raises(InputError):
        refused(folder, "k")
    assert not folder.exists()
    run(folder)
    before = files_of(folder)
    with pytest.raises(InputError):
        refused(folder, "l")
    assert files_of(folder) == before
    assert sorted(os.listdir(folder)) == sorted(before)


def test_digests_tell_values_apart_and_not_the_order_of_names():
    parts = [{"a": 1, "b": 2}, {"a": 2, "b": 1}, {"a": "1", "b": 2}, {"a": 1}, ["a", 1], {}, None]
    assert len({digest("terms", part) for part in parts} | {digest("graph", parts[0])}) == len(parts) + 1
    assert digest("terms", {"b": 2, "a": 1}) == digest("terms", parts[0])
