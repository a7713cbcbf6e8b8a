"""`textmine graph`."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from textmine.cli.options import (
    Column,
    Corpora,
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
    one_blas_thread,
    read_options,
)

__all__ = ["Weight", "Within", "graph"]


class Weight(StrEnum):
    """Edge weights."""

    COUNT = "count"
    PMI = "pmi"
    NPMI = "npmi"
    JACCARD = "jaccard"
    LOG_LIKELIHOOD = "log-likelihood"


class Within(StrEnum):
    """Stretches of text that a pair may not leave."""

    CLAUSE = "clause"
    SENTENCE = "sentence"
    DOCUMENT = "document"


def graph(
    corpus: Corpora = None,
    terms: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="The nodes: what discover wrote, or one term a line; - is standard input."),
    ] = None,
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
    from_vectors: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Link each word of these vectors to its nearest ones; needs no text."),
    ] = None,
    neighbours: Annotated[int, typer.Option(help="With --from-vectors: links from each word.")] = 10,
    mutual: Annotated[
        bool, typer.Option("--mutual", help="With --from-vectors: each must be among the nearest of the other.")
    ] = False,
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

    With --from-vectors the nodes are the words of a file of vectors, and a link leads from each to the ones nearest to
    it: source, target, weight (cosine, above 0). No text and no terms are read, and no other option counts.

    Memory: about 25 bytes a byte of text, and 16 a link; --memory bounds the part that grows with the text. Of vectors
    200 MB, and ten times the file.

    Example: textmine discover data/power.txt -b data/encyclopedia.txt | textmine graph data/power.txt --terms -
    """
    one_blas_thread()
    from textmine.cli.progress import Terminal
    from textmine.cli.rows import write_rows
    from textmine.corpus import read_corpus
    from textmine.errors import OptionError
    from textmine.graph import CooccurrenceOptions, cooccurrence, default_nodes, neighbour_graph
    from textmine.io import check_paths
    from textmine.ngrams import drop_repeats
    from textmine.terms import load_terms
    from textmine.vectors import load_vectors

    options = CooccurrenceOptions(window, within.value, weight.value, min_count, directed)
    not_negative("--top", top)
    at_least_one("--threads", threads)
    if from_vectors is not None:
        if corpus or terms is not None:
            raise OptionError("--from-vectors needs no text and no terms", "leave out CORPUS and --terms")
        check_paths(output, [from_vectors])
        near = neighbour_graph(load_vectors(from_vectors), neighbours, mutual=mutual)
        write_rows(output, near.columns(), near.rows(), format_.value)
        return
    if not corpus or terms is None:
        raise OptionError("a graph is made of text and terms", "write textmine graph CORPUS --terms FILE")
    check_paths(output, [*corpus, terms])
    size = memory_size(memory)
    reading = read_options(encoding, per_file, field, column, size, simplify)
    progress = Terminal(verbose=verbose)
    nodes = load_terms(terms, progress)
    text = read_corpus(corpus, reading, progress=progress)
    nodes = nodes.head(default_nodes(text.n_units) if top is None else top)
    progress.stage("counting co-occurrences")
    links = cooccurrence(text if keep_repeats else drop_repeats(text, memory=size), nodes, options)
    progress.clear()
    write_rows(output, links.columns(), links.rows(), format_.value)
