"""Fits the weights of the column `confidence`, and holds what it says against what a reader found: docs/terms.md.

    python benchmarks/confidence.py [FOLDER]

FOLDER (../shared) holds corpora/, documents/ and gold/. `readings.tsv` has the terms that were read, as the first
twelve digits of their SHA-256, with 1 for right and 0 for wrong. A name such as `en_wind:200 none` means the first 200
lines of en_wind without a background. Part of an encyclopedia is compared with the shipped background, or, in French,
with lines further on. Prints Markdown. Each text is judged with weights that were fitted without it and all its parts.
"""

from __future__ import annotations

import csv
import hashlib
import itertools
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from textmine.backgrounds import Background, TextBackground, open_background
from textmine.evaluate.gold import count_terms, fold_term, fold_text
from textmine.ngrams import drop_repeats
from textmine.progress import SILENT
from textmine.terms import DiscoverOptions, TermLists
from textmine.terms.confidence import OF_CHARACTERS, OF_WORDS, Calibration, chances, confidence, features, worth_listing
from textmine.terms.discovery import find_candidates
from textmine.terms.evidence import Evidence
from textmine.text import Corpus, ReadOptions, build_corpus, read_corpus

WEIGHTS = ("start", "score", "length", "cohesion", "breaks", "alone")
SHIPPED = ("zh_work_reports", "zh_apps", "zh_newspaper_1998", "zh_statutes", "en_news", "en_state_union")
EDGES = (0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.01)
Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Text:
    """The candidates of a text, best first, and what was read of them."""

    name: str
    evidence: Evidence
    score: Floats
    names: list[str]
    read: NDArray[np.int64]
    right: Bools

    @property
    def source(self) -> str:
        """The name of the whole text."""
        return self.name.replace(" none", "").partition(":")[0]

    @property
    def calibration(self) -> Calibration:
        """The kind of text."""
        return OF_CHARACTERS if self.name.startswith("zh") else OF_WORDS

    def rows(self) -> Floats:
        """Return float64[n, 6]: a row for each term that was read, with a column for each weight."""
        evidence = self.evidence.take(self.read)
        found = features(evidence, self.calibration.exponents)
        ones = np.ones(len(found))
        return np.column_stack((ones, found, ones if evidence.n_background == 0 else ones * 0))

    def confidence(self, calibration: Calibration) -> Floats:
        """Return the confidence of each candidate."""
        return confidence(chances(self.evidence, calibration), self.score, np.ones(len(self.score), dtype=bool))


def read_readings() -> dict[str, dict[str, bool]]:
    """Return what was read of each text: whether the term with a digest is right."""
    found: dict[str, dict[str, bool]] = {}
    with Path(__file__).with_name("readings.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            found.setdefault(row["text"], {})[row["term"]] = row["right"] == "1"
    return found


def open_text(folder: Path, name: str) -> tuple[Corpus, Background | None]:
    """Read a text, or its first lines, and its background."""
    name, _, alone = name.partition(" ")
    source, _, lines = name.partition(":")
    path, language = folder / "corpora" / f"{source}.txt", name[:2]
    if not path.exists():
        path = folder / "documents" / f"{source}.jsonl"
    corpus = build_corpus(first_lines(path, int(lines))) if lines else read_corpus([str(path)], field="text")
    world: list[str] | None = [str(folder / "corpora" / f"{language}_encyclopedia.txt")]
    if source == "fr_encyclopedia":
        further = build_corpus(path.read_text(encoding="utf-8").split("\n")[5000:60000], share=corpus)
        return corpus, None if alone else open_background_of(further)
    if source in SHIPPED or source.endswith("encyclopedia"):
        world = None
    return corpus, None if alone else open_background(world, corpus, ReadOptions())


def open_background_of(corpus: Corpus) -> Background:
    """Return a corpus as a background."""
    return TextBackground(drop_repeats(corpus))


def first_lines(path: Path, n: int) -> list[str]:
    """Return the first lines of a text, or the texts of the first records."""
    lines = path.read_text(encoding="utf-8").split("\n")[:n]
    return [json.loads(line)["text"].replace("\n", " ") for line in lines] if path.suffix == ".jsonl" else lines


def load(folder: Path, name: str, readings: dict[str, bool]) -> Text:
    """Rank the candidates of a text, and find those that were read."""
    corpus, world = open_text(folder, name)
    found = find_candidates(drop_repeats(corpus), world, DiscoverOptions(), SILENT, TermLists())
    listed = np.flatnonzero(found.eligible & (found.score > 0))
    listed = listed[np.argsort(-found.score[listed], kind="stable")]
    evidence = found.evidence.take(listed)
    names = [found.corpus.alphabet.render(found.tables[0].units(gram)) for gram in evidence.grams.tolist()]
    digests = [hashlib.sha256(term.encode()).hexdigest()[:12] for term in names]
    read = [place for place, digest in enumerate(digests) if digest in readings]
    if len(read) < len(readings):
        print(f"{name}: {len(readings) - len(read)} of {len(readings)} readings are no candidates", file=sys.stderr)
    right = np.array([readings[digests[place]] for place in read], dtype=bool)
    return Text(name, evidence, found.score[listed], names, np.array(read), right)


def fit(texts: Sequence[Text]) -> Calibration:
    """Return the weights that make what was read of some texts of a kind most likely, by Newton's method."""
    rows, right = np.vstack([text.rows() for text in texts]), np.concatenate([text.right for text in texts])
    weights = np.zeros(rows.shape[1])
    for _ in range(50):
        chance = 1 / (1 + np.exp2(-rows @ weights))
        slope = rows.T @ (right - chance)
        curve = (rows * (chance * (1 - chance))[:, None]).T @ rows * np.log(2)
        weights = weights + np.linalg.solve(curve, slope)
    return replace(texts[0].calibration, **dict(zip(WEIGHTS, weights.tolist(), strict=True)))


def reliability(texts: Sequence[Text], said: Sequence[Floats]) -> Iterator[list[str]]:
    """Yield rows: what the column says in the mean, and what the reader found, in ranges of what it says."""
    ranges = list(itertools.pairwise(EDGES))
    yield ["text", *(f"{low:g} to {min(high, 1):g}" for low, high in ranges)]
    pairs = [(text.name, text.right, share[text.read]) for text, share in zip(texts, said, strict=True)]
    pairs.append(("together", np.concatenate([p[1] for p in pairs]), np.concatenate([p[2] for p in pairs])))
    for name, right, share in pairs:
        inside = [(share >= low) & (share < high) for low, high in ranges]
        cells = [f"{share[i].mean():.2f} {right[i].mean():.2f} ({i.sum()})" if i.any() else "" for i in inside]
        yield [name, *cells]


def cuts(folder: Path, texts: Sequence[Text], said: Sequence[Floats]) -> Iterator[list[str]]:
    """Yield rows: where the list stops, F1 there and at best, average precision with and without the cut."""
    yield [
        "text",
        "candidates",
        "terms",
        "gold",
        "F1 there",
        "F1 of 10,000",
        "best F1",
        "AP of 10,000",
        "AP of the list",
    ]
    for text, share in zip(texts, said, strict=True):
        n = int(worth_listing(share, text.score, np.ones(len(share), dtype=bool), 0.5).sum())
        row = [text.name, str(len(share)), str(n)]
        gold = folder / "gold" / f"{text.name}.tsv"
        if gold.exists():
            row += scores(text, gold, folder / "corpora" / f"{text.name}.txt", n)
        yield row + [""] * (9 - len(row))


def scores(text: Text, gold: Path, corpus: Path, n: int) -> list[str]:
    """Return the number of gold terms, F1 of the first `n` and of 10,000 terms, best F1, average precision of both."""
    every = {fold_term(line.split("\t")[0]) for line in gold.read_text(encoding="utf-8").splitlines() if line.strip()}
    counts = count_terms({term for term in every if len(term) > 1}, fold_text(corpus.read_text(encoding="utf-8")))
    wanted = {term for term, count in counts.items() if count >= (5 if text.name.startswith("zh") else 1)}
    ranked = list(dict.fromkeys(map(fold_term, text.names[:10_000])))
    first = len(set(map(fold_term, text.names[:n])))
    kept = [i for i, name in enumerate(ranked) if len(name) > 1 and (name in wanted or name not in every)]
    hit = np.array([ranked[i] in wanted for i in kept])
    hits, ranks = np.cumsum(hit), np.arange(1, len(hit) + 1)
    f1, precision = 2 * hits / (ranks + len(wanted)), hits / ranks * hit
    stop = int((np.array(kept) < first).sum())
    figures = f1[stop - 1], f1[-1], f1.max(), precision.sum() / len(wanted), precision[:stop].sum() / len(wanted)
    return [str(len(wanted)), *(f"{figure:.3f}" for figure in figures)]


def print_table(rows: Iterator[list[str]]) -> None:
    """Print rows as a table in Markdown."""
    for number, row in enumerate(rows):
        print("|", " | ".join(row), "|")
        if number == 0:
            print("|" + " --- |" * len(row))
    print(flush=True)


def report(folder: Path, texts: Sequence[Text]) -> None:
    """Print the weights fitted on all texts of a kind, and the tables of each text left out."""
    print("Weights:", ", ".join(f"{name} {getattr(fit(texts), name):.2f}" for name in WEIGHTS), end=".\n\n")
    others = [fit([other for other in texts if other.source != text.source]) for text in texts]
    said = [text.confidence(calibration) for text, calibration in zip(texts, others, strict=True)]
    print_table(reliability(texts, said))
    print_table(cuts(folder, texts, said))


if __name__ == "__main__":
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared")
    if not folder.is_dir():
        sys.exit(f"skipped: the development data is not at {folder}")
    texts = [load(folder, name, readings) for name, readings in read_readings().items()]
    for chinese in (True, False):
        report(folder, [text for text in texts if text.name.startswith("zh") == chinese])
