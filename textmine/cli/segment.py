"""`textmine segment`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Annotated

import typer

from textmine.cli.options import Corpus, MergeForms, Output
from textmine.cli.reading import reads_text

if TYPE_CHECKING:
    from textmine.engine import Engine
    from textmine.progress import Progress
    from textmine.segment.text import Segmenter
    from textmine.text import ReadOptions
    from textmine.text.stretches import Stretch

__all__ = ["segment"]


@reads_text(without=("per_file", "simplify"), on_dask=True)
def segment(
    text: Corpus,
    terms: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Terms to add to the dictionary: what discover wrote, or one a line."),
    ] = None,
    whole_terms: Annotated[
        bool, typer.Option("--whole-terms", help="Keep every term whole, also phrases of known words.")
    ] = False,
    lexicon_free: Annotated[
        bool, typer.Option("--lexicon-free", help="Use no dictionary; learn the words from the text.")
    ] = False,
    train: Annotated[
        list[str] | None,
        typer.Option(metavar="TEXT...", help="More text to learn from (may be given several times)."),
    ] = None,
    merge_forms: MergeForms = False,
    output: Output = "-",
    *,
    reading: ReadOptions,
) -> None:
    """Cut text into words.

    In: text (of records and tables, the field or column that --field or --column names), and optionally terms that the
    dictionary lacks. With --lexicon-free, only text: CORPUS and the files of --train.

    Out: the same lines, words separated by one blank; a record or row is a line. No other character changes, unless
    --merge or --merge-forms replaces a spelling or form of a word. Text that is not Chinese or Japanese, such as runs
    of letters and digits, is cut by rule.

    With a dictionary, each clause is cut into the words that cost the fewest bits by the frequencies of jieba's
    dictionary. Terms are added if they are new words, that is, if the dictionary would cut them into single characters;
    with --whole-terms all of them are.

    With --lexicon-free, each clause is cut into the words that have the greatest autonomy (normalised variation of
    branching entropy) and cost the fewest bits, by frequencies that are learned from the text. By rule, 百 千 万 亿 and
    月 日 时 after digits, and 年 after four digits, belong to the number.

    Memory: 130 MB with the dictionary, for a text of any length. With --lexicon-free or --merge-forms 300 MB and 15
    bytes a byte of text; --memory bounds the latter, the rest goes to temporary files.

    With --scheduler, workers cut plain text in UTF-8, and learn its words for --lexicon-free. Text that an option
    changes, and files of any other kind, are cut by this program, which standard error says.

    Example: textmine segment data/power.txt
    """
    from textmine.cli.progress import Terminal
    from textmine.cli.rows import write_lines
    from textmine.concordance import absence_noted
    from textmine.errors import OptionError
    from textmine.io import check_paths
    from textmine.segment import dictionary_segmenter
    from textmine.terms import load_terms, terms_as_read
    from textmine.text import TextReader
    from textmine.text.arrays import array_limit
    from textmine.text.parts import uncut
    from textmine.text.storedtexts import stored_texts

    if lexicon_free and (terms or whole_terms):
        raise OptionError("--lexicon-free uses no terms", "leave out --terms, or --lexicon-free")
    if whole_terms and not terms:
        raise OptionError("--whole-terms has no effect without --terms", "add --terms FILE, or leave out --whole-terms")
    if train and not lexicon_free:
        raise OptionError("--train has no effect without --lexicon-free", "add --lexicon-free, or leave out --train")
    check_paths(output, [*text, *(train or []), *([terms] if terms else []), *reading.merge])
    progress = Terminal()
    stretches = _stretches(text, reading, merge_forms, lexicon_free, progress)
    reader = TextReader(text, reading, progress)
    texts: Iterable[str] = uncut(reader.lines()) if merge_forms or lexicon_free else reader.lines()
    if merge_forms:
        from textmine.terms.merging import form_spellings

        kept = stored_texts(texts, array_limit(reading.memory))
        progress.stage("learning forms")
        texts = form_spellings(kept, reading.memory).texts(kept)
    added = None if terms is None else terms_as_read(load_terms(terms, progress), reading)
    words = [] if added is None else added.words
    if lexicon_free:
        segmenter, texts = _learned(text, train or [], texts, reading, stretches is not None, progress)
    else:
        segmenter = dictionary_segmenter(added, whole_terms=whole_terms)
    if words:
        texts = absence_noted(texts, words, str(terms), progress)
    lines = segmenter.segment(texts)
    if reading.engine is not None and stretches is not None:
        lines = _on_workers(segmenter, stretches, reading.engine, lines, (words, str(terms)), progress)
    write_lines(output, lines)
    progress.clear()


_HERE = "workers segment plain text in UTF-8 that no option changes; this text is segmented here"


def _stretches(
    text: list[str], reading: ReadOptions, merge_forms: bool, lexicon_free: bool, progress: Progress
) -> list[Stretch] | None:
    """Return the stretches that workers cut; None if there are no workers, or the text is not for them."""
    from textmine.progress import SILENT
    from textmine.text.spreading import plain_stretches

    if reading.engine is None:
        return None
    # Words are learned from all the text first: what is to be said of its files is said then.
    found = None if merge_forms else plain_stretches(text, reading, SILENT if lexicon_free else progress)
    if found is None:
        progress.note(_HERE)
    return found


def _learned(
    text: list[str], train: list[str], texts: Iterable[str], reading: ReadOptions, spread: bool, progress: Progress
) -> tuple[Segmenter, Iterable[str]]:
    """Return a segmenter with words learned from the texts, and texts that can be read once more."""
    from textmine.segment.text import learned_segmenter
    from textmine.text import TextReader, build_corpus, read_texts
    from textmine.text.arrays import array_limit
    from textmine.text.storedtexts import stored_texts

    corpus = TextReader([*text, *train], reading, progress).spread_corpus() if spread else None
    if corpus is None:
        texts = stored_texts(texts, array_limit(reading.memory))
        corpus = build_corpus(chain(texts, read_texts(train, reading, progress)), memory=reading.memory)
        corpus = corpus.with_engine(reading.engine)
    return learned_segmenter(corpus, progress, memory=reading.memory), texts


def _on_workers(
    segmenter: Segmenter,
    stretches: list[Stretch],
    engine: Engine,
    lines: Iterator[str],
    terms: tuple[Sequence[str], str],
    progress: Progress,
) -> Iterator[str]:
    """Return the segmented text from workers, or from here where they cannot cut it.

    Parameters
    ----------
    segmenter, stretches, engine
        As in `segment_spread`.
    lines
        The same text, segmented here.
    terms
        The terms that were added to the dictionary, and their file.
    progress
        Receives progress reports, and that no term occurs.
    """
    from textmine.concordance import Occurs, note_absence
    from textmine.segment.spreading import gone_on, segment_spread

    if segmenter.table.is_merged:
        progress.note("the text is in traditional characters: its words are learned by workers, and it is cut here")
        return lines
    words, source = terms
    sought = Occurs(words) if words else None
    absent = partial(note_absence, len(words), source, progress)
    return gone_on(segment_spread(segmenter, stretches, engine, progress, sought, absent), lambda: lines)
