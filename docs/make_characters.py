"""Writes the table of traditional Chinese characters and their simplified ones, textmine/text/characters.txt.

    pip install opencc && python docs/make_characters.py

Source: OpenCC (https://github.com/BYVoid/OpenCC, Apache License 2.0), its conversion `t2s` of single characters. The
table has two lines, the traditional characters and, at the same places, the simplified ones.
"""

from __future__ import annotations

from pathlib import Path

from opencc import OpenCC

RANGES = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFD))


def main() -> None:
    """Convert each ideograph by itself, and write those that become another one."""
    convert = OpenCC("t2s").convert
    characters = [chr(code) for low, high in RANGES for code in range(low, high + 1)]
    pairs = [(character, convert(character)) for character in characters]
    changed = [(one, other) for one, other in pairs if one != other and len(other) == 1]
    lines = ["".join(column) + "\n" for column in zip(*changed, strict=True)]
    target = Path(__file__).parents[1] / "textmine" / "text" / "characters.txt"
    target.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
