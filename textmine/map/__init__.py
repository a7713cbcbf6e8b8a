"""The whole chain: from texts to a folder with terms, graph, communities and contexts, and back."""

from textmine.map.chain import Chain
from textmine.map.choosing import DocumentTable, documents
from textmine.map.edits import Edits, load_edits, read_edits
from textmine.map.files import MAP_FILES, REPORT
from textmine.map.folder import ALL_READ, FILES_READ, TABLES_READ, Communes, Community, MapFolder, read_folder
from textmine.map.grouping import Grouping
from textmine.map.options import MapOptions
from textmine.map.sources import FileSources, TextSources
from textmine.map.termmap import TermMap, map_texts
from textmine.map.writing import write_map

__all__ = [
    "ALL_READ",
    "FILES_READ",
    "MAP_FILES",
    "REPORT",
    "TABLES_READ",
    "Chain",
    "Communes",
    "Community",
    "DocumentTable",
    "Edits",
    "FileSources",
    "Grouping",
    "MapFolder",
    "MapOptions",
    "TermMap",
    "TextSources",
    "documents",
    "load_edits",
    "map_texts",
    "read_edits",
    "read_folder",
    "write_map",
]
