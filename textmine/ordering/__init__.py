"""Stable orders of numbers, and ids taken in an order or put back, without numpy."""

from textmine.ordering.orders import numbered, order_by_doubles, order_by_ints, order_inside, put, taken

__all__ = ["numbered", "order_by_doubles", "order_by_ints", "order_inside", "put", "taken"]
