"""Tables for people hold no control characters of a text."""

from textmine.cli.rows import write_rows


def test_control_characters_are_shown_not_sent(tmp_path):
    path = tmp_path / "table.txt"
    write_rows(str(path), ["term\x1b[2J", "score"], [["a\x1b]0;title\x07b\tc\u202ed", 0.12345]], "table")
    text = path.read_text(encoding="utf-8")
    assert "a\\x1b]0;title\\x07b\\tc\\u202ed" in text
    assert not {"\x1b", "\x07", "\t", "\u202e"} & set(text)


def test_a_name_that_promises_another_format_is_told(tmp_path, capsys):
    for name in ("a.csv", "a.tsv", "a.txt", "a.csv.gz"):
        write_rows(str(tmp_path / name), ["term"], [["a"]], "tsv")
    write_rows(str(tmp_path / "a.xlsx"), ["term"], [["a"]], "jsonl")
    *notes, last = capsys.readouterr().err.splitlines()
    assert last == f"textmine: {tmp_path}/a.xlsx: holds JSON lines, whatever its name says"
    assert notes == [
        f"textmine: {tmp_path}/{name}: holds TSV; --format csv writes what its name says"
        for name in ("a.csv", "a.csv.gz")
    ]
