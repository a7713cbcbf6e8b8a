"""One corpus beside another, or the groups of one: which terms each side uses more, and how sure that is."""

from textmine.comparison.comparison import COMPARISON_COLUMNS, Comparison, compare, compare_groups
from textmine.comparison.contrasts import LEVEL, Contrast, Counted, contrast, log_odds
from textmine.comparison.sides import MOST_CELLS, Sides, sum_sides

__all__ = [
    "COMPARISON_COLUMNS",
    "LEVEL",
    "MOST_CELLS",
    "Comparison",
    "Contrast",
    "Counted",
    "Sides",
    "compare",
    "compare_groups",
    "contrast",
    "log_odds",
    "sum_sides",
]
