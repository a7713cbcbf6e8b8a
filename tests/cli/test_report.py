"""`textmine report`, and what `textmine map` says where a person reads it."""

import json
import os
import re
import subprocess
import sys

import networkx
import pytest

from textmine.cli.summary import said_command

CORPUS = ("data/power.txt", "--background", "data/encyclopedia.txt")


@pytest.fixture(scope="module")
def folder(inside, workspace, tmp_path_factory):
    folder = tmp_path_factory.mktemp("report") / "map"
    code, _, err = inside("map", *CORPUS, "--output", folder, cwd=workspace)
    assert (code, err) == (0, b"")
    return folder


def test_report_writes_the_page_that_map_wrote(inside, folder, tmp_path):
    wanted = (folder / "report.html").read_bytes()
    assert inside("report", folder, "-o", tmp_path / "other.html") == (0, b"", b"")
    assert (tmp_path / "other.html").read_bytes() == wanted
    assert inside("report", folder, "-o", "-") == (0, wanted, b"")
    english = inside("report", folder, "-o", "-", "--language", "en")[1].decode()
    assert '<html lang="en">' in english


def test_a_heading_is_that_of_the_page(inside, folder):
    page = inside("report", folder, "-o", "-", "--heading", "Power & more")[1].decode()
    assert "<title>Power &amp; more</title>" in page


def test_the_record_has_the_command_and_ten_contexts_for_each_term(folder):
    record = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    assert record["command"] == "textmine map data/power.txt --background data/encyclopedia.txt --output DIR"
    rows = map(json.loads, (folder / "contexts.jsonl").read_text(encoding="utf-8").splitlines())
    counts = {}
    for row in rows:
        counts[row["term"]] = counts.get(row["term"], 0) + 1
    terms = (folder / "terms.tsv").read_text(encoding="utf-8").split("\n")[1:1001]
    best = [term.split("\t")[0] for term in terms]
    assert set(counts) == set(best)
    assert max(counts.values()) == 10


def test_a_figure_is_written_and_texts_are_left_out(textmine, folder, tmp_path):
    page, figure = tmp_path / "page.html", tmp_path / "map.svg"
    assert textmine("report", folder, "-o", page, "--no-text", "--figure", figure) == (0, b"", b"")
    assert figure.read_text(encoding="utf-8").startswith("<svg ")
    start = (folder / "documents.tsv").read_text(encoding="utf-8").split("\n")[1].split("\t")[-1]
    assert 'data-encoding="utf' in (folder / "report.html").read_text(encoding="utf-8")  # packed texts
    assert 'data-encoding=""></script>' in page.read_text(encoding="utf-8")
    assert start[:30] not in page.read_text(encoding="utf-8")
    code, out, err = textmine("report", folder, "-o", page, "--figure", tmp_path / "map.jpg")
    assert (code, out) == (2, b"")
    assert err.decode().endswith("no .svg, .pdf or .png; name a file that ends in one of them\n")


def test_an_input_is_not_written_over(inside, folder):
    code, out, err = inside("report", folder, "-o", folder / "terms.tsv")
    assert (code, out) == (2, b"")
    assert b"is also an input" in err


def test_a_folder_that_is_none_is_said(inside, tmp_path):
    code, out, err = inside("report", tmp_path / "nowhere")
    assert (code, out) == (1, b"")
    assert err.endswith(b"is no folder; make the folder with textmine map\n")


def test_options_that_change_nothing_are_not_in_the_command():
    given = ["map", "a b.txt", "-oX", "--threads", "2", "--memory=1G", "-v", "--open", "--top=5", "--output=Y"]
    assert said_command(given) == "textmine map 'a b.txt' --top=5 --output DIR"


@pytest.mark.skipif(sys.platform == "win32", reason="there is no pseudo-terminal")
def test_a_terminal_gets_tables(workspace, tmp_path):
    ours, theirs = os.openpty()
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
    for heading in ("documents", "communities", "general"):
        assert heading in text
    terms = [row.split("\t")[0] for row in (tmp_path / "map" / "terms.tsv").read_text(encoding="utf-8").splitlines()]
    assert [
        row.split()[1] for row in text.splitlines() if re.match(r"\s+\d+\s+\S+\s+\S+\s+\d+\s+\d+\s+(yes|no)", row)
    ] == terms[1:21]
    assert text.rstrip().endswith(f"Report: {tmp_path / 'map' / 'report.html'}")


def test_open_shows_the_report_in_the_browser_of_the_user(textmine, folder, tmp_path):
    code, out, err = textmine("report", folder, "-o", tmp_path / "page.html", "--open", BROWSER="true %s")
    assert (code, out, err) == (0, b"", b"")


@pytest.mark.skipif(sys.platform == "win32", reason="the browser is a shell script")
def test_map_opens_the_report_and_writes_for_other_programs(textmine, workspace, tmp_path):
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" >> {tmp_path}/opened\n', encoding="utf-8")
    browser.chmod(0o755)
    wanted = ("--export", "gexf", "--export", "graphml", "--export", "vosviewer", "--open")
    folder = tmp_path / "map"
    code, _, err = textmine("map", *CORPUS, "-o", folder, *wanted, cwd=workspace, BROWSER=f"{browser} %s")
    assert (code, err) == (0, b"")
    assert (tmp_path / "opened").read_text(encoding="utf-8") == f"{(folder / 'report.html').as_uri()}\n"
    n_nodes = json.loads((folder / "run.json").read_text(encoding="utf-8"))["nodes"]
    for kind in ("gexf", "graphml"):
        assert len(getattr(networkx, f"read_{kind}")(folder / f"map.{kind}")) == n_nodes
    assert len((folder / "vosviewer_map.txt").read_text(encoding="utf-8").splitlines()) == n_nodes + 1
    assert (folder / "vosviewer_network.txt").stat().st_size > 0


def test_layers_of_periods_need_dates(inside, tmp_path):
    (tmp_path / "text.txt").write_text("变压器\n", encoding="utf-8")
    code, _, err = inside("map", "text.txt", "-o", "map", "--layers", "date", cwd=tmp_path)
    assert (code, err.decode()[:52]) == (2, "textmine: --layers date needs dates; name the field ")
