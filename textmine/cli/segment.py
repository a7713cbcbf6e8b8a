"""`textmine segment`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Annotated

import typer

from textmine.cli.options import Corpus, MergeForms, Output
from textmine.cli.reading import reads_text

if TYPE_CHECKING:
    from textmine.text import ReadOptions

__all__ = ["segment"]


@reads_text(without=("per_file", "field", "column", "simplify"), on_dask=True)
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

    In: text (the field `text` of .jsonl files), and optionally terms that the dictionary lacks. With --lexicon-free,
    only text: CORPUS and the files of --train.

    Out: the same lines, words separated by one blank. No other character changes, unless --merge or --merge-forms
    replaces a spelling or form of a word. Text that is not Chinese or Japanese, such as runs of letters and digits, is
    cut by rule.

    With a dictionary, each clause is cut into the words that cost the fewest bits by the frequencies of jieba's
    dictionary. Terms are added if they are new words, that is, if the dictionary would cut them into single characters;
    with --whole-terms all of them are.

    With --lexicon-free, each clause is cut into the words that have the greatest autonomy (normalised variation of
    branching entropy) and cost the fewest bits, by frequencies that are learned from the text. By rule, 百 千 万 亿 and
    月 日 时 after digits, and 年 after four digits, belong to the number.

    Memory: 130 MB with the dictionary, for a text of any length. With --lexicon-free or --merge-forms 300 MB and 15
    bytes a byte of text; --memory bounds the latter, the rest goes to temporary files.

    Example: textmine segment data/power.txt
    """
    from textmine.cli.progress import Terminal
    from textmine.cli.rows import write_lines
    from textmine.concordance import Occurs, absence_noted, note_absence
    from textmine.errors import OptionError
    from textmine.io import check_paths
    from textmine.progress import SILENT
    from textmine.segment import dictionary_segmenter
    from textmine.segment.spreading import gone_on, segment_spread
    from textmine.segment.text import learned_segmenter
    from textmine.terms import load_terms, terms_as_read
    from textmine.text import TextReader, build_corpus, read_texts
    from textmine.text.arrays import array_limit
    from textmine.text.spreading import plain_stretches
    from textmine.text.storedtexts import stored_texts

    if lexicon_free and (terms or whole_terms):
        raise OptionError("--lexicon-free uses no terms", "leave out --terms, or --lexicon-free")
    if whole_terms and not terms:
        raise OptionError("--whole-terms has no effect without --terms", "add --terms FILE, or leave out --whole-terms")
    if train and not lexicon_free:
        raise OptionError("--train has no effect without --lexicon-free", "add --lexicon-free, or leave out --train")
    check_paths(output, [*text, *(train or []), *([terms] if terms else []), *reading.merge])
    progress = Terminal()
    stretches = None
    if reading.engine is not None:
        # What is to be said of the files is said when they are read the first time.
        stretches = None if merge_forms else plain_stretches(text, reading, SILENT if lexicon_free else progress)
        if stretches is None:
            progress.note("workers segment plain text in UTF-8 that no option changes; this text is segmented here")
    reader = TextReader(text, reading, progress)
    texts: Iterable[str] = reader.texts() if merge_forms or lexicon_free else reader.parts()
    if merge_forms:
        from textmine.terms.merging import form_spellings

        kept = stored_texts(texts, array_limit(reading.memory))
        progress.stage("learning forms")
        texts = form_spellings(kept, reading.memory).texts(kept)
    added = None if terms is None else terms_as_read(load_terms(terms, progress), reading)
    if lexicon_free:
        corpus = None
        if stretches is not None:
            corpus = TextReader([*text, *(train or [])], reading, progress).spread_corpus()
        if corpus is None:
            texts = stored_texts(texts, array_limit(reading.memory))
            corpus = build_corpus(chain(texts, read_texts(train or [], reading, progress)), memory=reading.memory)
            corpus = replace(corpus, engine=reading.engine)
        segmenter = learned_segmenter(corpus, progress, memory=reading.memory)
        del corpus
    else:
        segmenter = dictionary_segmenter(added, whole_terms=whole_terms)
    words = [] if added is None else added.words
    if words:
        texts = absence_noted(texts, words, str(terms), progress)
    if reading.engine is None or stretches is None or segmenter.table.is_merged:
        pieces = segmenter.segment(texts)
    else:
        sought = Occurs(words) if words else None
        absent = partial(note_absence, len(words), str(terms), progress)
        spread = segment_spread(segmenter, stretches, reading.engine, progress, sought, absent)
        pieces = gone_on(spread, lambda: segmenter.segment(texts))
    write_lines(output, pieces)
    progress.clear()
