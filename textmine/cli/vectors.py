"""`textmine vectors`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from textmine.cli.graph import Within
from textmine.cli.options import (
    Corpus,
    KeepRepeats,
    MergeForms,
    Output,
)
from textmine.cli.reading import reads_text

if TYPE_CHECKING:
    from textmine.cli.progress import Terminal
    from textmine.text import ReadOptions
    from textmine.vectors import Associations, VectorOptions

__all__ = ["vectors"]


@reads_text(on_dask=True)
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
    shift: Annotated[float, typer.Option(help="Pairs must occur more often than by chance by this factor.")] = 1.0,
    power: Annotated[float, typer.Option(help="Power that singular values are raised to.")] = 0.5,
    merge_forms: MergeForms = False,
    keep_repeats: KeepRepeats = False,
    output: Output = "-",
    *,
    reading: ReadOptions,
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
    from textmine.io import by_ending, check_paths
    from textmine.vectors import VectorOptions, save_vectors
    from textmine.vectors.formats import names_path

    options = VectorOptions(
        dimensions=dimensions,
        window=window,
        within=within.value,
        min_count=min_count,
        sides=sides,
        smoothing=smoothing,
        shift=shift,
        power=power,
        memory=reading.memory,
    )
    by_ending(output, {"": "text", ".txt": "text", ".vec": "text", ".w2v": "text", ".npy": "numpy"})
    for target in (output, names_path(output)) if output.endswith(".npy") else (output,):
        check_paths(target, [*corpus, *([terms] if terms is not None else []), *reading.merge])
    progress = Terminal()
    with about(*corpus):
        associated = _associated(
            corpus, terms, options, reading, progress, merge_forms=merge_forms, keep_repeats=keep_repeats
        )
        # The text is gone now: the decomposition has the memory for itself.
        placed = associated.vectors(progress)
    progress.clear()
    save_vectors(placed, output)


def _associated(
    corpus: list[str],
    terms: str | None,
    options: VectorOptions,
    reading: ReadOptions,
    progress: Terminal,
    *,
    merge_forms: bool,
    keep_repeats: bool,
) -> Associations:
    """Read a text and count which words are near each other."""
    from textmine.concordance import refuse_absent
    from textmine.ngrams import drop_repeats
    from textmine.terms import load_terms, terms_as_read
    from textmine.text import read_corpus
    from textmine.vectors import associate_words
    from textmine.vectors.vectors import NameIndex

    words = None if terms is None else terms_as_read(load_terms(terms, progress), reading)
    text = read_corpus(corpus, reading, names=[] if words is None else words.words, progress=progress)
    counted = text if keep_repeats else drop_repeats(text, memory=reading.memory)
    if merge_forms:
        from textmine.terms.merging import merge_forms as merged_forms

        progress.stage("learning forms")
        counted = merged_forms(counted, None, reading.memory).corpus
    associated = associate_words(counted, words, options, progress)
    index = NameIndex(associated.names)
    if terms is not None and words is not None and all(index.find(term) < 0 for term in words.words):
        refuse_absent(text, words.words, terms)
        progress.note(f"{terms}: none of the terms has a vector; they are rarer than --min-count, or of known words")
    return associated
