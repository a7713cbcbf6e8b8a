"""The canonical order of modules and of the nodes in them, computed on buffers."""
