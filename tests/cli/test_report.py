"""`textmine report`, and what `textmine map` says where a person reads it."""

import json
import os
import pty
import subprocess
import sys

import pytest

from textmine.cli.summary import said_command

CORPUS = ("data/power.txt", "--background", "data/encyclopedia.txt")


@pytest.fixture(scope="module")
def folder(textmine, workspace, tmp_path_factory):
    folder = tmp_path_factory.mktemp("report") / "map"
    code, _, err = textmine("map", *CORPUS, "--output", folder, cwd=workspace)
    assert (code, err) == (0, b"")
    return folder


def test_report_writes_the_page_that_map_wrote(textmine, folder, tmp_path):
    wanted = (folder / "report.html").read_bytes()
    assert textmine("report", folder, "-o", tmp_path / "other.html") == (0, b"", b"")
    assert (tmp_path / "other.html").read_bytes() == wanted
    assert textmine("report", folder, "-o", "-") == (0, wanted, b"")
    english = textmine("report", folder, "-o", "-", "--language", "en")[1].decode()
    assert '<html lang="en">' in english


def test_the_record_has_the_command_and_five_contexts_for_each_term(folder):
    record = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    assert record["command"] == "textmine map data/power.txt --background data/encyclopedia.txt --output DIR"
    rows = map(json.loads, (folder / "contexts.jsonl").read_text(encoding="utf-8").splitlines())
    counts = {}
    for row in rows:
        counts[row["term"]] = counts.get(row["term"], 0) + 1
    terms = (folder / "terms.tsv").read_text(encoding="utf-8").split("\n")[1:1001]
    best = [term.split("\t")[0] for term in terms]
    assert set(counts) <= set(best)
    assert max(counts.values()) == 5
    assert len(counts) > 900  # the best segmentation does not have all of them


def test_an_input_is_not_written_over(textmine, folder):
    code, out, err = textmine("report", folder, "-o", folder / "terms.tsv")
    assert (code, out) == (2, b"")
    assert b"is also an input" in err


def test_a_folder_that_is_none_is_said(textmine, tmp_path):
    code, out, err = textmine("report", tmp_path / "nowhere")
    assert (code, out) == (1, b"")
    assert err.endswith(b"is no folder; make the folder with textmine map\n")


def test_options_that_change_nothing_are_not_in_the_command():
    given = ["map", "a b.txt", "-oX", "--threads", "2", "--memory=1G", "-v", "--open", "--top=5", "--output=Y"]
    assert said_command(given) == "textmine map 'a b.txt' --top=5 --output DIR"


@pytest.mark.skipif(sys.platform == "win32", reason="there is no pseudo-terminal")
def test_a_terminal_gets_tables(workspace, tmp_path):
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "textmine", "map", *CORPUS, "-o", str(tmp_path / "map")]
    env = os.environ | {"COLUMNS": "100", "TERM": "xterm"}
    with subprocess.Popen(command, stdout=theirs, stderr=subprocess.DEVNULL, cwd=workspace, env=env) as process:
        os.close(theirs)
        shown = b""
        try:
            while part := os.read(ours, 4096):
                shown += part
        except OSError:  # the other end is closed
            pass
    os.close(ours)
    assert process.returncode == 0
    text = shown.decode()
    assert "documents" in text
    assert "变压器" in text
    assert "Report: " in text
    assert "report.html" in text


def test_open_shows_the_report_in_the_browser_of_the_user(textmine, folder, tmp_path):
    code, out, err = textmine("report", folder, "-o", tmp_path / "page.html", "--open", BROWSER="true %s")
    assert (code, out, err) == (0, b"", b"")
