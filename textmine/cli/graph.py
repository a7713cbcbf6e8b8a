"""`textmine graph`."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from textmine.cli.options import (
    Column,
    Corpus,
    Encoding,
    Field,
    KeepRepeats,
    Memory,
    Output,
    PerFile,
    RowFormat,
    Rows,
    Simplify,
    Threads,
    Verbose,
    at_least_one,
    memory_size,
    not_negative,
    read_options,
)

__all__ = ["Weight", "Within", "graph"]


class Weight(StrEnum):
    """Edge weights."""

    COUNT = "count"
    PMI = "pmi"
    NPMI = "npmi"
    LOG_LIKELIHOOD = "log-likelihood"
    JACCARD = "jaccard"
    DICE = "dice"
    CONDITIONAL = "conditional"


class Within(StrEnum):
    """Stretches of text that a pair may not leave."""

    CLAUSE = "clause"
    SENTENCE = "sentence"
    DOCUMENT = "document"


def graph(
    corpus: Corpus,
    terms: Annotated[
        str,
        typer.Option(metavar="FILE", help="The nodes: what discover wrote, or one term a line; - is standard input."),
    ],
    top: Annotated[
        int | None,
        typer.Option(
            help="Use the first terms of the list only; 0 for all."
            "  [default: one for each 150 units of text, 200 to 2000]"
        ),
    ] = None,
    window: Annotated[int, typer.Option(help="Words from one term to the other at most.")] = 20,
    within: Annotated[Within, typer.Option(help="What a pair may not step over the end of.")] = Within.SENTENCE,
    weight: Annotated[Weight, typer.Option(help="How links are weighted.")] = Weight.NPMI,
    min_count: Annotated[int, typer.Option(help="Least number of co-occurrences.")] = 2,
    directed: Annotated[bool, typer.Option("--directed", help="Keep the order of the words.")] = False,
    keep_repeats: KeepRepeats = False,
    format_: Rows = RowFormat.TSV,
    output: Output = "-",
    encoding: Encoding = None,
    per_file: PerFile = False,
    field: Field = "text",
    column: Column = None,
    simplify: Simplify = False,
    memory: Memory = None,
    threads: Threads = 1,
    verbose: Verbose = False,
) -> None:
    """Count which terms occur together.

    In: text, one document a line, and a list of terms. The text is segmented with the terms and jieba's dictionary, so
    whole terms are seen.

    Out: one row a link, in the order of the list of terms, by source, then target: source, target, weight, count
    (co-occurrences). Weights: count, the same as count; pmi, pointwise mutual information in bits; npmi, the same
    normalised to at most 1; jaccard, meetings over occurrences in pairs; log-likelihood, Dunning's. Links that say the
    two terms meet no more often than by chance are left out, except by --weight count and jaccard.

    Memory: about 25 bytes a byte of text, and 16 a link; --memory bounds the part that grows with the text.

    Example: textmine discover data/power.txt -b data/encyclopedia.txt | textmine graph data/power.txt --terms -
    """
    from textmine.cli.progress import Terminal
    from textmine.cli.rows import write_rows
    from textmine.corpus import read_corpus
    from textmine.graph import CooccurrenceOptions, cooccurrence, default_nodes
    from textmine.io import check_paths
    from textmine.ngrams import drop_repeats
    from textmine.terms import load_terms

    options = CooccurrenceOptions(window, within.value, weight.value, min_count, directed)
    not_negative("--top", top)
    at_least_one("--threads", threads)
    check_paths(output, [*corpus, terms])
    size = memory_size(memory)
    reading = read_options(encoding, per_file, field, column, size, simplify)
    progress = Terminal(verbose=verbose)
    nodes = load_terms(terms, progress)
    text = read_corpus(corpus, reading, progress=progress)
    nodes = nodes.head(default_nodes(text.n_units) if top is None else top)
    progress.stage("counting co-occurrences")
    counted = text if keep_repeats else drop_repeats(text, memory=size)
    links = cooccurrence(counted, nodes, options, threads=threads, memory=size)
    progress.clear()
    write_rows(output, links.columns(), links.rows(), format_.value)
