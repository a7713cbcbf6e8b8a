"""Tables for people hold no control characters of a text."""

from textmine.cli.rows import write_rows


def test_control_characters_are_shown_not_sent(tmp_path):
    path = tmp_path / "table.txt"
    write_rows(str(path), ["term\x1b[2J", "score"], [["a\x1b]0;title\x07b\tc\u202ed", 0.12345]], "table")
    text = path.read_text(encoding="utf-8")
    assert "a\\x1b]0;title\\x07b\\tc\\u202ed" in text
    assert not {"\x1b", "\x07", "\t", "\u202e"} & set(text)
