"""`textmine vectors`."""

from __future__ import annotations

from typing import Annotated

import typer

from textmine.cli.graph import Within
from textmine.cli.options import (
    Column,
    Corpus,
    Encoding,
    Field,
    KeepRepeats,
    Memory,
    Output,
    PerFile,
    Simplify,
    memory_size,
    read_options,
)

__all__ = ["vectors"]


def vectors(
    corpus: Corpus,
    terms: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Terms to keep whole: what discover wrote, or one a line; - is stdin."),
    ] = None,
    dimensions: Annotated[int, typer.Option(help="How many numbers a vector has.")] = 100,
    window: Annotated[
        int, typer.Option(help="Words from one to the other at most; 1 finds words of a kind, 5 of a topic.")
    ] = 2,
    within: Annotated[Within, typer.Option(help="Both words must stand in the same.")] = Within.SENTENCE,
    min_count: Annotated[int, typer.Option(help="Least number of occurrences of a word.")] = 5,
    sides: Annotated[bool, typer.Option("--sides", help="Count neighbours before and after a word apart.")] = False,
    smoothing: Annotated[float, typer.Option(help="Power that counts of neighbours are raised to.")] = 0.75,
    shift: Annotated[float, typer.Option(help="Pairs must occur so many times more than by chance.")] = 1.0,
    power: Annotated[float, typer.Option(help="Power that singular values are raised to.")] = 0.5,
    keep_repeats: KeepRepeats = False,
    output: Output = "-",
    encoding: Encoding = None,
    per_file: PerFile = False,
    field: Field = None,
    column: Column = None,
    simplify: Simplify = False,
    memory: Memory = None,
) -> None:
    """Give words vectors that are similar where their neighbours are.

    In: text, one document a line, and perhaps terms. The text is segmented with jieba's dictionary and the terms.

    Out: a vector a word, the most frequent word first, in word2vec's text format: a line with the number of words and
    of dimensions, then a line a word, the word and its numbers with six digits, separated by blanks. In words, a blank
    is written _ and an underscore with a backslash before it. With -o FILE.npy the numbers are an array of numpy's,
    with all digits, and FILE.names has the words, one a line.

    Method: positive pointwise mutual information of words and neighbours, and truncated singular value decomposition.
    Words that are rarer than --min-count get no vector but take their place in the window.

    Memory: 130 MB with the dictionary, 10 bytes a byte of text, and 50 for each different pair of neighbours.

    Example: textmine vectors data/power.txt --terms terms.tsv --window 1 --sides
    """
    from textmine.cli.errors import about
    from textmine.cli.progress import Terminal
    from textmine.io import check_paths
    from textmine.ngrams import drop_repeats
    from textmine.terms import load_terms
    from textmine.text import read_corpus
    from textmine.vectors import VectorOptions, save_vectors, train_vectors
    from textmine.vectors.formats import names_path

    options = VectorOptions(dimensions, window, within.value, min_count, sides, smoothing, shift, power)
    for target in (output, names_path(output)) if output.endswith(".npy") else (output,):
        check_paths(target, [*corpus, *([terms] if terms is not None else [])])
    size = memory_size(memory)
    reading = read_options(encoding, per_file, field, column, size, simplify)
    progress = Terminal()
    words = None if terms is None else load_terms(terms, progress)
    with about(*corpus):
        text = read_corpus(corpus, reading, progress=progress)
        placed = train_vectors(text if keep_repeats else drop_repeats(text, memory=size), words, options, progress)
    progress.clear()
    save_vectors(placed, output)
