"""Counting by partitions: sorted runs of each partition in files, merged by ranges of n-grams."""

from textmine.ngrams.runs.merging import MergedRange, merge_range
from textmine.ngrams.runs.writing import LevelText, RunFile, run_path, unit_counts, write_level

__all__ = ["LevelText", "MergedRange", "RunFile", "merge_range", "run_path", "unit_counts", "write_level"]
