"""What each kind of evidence is worth, and what is chosen when a text is left out: the tables of docs/terms.md.

    python benchmarks/ranking.py [FOLDER]

FOLDER (../shared) holds corpora/ and gold/. Prints Markdown: the figure of each text (average precision of Chinese,
best F1 of the others) with all evidence and without each kind; then, for each text, the figure with exponents that were
chosen on the other texts of its kind. The choice is a search by coordinates, in halves and then quarters from a start
that knows no text (1 for everything, 0 for the length), for the power mean with exponent -4 of the figures over their
bars, which looks at the worst text most. In the search the company stays the one that the default learned; the figures
printed are those of whole runs.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, fields, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from textmine.backgrounds import TextBackground
from textmine.evaluate.gold import count_terms, fold_term, fold_text
from textmine.ngrams import drop_repeats
from textmine.progress import SILENT
from textmine.terms import CHARACTERS, WORDS, DiscoverOptions, Exponents, TermLists
from textmine.terms.discovery import find_candidates
from textmine.terms.evidence import Evidence
from textmine.terms.ranking import product_score
from textmine.text import Corpus, read_corpus

# Text: the figure that is wanted of it.
CHINESE = {"zh_deep_learning": 0.50, "zh_clinical_records": 0.24, "zh_science_abstracts": 0.37, "zh_finance_news": 0.43}
SPACED = {"en_corp": 0.2897, "en_equi": 0.3595, "en_wind": 0.3142, "fr_wind": 0.2303}
NAMES = [field.name for field in fields(Exponents)]
START = replace(Exponents(**dict.fromkeys(NAMES, 1.0)), length=0.0)
TOP = 10_000


@dataclass(frozen=True)
class Text:
    """A text, what is found in it, and which of that is gold."""

    name: str
    corpus: Corpus
    background: TextBackground
    gold: frozenset[str]
    ignored: frozenset[str]

    @property
    def is_chinese(self) -> bool:
        """Tell which figure counts."""
        return self.name in CHINESE

    def run(self, exponents: Exponents) -> tuple[Evidence, NDArray[np.float64], list[str]]:
        """Find all candidates anew; return their evidence, scores and names."""
        options = DiscoverOptions(exponents=exponents)
        found = find_candidates(self.corpus, self.background, options, SILENT, TermLists())
        render = found.corpus.alphabet.render
        names = [fold_term(render(found.units(gram))) for gram in found.evidence.grams.tolist()]
        return found.evidence, np.where(found.eligible, found.score, 0.0), names

    def relevant(self, names: list[str]) -> NDArray[np.int8]:
        """Return int8: 1 for gold, 0 for what is not, -1 for gold that is too rare to count."""
        return np.array([1 if n in self.gold else -1 if n in self.ignored or len(n) < 2 else 0 for n in names], np.int8)

    def figure(self, relevant: NDArray[np.int8], score: NDArray[np.float64]) -> float:
        """Return the average precision of a Chinese text, the best F1 of another."""
        order = np.argsort(-score, kind="stable")
        ranked = relevant[order[(score[order] > 0) & (relevant[order] >= 0)]][:TOP]
        hits, ranks = np.cumsum(ranked), np.arange(1, len(ranked) + 1)
        if self.is_chinese:
            return float((hits / ranks * ranked).sum() / len(self.gold))
        return float((2 * hits / (ranks + len(self.gold))).max())

    def whole_run(self, exponents: Exponents) -> float:
        """Return the figure of a run with other exponents, the company learned with them too."""
        _, score, names = self.run(exponents)
        return self.figure(self.relevant(names), score)


def load(folder: Path, name: str) -> Text:
    """Read a text, its background and its gold."""
    path, language = folder / "corpora" / f"{name}.txt", name[:2]
    corpus = read_corpus([str(path)])
    background = read_corpus([str(folder / "corpora" / f"{language}_encyclopedia.txt")], share=corpus)
    lines = (folder / "gold" / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    every = {fold_term(line.split("\t")[0]) for line in lines if line.strip()}
    counts = count_terms({term for term in every if len(term) > 1}, fold_text(path.read_text(encoding="utf-8")))
    gold = frozenset(term for term, count in counts.items() if count >= (5 if language == "zh" else 1))
    world = TextBackground(drop_repeats(background))
    return Text(name, drop_repeats(corpus), world, gold, frozenset(every - gold))


def objective(figures: list[float], bars: list[float]) -> float:
    """Return the power mean of figures over bars that the search is to raise."""
    return float(np.mean((np.array(figures) / bars) ** -4.0) ** -0.25)


def choose(texts: list[Text], start: Exponents = START) -> Exponents:
    """Search by coordinates for the exponents that do best on some texts together."""
    bars = [(CHINESE | SPACED)[text.name] for text in texts]
    found = [text.run(CHARACTERS if text.is_chinese else WORDS) for text in texts]
    relevant = [text.relevant(names) for text, (_, _, names) in zip(texts, found, strict=True)]

    def value(exponents: Exponents) -> float:
        scores = [product_score(evidence, exponents) for evidence, _, _ in found]
        return objective([t.figure(r, s) for t, r, s in zip(texts, relevant, scores, strict=True)], bars)

    best, best_value = start, value(start)
    for step in (0.5, 0.25):
        moved = True
        while moved:
            moved = False
            for name in NAMES:
                for change in (step, -step):
                    other = replace(best, **{name: getattr(best, name) + change})
                    if (other_value := value(other)) > best_value + 1e-4:
                        best, best_value, moved = other, other_value, True
    return best


def rows(texts: list[Text], default: Exponents) -> None:
    """Print the figures with all evidence, without each kind, and with exponents chosen on the other texts."""
    print(f"| evidence | {' | '.join(text.name for text in texts)} | mean |")
    print("| --- |" + " --- |" * (len(texts) + 1))

    def row(title: str, figures: list[float]) -> None:
        print(f"| {title} | {' | '.join(f'{figure:.3f}' for figure in figures)} | {np.mean(figures):.3f} |", flush=True)

    row("all", [text.whole_run(default) for text in texts])
    for name in NAMES:
        if getattr(default, name):
            without = replace(default, **{name: 0.0})
            row(f"without {name}", [text.whole_run(without) for text in texts])
    chosen = [choose([other for other in texts if other is not text]) for text in texts]
    row("chosen on the others", [text.whole_run(one) for text, one in zip(texts, chosen, strict=True)])
    every = choose(texts)
    row("chosen on all", [text.whole_run(every) for text in texts])
    print()
    for title, one in [("all", every), *((f"all but {t.name}", c) for t, c in zip(texts, chosen, strict=True))]:
        print(f"Chosen on {title}: " + ", ".join(f"{name} {getattr(one, name):g}" for name in NAMES) + ".\n")


if __name__ == "__main__":
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared")
    if not folder.is_dir():
        sys.exit(f"the development data is not at {folder}")
    rows([load(folder, name) for name in CHINESE], CHARACTERS)
    rows([load(folder, name) for name in SPACED], WORDS)
