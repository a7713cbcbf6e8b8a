"""`textmine count`, and what --background, --memory and --threads do with it."""

import pytest

POWER = "data/power.txt"
WORLD = "data/encyclopedia.txt"
NOTE = b"textmine: background: the shipped zh (--background names another, or none)\n"


def test_counts_that_are_not_cut_are_as_good_as_the_text(inside, workspace, tmp_path):
    counts = tmp_path / "counts.ngrams"
    code, out, err = inside("count", WORLD, "--min-count", "1", "-o", counts, cwd=workspace)
    assert (code, err) == (0, b"")
    header, row = out.decode().splitlines()
    assert header.split("\t") == ["documents", "units", "ngrams", "min_count", "max_length"]
    assert row.split("\t")[3:] == ["1", "8"]
    assert [path.name for path in tmp_path.iterdir()] == ["counts.ngrams"]
    by_counts = inside("discover", POWER, "--all", "--background", counts, cwd=workspace)
    assert by_counts == (0, (workspace / "terms.tsv").read_bytes(), b"")


def test_a_packed_file_is_smaller_and_says_the_same(inside, workspace, tmp_path):
    for name, pack in (("plain", ()), ("packed", ("--pack",))):
        assert inside("count", WORLD, "-o", tmp_path / name, *pack, cwd=workspace)[0] == 0
    assert (tmp_path / "packed").stat().st_size < (tmp_path / "plain").stat().st_size / 2
    found = [inside("discover", POWER, "-b", tmp_path / name, cwd=workspace) for name in ("plain", "packed")]
    assert found[0] == found[1]


@pytest.mark.parametrize("args", [("--threads", "2"), ("--memory", "2M"), ("--memory", "1.5GiB", "--threads", "3")])
def test_threads_and_memory_change_no_byte(inside, workspace, tmp_path, args):
    for name, more in (("one", ()), ("other", args)):
        assert inside("count", WORLD, "-o", tmp_path / name, *more, cwd=workspace)[0] == 0
    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()
    terms = inside("discover", POWER, "-b", tmp_path / "one", *args, cwd=workspace)
    assert terms == inside("discover", POWER, "-b", tmp_path / "other", cwd=workspace)


def test_the_background_of_chinese_is_chosen_and_said(inside, workspace):
    chosen = inside("discover", POWER, "--all", cwd=workspace)
    assert chosen[2] == NOTE
    assert inside("discover", POWER, "--all", "-b", "zh", cwd=workspace) == (0, chosen[1], b"")
    code, out, err = inside("discover", POWER, "--all", "--background", "none", cwd=workspace)
    assert (code, err) == (0, b"")
    assert out != chosen[1]


def test_a_map_records_the_background_that_was_chosen(inside, workspace, tmp_path):
    code, _, err = inside("map", POWER, "-o", tmp_path / "map", cwd=workspace)
    assert (code, err) == (0, NOTE)
    assert b'"file": "zh",\n        "sha256": "' in (tmp_path / "map" / "run.json").read_bytes()
    for number in ("1", "2"):
        folder = tmp_path / number
        assert inside("map", POWER, "-b", "none", "--threads", number, "-o", folder, cwd=workspace)[0] == 0
    assert (tmp_path / "1" / "run.json").read_bytes() == (tmp_path / "2" / "run.json").read_bytes()


def test_a_background_text_may_come_through_a_pipe(shell, workspace):
    line = "textmine discover data/power.txt --all --background <(cat data/encyclopedia.txt)"
    assert shell(line, workspace) == (0, (workspace / "terms.tsv").read_bytes(), b"")


@pytest.mark.parametrize("keep", [10, 16, 30, 200, -1])
def test_a_damaged_count_file_is_one_line_and_no_output(inside, workspace, tmp_path, keep):
    counts = tmp_path / "counts.ngrams"
    inside("count", WORLD, "-o", counts, cwd=workspace)
    counts.write_bytes(counts.read_bytes()[:keep])
    code, out, err = inside("discover", POWER, "-b", counts, cwd=workspace)
    assert (code, out) == (1, b"")
    assert err.startswith(f"textmine: {counts}: cut short: ".encode())
    assert err.endswith(b"; count the text again with textmine count\n")
    assert err.count(b"\n") == 1


@pytest.mark.parametrize(
    ("args", "code", "expected"),
    [
        (
            ("discover", POWER, "-b", "fr"),
            1,
            "fr: no such file, and no shipped background of that name; check the path, or use en, zh or none",
        ),
        (
            ("discover", POWER, "-b", "zh", "-b", WORLD),
            2,
            "--background zh cannot be combined with another background; name it alone, or text files",
        ),
        (
            ("count", WORLD, "-o", "-"),
            2,
            "--output - is not possible: it is not text; name a file with --output",
        ),
        (("count", WORLD, "-o", WORLD), 2, f"the output {WORLD} is also an input; name another file with --output"),
        (("count", WORLD, "-o", "x", "--min-count", "0"), 2, "the least count is below 1; use --min-count 1 or more"),
        (("count", WORLD, "-o", "x", "--threads", "0"), 2, "the number of threads is below 1; use --threads 1 or more"),
        (
            ("discover", POWER, "--threads", "0"),
            2,
            "the number of threads is below 1; use --threads 1 or more",
        ),
        (
            ("count", WORLD, "-o", "x", "--memory", "lots"),
            2,
            "--memory lots is not a size; write a number and a unit, such as 150M or 1G",
        ),
        (
            ("discover", POWER, "--memory", "150"),
            2,
            "--memory 150 is less than a megabyte; write a unit too, such as 150M or 1G",
        ),
        (
            ("count", WORLD, "-o", "absent/x"),
            1,
            "absent/x: cannot be written: no such file or directory; check the folder, its permissions and the space"
            " left",
        ),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(inside, workspace, args, code, expected):
    assert inside(*args, cwd=workspace) == (code, b"", f"textmine: {expected}\n".encode())
