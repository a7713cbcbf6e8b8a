"""Counting by partitions: sorted runs of each partition in files, merged by ranges of n-grams."""

from textmine.ngrams.runs.merging import LevelColumns, RunRange, merge_range, read_pairs
from textmine.ngrams.runs.writing import LevelText, RunFile, run_path, unit_counts, write_level

__all__ = [
    "LevelColumns",
    "LevelText",
    "RunFile",
    "RunRange",
    "merge_range",
    "read_pairs",
    "run_path",
    "unit_counts",
    "write_level",
]
