"""Terms over time: periods of documents, trends, bursts."""

from textmine.periods.bursts import Bursts, find_bursts
from textmine.periods.periods import BY_DATE, Periods, fitting_every, make_periods, parse_every, periods_of
from textmine.periods.slopes import Slopes, fit_slopes
from textmine.periods.trending import CHANGE_COLUMNS, PERIOD_COLUMNS, TREND_COLUMNS, Trends, trends

__all__ = [
    "BY_DATE",
    "CHANGE_COLUMNS",
    "PERIOD_COLUMNS",
    "TREND_COLUMNS",
    "Bursts",
    "Periods",
    "Slopes",
    "Trends",
    "find_bursts",
    "fit_slopes",
    "fitting_every",
    "make_periods",
    "parse_every",
    "periods_of",
    "trends",
]
