"""Other measures of contrast in the product: the table of docs/terms.md.

    python benchmarks/contrasts.py [FOLDER]

FOLDER (../shared) holds corpora/ and gold/. Each measure takes the place of the contrast, with the exponent of 1, 1.5,
2, 3 and 4 that is best for the mean of its kind of text; company and all other evidence stay those of the default.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from ranking import CHINESE, SPACED, load

from textmine.terms import CHARACTERS, WORDS, Exponents
from textmine.terms.evidence import Evidence
from textmine.terms.measures import bayesian_average, log_likelihood, log_odds
from textmine.terms.ranking import product_score

EXPONENTS = (1.0, 1.5, 2.0, 3.0, 4.0)


def contrasts(evidence: Evidence) -> Iterator[tuple[str, NDArray[np.float64]]]:
    """Yield measures of contrast on a scale of bits; the product adds 1 to each."""
    domain, world = evidence.count / evidence.n_units, evidence.background / evidence.n_background
    yield "log ratio, 1 added to the background", evidence.contrast
    for added in (0.1, 3, 10):
        ratio = (evidence.count + added) / (evidence.background + added)
        yield f"log ratio, {added:g} added to both", np.log2(ratio * evidence.n_background / evidence.n_units)
    for constant in (1, 10, 100):
        yield f"simple maths, N = {constant}", np.log2((1e6 * domain + constant) / (1e6 * world + constant))
    share = bayesian_average(evidence)
    yield "Bayesian average, log odds", np.log2(share / (1 - share))
    yield "log-odds with a prior, log2 (1 + z)", np.log2(1 + np.maximum(log_odds(evidence), 0))
    yield "likelihood ratio, log2 (1 + G2) / 2", np.log2(1 + np.maximum(log_likelihood(evidence), 0)) / 2


def rows(folder: Path, names: list[str], exponents: Exponents) -> None:
    """Print the figures of all measures on texts of a kind."""
    texts = [load(folder, name) for name in names]
    runs = [text.run(exponents) for text in texts]
    relevant = [text.relevant(terms) for text, (_, _, terms) in zip(texts, runs, strict=True)]
    values = [dict(contrasts(evidence)) for evidence, _, _ in runs]
    print(f"| contrast | exponent | {' | '.join(names)} | mean |\n| --- | --- |" + " --- |" * (len(names) + 1))
    for measure in values[0]:

        def figures(power: float, measure: str = measure) -> list[float]:
            chosen = replace(exponents, contrast=power)
            found = [replace(run[0], contrast=value[measure]) for run, value in zip(runs, values, strict=True)]
            scores = [product_score(evidence, chosen) for evidence in found]
            return [text.figure(*pair) for text, *pair in zip(texts, relevant, scores, strict=True)]

        best = max(EXPONENTS, key=lambda power: np.mean(figures(power)))
        cells = " | ".join(f"{figure:.3f}" for figure in figures(best))
        print(f"| {measure} | {best:g} | {cells} | {np.mean(figures(best)):.3f} |", flush=True)
    print()


if __name__ == "__main__":
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared")
    if not folder.is_dir():
        sys.exit(f"the development data is not at {folder}")
    rows(folder, list(CHINESE), CHARACTERS)
    rows(folder, list(SPACED), WORDS)
