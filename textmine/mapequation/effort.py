"""How long to search, as names that programs complete; apart, because `enum` loads much and few need them."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["Effort"]


class Effort(StrEnum):
    """How long to search: one start; as good as ten trials of other programs; or everything that helps."""

    FAST = "fast"
    DEFAULT = "default"
    BEST = "best"
