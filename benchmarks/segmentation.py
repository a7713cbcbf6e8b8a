"""Word F1 on the PKU test, speed and memory of segmentation, with a dictionary and without.

Usage: python benchmarks/segmentation.py

Needs the development data beside the repository (`../shared`, or where TEXTMINE_SHARED says); says so and ends where it
is absent. Seconds are CPU seconds; a megabyte is a million bytes of the text in UTF-8.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from unittest import mock

import numpy as np

from textmine.segment import dictionary_segmenter, lexicon_free_segmenter
from textmine.segment import text as segment_text
from textmine.segment.autonomy import learn_lexicon
from textmine.segment.numbers import Numbers

SHARED = Path(os.environ.get("TEXTMINE_SHARED", Path(__file__).parents[2] / "shared"))
PROGRAM = [sys.executable, "-P", "-m", "textmine"]


def corpus_path(name):
    """Return where a development text lies."""
    return str(SHARED / "corpora" / f"{name}.txt")


TEST, TRAIN, LARGE = map(corpus_path, ("zh_pku_test", "zh_newspaper_1998", "zh_statutes"))


def run(*args):
    """Run textmine; return its CPU seconds and peak memory in bytes."""
    process = subprocess.Popen([*PROGRAM, *args])
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(process.returncode)
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024


def score(path):
    """Return precision, recall and F1 of a segmented PKU test, by the scorer."""
    scorer, gold = SHARED / "score" / "score_segmentation.py", SHARED / "gold" / "zh_pku_segmented.txt"
    done = subprocess.run([sys.executable, scorer, gold, path], capture_output=True, check=True, text=True)
    return json.loads(done.stdout)


def quality(folder):
    """Print word F1 of the command."""
    out, terms = str(folder / "out.txt"), str(folder / "terms.tsv")
    background = corpus_path("zh_encyclopedia")
    run("discover", TRAIN, TEST, "--background", background, "--top", "10000", "--output", terms)
    cases = {
        "jieba's dictionary": [],
        "and discovered words": ["--terms", terms],
        "and discovered terms, whole": ["--terms", terms, "--whole-terms"],
        "lexicon-free": ["--lexicon-free", "--train", TRAIN],
        "lexicon-free, from the test text alone": ["--lexicon-free"],
    }
    for name, options in cases.items():
        run("segment", TEST, *options, "--output", out)
        print(name, score(out))


def variants(folder):
    """Print word F1 of lexicon-free segmentation with parts of the method left out."""
    texts = [Path(path).read_text("utf-8") for path in (TEST, TRAIN)]

    def show(name):
        (folder / "out.txt").write_text("".join(lexicon_free_segmenter(texts).segment(texts[:1])), "utf-8")
        print(name, score(str(folder / "out.txt")))

    def plain(corpus, progress):
        return learn_lexicon(corpus, progress, rounds=0)

    no_numbers = mock.patch.object(Numbers, "joined", lambda self, units: np.zeros(len(units), dtype=bool))
    autonomy_alone = mock.patch.object(segment_text, "learn_lexicon", plain)
    with autonomy_alone:
        show("autonomy alone")
    with no_numbers:
        show("no rule for numbers")
    with no_numbers, autonomy_alone:
        show("neither")


def processes(folder):
    """Print speed and memory of the command on the large text; comes first: a peak of our own would count as theirs."""
    size = os.path.getsize(LARGE)
    for options in ([], ["--lexicon-free"]):
        seconds, memory = run("segment", LARGE, *options, "--output", str(folder / "out.txt"))
        print("process", *options, f"{seconds:.2f} s, {size / seconds / 1e6:.1f} MB/s", end=", ")
        print(f"peak {memory / 1e6:.0f} MB, {memory / size:.1f} bytes a byte of text")


def functions():
    """Print the speed of the functions on the large text."""
    size, text = os.path.getsize(LARGE), Path(LARGE).read_text("utf-8")
    for name, make in (("dictionary", dictionary_segmenter), ("lexicon-free", lambda: lexicon_free_segmenter([text]))):
        start = time.process_time()
        segmenter = make()
        ready = time.process_time()
        for _ in segmenter.segment([text]):
            pass
        end = time.process_time()
        print(f"in process, {name}: lexicon {ready - start:.2f} s, segmenting {size / (end - ready) / 1e6:.1f} MB/s")


def main():
    """Print all figures."""
    if not SHARED.is_dir():
        print(f"skipped: the development data is not at {SHARED}")
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        processes(folder)
        quality(folder)
        variants(folder)
        functions()


if __name__ == "__main__":
    main()
