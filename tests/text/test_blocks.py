"""Blocks of lines: the break before the first unit, the numbers of lines, and which units are words between blanks."""

from textmine.text.units import UnitTable, read_block, read_lines


def test_a_break_before_the_first_unit_is_dropped():
    for text in ("，甲", "。甲", "\n甲"):
        assert read_block(text, UnitTable()).units.tolist() == [0, -3]


def test_lines_are_numbered_from_zero_also_behind_empty_ones():
    assert read_lines("甲\n\n。\n乙", UnitTable())[1].tolist() == [0, 3]


def test_only_words_are_spaced_whichever_unit_comes_first():
    table = UnitTable()
    read_block("断a路sf6", table)
    assert dict(zip(table.units, table.spaced, strict=True)) == {"断": False, "a": True, "路": False, "sf6": True}
