"""Scores results against a gold standard, with confidence intervals."""

from textmine.evaluate.bootstrap import Comparison, Resampling, Scores
from textmine.evaluate.communities import COMMUNITY_MEASURES, compare_partitions, evaluate_communities
from textmine.evaluate.files import load_gold, load_groups, load_ranking, load_segmentation
from textmine.evaluate.rankings import TERM_MEASURES, TermOptions, evaluate_terms
from textmine.evaluate.segmentation import SEGMENTATION_MEASURES, Segmentation, evaluate_segmentation, read_segmentation

__all__ = [
    "COMMUNITY_MEASURES",
    "SEGMENTATION_MEASURES",
    "TERM_MEASURES",
    "Comparison",
    "Resampling",
    "Scores",
    "Segmentation",
    "TermOptions",
    "compare_partitions",
    "evaluate_communities",
    "evaluate_segmentation",
    "evaluate_terms",
    "load_gold",
    "load_groups",
    "load_ranking",
    "load_segmentation",
    "read_segmentation",
]
