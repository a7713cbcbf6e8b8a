"""The slope of a term: by how many bits a period its relative frequency rises or falls."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from textmine.arraytypes import Floats, Longs
from textmine.comparison import LEVEL, Counted

__all__ = ["Slopes", "fit_slopes"]


@dataclass(frozen=True, slots=True)
class Slopes:
    """The slope of each term, float64[t], in bits a period, with its 95 % interval."""

    slope: Floats
    low: Floats
    high: Floats


def fit_slopes(periods: Counted, numbers: Longs) -> Slopes:
    """Fit a straight line through the logarithm of the relative frequency of each term.

    Weighted least squares on log2 ((c + b a) / N), where c is the count in a period of N units, a the share of the
    period in all the text, and b the mean burstiness of the term: one burst more is shared out. The weight is
    c / b + a, the inverse variance in nats, with the burstiness of the period if that is larger. Where the points
    scatter more than their variance says, the interval is wider: by the root of chi-square over its degrees of freedom,
    the number of periods less 2.

    Parameters
    ----------
    periods
        Counts and burstiness, arrays [t, p], and the units of each period, int64[p].
    numbers
        int64[p]: place of each period on the calendar.

    Examples
    --------
    >>> periods = Counted(np.array([[100, 200, 400]]), np.ones((1, 3)), np.array([1000, 1000, 1000]))
    >>> slopes = fit_slopes(periods, np.array([0, 1, 2]))
    >>> slopes.slope.round(2).tolist()  # doubles each period
    [1.0]
    """
    from scipy.special import stdtrit

    count, n_units = periods.count, periods.n_units
    n_terms, n_periods = count.shape
    if n_periods < 2:
        nothing = np.full(n_terms, np.nan)
        return Slopes(nothing, nothing, nothing)
    added = n_units / max(int(n_units.sum()), 1)
    burst = (count * periods.burst).sum(axis=1, keepdims=True) / np.maximum(count.sum(axis=1, keepdims=True), 1)
    burst = np.maximum(burst, 1.0)
    weight = count / np.maximum(periods.burst, burst) + added
    logs = np.log((count + burst * added) / np.maximum(n_units, 1))
    times = (numbers - numbers[0]).astype(np.float64)
    total = weight.sum(axis=1, keepdims=True)
    centred = times - (weight * times).sum(axis=1, keepdims=True) / total
    mean = (weight * logs).sum(axis=1, keepdims=True) / total
    spread = (weight * centred**2).sum(axis=1)
    slope = (weight * centred * (logs - mean)).sum(axis=1) / spread
    residue = (weight * (logs - mean - slope[:, None] * centred) ** 2).sum(axis=1)
    freedom = max(n_periods - 2, 1)
    reach = stdtrit(freedom, (1.0 + LEVEL) / 2.0) * np.sqrt(np.maximum(residue / freedom, 1.0) / spread)
    bits = np.log(2.0)
    return Slopes(slope / bits, (slope - reach) / bits, (slope + reach) / bits)
