"""What an operator does to a program: signals, full disks, closed pipes, two runs at a time, outputs over inputs.

No traceback, one line, the right exit code, no temporary file left, an output that was there never harmed.
"""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from textmine.cli import memory

PROGRAM = [sys.executable, "-m", "textmine"]
# Every command that writes, but for where to; in the workspace.
WRITERS = {
    "discover": "discover data/power.txt -b none --all",
    "segment": "segment data/power.txt",
    "graph": "graph data/power.txt --terms terms.tsv",
    "cluster": "cluster graph.tsv",
    "contexts": "contexts 变压器 data/power.txt",
    "vectors": "vectors data/power.txt --dimensions 5",
    "similar": "similar gis --vectors vectors.txt",
    "expand": "expand seeds.txt --vectors vectors.txt",
    "terms": "evaluate terms terms.tsv data/power.gold data/power.txt --resamples 10",
    "segmentation": "evaluate segmentation data/power.txt data/power.txt --resamples 10",
    "communities": "evaluate communities graph.tsv graph.tsv --resamples 10",
    "count": "count data/power.txt -o counts.ngrams",
    "map": "map data/power.txt -b none -o map",
}
TO_FILES = [name for name in WRITERS if name not in ("count", "map", "communities")]
FULL = "no space left on device; check the folder, its permissions and the space left"
needs_full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")


@pytest.fixture(scope="module")
def place(workspace):
    """The workspace, for commands that write beside it."""
    communities = "path\tterm\tflow\n1:1\ta\t0.5\n2:1\tb\t0.5\n"
    (workspace / "communities.tsv").write_text(communities)
    WRITERS["communities"] = "evaluate communities communities.tsv communities.tsv --resamples 10"
    return workspace


def started(command, cwd, **streams):
    """Start the program and wait until it has its signal handlers: before, Python's own start is on the stage."""
    process = subprocess.Popen([*PROGRAM, *command], cwd=cwd, **streams)
    status = Path(f"/proc/{process.pid}/status")
    while process.poll() is None:
        caught = next(line for line in status.read_text().splitlines() if line.startswith("SigCgt"))
        if int(caught.split()[1], 16) >> (signal.SIGTERM - 1) & 1:
            break
        time.sleep(0.005)
    return process


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the handlers are seen in /proc")
@pytest.mark.parametrize(
    ("name", "said"), [("SIGINT", "interrupted"), ("SIGTERM", "terminated"), ("SIGHUP", "the terminal is gone")]
)
def test_a_signal_at_any_moment_ends_the_program_and_leaves_nothing(place, tmp_path, name, said):
    number = signal.Signals[name]
    moments = random.Random(int(number))
    command = ["count", place / "data" / "power.txt", "-o", "out.ngrams", "--max-length", "12", "--pack"]
    # A run that nothing ends tells how long one takes on this machine.
    process = started(command, tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    begun = time.monotonic()
    assert process.wait(60) == 0
    whole, codes = time.monotonic() - begun, []
    for turn in range(7):
        folder = tmp_path / str(turn)
        folder.mkdir()
        (folder / "out.ngrams").write_bytes(b"old")
        process = started(command, folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        time.sleep(moments.uniform(0, whole) if turn else 0)  # at least the first comes in time
        process.send_signal(number)
        err = process.communicate(timeout=60)[1]
        codes.append(process.returncode)
        # -number: all is done and Python itself is on its way out.
        done = ((0, b""), (-number, b""))
        assert (process.returncode, err) in ((128 + number, f"textmine: {said}\n".encode()), *done)
        assert os.listdir(folder) == ["out.ngrams"]
        assert (folder / "out.ngrams").read_bytes()[:3] in (b"old", b"tex")
    assert 128 + number in codes


def test_a_signal_while_a_file_is_written_leaves_the_old_one(tmp_path):
    os.mkfifo(tmp_path / "in.txt")
    (tmp_path / "out.txt").write_text("old")
    process = started(["segment", "in.txt", "-o", "out.txt"], tmp_path, stderr=subprocess.PIPE)
    with open(tmp_path / "in.txt", "wb") as pipe:
        pipe.write("变压器\n".encode() * 200_000)
        pipe.flush()
        while len(os.listdir(tmp_path)) < 3:  # until there is the file beside
            time.sleep(0.01)
        process.send_signal(signal.SIGTERM)
        assert process.communicate(timeout=60)[1] == b"textmine: terminated\n"
    assert process.returncode == 143
    assert sorted(os.listdir(tmp_path)) == ["in.txt", "out.txt"]
    assert (tmp_path / "out.txt").read_text() == "old"


def test_what_the_parent_ignores_stays_ignored(tmp_path):
    os.mkfifo(tmp_path / "in.txt")
    ignoring = (
        "import os, signal, sys; signal.signal(signal.SIGHUP, signal.SIG_IGN); os.execv(sys.argv[1], sys.argv[1:])"
    )
    command = [sys.executable, "-P", "-c", ignoring, *PROGRAM, "segment", "in.txt"]
    process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE)
    with open(tmp_path / "in.txt", "wb") as pipe:
        process.send_signal(signal.SIGHUP)
        pipe.write("变压器\n".encode())
    assert process.communicate(timeout=60)[0] == "变压器\n".encode()
    assert process.returncode == 0


@needs_full
@pytest.mark.parametrize("name", WRITERS)
def test_a_full_disk_behind_standard_output(inside, place, tmp_path, name):
    command = WRITERS[name].replace("counts.ngrams", str(tmp_path / "c")).replace("-o map", f"-o {tmp_path / 'map'}")
    with open("/dev/full", "wb") as full:
        code, _, err = inside(*command.split(), cwd=place, stdout=full)
    assert (code, err.decode()) == (1, f"textmine: standard output: cannot be written: {FULL}\n")


@needs_full
def test_help_and_messages_into_a_full_disk(shell, place):
    code, _, err = shell("textmine --help > /dev/full", place)
    assert (code, err) == (1, b"textmine: standard output: cannot be written: no space left on device\n")
    # A message that cannot be written is no reason to lose the data.
    code, out, _ = shell("textmine discover data/power.txt 2> /dev/full | head -c 5", place)
    assert (code in (0, 141), out) == (True, b"term\t")


@pytest.mark.parametrize("name", WRITERS)
def test_a_reader_that_is_gone(inside, place, tmp_path, name):
    command = WRITERS[name].replace("counts.ngrams", str(tmp_path / "c")).replace("-o map", f"-o {tmp_path / 'map'}")
    reader, writer = os.pipe()
    os.close(reader)
    with open(writer, "wb") as closed:
        code, _, err = inside(*command.split(), cwd=place, stdout=closed)
    assert (code, err) == (141, b"")


@pytest.mark.parametrize("name", [*TO_FILES, "count"])
def test_a_file_that_may_not_grow_is_not_replaced(inside, place, tmp_path, name, monkeypatch):
    """As on a full disk: the system refuses to make the file safe."""
    (tmp_path / "out").write_text("old")
    command = [part for part in WRITERS[name].split() if part not in ("-o", "counts.ngrams")]

    def full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    code, out, err = inside(*command, "-o", tmp_path / "out", cwd=place)
    assert (code, out, err.decode()) == (1, b"", f"textmine: {tmp_path}/out: cannot be written: {FULL}\n")
    assert os.listdir(tmp_path) == ["out"]
    assert (tmp_path / "out").read_text() == "old"


@pytest.mark.parametrize(
    "command",
    ["discover long.txt -b none", "count long.txt -o OUT", "graph long.txt -b none", "map long.txt -b none -o O"],
)
def test_a_full_temporary_directory(shell, place, tmp_path, command):
    (tmp_path / "long.txt").write_bytes((place / "data" / "power.txt").read_bytes() * 6)
    code, out, err = shell(
        f"ulimit -f 100; textmine {command} --memory 1M --keep-repeats", tmp_path, TMPDIR=str(tmp_path)
    )
    assert (code, out) == (1, b"")
    reason = "the temporary directory cannot be used: file too large; free some space, name another folder with --spool"
    assert err.decode().startswith(f"textmine: {tmp_path}: {reason}")
    assert err.count(b"\n") == 1
    assert os.listdir(tmp_path) == ["long.txt"]


def test_a_spool_on_a_full_disk(shell, place, tmp_path):
    """On a real small file system, where the system lets one be mounted."""
    (tmp_path / "long.txt").write_bytes((place / "data" / "power.txt").read_bytes() * 6)
    (tmp_path / "disk").mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=200k", "none", tmp_path / "disk"], check=False).returncode:
        pytest.skip("no file system can be mounted")
    try:
        code, out, err = shell("textmine discover long.txt -b none --memory 1M --keep-repeats --spool disk", tmp_path)
        assert os.listdir(tmp_path / "disk") == []
    finally:
        subprocess.run(["umount", tmp_path / "disk"], check=True)
    assert (code, out) == (1, b"")
    reason = b"the temporary directory cannot be used: no space left on device; free some space, name another folder"
    assert err.startswith(b"textmine: disk: " + reason)
    assert err.count(b"\n") == 1


def test_a_spool_is_where_it_is_asked_for(shell, place, tmp_path):
    line = "textmine discover data/power.txt -b none --memory 1M --spool"
    assert shell(f"{line} {tmp_path}", place)[:2] == shell("textmine discover data/power.txt -b none", place)[:2]
    assert os.listdir(tmp_path) == []
    code, out, err = shell(f"{line} {tmp_path}/none", place)
    assert (code, out) == (1, b"")
    assert err.decode() == f"textmine: {tmp_path}/none: there is no such folder; name a folder for temporary files\n"


@pytest.mark.skipif(not os.path.exists("/proc/self/status"), reason="the system does not tell the peak")
def test_a_budget_that_is_too_small_is_said(monkeypatch, capsys):
    monkeypatch.setattr("textmine.cli.memory._BESIDE", 1 << 20)
    for allowed, is_said in ((1 << 20, True), (1 << 40, False), (None, False)):
        memory.allow(allowed)
        memory.say_peak()
        assert (
            "but --memory 1M allows 2 MB (1 MB are for the program itself); write --memory " in capsys.readouterr().err
        ) == is_said


def test_a_temporary_directory_that_is_gone(shell, place, tmp_path):
    line = "textmine discover data/power.txt -b none --all --memory 1M | tail -n +2 | wc -l"
    code, out, err = shell(line, place, TMPDIR=str(tmp_path / "gone"))
    assert code == 0  # Python goes on to the next place there is
    assert b"temporary" not in err
    assert int(out) > 100


def test_two_runs_that_write_the_same_file(place, tmp_path):
    out = tmp_path / "out.tsv"
    commands = [["discover", "data/power.txt", "-b", "none", "--top", str(top), "-o", out] for top in (50, 500)]
    runs = [subprocess.Popen([*PROGRAM, *map(str, command)], cwd=place) for command in commands]
    assert [run.wait(timeout=60) for run in runs] == [0, 0]
    assert out.read_text().count("\n") in (51, 501)
    assert os.listdir(tmp_path) == ["out.tsv"]


OVER = {
    "discover in.txt -o in.txt": "in.txt",
    "discover in.txt -b back.txt -o back.txt": "back.txt",
    "discover in.txt --known terms.txt -o terms.txt": "terms.txt",
    "discover . -o back.txt": "back.txt",
    "discover *.txt -o back.txt": "back.txt",
    "discover in.txt -o link.txt": "link.txt",
    "discover in.txt -o hard.txt": "hard.txt",
    "count in.txt -o in.txt": "in.txt",
    "segment in.txt --terms terms.txt -o terms.txt": "terms.txt",
    "segment in.txt --lexicon-free --train back.txt -o back.txt": "back.txt",
    "graph in.txt --terms terms.txt -o terms.txt": "terms.txt",
    "graph --from-vectors good.vec -o good.vec": "good.vec",
    "cluster good.tsv -o good.tsv": "good.tsv",
    "cluster good.tsv --initial old.tree -o old.tree": "old.tree",
    "contexts x in.txt -o in.txt": "in.txt",
    "vectors in.txt -o in.txt": "in.txt",
    "vectors terms.names -o terms.npy": "terms.names",
    "similar a --vectors good.vec -o good.vec": "good.vec",
    "expand terms.txt --vectors good.vec -o good.vec": "good.vec",
    "expand terms.txt --graph good.tsv -o terms.txt": "terms.txt",
    "evaluate terms terms.txt terms.txt in.txt -o in.txt": "in.txt",
    "evaluate segmentation in.txt in.txt -o in.txt": "in.txt",
    "evaluate communities good.tsv good.tsv -o good.tsv": "good.tsv",
    "map map/terms.tsv -o map": "map/terms.tsv",
    "report map -o map/graph.tsv": "map/graph.tsv",
    "documents map --community 1 -o map/documents.tsv": "map/documents.tsv",
    "documents map -o map/report.html": "map/report.html",
    "discover in.txt --config options.toml -o options.toml": "options.toml",
    "report map --config options.toml --figure options.toml": "options.toml",
    "evaluate terms terms.txt good.tsv in.txt --config options.toml -o options.toml": "options.toml",
}


OWN = {"options.toml": "# 变压器\n"}  # what a file has that cannot hold a term


@pytest.mark.parametrize("command", OVER)
def test_an_output_that_is_an_input_is_refused(inside, tmp_path, command):
    (tmp_path / "map").mkdir()
    names = ("in.txt", "back.txt", "terms.txt", "good.vec", "good.tsv", "old.tree", "terms.names")
    for name in (*names, "map/terms.tsv", "map/graph.tsv"):
        (tmp_path / name).write_text("变压器\n", encoding="utf-8")
    (tmp_path / "link.txt").symlink_to("in.txt")
    (tmp_path / "hard.txt").hardlink_to(tmp_path / "in.txt")
    if not (tmp_path / OVER[command]).exists():
        (tmp_path / OVER[command]).write_text(OWN.get(OVER[command], "变压器\n"), encoding="utf-8")
    code, out, err = inside(*command.split(), cwd=tmp_path)
    assert (code, out) == (2, b"")
    assert err.decode() == f"textmine: the output {OVER[command]} is also an input; name another file with --output\n"
    assert (tmp_path / OVER[command]).read_text(encoding="utf-8") == OWN.get(OVER[command], "变压器\n")


def test_standard_output_that_is_an_input_is_refused(inside, tmp_path):
    """`segment a.txt >> a.txt` would read what it writes, for ever."""
    (tmp_path / "a.txt").write_text("变压器\n", encoding="utf-8")
    with open(tmp_path / "a.txt", "ab") as out:
        for source, text in (("a.txt", b""), (".", b"")):
            code, _, err = inside("segment", source, cwd=tmp_path, stdout=out, stdin=text)
            assert (code, err) == (2, b"textmine: standard output is also an input; name another file with --output\n")
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == "变压器\n"


PLACES = ["/proc/out.txt", "file/out.txt", "absent/out.txt", "/dev/null/x", "folder"]


@pytest.mark.parametrize(
    ("name", "target"),
    # Into a folder cluster writes a file called like the graph.
    [(name, target) for name in [*TO_FILES, "count"] for target in PLACES if (name, target) != ("cluster", "folder")],
)
def test_a_place_where_nothing_can_be_written(inside, place, tmp_path, name, target):
    (tmp_path / "file").write_text("old")
    (tmp_path / "folder").mkdir()
    for given in ("data", "terms.tsv", "graph.tsv", "vectors.txt", "seeds.txt"):
        (tmp_path / given).symlink_to(place / given)
    before = sorted(os.listdir(tmp_path))
    command = [part for part in WRITERS[name].split() if part not in ("-o", "counts.ngrams")]
    code, out, err = inside(*command, "-o", target, cwd=tmp_path)
    assert (code, out, err.count(b"\n")) == (1, b"", 1)
    assert err.decode().startswith(f"textmine: {target}: cannot be written: ")
    assert sorted(os.listdir(tmp_path)) == before


@pytest.mark.parametrize("kilobytes", [40_000, 60_000, 130_000])
def test_little_memory_is_said_in_one_line(shell, place, kilobytes):
    code, out, err = shell(f"ulimit -v {kilobytes}; textmine discover data/power.txt -b none", place)
    assert (code, out) == (1, b"")
    assert err.count(b"\n") == 1
    assert err.startswith(b"textmine: ")


def test_what_segment_wrote_before_a_later_file_fails_stands(inside, tmp_path):
    """It streams: standard output has what came before, a file appears whole or not at all."""
    (tmp_path / "a.txt").write_text("变压器\n", encoding="utf-8")
    (tmp_path / "b.txt").write_bytes("变压器和绕组的接线\n".encode() + b"\xff\n")
    code, out, err = inside("segment", "a.txt", "b.txt", cwd=tmp_path)
    assert (code, out.decode()) == (1, "变压器\n")
    assert err.startswith(b"textmine: b.txt:2: not valid UTF-8 (byte 0xff at 1)")
    code, out, _ = inside("segment", "a.txt", "b.txt", "-o", "out.txt", cwd=tmp_path)
    assert (code, out, sorted(os.listdir(tmp_path))) == (1, b"", ["a.txt", "b.txt"])
