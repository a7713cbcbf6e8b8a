"""The compiled search for modules: one pass of moving, refining and aggregating, over all levels, without Python."""
