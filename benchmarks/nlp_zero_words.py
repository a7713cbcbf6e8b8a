"""Find words with nlp-zero as its own documentation does: train on the lines of a text, then find; print how many.

Usage: python benchmarks/nlp_zero_words.py TEXT     (run by counting.py, in a process of its own)
"""

import collections
import collections.abc
import sys

# nlp-zero 0.1.6 is from before Python 3.10 took this name away.
collections.Iterable = collections.abc.Iterable

from nlp_zero import Word_Finder  # noqa: E402


class Lines:
    """The lines of a file, as often as they are asked for."""

    def __init__(self, path):
        self.path = path

    def __iter__(self):
        with open(self.path, encoding="utf-8") as file:
            for line in file:
                yield line.strip()


def main():
    """Train, find, and say how many words there are."""
    lines = Lines(sys.argv[1])
    finder = Word_Finder(min_proba=1e-6, min_pmi=0.5)
    finder.train(lines)
    finder.find(lines)
    print(len(finder.words))


if __name__ == "__main__":
    main()
