"""`textmine segment`."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import TYPE_CHECKING, Annotated

import typer

from textmine.cli.options import Corpus, Output
from textmine.cli.reading import reads_text

if TYPE_CHECKING:
    from textmine.text import ReadOptions

__all__ = ["segment"]


@reads_text(without=("per_file", "field", "column", "simplify", "memory"))
def segment(
    text: Corpus,
    terms: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Terms to add to the dictionary: what discover wrote, or one a line."),
    ] = None,
    whole_terms: Annotated[
        bool, typer.Option("--whole-terms", help="Keep every term in one piece, phrases of known words too.")
    ] = False,
    lexicon_free: Annotated[
        bool, typer.Option("--lexicon-free", help="Use no dictionary: learn the words from the text itself.")
    ] = False,
    train: Annotated[
        list[str] | None,
        typer.Option(metavar="TEXT...", help="More text to learn from (may be given several times)."),
    ] = None,
    output: Output = "-",
    *,
    reading: ReadOptions,
) -> None:
    """Cut text into words.

    In: text (of .jsonl files the field `text`), and terms that the dictionary lacks; or, with --lexicon-free, nothing
    but text: TEXT and what --train names.

    Out: the same lines, words separated by one blank; no other character is changed. Words that blanks separate
    already, runs of letters and digits, and signs are cut by rule; so is all that is not Chinese or Japanese.

    With a dictionary, the words of each clause are those that cost fewest bits in all, -log2 of their frequency each,
    by jieba's dictionary and the terms that are new words: those that it would cut into single characters. A term of
    known words is left to it, unless --whole-terms is given.

    With --lexicon-free, they are those of greatest autonomy (normalised variation of branching entropy) less the bits
    they cost by frequencies that are learned from the text in five rounds. By rule, 百 千 万 亿 behind a number in
    digits, 月 日 时 behind one, and 年 behind one of four digits belong to the number.

    Memory: 130 MB with the dictionary, however long the text (a line is held whole); with --lexicon-free about 22 bytes
    a byte of text.

    Example: textmine segment data/power.txt
    """
    from textmine.cli.progress import Terminal
    from textmine.cli.rows import write_lines
    from textmine.concordance import absence_noted
    from textmine.errors import OptionError
    from textmine.io import check_paths
    from textmine.segment import dictionary_segmenter, lexicon_free_segmenter
    from textmine.terms import load_terms
    from textmine.text import read_texts

    if lexicon_free and (terms or whole_terms):
        raise OptionError("--lexicon-free uses no terms", "leave out --terms, or --lexicon-free")
    if whole_terms and not terms:
        raise OptionError("--whole-terms is of use with --terms only", "add --terms FILE, or leave out --whole-terms")
    if train and not lexicon_free:
        raise OptionError("--train is of use with --lexicon-free only", "add --lexicon-free, or leave out --train")
    check_paths(output, [*text, *(train or []), *([terms] if terms else [])])
    progress = Terminal()
    texts: Iterable[str] = read_texts(text, reading, progress)
    if lexicon_free:
        texts = list(texts)
        segmenter = lexicon_free_segmenter(chain(texts, read_texts(train or [], reading, progress)), progress)
    else:
        added = None if terms is None else load_terms(terms, progress)
        segmenter = dictionary_segmenter(added, whole_terms=whole_terms)
        if terms is not None and added is not None:
            texts = absence_noted(texts, added.words, terms, progress)
    write_lines(output, segmenter.segment(texts))
    progress.clear()
