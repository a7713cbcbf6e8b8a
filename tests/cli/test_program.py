"""What holds for the program as a whole: help, examples, the chain, determinism, pipes, signals."""

import inspect
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from textmine import __version__
from textmine.cli.main import app
from textmine.map import MAP_FILES

COMMANDS = {command.name: command.callback for command in app.registered_commands} | {
    f"{group.typer_instance.info.name} {command.name}": command.callback
    for group in app.registered_groups
    for command in group.typer_instance.registered_commands
}
HEAVY = ("numpy", "scipy", "networkx", "jieba", "rich", "pydantic", "textmine.text", "textmine.mapequation")
CORPUS = ("data/power.txt", "--background", "data/encyclopedia.txt")
CHOSEN = "textmine: background: the shipped zh (--background names another, or none)\n"


def example(name):
    """The line behind `Example:` in the help of a command."""
    return " ".join(inspect.getdoc(COMMANDS[name]).partition("Example:")[2].split("\n\n")[0].split())


def test_the_version_is_that_of_the_library(textmine):
    assert textmine("--version") == (0, f"textmine {__version__}\n".encode(), b"")


@pytest.mark.parametrize(
    "args",
    [
        ["--version"],
        ["--help"],
        ["discover", "--help"],
        ["cluster", "-h"],
        ["evaluate", "terms", "-h"],
        ["contexts", "-h"],
    ],
)
def test_help_and_version_import_nothing_heavy(args):
    code = f"import sys; sys.argv[1:] = {args}\ntry:\n  from textmine.cli import main; main()\nfinally:\n"
    code += f"  print([name for name in {HEAVY} if name in sys.modules], file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "[]\n")


def test_the_program_is_a_module_too(inside):
    done = subprocess.run([sys.executable, "-m", "textmine", "--help"], capture_output=True)
    assert done.returncode == 0
    assert done.stdout.replace(b"python -m textmine", b"textmine") == inside("--help")[1]


def test_the_help_lists_every_command(inside):
    code, out, err = inside("--help")
    assert (code, err) == (0, b"")
    listed = [line.split()[0] for line in out.decode().partition("Commands:\n")[2].splitlines()]
    assert listed == list(dict.fromkeys(name.split()[0] for name in COMMANDS))


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_a_command_is_its_specification(inside, name):
    code, out, err = inside(*name.split(), "--help")
    assert (code, err) == (0, b"")
    paragraphs = [paragraph.strip().split(" ")[0] for paragraph in out.decode().split("\n\n")]
    for part in ("In:", "Out", "Memory:", "Example:", "Arguments:\n", "Options:\n"):
        assert any(paragraph.startswith(part.strip()) for paragraph in paragraphs), part
    assert inside(*name.split(), "-h")[1] == out


@pytest.mark.parametrize("name", COMMANDS)
def test_the_example_of_a_command_runs(shell, workspace, tmp_path, name):
    shutil.copytree(workspace, tmp_path, dirs_exist_ok=True)
    code, out, err = shell(example(name), tmp_path)
    assert (code, err) == (0, b"")
    # Three figures, four figures, and rows of terms.
    fewest = {"evaluate segmentation": 3, "evaluate communities": 4, "map": 5, "report": 5}
    assert out.count(b"\n") > fewest.get(name, 10)
    assert example(name).startswith("textmine ")


def test_the_chain_gives_what_map_gives(shell, inside, workspace, tmp_path):
    code, _, err = inside("map", *CORPUS, "--output", tmp_path / "map", cwd=workspace)
    assert (code, err) == (0, b"")
    assert sorted(os.listdir(tmp_path / "map")) == sorted(MAP_FILES)
    line = f"textmine discover {' '.join(CORPUS)} --all | textmine graph {CORPUS[0]} --terms - | textmine cluster -"
    rows = [row.split("\t") for row in (tmp_path / "map" / "communities.tsv").read_text("utf-8").splitlines()]
    nodes = ["\t".join(row[3:]) for row in rows if row[3]]
    code, out, err = shell(line, workspace)
    assert (code, err) == (0, b"")
    head, *found = out.decode().splitlines()
    assert head == nodes[0]
    assert sorted(found) == sorted(nodes[1:])
    for name in ("terms.tsv", "graph.tsv"):
        assert (workspace / name).read_bytes() == (tmp_path / "map" / name).read_bytes()


@pytest.mark.parametrize(
    "args",
    [
        ("segment", "data/power.txt", "--terms", "terms.tsv"),
        ("cluster", "graph.tsv", "--trials", "3", "--threads", "2"),
        ("graph", "data/power.txt", "--terms", "terms.tsv", "--directed", "--weight", "pmi"),
        ("discover", "data/power.txt", "--top", "50", "--format", "jieba"),
        ("vectors", "data/power.txt", "--terms", "terms.tsv"),
        ("similar", "gis", "--vectors", "vectors.txt"),
        ("expand", "seeds.txt", "--vectors", "vectors.txt", "--terms", "terms.tsv"),
        ("expand", "seeds.txt", "--vectors", "vectors.txt", "--nearest", "parent", "--bar", "0.4"),
        ("expand", "seeds.txt", "--graph", "graph.tsv", "--bar", "0", "--rate", "0.05"),
        ("graph", "--from-vectors", "vectors.txt", "--mutual"),
    ],
)
def test_locale_and_hash_seed_change_nothing(inside, textmine, workspace, args):
    first = inside(*args, cwd=workspace)
    assert first[0] == 0
    assert first == textmine(*args, cwd=workspace, PYTHONHASHSEED="7", LC_ALL="C", PYTHONUTF8="0", COLUMNS="40")


def test_chinese_arguments_in_the_c_locale(inside, textmine, data, tmp_path):
    text = (data / "power.txt").read_text(encoding="utf-8").splitlines()[:100]
    (tmp_path / "变压器.txt").write_text("\n".join(text), encoding="utf-8")
    (tmp_path / "v.vec").write_text("变压器 1 0\n绕组 1 1\n", encoding="utf-8")
    (tmp_path / "t.csv").write_text("号,文\n1,变压器\n", encoding="utf-8")
    for args in (
        ("contexts", "变压器", "变压器.txt"),
        ("similar", "变压器", "--vectors", "v.vec"),
        ("contexts", "变压器", "t.csv", "--column", "文"),
        ("map", "变压器.txt", "-b", "none", "-o", "图", "--fresh"),
    ):
        plain = inside(*args, cwd=tmp_path)
        record = (tmp_path / "图" / "run.json").read_bytes() if args[0] == "map" else b""
        assert plain[0] == 0
        assert textmine(*args, cwd=tmp_path, LC_ALL="C", PYTHONUTF8="0") == plain
        assert record == b"" or (tmp_path / "图" / "run.json").read_bytes() == record
    code, _, err = textmine("similar", b"\xff".decode("utf-8", "surrogateescape"), "--vectors", "v.vec", cwd=tmp_path)
    assert (code, err) == (2, b"textmine: the argument '\\udcff' is not UTF-8; type it in UTF-8\n")


def test_a_file_holds_what_standard_output_shows(inside, workspace, tmp_path):
    for kind in ("csv", "table", "tree", "json"):
        code, out, err = inside("cluster", "graph.tsv", "--format", kind, cwd=workspace)
        assert (code, err) == (0, b"")
        path = tmp_path / kind
        assert inside("cluster", "graph.tsv", "--format", kind, "-o", path, cwd=workspace) == (0, b"", b"")
        assert path.read_bytes() == out


def test_standard_input_is_a_file_like_any_other(inside, textmine, workspace):
    text = (workspace / "data" / "power.txt").read_bytes()
    assert textmine("segment", "-", stdin=text) == inside("segment", "data/power.txt", cwd=workspace)
    graph = (workspace / "graph.tsv").read_bytes()
    assert textmine("cluster", "-", stdin=graph) == inside("cluster", "graph.tsv", cwd=workspace)


def test_the_encoding_found_out_is_said_and_changes_nothing(inside, workspace):
    text = (workspace / "data" / "power.txt").read_bytes()
    code, out, err = inside("discover", "-", "--all", stdin=text.decode().encode("gb18030"))
    assert (code, err.decode()) == (0, "textmine: -: not UTF-8; read as gb18030 (--encoding names another)\n" + CHOSEN)
    assert out == inside("discover", "-", "--all", stdin=text)[1]


@pytest.mark.parametrize(
    "line",
    [
        *("--help | true", "discover --help | true", "--version | true", "segment data/power.txt | head -1"),
        *(
            "discover data/power.txt -b none --all | head -1",
            "discover data/power.txt -b zh --all | true",
            "cluster graph.tsv -f tree | head -1",
        ),
    ],
)
def test_a_reader_that_has_seen_enough_ends_the_program_quietly(shell, workspace, line):
    code, _, err = shell(f"textmine {line}", workspace)
    assert err == b""
    assert code in (0, 141)


def test_a_full_disk_is_an_error_not_a_traceback(shell, workspace):
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    code, _, err = shell("textmine segment data/power.txt > /dev/full", workspace)
    assert code == 1
    assert err.startswith(b"textmine: standard output: cannot be written: no space left on device; ")
    assert err.count(b"\n") == 1


@pytest.mark.parametrize(
    ("line", "code", "expected"),
    [
        ("segment data/power.txt >&-", 1, b"textmine: standard output: cannot be written: it is closed; "),
        ("segment - <&-", 1, b"textmine: -: standard input is closed; name a file\n"),
        ("segment absent.txt 2>&-", 1, b""),
    ],
)
def test_closed_streams_are_no_surprise(shell, workspace, line, code, expected):
    found, out, err = shell(f"textmine {line}", workspace)
    assert (found, out) == (code, b"")
    assert err.startswith(expected)
    assert err.count(b"\n") == (1 if expected else 0)


def test_a_map_does_not_replace_a_file(inside, workspace):
    before = (workspace / "terms.tsv").read_bytes()
    code, out, err = inside("map", "data/power.txt", "-b", "none", "-o", "terms.tsv", cwd=workspace)
    assert (code, out) == (1, b"")
    assert err == b"textmine: terms.tsv: cannot be made: file exists; name another folder with --output\n"
    assert (workspace / "terms.tsv").read_bytes() == before


def test_an_interrupt_ends_with_130(tmp_path):
    os.mkfifo(tmp_path / "corpus.txt")
    command = [sys.executable, "-m", "textmine", "segment", "corpus.txt", "-o", "out.txt"]
    process = subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE)
    with open(tmp_path / "corpus.txt", "wb"):  # from here on the program waits for text
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (130, b"textmine: interrupted\n")
    assert os.listdir(tmp_path) == ["corpus.txt"]


def test_no_term_is_an_empty_table(inside):
    code, out, err = inside("discover", "-", stdin="甲乙丙丁".encode())
    none = "textmine: no term was found; give more text, or lower --min-count\n"
    assert (code, err.decode()) == (0, CHOSEN + none)
    assert out.startswith(b"term\tscore\tcount\t")
    assert out.count(b"\n") == 1
