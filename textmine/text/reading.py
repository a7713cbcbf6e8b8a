r"""Reads files as texts with one document per line."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmine.engine import Engine
from textmine.errors import InputError
from textmine.io.decoding import decode_chunks
from textmine.io.dialects import read_any_table
from textmine.io.signatures import is_workbook
from textmine.io.sources import PathNames, as_paths, expand_sources
from textmine.io.streams import read_chunks
from textmine.io.workbooks import read_workbook
from textmine.options import given
from textmine.progress import SILENT, Progress
from textmine.text.breaks import INNER_LINE_END
from textmine.text.cleaning import PAGE_LINES, Cleaner, check_cleanings
from textmine.text.columns import DEFAULT_FIELD, column_text, is_records, one_line, plain_notes, record_texts
from textmine.text.corpus import Corpus, build_corpus
from textmine.text.fields import Fields
from textmine.text.filenames import name_dates
from textmine.text.lines import join_lines
from textmine.text.names import Names
from textmine.text.parts import cut_lines, uncut
from textmine.text.records import Group, Records
from textmine.text.scripts import note_scripts
from textmine.text.simplified import simplify
from textmine.text.spellings import load_spellings
from textmine.text.spreading import read_spread
from textmine.text.stretches import CHUNK as _CHUNK
from textmine.text.units import UnitTable

__all__ = ["ReadOptions", "TextReader", "read_corpus", "read_texts"]


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
        Field of JSON records that holds the text, or a path to it such as `data.text`; None means `text`. If given,
        standard input is JSON too, and so is any file that begins like JSON.
    column
        Column of tables (CSV, TSV, Excel workbooks) that holds the text.
    delimiter
        What separates the fields of tables; None finds out for each file.
    sheet
        Sheet of Excel workbooks; None for the first one.
    memory
        Bytes to use, as in `build_corpus`; None means a quarter of the machine's memory.
    simplified
        Convert traditional Chinese characters to simplified ones; see `simplify`.
    merge
        Files that say which spellings stand for one term; see `read_spellings`. The text is read with the form to be
        shown in the place of each.
    spellings
        More spellings, each with the form that it is shown in.
    join_lines
        Join wrapped lines, in plain text and within records and files that are documents; see `join_lines`.
    clean
        What is removed: any of `CLEANINGS`; see `clean_texts`.
    dictionary
        Words of the world at large, in lower case, which tell hyphens at the ends of lines from those within words.
    id, title, date
        Fields of JSON records, or columns of tables, that hold these; `Corpus.records` has them. With `per_file` the id
        is the name of the file if no field is named.
    groups
        Fields by which documents are grouped, such as an author. Documents of several files have the group `source`,
        the file, too.
    date_from_name
        Where the name of a file has the date of its documents that have no other; see `name_dates`.
    engine
        Where passes over the text run; None for this process.
    """

    encoding: str | None = None
    per_file: bool = False
    field: str | None = None
    column: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    memory: int | None = None
    simplified: bool = False
    merge: Sequence[str] = ()
    spellings: Sequence[tuple[str, str]] = ()
    join_lines: bool = False
    clean: Sequence[str] = ()
    dictionary: Container[str] = dataclasses.field(default=frozenset(), repr=False, compare=False)
    id: str | None = None
    title: str | None = None
    date: str | None = None
    groups: Sequence[str] = ()
    date_from_name: str | None = None
    engine: Engine | None = dataclasses.field(default=None, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "clean", check_cleanings(self.clean))
        object.__setattr__(self, "groups", tuple(dict.fromkeys(as_paths(self.groups))))
        if self.date_from_name is not None:
            name_dates(self.date_from_name)

    @property
    def names_fields(self) -> bool:
        """Whether a field of records is named, for the text or anything else."""
        return any((self.field, self.id, self.title, self.date, self.groups))

    @property
    def changes_text(self) -> bool:
        """Whether something changes the text."""
        return self.join_lines or self.simplified or bool(self.clean) or bool(as_paths(self.merge))

    def without_fields(self) -> ReadOptions:
        """Return these options without the fields of records: a background has none."""
        return dataclasses.replace(self, id=None, title=None, date=None, groups=(), date_from_name=None)


def read_texts(
    sources: PathNames, options: ReadOptions | None = None, progress: Progress = SILENT, **keywords: Any
) -> Iterator[str]:
    """Yield the text of each source with one document per line, in pieces of whole lines.

    Files that end in `.jsonl`, `.ndjson` or `.json` are records in JSON (one record per line, or an array). Other files
    are tables if a column is given, else plain text. Excel workbooks are always tables. A piece has about a megabyte of
    the file, or a longer line. A table, or a file that is one document, is one piece. A file is read only as far as its
    pieces are consumed. A record or row without text is an empty line.
    Options may be given as keywords: `per_file=True`.

    Raises
    ------
    InputError
        A file cannot be read or decoded, is not text, has no text, or lacks the field or column. The pieces before the
        error have already been yielded.
    OptionError
        Simplified Chinese is requested, but OpenCC is not installed; or there is a workbook, but openpyxl is not
        installed.
    """
    return _read(as_paths(sources), given(ReadOptions, options, keywords), progress)


class TextReader:
    """Reads the texts of files, and what their records say beside them, in one pass.

    Parameters
    ----------
    sources, options, progress
        As in `read_texts`.

    Examples
    --------
    >>> from textmine.text import build_corpus
    >>> reader = TextReader(["data/power.txt"], ReadOptions(per_file=True))
    >>> corpus = build_corpus(reader.texts())
    >>> list(reader.records(corpus.offsets).ids)
    ['data/power.txt']
    """

    def __init__(self, sources: PathNames, options: ReadOptions | None = None, progress: Progress = SILENT) -> None:
        self._sources, self._options, self._progress = as_paths(sources), options or ReadOptions(), progress
        self._fields = Fields(self._options)

    def texts(self) -> Iterator[str]:
        """Yield texts as `read_texts` does; once, and to the end."""
        return uncut(self.parts())

    def parts(self) -> Iterator[str]:
        """Yield the same texts, but a line of more than a million characters in several `Part`s.

        A line is whole where something changes the text: joining lines, cleaning, spellings, simplified characters.
        """
        return self._fields.follow((file, text) for file, text, _ in self._numbered())

    def lines(self) -> Iterator[str]:
        """Yield the same texts as `parts`, with a line end between two files and behind every record and row.

        The last plain text ends as in its file.
        """
        last, is_ended, is_plain = -1, True, True
        for file, text, plain in self._numbered():
            # Between two records is a line end, and none is behind the last one of a file.
            if file != last and not (is_ended and is_plain):
                yield "\n"
                is_ended = True
            last, is_ended, is_plain = file, text.endswith("\n") if text else is_ended, plain
            yield text
        if not is_plain:
            yield "\n"

    def _numbered(self) -> Iterator[tuple[int, str, bool]]:
        return _numbered(self._sources, self._options, self._progress, self._fields)

    def records(self, offsets: NDArray[np.int64]) -> Records:
        """Return what is known of documents that begin at these offsets of the texts, as `Corpus.offsets` has them.

        Raises
        ------
        InputError
            No record has a field that the options name, or no file has a date in its name.
        """
        return self._fields.records(offsets, self._progress)

    def corpus(self, share: Corpus | None = None, names: Iterable[str] = ()) -> Corpus:
        """Return the corpus of the texts, with its records; parameters as in `read_corpus`.

        Raises
        ------
        InputError
            As `read_corpus`.
        """
        names = tuple(names)
        corpus = self.spread_corpus(share, names)
        if corpus is None:
            self._fields = Fields(self._options)  # the attempt may have begun some files
            corpus = build_corpus(self.parts(), share, memory=self._options.memory, names=names)
            corpus = corpus.with_engine(self._options.engine)
        if corpus.n_documents == 0:
            raise InputError(" ".join(self._sources), None, "no word in all the text", "name files with text")
        return corpus.with_records(self.records(corpus.offsets))

    def source(self, offsets: NDArray[np.int64]) -> Group:
        """Return the file of each document."""
        return self._fields.source(offsets)

    def spread_corpus(self, share: Corpus | None = None, names: Iterable[str] = ()) -> Corpus | None:
        """Return the corpus of the texts, read on the engine; None where there is none or it cannot read them."""
        engine = self._options.engine
        if engine is None or not engine.apart:
            return None
        table = UnitTable(names=Names(names)) if share is None else share.table
        return read_spread(self._sources, self._options, engine, table, self._fields, self._progress)


def _read(sources: list[str], options: ReadOptions, progress: Progress) -> Iterator[str]:
    return uncut(text for _file, text, _is_plain in _numbered(sources, options, progress, None))


def _numbered(
    sources: list[str], options: ReadOptions, progress: Progress, fields: Fields | None
) -> Iterator[tuple[int, str, bool]]:
    """Yield pieces of text with the number of their file, and whether they are lines of a plain text."""
    cleaner = Cleaner(options.clean)
    spellings = load_spellings(options.merge, options.spellings, simplified=options.simplified, progress=progress)
    for file, text, is_plain in _clean_sources(_sources(sources, options, progress, fields), options, cleaner):
        text = simplify(text) if options.simplified else text
        yield file, text if spellings is None else spellings.rewritten(text), is_plain
    cleaner.say(progress)
    if spellings is not None:
        named = " ".join(as_paths(options.merge)) or "merged terms"
        progress.note(f"{named}: {spellings.said()}")


def _clean_sources(
    sources: Iterable[tuple[Iterable[str], bool]], options: ReadOptions, cleaner: Cleaner
) -> Iterator[tuple[int, str, bool]]:
    """Yield the documents of all sources, cleaned, with wrapped lines joined, as `_numbered` does."""
    # A tag may begin in one piece and end in the next, and words of the whole file tell what a hyphen is.
    whole = options.join_lines or "html" in cleaner.kinds or PAGE_LINES in cleaner.kinds
    cleaned: Iterable[tuple[int, str, bool]] = (
        (number, cleaner.clean(text), is_plain)
        for number, (documents, is_plain) in enumerate(sources)
        for text in (["".join(documents)] if whole else documents)
    )
    if PAGE_LINES in cleaner.kinds:
        # Lines of every file can be told only when all have been read.
        files = list(cleaned)
        texts = cleaner.without_page_lines([text for _, text, _ in files])
        cleaned = ((number, text, is_plain) for (number, _, is_plain), text in zip(files, texts, strict=True))
    for number, text, is_plain in cleaned:
        yield number, _join_wrapped(text, options.dictionary, is_plain) if options.join_lines else text, is_plain


def _sources(
    sources: list[str], options: ReadOptions, progress: Progress, fields: Fields | None
) -> Iterator[tuple[Iterable[str], bool]]:
    """Yield the documents of each source, in pieces, and whether they are the lines of a plain text."""
    for source in expand_sources(sources, progress):
        progress.stage(f"reading {os.path.basename(source)}")
        chunks: Iterator[bytes] = read_chunks(source, _CHUNK, progress)
        head = next(chunks, b"")
        chunks = chain([head], chunks)
        if fields is not None:
            fields.begin(source)
        if is_workbook(head, source):
            yield _sheet_documents(b"".join(chunks), source, options, progress, fields), False
        else:
            texts = _some_text(decode_chunks(chunks, source, options.encoding, progress), source)
            yield _documents(cut_lines(texts), source, options, progress, fields)


def read_corpus(
    sources: PathNames,
    options: ReadOptions | None = None,
    *,
    share: Corpus | None = None,
    names: Iterable[str] = (),
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
        Another corpus; the new one uses its unit ids. This saves a translation where the two are compared. Fields that
        the options name are not looked for then.
    names
        Terms that are found with the marks inside them, as in `build_corpus`.
    progress
        Receives a report for each file.
    **keywords
        Options by name, in place of `options`: `per_file=True`.

    Raises
    ------
    InputError
        As `read_texts`; also if no file has any letter, digit or ideograph.
    ValueError
        The list of sources is empty.
    """
    files, options = as_paths(sources), given(ReadOptions, options, keywords)
    if not files:
        raise ValueError("no file is named; give a path, or a list of one or more")
    options = options if share is None else options.without_fields()
    corpus = TextReader(files, options, progress).corpus(share, names)
    if share is None:
        note_scripts(corpus, progress)
    return corpus


def _join_wrapped(text: str, dictionary: Container[str], is_plain: bool) -> str:
    """Return documents with wrapped lines joined: the lines of a plain text, or those within each document."""
    if is_plain:
        return join_lines(text, dictionary)
    return "\n".join([join_lines(line, dictionary, INNER_LINE_END) for line in text.split("\n")])


def _some_text(texts: Iterable[str], source: str) -> Iterator[str]:
    """Yield the texts; raise an InputError at the end if there were only blanks."""
    blank = True
    for text in texts:
        blank = blank and (not text or text.isspace())
        yield text
    if blank:
        raise InputError(source, None, "the file holds no text", "name a file with text")


def _sheet_documents(
    data: bytes, source: str, options: ReadOptions, progress: Progress, fields: Fields | None
) -> Iterator[str]:
    table = read_workbook(data, source, options.sheet, progress)
    text = column_text(table, options.column or DEFAULT_FIELD, progress, fields)
    yield one_line(text) if options.per_file else text


def _documents(
    pieces: Iterable[str], source: str, options: ReadOptions, progress: Progress, fields: Fields | None
) -> tuple[Iterator[str], bool]:
    """Return the documents of a text file, and whether they are the lines of a plain text."""
    pieces = iter(pieces)
    head = next(pieces, "")
    pieces = chain([head], pieces)
    is_plain = False
    if is_records(head, source, options) or options.column is not None:
        pieces = uncut(pieces)
    if is_records(head, source, options):
        texts = record_texts(pieces, source, options.field or options.column or DEFAULT_FIELD, progress, fields)
    elif options.column is not None:
        table = read_any_table("".join(pieces), source, delimiter=options.delimiter, column=options.column)
        texts = iter([column_text(table, options.column, progress, fields)])
    else:
        for message in plain_notes(head, source, options):
            progress.note(message)
        texts, is_plain = pieces, not options.per_file
    if options.per_file:
        # No line of it ends.
        texts = cut_lines(map(one_line, texts))
    # What changes a text may look at all of a line.
    return (uncut(texts) if options.changes_text else texts), is_plain
