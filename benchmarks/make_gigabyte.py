"""Write a large text: the sentences of `../shared/corpora` shuffled over and over, with random characters put in.

Usage: python benchmarks/make_gigabyte.py FILE [--size 1000000000] [--seed 1] [--text FILE ...]

Each round writes all sentences in a new order, thirty of them a line, with one random Han character somewhere in about
one sentence of three, so that most repeated passages are no exact repeats. The same size, seed and texts give the same
bytes. Takes about the memory of the texts three times over.
"""

import argparse
import os
import random
import re
import sys
from pathlib import Path

SHARED = Path(os.environ.get("TEXTMINE_SHARED", Path(__file__).parents[2] / "shared"))
SENTENCE = re.compile(r"[^。！？.!?\n]+[。！？.!?]*")
A_LINE = 30  # sentences
# The common ideographs of the Unified block, 一 to 龥.
FIRST, LAST = 0x4E00, 0x9FA5


def sentences(paths):
    """Return the different sentences of some texts, those of a line each where there are no full stops."""
    found = {}
    for path in paths:
        text = path.read_text(encoding="utf-8")
        found.update(dict.fromkeys(match[0].strip() for match in SENTENCE.finditer(text)))
    found.pop("", None)
    return list(found)


def with_noise(lines, rng):
    """Put a random Han character into about one sentence of three."""
    random_ = rng.random
    for sentence in lines:
        draw = random_()
        if draw < 1 / 3:
            # One draw decides all three: whether, where, and (by another one) what.
            at = int(draw * 3 * len(sentence))
            yield sentence[:at] + chr(FIRST + int(random_() * (LAST - FIRST + 1))) + sentence[at:]
        else:
            yield sentence


def write(file, size, paths, seed):
    """Write `size` bytes, or less by up to a part of a line."""
    rng = random.Random(seed)
    lines = sentences(paths)
    written = 0
    while True:
        rng.shuffle(lines)
        for start in range(0, len(lines), A_LINE):
            data = (" ".join(with_noise(lines[start : start + A_LINE], rng)) + "\n").encode()
            if written + len(data) > size:
                return
            file.write(data)
            written += len(data)


def main():
    """Write the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--size", type=int, default=1_000_000_000, help="Bytes.")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--text", type=Path, action="append", help="Instead of the development texts.")
    options = parser.parse_args()
    paths = options.text or sorted((SHARED / "corpora").glob("*.txt"))
    if not paths:
        sys.exit(f"skipped: the development data is not at {SHARED}")
    with options.file.open("wb", buffering=1 << 20) as file:
        write(file, options.size, paths, options.seed)


if __name__ == "__main__":
    main()
