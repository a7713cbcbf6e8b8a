"""The slope of a term: by how many bits a period its relative frequency rises or falls."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from textmine.arraytypes import Floats, Longs
from textmine.comparison import LEVEL

__all__ = ["Slopes", "fit_slopes"]


@dataclass(frozen=True, slots=True)
class Slopes:
    """The slope of each term, float64[t], in bits a period, with its 95 % interval."""

    slope: Floats
    low: Floats
    high: Floats


def fit_slopes(effective: Floats, n_units: Longs, numbers: Longs) -> Slopes:
    """Fit a straight line through the logarithm of the relative frequency of each term.

    Weighted least squares on log2 ((e + a) / n), where e is the effective count in a period of n units, and a the share
    of the period in all the text (as in `contrast`). The weight is e + a, the inverse variance in nats. Where the
    points scatter more than their variance says, the interval is wider: by the root of chi-square over its degrees of
    freedom, the number of periods less 2.

    Parameters
    ----------
    effective
        float64[t, p]: effective counts.
    n_units
        int64[p]: units of each period.
    numbers
        int64[p]: place of each period on the calendar.

    Examples
    --------
    >>> slopes = fit_slopes(np.array([[100.0, 200.0, 400.0]]), np.array([1000, 1000, 1000]), np.array([0, 1, 2]))
    >>> slopes.slope.round(2).tolist()  # doubles each period
    [1.0]
    """
    from scipy.special import stdtrit

    n_terms, n_periods = effective.shape
    if n_periods < 2:
        nothing = np.full(n_terms, np.nan)
        return Slopes(nothing, nothing, nothing)
    weight = effective + n_units / max(int(n_units.sum()), 1)
    logs = np.log(weight / np.maximum(n_units, 1))
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
