"""The sources of a map: texts in memory, or files."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from textmine.arraytypes import Longs
from textmine.backgrounds import (
    NONE,
    Background,
    as_background,
    check_background,
    choose_background,
    open_background,
)
from textmine.io import as_paths
from textmine.progress import SILENT, Progress
from textmine.terms import DiscoverOptions, TermLists, load_lists
from textmine.terms.exclusion import is_pattern
from textmine.text import Corpus, ReadOptions, TextReader, build_corpus, spellings_of
from textmine.text.arrays import array_limit
from textmine.text.fields import records_of_lines
from textmine.text.records import Records, build_records
from textmine.text.storedtexts import stored_texts

__all__ = ["FileSources", "SourceTexts", "Sources", "TextSources"]

World = Corpus | Background | None


@dataclass(frozen=True, slots=True)
class SourceTexts:
    """Texts, each line of which is a document, and what is known of documents that begin at some offsets of them."""

    pieces: Sequence[str]
    records: Callable[[Longs], Records]


class Sources(Protocol):
    """What the stages need: texts, their corpus, a background, and lists of terms."""

    @property
    def dated(self) -> bool:
        """Whether the documents are said to have dates."""

    def grouped(self, beside: str | None = None) -> bool:
        """Whether the documents are said to have groups, one beside that of the name `beside`."""

    def texts(self, progress: Progress) -> SourceTexts:
        """Return the texts of the domain, with what is known of their documents."""

    def build(self, texts: Sequence[str], names: Sequence[str] = ()) -> Corpus:
        """Return the corpus of these texts, read with names as in `build_corpus`."""

    def open_world(self, corpus: Corpus, options: DiscoverOptions, progress: Progress) -> tuple[World, list[str]]:
        """Return the background of a corpus, and the names of its sources."""

    def lists(self, progress: Progress) -> TermLists:
        """Return the terms that the user lists."""

    def merged(self, pairs: Sequence[tuple[str, str]]) -> Sources:
        """Return these sources, read with some spellings merged, each into the form that it is shown in."""


@dataclass(frozen=True, slots=True)
class TextSources:
    """Texts in memory.

    Attributes
    ----------
    domain
        The texts; each line is a document.
    background
        A background, a corpus, texts, or a name as for `open_background`. None chooses a shipped background for the
        language of the texts, as `textmine map` does.
    listed
        Lists of known terms, and of terms to include and to exclude.
    records
        What is known of each line of the texts beside its words; None for nothing.
    """

    domain: Sequence[str]
    background: World | str | Sequence[str] = None
    listed: TermLists = field(default_factory=TermLists)
    records: Records | None = None

    @property
    def dated(self) -> bool:
        """Whether the records have dates."""
        return self.records is not None and self.records.dates is not None

    def grouped(self, beside: str | None = None) -> bool:
        """Whether the records have groups."""
        return self.records is not None and any(name != beside for name in self.records.groups)

    def texts(self, progress: Progress) -> SourceTexts:
        """Return the texts."""

        def records(offsets: Longs) -> Records:
            known = self.records
            return build_records(len(offsets)) if known is None else records_of_lines(known, self.domain, offsets)

        return SourceTexts(self.domain, records)

    def build(self, texts: Sequence[str], names: Sequence[str] = ()) -> Corpus:
        """Return the corpus of the texts."""
        return build_corpus(texts, names=names)

    def open_world(self, corpus: Corpus, options: DiscoverOptions, progress: Progress) -> tuple[World, list[str]]:
        """Return the background, and its name if it was given by name or chosen."""
        world = self.background
        if world is None or isinstance(world, str):
            names = [world] if world else choose_background(corpus, progress)
            opened = open_background(names, corpus, keep_repeats=options.keep_repeats, progress=progress)
            return opened, [name for name in names if name != NONE]
        if isinstance(world, Sequence):
            world = build_corpus(world, share=corpus)
        return as_background(world, corpus, keep_repeats=options.keep_repeats, memory=options.memory), []

    def lists(self, progress: Progress) -> TermLists:
        """Return the listed terms."""
        return self.listed

    def merged(self, pairs: Sequence[tuple[str, str]]) -> Sources:
        """Return the texts with some spellings merged."""
        spellings = spellings_of(((None, *pair) for pair in pairs), "edits")
        return replace(self, domain=list(spellings.texts(self.domain)))


@dataclass(frozen=True, slots=True)
class FileSources:
    """Files.

    Attributes
    ----------
    corpus, background
        Names as for `read_texts` and `open_background`. Without a background, a shipped one is chosen.
    known, include, exclude
        Files of terms; `exclude` may also have patterns.
    reading
        Options for reading text.
    """

    corpus: Sequence[str]
    background: Sequence[str] = ()
    known: Sequence[str] = ()
    include: Sequence[str] = ()
    exclude: Sequence[str] = ()
    reading: ReadOptions = field(default_factory=ReadOptions)

    @property
    def dated(self) -> bool:
        """Whether the options of reading say where dates are."""
        return self.reading.date is not None or self.reading.date_from_name is not None

    def grouped(self, beside: str | None = None) -> bool:
        """Whether the options of reading name groups, or there are several files."""
        return any(name != beside for name in self.reading.groups) or len(self.corpus) > 1

    def texts(self, progress: Progress) -> SourceTexts:
        """Return the texts of the files."""
        reader = TextReader(self.corpus, self.reading, progress)
        return SourceTexts(stored_texts(reader.texts(), array_limit(self.reading.memory)), reader.records)

    def build(self, texts: Sequence[str], names: Sequence[str] = ()) -> Corpus:
        """Return the corpus of the texts, in a file where it outgrows the memory.

        Where there are workers, they read plain texts again, which takes less than to number the units here.
        """
        spread = TextReader(self.corpus, self.reading, SILENT).spread_corpus(names=names)
        if spread is not None:
            return spread
        return build_corpus(texts, memory=self.reading.memory, names=names).with_engine(self.reading.engine)

    def open_world(self, corpus: Corpus, options: DiscoverOptions, progress: Progress) -> tuple[World, list[str]]:
        """Return the background, and the names that were given or chosen."""
        names = list(self.background) or choose_background(corpus, progress)
        opened = open_background(names, corpus, self.reading, keep_repeats=options.keep_repeats, progress=progress)
        return opened, [name for name in names if name != NONE]

    def lists(self, progress: Progress) -> TermLists:
        """Return the terms of the files."""
        return load_lists(self.known, self.include, self.exclude, reading=self.reading, progress=progress)

    def merged(self, pairs: Sequence[tuple[str, str]]) -> Sources:
        """Return the same files, read with some spellings merged."""
        return replace(self, reading=replace(self.reading, spellings=tuple(pairs)))

    def files(self) -> Mapping[str, Sequence[str]]:
        """Return the names of all files by their role; raise InputError if the background does not exist."""
        check_background(self.background)
        return {
            "corpus": self.corpus,
            "background": [name for name in self.background if name != NONE],
            "known": self.known,
            "include": self.include,
            "exclude": [name for name in self.exclude if not is_pattern(name)],
            "merge": as_paths(self.reading.merge),
        }
