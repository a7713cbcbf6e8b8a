"""The folder that `textmine map` leaves: one file or two for each stage, and a record of the run."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from textmine._version import __version__
from textmine.backgrounds import shipped_path
from textmine.communities import TSV_COLUMNS, tree_lines, tsv_rows
from textmine.concordance import Context
from textmine.errors import InputError
from textmine.graph import Graph
from textmine.io import expand_sources, open_output, table_lines
from textmine.io.sources import STDIN, plain_name
from textmine.map.pipeline import MapOptions, TermMap
from textmine.mapequation import Communities
from textmine.report import write_report
from textmine.terms import Terms

__all__ = [
    "MAP_FILES",
    "community_figures",
    "community_files",
    "context_files",
    "fingerprints",
    "graph_figures",
    "graph_files",
    "plain_options",
    "save_map",
    "term_figures",
    "term_files",
]

MAP_FILES = (
    "terms.tsv",
    "graph.tsv",
    "communities.tsv",
    "communities.tree",
    "contexts.jsonl",
    "run.json",
    "report.html",
)

_CONTEXT_COLUMNS = ("term", "left", "keyword", "right", "document")
Files = dict[str, Iterator[str]]


def save_map(
    directory: str, found: TermMap, options: MapOptions, inputs: Mapping[str, Sequence[str]], command: str = ""
) -> None:
    """Write a map into a folder, which is made where it does not exist.

    Files: `terms.tsv`, `graph.tsv`, `communities.tsv`, `communities.tree`, `contexts.jsonl`, `run.json`, with the
    command that made them, and `report.html`. Each appears whole or not at all.

    Raises
    ------
    InputError
        The folder or a file cannot be written.
    """
    try:
        os.makedirs(directory, exist_ok=True)
    except OSError as error:
        reason = f"cannot be made: {(error.strerror or str(error)).lower()}"
        raise InputError(directory, None, reason, "name another folder with -o") from error
    for name, lines in _files(found).items():
        with open_output(os.path.join(directory, name)) as stream:
            stream.writelines(lines)
    with open_output(os.path.join(directory, "run.json")) as stream:
        stream.write(json.dumps(_record(found, options, inputs, command), ensure_ascii=False, indent=2) + "\n")
    write_report(directory, os.path.join(directory, "report.html"))


def _files(found: TermMap) -> Files:
    return {
        **term_files(found.terms),
        **graph_files(found.graph),
        **community_files(found.communities, directed=found.graph.directed),
        **context_files(found.terms, found.contexts),
    }


def term_files(terms: Terms) -> Files:
    """Return the lines of the file of the terms, by its name."""
    return {"terms.tsv": table_lines(terms.columns(), terms.rows())}


def graph_files(graph: Graph) -> Files:
    """Return the lines of the file of the graph, by its name."""
    return {"graph.tsv": table_lines(graph.columns(), graph.rows())}


def community_files(communities: Communities, *, directed: bool) -> Files:
    """Return the lines of the files of the communities, by their names."""
    return {
        "communities.tsv": table_lines(TSV_COLUMNS, tsv_rows(communities)),
        "communities.tree": tree_lines(communities, directed=directed),
    }


def context_files(terms: Terms, contexts: Sequence[Context]) -> Files:
    """Return the lines of the file of the contexts, by its name."""
    rows = (
        (terms.terms[context.term], context.left, context.keyword, context.right, context.document)
        for context in contexts
    )
    return {"contexts.jsonl": table_lines(_CONTEXT_COLUMNS, rows, "jsonl")}


def _record(found: TermMap, options: MapOptions, inputs: Mapping[str, Sequence[str]], command: str) -> dict[str, Any]:
    """Return what run.json says: nothing that differs between two runs on the same input."""
    return {
        "textmine": __version__,
        "command": plain_name(command),
        "options": plain_options(options),
        "inputs": {role: fingerprints(names) for role, names in inputs.items()},
        "documents": found.corpus.n_documents,
        "characters": found.n_characters,
        "units": found.corpus.n_units,
        "background_units": found.n_background,
        **term_figures(found.terms),
        **graph_figures(found.graph),
        **community_figures(found.communities),
    }


def term_figures(terms: Terms) -> dict[str, Any]:
    """Return what the record says of the terms."""
    return {"terms": len(terms)}


def graph_figures(graph: Graph) -> dict[str, Any]:
    """Return what the record says of the graph."""
    return {"nodes": graph.n_nodes, "links": graph.n_links}


def community_figures(communities: Communities) -> dict[str, Any]:
    """Return what the record says of the communities; bits."""
    bits = communities.codelength
    return {
        "communities": communities.n_top_modules,
        "levels": communities.levels,
        "codelength": bits.total,
        "one_level_codelength": bits.one_level,
    }


def plain_options(options: MapOptions) -> dict[str, Any]:
    """Return the options that change the result."""
    record = dataclasses.asdict(options)
    for stage in ("discover", "search"):
        for name in ("memory", "threads"):
            record[stage].pop(name, None)
    return record


def fingerprints(names: Sequence[str]) -> list[dict[str, str | None]]:
    """Return names and checksums of what is read; a shipped background is no file of the user's."""
    files = [file for name in names for file in ([name] if shipped_path(name) else expand_sources([name]))]
    return [_fingerprint(file) for file in files]


def _fingerprint(file: str) -> dict[str, str | None]:
    """Name and checksum of an input; what is no file (standard input, a pipe) can be read only once, and has none."""
    path = shipped_path(file) or file
    if file == STDIN or not os.path.isfile(path):
        return {"file": plain_name(file), "sha256": None}
    try:
        with open(path, "rb") as stream:
            return {"file": plain_name(file), "sha256": hashlib.file_digest(stream, "sha256").hexdigest()}
    except OSError:  # said when it is read
        return {"file": plain_name(file), "sha256": None}
