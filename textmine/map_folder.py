"""The folder that `textmine map` leaves: one file for each thing found, and a record of the run."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from textmine._version import __version__
from textmine.backgrounds import shipped_path
from textmine.errors import InputError
from textmine.io import expand_sources, open_output, read_bytes, table_lines
from textmine.io.sources import STDIN, plain_name
from textmine.mapequation import TSV_COLUMNS, Communities, tree_lines, tsv_rows
from textmine.pipeline import MapOptions, TermMap
from textmine.report import write_report

__all__ = ["MAP_FILES", "save_map", "summary_lines", "top_members"]

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


def _files(found: TermMap) -> dict[str, Iterator[str]]:
    contexts = (
        (found.terms.terms[context.term], context.left, context.keyword, context.right, context.document)
        for context in found.contexts
    )
    return {
        "terms.tsv": table_lines(found.terms.columns(), found.terms.rows()),
        "graph.tsv": table_lines(found.graph.columns(), found.graph.rows()),
        "communities.tsv": table_lines(TSV_COLUMNS, tsv_rows(found.communities)),
        "communities.tree": tree_lines(found.communities, directed=found.graph.directed),
        "contexts.jsonl": table_lines(_CONTEXT_COLUMNS, contexts, "jsonl"),
    }


def _record(found: TermMap, options: MapOptions, inputs: Mapping[str, Sequence[str]], command: str) -> dict[str, Any]:
    """Return what run.json says: nothing that differs between two runs on the same input."""
    bits = found.communities.codelength
    return {
        "textmine": __version__,
        "command": plain_name(command),
        "options": _options(options),
        "inputs": {role: _inputs(names) for role, names in inputs.items()},
        "documents": found.corpus.n_documents,
        "characters": found.n_characters,
        "units": found.corpus.n_units,
        "terms": len(found.terms),
        "nodes": found.graph.n_nodes,
        "links": found.graph.n_links,
        "communities": found.communities.n_top_modules,
        "levels": found.communities.levels,
        "codelength": bits.total,
        "one_level_codelength": bits.one_level,
    }


def _options(options: MapOptions) -> dict[str, Any]:
    """Return the options that change the result."""
    record = dataclasses.asdict(options)
    for stage in ("discover", "search"):
        for name in ("memory", "threads"):
            record[stage].pop(name, None)
    return record


def _inputs(names: Sequence[str]) -> list[dict[str, str | None]]:
    """Names and checksums of what was read; a shipped background is no file of the user's."""
    files = [file for name in names for file in ([name] if shipped_path(name) else expand_sources([name]))]
    return [_fingerprint(file) for file in files]


def _fingerprint(file: str) -> dict[str, str | None]:
    """Name and checksum of an input; standard input is gone by now."""
    checksum = None if file == STDIN else hashlib.sha256(read_bytes(shipped_path(file) or file)).hexdigest()
    return {"file": plain_name(file), "sha256": checksum}


def summary_lines(found: TermMap, directory: str, *, n_terms: int = 50, n_communities: int = 12) -> Iterator[str]:
    """Yield what a user wants to know first: the best terms, the largest communities, and where the files are."""
    terms, communities = found.terms, found.communities
    bits = communities.codelength
    yield f"{len(terms)} terms in {found.corpus.n_documents} documents, the best first:\n"
    yield "  " + "  ".join(terms.terms[:n_terms]) + "\n"
    saved = 1 - bits.total / bits.one_level if bits.one_level > 0 else 0.0
    yield (
        f"{communities.n_top_modules} communities of {found.graph.n_nodes} terms, the largest first"
        f" ({bits.total:.3f} bits a step, {saved:.1%} saved):\n"
    )
    for number, members in enumerate(top_members(communities)[:n_communities], 1):
        yield f"  {number:>2}  {'  '.join(members[:10])}\n"
    yield f"The files are in {plain_name(directory)}: {' '.join(MAP_FILES)}\n"


def top_members(communities: Communities) -> list[list[str]]:
    """Return the names of the nodes of each top module, by flow."""
    members: list[list[str]] = [[] for _ in range(communities.n_top_modules)]
    flow, top = communities.node_flow, communities.top_module.tolist()
    for node in sorted(range(len(flow)), key=lambda node: (-flow[node], communities.names[node])):
        members[top[node] - 1].append(communities.names[node])
    return members
