"""Stable orders of numbers, without numpy."""

from textmine.ordering.orders import numbered, order_by_doubles, order_by_ints, order_inside

__all__ = ["numbered", "order_by_doubles", "order_by_ints", "order_inside"]
