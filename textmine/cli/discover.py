"""`textmine discover`."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from textmine.cli.options import (
    Background,
    Column,
    Corpus,
    Delimiter,
    Encoding,
    Exclude,
    Field,
    Include,
    KeepFragments,
    KeepRepeats,
    Known,
    Memory,
    MinCount,
    NewOnly,
    Output,
    PerFile,
    Score,
    Sheet,
    SignificanceOption,
    Simplify,
    Threads,
    memory_size,
    read_options,
    term_lists,
)

__all__ = ["discover"]


class _Format(StrEnum):
    TSV = "tsv"
    CSV = "csv"
    JSONL = "jsonl"
    TABLE = "table"
    JIEBA = "jieba"
    HANLP = "hanlp"
    PKUSEG = "pkuseg"


def discover(
    corpus: Corpus,
    background: Background = None,
    top: Annotated[int, typer.Option(help="How many terms to print at most; 0 for all.")] = 10_000,
    min_count: MinCount = None,
    max_length: Annotated[int, typer.Option(help="Units (Han characters or words) of the longest term.")] = 8,
    keep_repeats: KeepRepeats = False,
    score: Score = "product",
    significance: SignificanceOption = False,
    new_only: NewOnly = False,
    keep_fragments: KeepFragments = False,
    merge_forms: Annotated[
        bool,
        typer.Option(
            "--merge-forms", help="Count inflected forms (turbine, turbines) as one, and add their column, forms."
        ),
    ] = False,
    known: Known = None,
    include: Include = None,
    exclude: Exclude = None,
    format_: Annotated[
        _Format, typer.Option("--format", "-f", help="How to write the rows; the last three are user dictionaries.")
    ] = _Format.TSV,
    output: Output = "-",
    encoding: Encoding = None,
    per_file: PerFile = False,
    field: Field = None,
    column: Column = None,
    delimiter: Delimiter = None,
    sheet: Sheet = None,
    simplify: Simplify = False,
    memory: Memory = None,
    threads: Threads = 1,
) -> None:
    """Find new words and domain terms in text.

    In: text, one document a line; and the world at large as the background: text (an encyclopedia), its saved counts,
    or shipped ones, which are chosen by the text where no background is given. With none, terms are ranked by how well
    they hold together and stand free, not by how much the domain uses them.

    Out: one row a term, best first: term, score, count (occurrences, repeated passages counted once), documents,
    background (occurrences there; of terms that saved counts do not hold, what their parts let expect, below the least
    count they were cut at), contrast (log2 of the ratio of relative frequencies), cohesion (least pointwise
    mutual information over all splits, bits), left_entropy and right_entropy (bits), left_breaks and right_breaks
    (share of occurrences beside a mark or a line end), word_edges (share of occurrences that begin and end at word
    edges: of characters by jieba's dictionary, of words beside a function word or a break), company (bits that the
    neighbours of its edges speak for it, by those of the best terms), nestedness (share of occurrences in one longer
    string),
    known (whether jieba's dictionary has it, or a --known file). Every column is printed whatever --score is. User
    dictionaries: jieba (word count n), hanlp (HanLP 1.x, word n count; commas between them with -o FILE.csv, which
    keeps terms with blanks), pkuseg (a word a line).

    With --significance also p_value (of so many occurrences or more where the texts do not differ, the exact
    conditional binomial test on counts divided by how much the term clumps in documents), q_value (Benjamini and
    Hochberg's false-discovery rate) and significant (q_value 0.05 or less). The family are all candidates, printed or
    not: the n-grams that occur often enough, begin and end well, and have more than one neighbour on both sides; and
    the terms of --include.

    With --merge-forms also forms: the forms of the term, the most frequent first, which is the term, with "; " between
    them. Which words are forms of one another is learned from the text, for languages with blanks between words: by
    endings that alternate on many stems and leave the neighbours alike. All columns are counted with the forms as one.

    Terms of files are compared as the text is, folded by NFKC and case. Standard error says which terms of --include
    do not occur. Their nestedness counts all longer strings, that of others the frequent ones.

    Memory: 60 MB, and 10 bytes a byte of text; --memory 150M halves that by keeping what it can on disk.

    Example: textmine discover data/power.txt --background data/encyclopedia.txt --top 20
    """
    from textmine.backgrounds import open_background
    from textmine.cli.progress import Terminal
    from textmine.cli.rows import write_lines, write_rows
    from textmine.io import check_paths
    from textmine.terms import DICTIONARIES, DiscoverOptions, dictionary_lines
    from textmine.terms import discover as discover_terms
    from textmine.text import read_corpus

    size = memory_size(memory)
    options = DiscoverOptions(
        min_count,
        max_length,
        top,
        keep_repeats,
        threads=threads,
        memory=size,
        score=score,
        new_only=new_only,
        keep_fragments=keep_fragments,
        merge_forms=merge_forms,
        significance=significance,
    )
    reading = read_options(encoding, per_file, field, column, size, simplify, delimiter, sheet)
    check_paths(output, [*corpus, *(background or []), *(known or []), *(include or []), *(exclude or [])])
    progress = Terminal()
    lists = term_lists(known, include, exclude, simplify, progress)
    domain = read_corpus(corpus, reading, progress=progress)
    world = open_background(background, domain, reading, keep_repeats=keep_repeats, progress=progress)
    terms = discover_terms(domain, world, options, progress, lists)
    progress.clear()
    if format_.value in DICTIONARIES:
        write_lines(output, dictionary_lines(terms.as_words(), format_.value, output, progress))
    else:
        write_rows(output, terms.columns(), terms.rows(), format_.value)
