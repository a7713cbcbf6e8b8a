"""`textmine segment`."""

from __future__ import annotations

from typing import Annotated

import typer

from textmine.cli.options import Corpus, Encoding, Output, Verbose

__all__ = ["segment"]


def segment(
    text: Corpus,
    terms: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Terms to add to the dictionary: what discover wrote, or one a line."),
    ] = None,
    output: Output = "-",
    encoding: Encoding = None,
    verbose: Verbose = False,
) -> None:
    """Cut text into words.

    In: text (of .jsonl files the field `text`), and terms that the dictionary lacks.

    Out: the same lines, words separated by one blank; no other character is changed. The words of each clause are those
    that cost fewest bits in all, -log2 of their frequency each, by jieba's dictionary and the terms.

    Memory: about 40 bytes a byte of text.

    Example: textmine segment data/power.txt
    """
    from textmine.cli.progress import Terminal
    from textmine.cli.rows import write_lines
    from textmine.corpus import ReadOptions, read_texts
    from textmine.io import check_paths
    from textmine.segment import segment_texts
    from textmine.terms import load_terms

    check_paths(output, [*text, *([terms] if terms else [])])
    progress = Terminal(verbose=verbose)
    added = None if terms is None else load_terms(terms, progress)
    texts = list(read_texts(text, ReadOptions(encoding=encoding), progress))
    progress.clear()
    write_lines(output, segment_texts(texts, added))
