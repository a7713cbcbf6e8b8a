"""The sources of a map: texts in memory, or files."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
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
from textmine.progress import Progress
from textmine.terms import DiscoverOptions, TermLists, load_lists
from textmine.terms.exclusion import is_pattern
from textmine.text import Corpus, ReadOptions, TextReader, build_corpus
from textmine.text.fields import records_of_lines
from textmine.text.records import Records, build_records

__all__ = ["FileSources", "SourceTexts", "Sources", "TextSources"]

World = Corpus | Background | None


@dataclass(frozen=True, slots=True)
class SourceTexts:
    """Texts, each line of which is a document, and what is known of documents that begin at some offsets of them."""

    pieces: Sequence[str]
    records: Callable[[Longs], Records]


class Sources(Protocol):
    """What the stages need: texts, their corpus, a background, and lists of terms."""

    def texts(self, progress: Progress) -> SourceTexts:
        """Return the texts of the domain, with what is known of their documents."""

    def build(self, texts: Sequence[str], names: Sequence[str] = ()) -> Corpus:
        """Return the corpus of these texts, read with names as in `build_corpus`."""

    def open_world(self, corpus: Corpus, options: DiscoverOptions, progress: Progress) -> tuple[World, list[str]]:
        """Return the background of a corpus, and the names of its sources."""

    def lists(self, progress: Progress) -> TermLists:
        """Return the terms that the user lists."""


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

    def texts(self, progress: Progress) -> SourceTexts:
        """Return the texts of the files."""
        reader = TextReader(self.corpus, self.reading, progress)
        return SourceTexts(list(reader.texts()), reader.records)

    def build(self, texts: Sequence[str], names: Sequence[str] = ()) -> Corpus:
        """Return the corpus of the texts, in a file where it outgrows the memory."""
        corpus = build_corpus(texts, memory=self.reading.memory, names=names)
        return dataclasses.replace(corpus, engine=self.reading.engine)

    def open_world(self, corpus: Corpus, options: DiscoverOptions, progress: Progress) -> tuple[World, list[str]]:
        """Return the background, and the names that were given or chosen."""
        names = list(self.background) or choose_background(corpus, progress)
        opened = open_background(names, corpus, self.reading, keep_repeats=options.keep_repeats, progress=progress)
        return opened, [name for name in names if name != NONE]

    def lists(self, progress: Progress) -> TermLists:
        """Return the terms of the files."""
        return load_lists(self.known, self.include, self.exclude, reading=self.reading, progress=progress)

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
