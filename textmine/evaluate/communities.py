"""Compares communities with labels: mutual information, pairs of nodes, best matches.

With n nodes, a_i of them in community i, b_j with label j and n_ij with both, in nats:

    I    = sum n_ij / n ln (n n_ij / (a_i b_j)),  H(a) = -sum a_i / n ln (a_i / n)
    NMI  = I / M,  AMI = (I - E) / (M - E),  M = (H(a) + H(b)) / 2
    ARI  = (S - A B / P) / ((A + B) / 2 - A B / P)
    F1   = sum b_j / n max_i 2 n_ij / (a_i + b_j)

E is the mean of I, and A B / P the mean of S, over all permutations of the labels. S is the number of pairs of nodes
that share both, A those that share the community, B those that share the label, and P all pairs. If a denominator is 0
(both sides are one group, or both are single nodes), the two sides are equal and the score is 1.

Sources: Vinh, Epps & Bailey 2010, Information theoretic measures for clusterings comparison (AMI, with the arithmetic
mean, and E); Hubert & Arabie 1985, Comparing partitions (ARI); Larsen & Aone 1999, Fast and effective text mining using
linear-time document clustering (F1).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from textmine.arraytypes import Floats, Longs
from textmine.errors import InputError
from textmine.evaluate.bootstrap import Comparison, Resampling, Scores, compare, draws, score
from textmine.options import given
from textmine.progress import SILENT, Progress

__all__ = ["COMMUNITY_MEASURES", "compare_partitions", "evaluate_communities"]

COMMUNITY_MEASURES = ("AMI", "NMI", "ARI", "F1")


def evaluate_communities(
    results: Sequence[Mapping[str, str]],
    labels: Mapping[str, str],
    resampling: Resampling | None = None,
    progress: Progress = SILENT,
    **keywords: Any,
) -> Scores | Comparison:
    """Score communities against labels, or compare two results.

    Scores (`COMMUNITY_MEASURES`): AMI, NMI, ARI, F1, defined at the top of this module, over the nodes that occur in
    all results and in the labels. A note says how many are left out.

    For the intervals, half of the nodes are drawn without replacement. This gives the same variance as drawing all of
    them with replacement, but no node is drawn twice, which would agree with itself.

    Parameters
    ----------
    results
        The community of each node by name: one result, or two to compare.
    labels
        The label of each node by name.
    resampling
        Number of resamples and seed.
    progress
        Receives notes about nodes that are left out.

    Raises
    ------
    InputError
        Fewer than two nodes occur in all results and in the labels.

    Examples
    --------
    >>> found = evaluate_communities([{"a": "1", "b": "1", "c": "2"}], {"a": "x", "b": "x", "c": "y"})
    >>> found.values.tolist()
    [1.0, 1.0, 1.0, 1.0]
    """
    common = [name for name in labels if all(name in result for result in results)]
    _note_missing(results, labels, len(common), progress)
    if len(common) < 2:
        raise InputError("labels", None, "fewer than two nodes have a label and a community", "use the same names")
    groups = [_numbered([result[name] for name in common]) for result in results]
    truth = _numbered([labels[name] for name in common])
    log_factorials = np.concatenate(([0.0], np.cumsum(np.log(np.arange(1, len(common) + 1)))))

    def figures(nodes: Longs | slice) -> Floats:
        return np.array([compare_partitions(group[nodes], truth[nodes], log_factorials) for group in groups])

    def draw(generator: np.random.Generator) -> Floats:
        return figures(generator.permutation(len(common))[: (len(common) + 1) // 2])

    progress.stage("drawing again")
    values = figures(slice(None))
    drawn = draws(draw, given(Resampling, resampling, keywords), progress)
    if len(results) == 1:
        return score(COMMUNITY_MEASURES, values[0], drawn[:, 0])
    return compare(COMMUNITY_MEASURES, values, drawn)


def _note_missing(
    results: Sequence[Mapping[str, str]], labels: Mapping[str, str], n_common: int, progress: Progress
) -> None:
    for result in results:
        if len(result) > n_common:
            progress.note(f"{len(result) - n_common} of {len(result)} nodes have no label or are not in all results")
    if len(labels) > n_common:
        progress.note(f"{len(labels) - n_common} of {len(labels)} labels are for nodes that a result lacks")


def _numbered(groups: Sequence[str]) -> Longs:
    ids = {group: number for number, group in enumerate(dict.fromkeys(groups))}
    return np.fromiter(map(ids.__getitem__, groups), dtype=np.int64, count=len(groups))


def compare_partitions(communities: Longs, labels: Longs, log_factorials: Floats | None = None) -> Floats:
    """Return float64[4]: AMI, NMI, ARI and F1 of two partitions of the same nodes.

    Parameters
    ----------
    communities, labels
        int64[n]: group of each node, from 0.
    log_factorials
        float64[n + 1 or more]: ln k! of each k; None computes them.

    Examples
    --------
    >>> compare_partitions(np.array([0, 0, 1, 1]), np.array([0, 0, 1, 2])).round(4).tolist()  # the same as sklearn 1.9
    [0.5714, 0.8, 0.5714, 0.8333]
    """
    n = len(labels)
    if log_factorials is None:
        log_factorials = np.concatenate(([0.0], np.cumsum(np.log(np.arange(1, n + 1)))))
    width = int(labels.max()) + 1
    cells, counts = np.unique(communities * width + labels, return_counts=True)
    rows, columns = cells // width, cells % width
    a, b = np.bincount(communities), np.bincount(labels)
    shared = counts / n * np.log(n * counts / (a[rows].astype(np.float64) * b[columns]))
    information = max(float(shared.sum()), 0.0)
    mean = (_entropy(a) + _entropy(b)) / 2
    a, b = a[a > 0], b[b > 0]
    chance = _expected_information(a, b, n, log_factorials)
    return np.array(
        [
            _ratio(information - chance, mean - chance),
            _ratio(information, mean),
            _adjusted_rand(counts, a, b, n),
            _best_match(counts, rows, columns, communities, labels),
        ]
    )


def _ratio(part: float, whole: float) -> float:
    # Entropies are sums of rounded logarithms: a value this close to 0 is a rounding error.
    return part / whole if abs(whole) > 1e-12 else 1.0


def _entropy(sizes: Longs) -> float:
    shares = sizes[sizes > 0] / sizes.sum()
    return float(-(shares * np.log(shares)).sum())


def _expected_information(a: Longs, b: Longs, n: int, log_factorials: Floats) -> float:
    """Return the mean of I over all permutations of the labels, in nats: n_ij is hypergeometric (Vinh et al. 2010)."""
    expected = 0.0
    # Groups of the same size give the same sum, and there are few sizes.
    sizes, n_sizes = np.unique(b, return_counts=True)
    for size, n_size in zip(*np.unique(a, return_counts=True), strict=True):
        for other, n_other in zip(sizes.tolist(), n_sizes.tolist(), strict=True):
            both = np.arange(max(1, size + other - n), min(size, other) + 1)
            log_chance = (
                _log_choose(log_factorials, other, both)
                + _log_choose(log_factorials, n - other, size - both)
                - _log_choose(log_factorials, n, size)
            )
            surprise = both / n * np.log(n * both / (float(size) * other))
            expected += int(n_size) * n_other * float((surprise * np.exp(log_chance)).sum())
    return expected


def _log_choose(log_factorials: Floats, n: int, k: Longs) -> Floats:
    logs: Floats = log_factorials[n] - log_factorials[k] - log_factorials[n - k]
    return logs


def _adjusted_rand(counts: Longs, a: Longs, b: Longs, n: int) -> float:
    both, first, second, every = (float((sizes * (sizes - 1)).sum()) / 2 for sizes in (counts, a, b, np.array([n])))
    chance = first * second / every if every else 0.0
    return _ratio(both - chance, (first + second) / 2 - chance)


def _best_match(counts: Longs, rows: Longs, columns: Longs, communities: Longs, labels: Longs) -> float:
    a, b = np.bincount(communities), np.bincount(labels)
    best = np.zeros(len(b))
    np.maximum.at(best, columns, 2 * counts / (a[rows] + b[columns]))
    return float((b * best).sum() / len(labels))
