"""Average precision on the Chinese development texts by the least length of a clause that is counted once.

Usage: python benchmarks/repeats.py [--lengths 5 6 8 10 12 15 20]

Repeated clauses of at least so many units count once, in the text and in the background; `none` counts all.
"""

import argparse
import importlib.util
import os
import re
import sys
import unicodedata
from pathlib import Path

from textmine.ngrams import drop_repeats
from textmine.terms import DiscoverOptions, discover
from textmine.text import read_corpus

SHARED = Path(os.environ.get("TEXTMINE_SHARED", Path(__file__).parents[2] / "shared"))
TEXTS = ("zh_deep_learning", "zh_clinical_records", "zh_science_abstracts", "zh_finance_news")


def scorer():
    """Load the scorer, which is no part of the repository."""
    spec = importlib.util.spec_from_file_location("score_terms", SHARED / "score" / "score_terms.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def average_precision(score_terms, name, terms):
    """Score ranked terms as the command of the scorer does."""
    gold_lines = (SHARED / "gold" / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    gold = {score_terms.fold(line.split("\t")[0]) for line in gold_lines if line.strip()}
    text = (SHARED / "corpora" / f"{name}.txt").read_text(encoding="utf-8")
    text = re.sub(r"[ \t]+", " ", unicodedata.normalize("NFKC", text).lower())
    return score_terms.score(list(dict.fromkeys(map(score_terms.fold, terms))), gold, text, 5, 2, 10_000)["AP"]


def main():
    """Write a row a length, a column a text."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lengths", type=int, nargs="+", default=[5, 6, 8, 10, 12, 15, 20])
    options = parser.parse_args()
    if not SHARED.is_dir():
        sys.exit(f"skipped: the development data is not at {SHARED}")
    score_terms = scorer()
    pairs = {}
    for name in TEXTS:
        corpus = read_corpus([str(SHARED / "corpora" / f"{name}.txt")])
        pairs[name] = corpus, read_corpus([str(SHARED / "corpora" / "zh_encyclopedia.txt")], share=corpus)
    print("length", *TEXTS, "mean", sep="\t")
    for length in [*options.lengths, None]:
        scores = []
        for name, (corpus, background) in pairs.items():
            counted = [text if length is None else drop_repeats(text, length) for text in (corpus, background)]
            found = discover(*counted, DiscoverOptions(keep_repeats=True, top=10_000))
            scores.append(average_precision(score_terms, name, found.terms))
        figures = [*scores, sum(scores) / len(scores)]
        print("none" if length is None else length, *(f"{figure:.4f}" for figure in figures), sep="\t", flush=True)


if __name__ == "__main__":
    main()
