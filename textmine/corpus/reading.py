r"""From files to texts in which a line is a document."""

from __future__ import annotations

import csv
import json
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from textmine.corpus.corpus import Corpus, build_corpus
from textmine.errors import InputError
from textmine.io.decoding import decode
from textmine.io.sources import bare_suffix, expand_sources, read_bytes
from textmine.io.tables import read_table
from textmine.progress import SILENT, Progress

__all__ = ["ReadOptions", "read_corpus", "read_texts"]

# A line end inside a document: any sign would do that ends a sentence and is not a line feed.
_INNER_LINE_END = "\u3002"
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How files are read.

    Attributes
    ----------
    encoding
        Encoding of all files; None finds out for each.
    per_file
        A file is a document, not a line.
    field
        Field of JSON lines that holds the text.
    column
        Column of CSV and TSV files that holds the text.
    """

    encoding: str | None = None
    per_file: bool = False
    field: str = "text"
    column: str | None = None


def read_texts(
    sources: Iterable[str], options: ReadOptions | None = None, progress: Progress = SILENT
) -> Iterator[str]:
    """Yield the text of each source with a document a line.

    Files that end in `.jsonl` are JSON lines; those that end in `.csv` or `.tsv` are tables where a column is named,
    else plain text.

    Raises
    ------
    InputError
        A file that cannot be read or decoded, holds no text, or lacks the field or column.
    """
    options = options or ReadOptions()
    for source in expand_sources(sources, progress):
        progress.stage(f"reading {os.path.basename(source)}")
        text = decode(read_bytes(source), source, options.encoding, progress)
        if not text.strip():
            raise InputError(source, None, "the file holds no text", "name a file with text")
        yield _documents(text, source, options)


def read_corpus(
    sources: Iterable[str],
    options: ReadOptions | None = None,
    *,
    share: Corpus | None = None,
    progress: Progress = SILENT,
) -> Corpus:
    """Read files as one corpus; with `share`, one that uses the unit ids of another.

    Raises
    ------
    InputError
        As `read_texts`; also where no file has a single letter, digit or ideograph.
    """
    sources = list(sources)
    corpus = build_corpus(read_texts(sources, options, progress), share)
    if corpus.n_documents == 0:
        raise InputError(" ".join(sources), None, "no word in all the text", "name files with text")
    return corpus


def _documents(text: str, source: str, options: ReadOptions) -> str:
    suffix = bare_suffix(source)
    if suffix == ".jsonl":
        return _joined(_json_texts(text, source, options.field), options)
    if options.column is not None:
        csv.field_size_limit(2**31 - 1)
        table = read_table(text, source, comma=suffix == ".csv")
        return _joined(table.column(options.column), options)
    return _one_line(text) if options.per_file else text


def _joined(documents: Iterable[str], options: ReadOptions) -> str:
    text = "\n".join(map(_one_line, documents))
    return _one_line(text) if options.per_file else text


def _one_line(text: str) -> str:
    return text.replace("\n", _INNER_LINE_END)


def _json_texts(text: str, source: str, field: str) -> Iterator[str]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        record = _json(line, source, number)
        value = record.get(field) if isinstance(record, dict) else None
        if not isinstance(value, str):
            raise InputError(source, number, f"no text in the field '{field}'", "name the field with --field")
        if not value.isascii() and _SURROGATE.search(value):
            raise InputError(source, number, f"half a surrogate pair in the field '{field}'", "write both halves")
        yield value


def _json(line: str, source: str, number: int) -> Any:
    try:
        return json.loads(line)
    except json.JSONDecodeError as error:
        reason = f"not JSON: {error.msg.lower()} at character {error.colno}"
    except (ValueError, RecursionError) as error:  # a number of more than 4300 digits; brackets without end
        reason = f"not JSON: {error}"
    raise InputError(source, number, reason, "write one JSON object a line")
