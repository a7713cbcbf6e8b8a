r"""Reads files as texts with one document per line."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from textmine.errors import SURROGATE, InputError
from textmine.io.decoding import decode_chunks
from textmine.io.sources import STDIN, PathNames, as_paths, bare_suffix, expand_sources
from textmine.io.streams import read_chunks
from textmine.io.tables import read_table
from textmine.options import given
from textmine.progress import SILENT, Progress
from textmine.text.breaks import INNER_LINE_END
from textmine.text.corpus import Corpus, build_corpus
from textmine.text.simplified import simplify_texts

__all__ = ["ReadOptions", "read_corpus", "read_texts"]

# A line end inside a document: any sign would do that ends a sentence and is not a line feed.
_FIELD = "text"
_CHUNK = 1 << 20  # bytes read at a time, about the length of a piece of text


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """How files are read.

    Attributes
    ----------
    encoding
        Encoding of all files; None detects it for each file.
    per_file
        Each file is one document; otherwise each line is one.
    field
        Field of JSON lines that holds the text; None means `text`. If given, standard input is JSON lines too.
    column
        Column of CSV and TSV files that holds the text.
    memory
        Bytes to use, as in `build_corpus`; None means a quarter of the machine's memory.
    simplified
        Convert traditional Chinese characters to simplified ones; see `simplify`.
    """

    encoding: str | None = None
    per_file: bool = False
    field: str | None = None
    column: str | None = None
    memory: int | None = None
    simplified: bool = False


def read_texts(
    sources: PathNames, options: ReadOptions | None = None, progress: Progress = SILENT, **keywords: Any
) -> Iterator[str]:
    """Yield the text of each source with one document per line, in pieces of whole lines.

    Files that end in `.jsonl` are JSON lines. Files that end in `.csv` or `.tsv` are tables if a column is given, else
    plain text. A piece has about a megabyte of the file, or a longer line. A table, or a file that is one document, is
    one piece. A file is read only as far as its pieces are consumed.
    Options may be given as keywords: `per_file=True`.

    Raises
    ------
    InputError
        A file cannot be read or decoded, has no text, or lacks the field or column. The pieces before the error have
        already been yielded.
    OptionError
        Simplified Chinese is requested, but OpenCC is not installed.
    """
    return _read(as_paths(sources), given(ReadOptions, options, keywords), progress)


def _read(sources: list[str], options: ReadOptions, progress: Progress) -> Iterator[str]:
    for source in expand_sources(sources, progress):
        progress.stage(f"reading {os.path.basename(source)}")
        chunks = read_chunks(source, _CHUNK, progress)
        texts = _some_text(decode_chunks(chunks, source, options.encoding, progress), source)
        documents = _documents(_whole_lines(texts), source, options)
        yield from simplify_texts(documents) if options.simplified else documents


def read_corpus(
    sources: PathNames,
    options: ReadOptions | None = None,
    *,
    share: Corpus | None = None,
    progress: Progress = SILENT,
    **keywords: Any,
) -> Corpus:
    """Read files as one corpus.

    Parameters
    ----------
    sources
        A file, directory or pattern, or several; `-` is standard input.
    options
        How files are read.
    share
        Another corpus; the new one uses its unit ids. This saves a translation where the two are compared.
    progress
        Receives a report for each file.
    **keywords
        Options by name, in place of `options`: `per_file=True`.

    Raises
    ------
    InputError
        As `read_texts`; also if no file has any letter, digit or ideograph.
    """
    files, options = as_paths(sources), given(ReadOptions, options, keywords)
    corpus = build_corpus(_read(files, options, progress), share, memory=options.memory)
    if corpus.n_documents == 0:
        raise InputError(" ".join(files), None, "no word in all the text", "name files with text")
    return corpus


def _some_text(texts: Iterable[str], source: str) -> Iterator[str]:
    """Yield the texts; raise an InputError at the end if there were only blanks."""
    blank = True
    for text in texts:
        blank = blank and (not text or text.isspace())
        yield text
    if blank:
        raise InputError(source, None, "the file holds no text", "name a file with text")


def _whole_lines(texts: Iterable[str]) -> Iterator[str]:
    """Yield the same text in pieces that end at line ends."""
    begun: list[str] = []  # a list, because a line can be longer than several pieces
    for text in filter(None, texts):
        # The cut waits for more text, because the last piece needs no line end.
        end = begun[-1].rfind("\n") + 1 if begun else 0
        if end:
            rest = begun[-1][end:]
            begun[-1] = begun[-1][:end]
            yield "".join(begun)
            begun = [rest]
        begun.append(text)
    if begun:
        yield "".join(begun)


def _documents(pieces: Iterable[str], source: str, options: ReadOptions) -> Iterator[str]:
    suffix = bare_suffix(source)
    if suffix == ".jsonl" or (source == STDIN and options.field is not None):
        texts = _parted(_json_texts(pieces, source, options.field or _FIELD))
    elif options.column is not None:
        table = read_table("".join(pieces), source, comma=suffix == ".csv")
        texts = iter(["\n".join(map(_one_line, table.column(options.column)))])
    else:
        texts = iter(pieces)
    if options.per_file:
        yield _one_line("".join(texts))
    else:
        yield from texts


def _parted(pieces: Iterable[list[str]]) -> Iterator[str]:
    """Yield the documents of each piece as lines, with a line end between pieces and none at the end."""
    last = None
    for documents in pieces:
        if not documents:
            continue
        if last is not None:
            yield last + "\n"
        last = "\n".join(map(_one_line, documents))
    if last is not None:
        yield last


def _one_line(text: str) -> str:
    return text.replace("\n", INNER_LINE_END)


def _json_texts(pieces: Iterable[str], source: str, field: str) -> Iterator[list[str]]:
    """Yield the texts of the JSON records of each piece."""
    first = 1
    for piece in pieces:
        texts = []
        for number, line in enumerate(piece.removesuffix("\n").split("\n"), first):
            if line.strip():
                texts.append(_text_of(_json(line, source, number), source, number, field))
        first += piece.count("\n")
        yield texts


def _text_of(record: Any, source: str, number: int, field: str) -> str:
    value = record.get(field) if isinstance(record, dict) else None
    if not isinstance(value, str):
        raise InputError(source, number, f"no text in the field '{field}'", "name the field with `field`")
    if not value.isascii() and SURROGATE.search(value):
        raise InputError(source, number, f"half a surrogate pair in the field '{field}'", "write both halves")
    return value


def _json(line: str, source: str, number: int) -> Any:
    try:
        return json.loads(line)
    except json.JSONDecodeError as error:
        reason = f"not JSON: {error.msg.lower()} at character {error.colno}"
    except (ValueError, RecursionError):  # Python refuses numbers with more than 4300 digits
        reason = "not JSON: a number or brackets without end"
    raise InputError(source, number, reason, "write one JSON object a line")
