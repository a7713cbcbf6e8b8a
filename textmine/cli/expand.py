"""`textmine expand`."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from textmine.cli.options import Output, Rows

__all__ = ["expand"]


class _Nearest(StrEnum):
    MEAN = "mean"
    PARENT = "parent"


def expand(
    seeds: Annotated[
        str, typer.Argument(metavar="SEEDS", help="Terms to start from: one a line, or a table; - is standard input.")
    ],
    vectors: Annotated[
        str | None, typer.Option(metavar="FILE", help="Word vectors, as vectors wrote them; - is standard input.")
    ] = None,
    graph: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="In place of vectors: links whose weights are similarities, at most 1."),
    ] = None,
    terms: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Terms that discover wrote, to be ranked again by similarity to the seeds."),
    ] = None,
    bar: Annotated[
        float | None,
        typer.Option(
            help="Least similarity at depth 0; it rises with the depth.  [default: for a confidence of one half at"
            " depth 1; 0.6 with --graph, --terms, or fewer than 100 words]"
        ),
    ] = None,
    rate: Annotated[float, typer.Option(help="Rate at which the bar rises with depth; 0 keeps it.")] = 0.35,
    nearest: Annotated[
        _Nearest,
        typer.Option(help="What a word must be similar to: the mean of all reached, or one of the last depth."),
    ] = _Nearest.MEAN,
    power: Annotated[
        float, typer.Option(help="With --terms: exponent of the similarity that multiplies the score.")
    ] = 0.5,
    format_: Rows = "tsv",
    output: Output = "-",
) -> None:
    """Find terms that are similar to the seeds, then terms similar to these, and so on; or rank terms by similarity.

    In: seed terms, one a line; and word vectors, or a graph. Standard error names the seeds that are not among the
    words.

    Out: one row for each word, seeds first, by depth, then similarity: term, similarity, confidence (not with --graph:
    share of the words at least as similar whose similarity is not due to chance), depth (steps from the seeds), seed
    (where the path to the word starts), path (its words, with " > " between them). A word is reached if its similarity
    is not below a bar that rises with the depth; for --bar 0.6: 0.72, 0.80, 0.86, ... Without --bar, depth 1 has the
    words with a confidence of one half or more. Similarity is the cosine with the mean of all words reached before, in
    which words of lower depth have more weight. With --nearest parent, it is the cosine with the most similar word of
    the last depth; with --graph, the weight of the link. docs/vectors.md has the formulas.

    With --terms: the rows of that table by a new score: the score times the similarity to the power --power. The column
    similarity is the cosine with the mean of all words reached (for terms without a vector, the median). Vectors of one
    word on each side work best: vectors --terms FILE --window 1 --sides --dimensions 50 --min-count 3.

    Memory: 40 MB, and six times the file; with --nearest parent 64 MB more.

    Example: textmine expand seeds.txt --vectors vectors.txt --terms terms.tsv
    """
    from textmine.cli.errors import about
    from textmine.cli.progress import Terminal
    from textmine.cli.rows import write_rows
    from textmine.errors import OptionError
    from textmine.expand.expansion import ExpansionOptions, closeness, expand_graph, expand_vectors, find_seeds
    from textmine.expand.reranking import rerank_table
    from textmine.graph import load_graph
    from textmine.io import check_paths
    from textmine.terms import load_scored, load_terms
    from textmine.vectors import load_vectors

    if (vectors is None) == (graph is None):
        raise OptionError("the words must come from one place", "give --vectors FILE, or --graph FILE")
    if terms is not None and vectors is None:
        raise OptionError("--terms needs --vectors", "give --vectors FILE, or leave out --terms")
    # Terms are ranked better by few words near the seeds than by all that is reached: docs/vectors.md.
    options = ExpansionOptions(bar=0.6 if bar is None and terms else bar, rate=rate, nearest=nearest.value)
    space = vectors or graph or ""
    check_paths(output, [seeds, space, *([terms] if terms is not None else [])])
    progress = Terminal()
    wanted = load_terms(seeds, progress).words
    if vectors is None:
        links = load_graph(space, progress=progress)
        with about(space):
            reached = expand_graph(links, find_seeds(wanted, links.names, space, progress), options)
    else:
        placed = load_vectors(space, progress)
        reached = expand_vectors(placed, find_seeds(wanted, placed.names, space, progress), options)
    if terms is None or vectors is None:
        progress.clear()
        write_rows(output, reached.columns(), reached.rows(), format_)
        return
    near = closeness(placed, reached, options)
    columns, ranked = rerank_table(load_scored(terms, progress), placed, near, power)
    progress.clear()
    write_rows(output, columns, ranked, format_)
