"""Real numbers as the shortest decimals that stand for them."""

from textmine.communities.decimals.powers import Decimals

__all__ = ["Decimals"]
