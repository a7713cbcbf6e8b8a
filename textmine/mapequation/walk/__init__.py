"""Loops over links in rows: the flow on them, the walk that becomes stationary, and rows with both ends."""
