"""Replaces parameters in messages of the library, such as `min_count`, by the options of the command line."""

from __future__ import annotations

import re

__all__ = ["PARAMETERS", "with_options"]

# Parameters whose option has another name.
_RENAMED = {
    "by_similarity": "relax-by-similarity",
    "false_discovery_rate": "fdr",
    "least_confidence": "all",
    "regularization": "regularized",
    "self_links": "no-self-links",
    "simplified": "simplify",
    "top_links": "top-edges",
}
_FLAGS = {"both_kinds", "each", "least_confidence", "self_links"}  # their option takes no value
PARAMETERS = frozenset(_RENAMED) | {
    "backbone",
    "background",
    "bar",
    "both_kinds",
    "column",
    "community",
    "delimiter",
    "each",
    "dimensions",
    "date",
    "date_from_name",
    "directed",
    "encoding",
    "every",
    "exclude",
    "field",
    "figure",
    "fresh",
    "graph_terms",
    "group",
    "id",
    "initial",
    "layers",
    "relax_limit",
    "relax_limit_down",
    "relax_limit_up",
    "relax_rate",
    "line",
    "max_length",
    "max_share",
    "memory",
    "min_count",
    "min_documents",
    "min_length",
    "neighbours",
    "networks",
    "output",
    "part_of",
    "per_term",
    "power",
    "preferred_levels",
    "preferred_modules",
    "rate",
    "sample",
    "resamples",
    "seed",
    "sheet",
    "side",
    "shift",
    "significance",
    "since",
    "spool",
    "smoothing",
    "term",
    "theme",
    "threads",
    "title",
    "to_nodes",
    "top",
    "trials",
    "undirected",
    "until",
    "weight",
    "weight_threshold",
    "width",
    "window",
}
_NAMED = "`([a-z_]+)(?:=([^`]*))?`"


def with_options(message: str) -> str:
    """Return a message of the library with options in place of its parameters. Other names in back quotes stay.

    Examples
    --------
    >>> with_options("lower `min_count`, or use `top_links=0` for all: `x` is no column")
    'lower --min-count, or use --top-edges 0 for all: `x` is no column'
    """
    return re.sub(_NAMED, _option, message)


def _option(named: re.Match[str]) -> str:
    name, value = named[1], named[2]
    if name not in PARAMETERS:
        return named[0]
    option = f"--{_RENAMED.get(name, name).replace('_', '-')}"
    return option if value is None or name in _FLAGS else f"{option} {value.strip(chr(39))}"
