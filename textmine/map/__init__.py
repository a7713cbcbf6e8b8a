"""The whole chain: from texts to a folder with terms, graph, communities and contexts, and back."""

from textmine.map.folder import MapFolder, read_folder
from textmine.map.pipeline import MapOptions, TermMap, map_texts

__all__ = ["MapFolder", "MapOptions", "TermMap", "map_texts", "read_folder"]
