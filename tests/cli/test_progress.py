"""Progress as a terminal shows it, and nothing where there is none."""

import os
import re
import subprocess
import sys

import pytest

pty = pytest.importorskip("pty", reason="pseudo-terminals are a thing of Unix")

WORK = """
import sys, time
from textmine.cli.progress import Terminal, say
progress = Terminal(verbose=VERBOSE)
progress.stage("reading a.txt")
progress.advance(1_000_000, 4_000_000)
time.sleep(0.11)
progress.advance(2_000_000, 4_000_000)
progress.note("a.txt: read as gb18030")
progress.stage("counting")
time.sleep(0.11)
progress.advance(30, unit="terms")
progress.clear()
sys.stdout.write("data\\n")
sys.stderr.write("rich\\n" if "rich" in sys.modules else "")
"""
CODES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def run(code, stderr, verbose=False, **env):
    command = [sys.executable, "-P", "-c", code.replace("VERBOSE", str(verbose))]
    env = os.environ | {"TERM": "xterm", "COLUMNS": "100"} | env
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=stderr, env=env, check=False)


def run_on_a_terminal(code, verbose=False, **env):
    """Standard output (a pipe) and all that went to the terminal."""
    ours, theirs = pty.openpty()
    try:
        done = run(code, theirs, verbose, **env)
    finally:
        os.close(theirs)
    shown = b""
    try:
        while part := os.read(ours, 1 << 16):
            shown += part
    except OSError:  # Linux's way to say that the other end is closed
        pass
    os.close(ours)
    return done, shown.decode()


def test_a_pipe_gets_notes_alone_and_rich_is_not_loaded():
    done = run(WORK, subprocess.PIPE)
    assert done.stdout == b"data\n"
    assert done.stderr == b"textmine: a.txt: read as gb18030\n"


def test_verbose_gives_the_seconds_of_each_stage_in_pipes_too():
    done = run(WORK, subprocess.PIPE, verbose=True)
    assert done.stdout == b"data\n"
    seconds = r"0\.[1-9]\d\d s, 0\.\d{3} s CPU"
    expected = f"textmine: a.txt: read as gb18030\ntextmine: reading a.txt: {seconds}\ntextmine: counting: {seconds}\n"
    assert re.fullmatch(expected, done.stderr.decode())


@pytest.mark.parametrize("verbose", [False, True])
def test_a_terminal_shows_stage_rate_and_time_left_and_is_left_clean(verbose):
    done, shown = run_on_a_terminal(WORK, verbose)
    assert done.stdout == b"data\n"
    plain = CODES.sub("", shown)
    assert re.search(r"reading a\.txt.*2\.0 MB of 4\.0 MB, [\d.]+ MB/s, 0:0\d left", plain)
    assert re.search(r"counting.*30 terms, \d+ terms/s", plain)
    assert plain.count("textmine: a.txt: read as gb18030") == 1
    assert ("textmine: counting: 0." in plain) == verbose
    # The last line drawn is wiped, and the cursor is back.
    assert "\x1b[2K" in shown[shown.rindex("terms/s") :]
    assert shown.rindex("\x1b[?25h") > shown.rindex("\x1b[?25l")


@pytest.mark.parametrize("end", ["say('bad data'); sys.exit(1)", "sys.exit(141)", "raise KeyboardInterrupt"])
def test_however_it_ends_the_cursor_is_back_and_the_message_on_a_line_of_its_own(end):
    code = WORK[: WORK.index("progress.clear")] + end
    done, shown = run_on_a_terminal(code)
    assert done.returncode != 0
    assert shown.rindex("\x1b[?25h") > shown.rindex("\x1b[?25l")
    if "say" in end:
        last = CODES.sub("", shown[shown.rindex("terms/s") + len("terms/s") :])
        assert last.strip() == "textmine: bad data"


def test_a_closed_standard_error_is_no_harm():
    code = "import sys; sys.stderr = None\n" + WORK.replace("sys.stderr.write", "str")
    done = run(code, subprocess.PIPE, verbose=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"data\n", b"")


COLOUR = re.compile(r"\x1b\[[0-9;]*(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])[0-9;]*m")


def test_no_color_takes_the_colours_away():
    assert COLOUR.search(run_on_a_terminal(WORK)[1])
    shown = run_on_a_terminal(WORK, NO_COLOR="1")[1]
    assert "MB/s" in shown
    assert not COLOUR.search(shown)


def test_quiet_shows_nothing_on_a_terminal_but_errors():
    code = WORK.replace(
        "progress = T", "from textmine.cli.progress import set_loudness; set_loudness(quiet=True); p = T"
    )
    code = code.replace("; p = ", "\nprogress = ").replace("progress.clear()", "progress.clear(); say('bad data')")
    done, shown = run_on_a_terminal(code)
    assert (done.stdout, shown) == (b"data\n", "textmine: bad data\r\n")
