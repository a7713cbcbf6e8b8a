"""The textbook measures of termhood, by name. The default, `product`, combines all evidence.

Notation: c occurrences in the corpus of N units and in d of its D documents; b occurrences in the background of M
units. If a formula divides by b or takes its logarithm, 1 is added to b, as in the column `contrast`. Candidates with a
value of 0 or less are not terms.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from textmine.arraytypes import Floats
from textmine.errors import OptionError
from textmine.terms.evidence import Evidence
from textmine.terms.ranking import CHARACTERS, Exponents, product_score
from textmine.terms.significance import expected_documents

__all__ = ["DEFAULT_MEASURE", "MEASURES", "SIMPLE_MATHS_CONSTANT", "Measure", "check_measure", "measure"]


DEFAULT_MEASURE = "product"
SIMPLE_MATHS_CONSTANT = 100.0  # occurrences per million units; 1 prefers rare terms, 1000 common ones


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure: its function, a short description, and True if it needs a background or containers."""

    function: Callable[[Evidence], Floats]
    summary: str
    needs_background: bool = False
    needs_containers: bool = False


def count(evidence: Evidence) -> Floats:
    """Return c, the number of occurrences."""
    return evidence.count.astype(np.float64)


def documents(evidence: Evidence) -> Floats:
    """Return d, the number of documents."""
    return evidence.documents.astype(np.float64)


def tf_idf(evidence: Evidence) -> Floats:
    """Return c log2 (1 + D / d), in bits: term frequency times inverse document frequency (Spärck Jones 1972).

    With the 1, terms that occur in every document, or in a corpus of one document, are above 0.
    """
    inverse: Floats = np.log2(1.0 + evidence.n_documents / np.maximum(evidence.documents, 1))
    return evidence.count * inverse


def residual_idf(evidence: Evidence) -> Floats:
    """Return log2 (D (1 - exp (-c / D)) / d), in bits: expected over observed number of documents.

    Positive for words that occur in bursts, as content words do (Church & Gale 1995, Inverse document frequency: a
    measure of deviations from Poisson).
    """
    expected = expected_documents(evidence.count, evidence.n_documents)
    residue: Floats = np.log2(np.maximum(expected, np.finfo(float).tiny)) - np.log2(np.maximum(evidence.documents, 1))
    return residue


def ratio(evidence: Evidence) -> Floats:
    """Return log2 of the ratio of relative frequencies (c / N) / ((b + 1) / M), in bits: the column `contrast`."""
    return evidence.contrast


def weirdness(evidence: Evidence) -> Floats:
    """Return the same ratio without the logarithm (Ahmad, Gillam & Tostevin 1999; the 1 is from Gillam et al. 2005)."""
    return np.exp2(evidence.contrast)


def simple_maths(evidence: Evidence) -> Floats:
    """Return (f + 100) / (g + 100), where f and g are occurrences per million units (Kilgarriff 2009)."""
    domain, world = 1e6 * evidence.count / evidence.n_units, 1e6 * evidence.background / evidence.n_background
    return (domain + SIMPLE_MATHS_CONSTANT) / (world + SIMPLE_MATHS_CONSTANT)


def bayesian_average(evidence: Evidence) -> Floats:
    """Return the share of a term's occurrences in the domain, averaged with the share m of all candidates together.

    (c + C m) / (c + b N / M + C): the background is scaled to the size of the corpus. C, the mean of c + b N / M, is
    the weight of the common share in occurrences. So rare candidates cannot win by chance. Between 0 and 1.
    """
    both = evidence.count + evidence.background * (evidence.n_units / evidence.n_background)
    if len(both) == 0:
        return np.zeros(0)
    weight, common = float(both.mean()), float(evidence.count.sum() / both.sum())
    return (evidence.count + weight * common) / (both + weight)


def log_likelihood(evidence: Evidence) -> Floats:
    """Return G2 = 2 sum O ln (O / E) over four cells: term or other units, in corpus or background.

    Negative if the term is rarer in the corpus. Asymptotically chi-square with one degree of freedom (Dunning 1993,
    Accurate methods for the statistics of surprise and coincidence).
    """
    observed, expected = _cells(evidence)
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.where(observed > 0, observed * np.log(observed / expected), 0.0)
    return _signed(2.0 * terms.sum(axis=0), observed, expected)


def chi_square(evidence: Evidence) -> Floats:
    """Return Pearson's sum (O - E)^2 / E over the same cells; negative if the term is rarer in the corpus."""
    observed, expected = _cells(evidence)
    return _signed(((observed - expected) ** 2 / np.maximum(expected, 1e-12)).sum(axis=0), observed, expected)


def log_odds(evidence: Evidence) -> Floats:
    """Return the z-score of the log-odds ratio under an informative Dirichlet prior.

    The prior of a term is its count in both texts: a = c + b of A = N + M. The score is the difference of ln ((c + a) /
    (N + A - c - a)) and the same for b and M, divided by its standard deviation, the root of 1 / (c + a) + 1 / (b + a)
    (Monroe, Colaresi & Quinn 2008, Fightin' words, equations 16, 18, 20 and 22).
    """
    prior = evidence.count + evidence.background
    total = float(evidence.n_units + evidence.n_background)
    domain, world = evidence.count + prior, evidence.background + prior
    difference = np.log(domain / (evidence.n_units + total - domain)) - np.log(
        world / (evidence.n_background + total - world)
    )
    z: Floats = difference / np.sqrt(1.0 / domain + 1.0 / world)
    return z


def c_value(evidence: Evidence) -> Floats:
    """Return log2 (k + 1) (c - t) for a term of k units; t is the mean count of longer candidates that contain it.

    Frantzi, Ananiadou & Mima 2000, Automatic recognition of multi-word terms; the + 1, which keeps single units, is
    from Barrón-Cedeño et al. 2009.
    """
    value: Floats = np.log2(evidence.length + 1.0) * (evidence.count - evidence.containers)
    return value


def cohesion(evidence: Evidence) -> Floats:
    """Return the least pointwise mutual information (PMI) over all splits in two, in bits; 0 for single units."""
    return evidence.cohesion


def entropy(evidence: Evidence) -> Floats:
    """Return the smaller branching entropy of both sides, in bits (Tanaka-Ishii 2005; Jin & Tanaka-Ishii 2006)."""
    return np.minimum(evidence.left_entropy, evidence.right_entropy)


MEASURES: dict[str, Measure] = {
    "count": Measure(count, "occurrences"),
    "documents": Measure(documents, "documents with the term"),
    "tf-idf": Measure(tf_idf, "count times inverse document frequency"),
    "residual-idf": Measure(residual_idf, "how much rarer in documents than chance has it"),
    "c-value": Measure(c_value, "count without that inside longer candidates, by length", needs_containers=True),
    "cohesion": Measure(cohesion, "pointwise mutual information (PMI) of the weakest split"),
    "entropy": Measure(entropy, "lesser branching entropy"),
    "ratio": Measure(ratio, "log2 of the ratio of relative frequencies", needs_background=True),
    "weirdness": Measure(weirdness, "the ratio itself", needs_background=True),
    "simple-maths": Measure(simple_maths, "ratio of frequencies a million, 100 added to each", needs_background=True),
    "bayesian-average": Measure(bayesian_average, "share of the domain, averaged with that of all", True),
    "log-likelihood": Measure(log_likelihood, "Dunning's G2", needs_background=True),
    "chi-square": Measure(chi_square, "Pearson's", needs_background=True),
    "log-odds": Measure(log_odds, "z-score with a Dirichlet prior", needs_background=True),
}


def check_measure(name: str) -> str:
    """Return `name`, or raise `OptionError` if there is no measure with this name.

    Examples
    --------
    >>> check_measure("log-odds")
    'log-odds'
    """
    if name != DEFAULT_MEASURE and name not in MEASURES:
        names = ", ".join([DEFAULT_MEASURE, *MEASURES])
        raise OptionError(f"no measure is called '{name}'", f"use one of {names}")
    return name


def measure(name: str, evidence: Evidence, exponents: Exponents | None = None) -> Floats:
    """Return float64[n]: a measure of each candidate.

    Parameters
    ----------
    name
        `product`, or one of MEASURES.
    evidence
        The candidates.
    exponents
        Exponents of the product; None for those of text in characters.

    Raises
    ------
    OptionError
        There is no measure with this name, or it needs a background and there is none.
    """
    if check_measure(name) == DEFAULT_MEASURE:
        return product_score(evidence, exponents or CHARACTERS)
    chosen = MEASURES[name]
    if chosen.needs_background and evidence.n_background == 0:
        raise OptionError(f"the measure {name} needs a background, and there is none", "name one with `background`")
    return chosen.function(evidence)


def _cells(evidence: Evidence) -> tuple[Floats, Floats]:
    """Return two float64[4, n]: the observed cells, and the cells expected if the texts do not differ."""
    # An estimated background count may exceed the size of the background, but a cell is never negative.
    domain, world = evidence.count.astype(np.float64), evidence.background
    observed = np.array([domain, world, evidence.n_units - domain, evidence.n_background - world])
    total = float(evidence.n_units + evidence.n_background)
    terms = np.array([domain + world, total - domain - world])
    shares = np.array([evidence.n_units / total, evidence.n_background / total])
    expected = np.array([share * row for row in terms for share in shares])
    return np.maximum(observed, 0.0), expected


def _signed(statistic: Floats, observed: Floats, expected: Floats) -> Floats:
    return np.where(observed[0] >= expected[0], statistic, -statistic)
