"""Content of `run.json`: version, command, options, and inputs with their checksums."""

from __future__ import annotations

import dataclasses
import hashlib
import os
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Any

import numpy as np

from textmine._version import __version__
from textmine.backgrounds import shipped_path
from textmine.io import expand_sources
from textmine.io.sources import STDIN, plain_name
from textmine.map.edits import plain_edits
from textmine.map.options import MapOptions
from textmine.map.sources import FileSources, Sources

__all__ = ["Fingerprints", "fingerprints", "input_files", "plain_options", "reading_key"]

Fingerprints = list[dict[str, str | None]]


def plain_options(options: MapOptions) -> dict[str, Any]:
    """Return the options that change the result."""
    record = dataclasses.asdict(options)
    for stage in ("discover", "cooccurrence", "search", "topics"):
        for name in ("memory", "threads"):
            record[stage].pop(name, None)
    edits = {name: made for name, made in plain_edits(options.edits).items() if made}
    asked = {"edits": edits, "heading": options.heading}
    return {name: value for name, value in record.items() if name not in asked} | {
        name: value for name, value in asked.items() if value
    }


def input_files(sources: Sources) -> Mapping[str, Fingerprints] | None:
    """Return name and checksum of each input file, by role; None for texts in memory."""
    if not isinstance(sources, FileSources):
        return None
    return {role: fingerprints(names) for role, names in sources.files().items()}


def reading_key(sources: Sources, files: Mapping[str, Fingerprints] | None) -> list[Any] | None:
    """Return everything that the first stage depends on except its options; None if that is not known.

    It is not known before reading for standard input and for texts in memory.
    """
    if not isinstance(sources, FileSources) or files is None:
        return None
    if any(file["sha256"] is None for found in files.values() for file in found):
        return None
    # As JSON gives them back.
    without = {"memory": None, "dictionary": None, "clean": list(sources.reading.clean)}
    reading = dataclasses.asdict(dataclasses.replace(sources.reading, engine=None)) | without
    del reading["engine"]
    versions = [__version__, np.__version__, version("scipy"), version("jieba")]
    return [versions, files, sources.background, sources.exclude, reading]


def fingerprints(names: Sequence[str]) -> Fingerprints:
    """Return names and checksums of the files that the names stand for; a shipped background is one file."""
    files = [file for name in names for file in ([name] if shipped_path(name) else expand_sources([name]))]
    return [_fingerprint(file) for file in files]


def _fingerprint(file: str) -> dict[str, str | None]:
    """Return name and checksum of an input; standard input and pipes can be read only once, and have no checksum."""
    path = shipped_path(file) or file
    if file == STDIN or not os.path.isfile(path):
        return {"file": plain_name(file), "sha256": None}
    try:
        with open(path, "rb") as stream:
            return {"file": plain_name(file), "sha256": hashlib.file_digest(stream, "sha256").hexdigest()}
    except OSError:  # reported when the file is read
        return {"file": plain_name(file), "sha256": None}
