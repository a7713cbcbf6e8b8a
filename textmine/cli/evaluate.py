"""`textmine evaluate`: one function for each kind of result."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from textmine.cli.options import Corpus, Output, Rows
from textmine.cli.reading import reads_text

if TYPE_CHECKING:
    from textmine.text import ReadOptions

__all__ = ["Resamples", "ResamplingSeed", "evaluate_communities", "evaluate_segmentation", "evaluate_terms"]

Resamples = Annotated[int, typer.Option(metavar="N", help="Number of resamples for the intervals.")]
ResamplingSeed = Annotated[int, typer.Option(help="The same seed gives the same intervals.")]
Compare = Annotated[
    str | None, typer.Option(metavar="OTHER", help="Another result of the same kind, to compare with the first.")
]


@reads_text(without=("per_file", "simplify", "memory"))
def evaluate_terms(
    ranked: Annotated[
        str, typer.Argument(metavar="RANKED", help="Terms, best first: what discover wrote, or one a line; - is stdin.")
    ],
    gold: Annotated[str, typer.Argument(metavar="GOLD", help="The right terms, one a line.")],
    corpus: Corpus,
    compare: Compare = None,
    min_count: Annotated[int, typer.Option(help="Least count in CORPUS of a gold term that counts.")] = 5,
    min_length: Annotated[int, typer.Option(help="Least number of characters of a term that counts.")] = 2,
    top: Annotated[int, typer.Option(help="Number of ranked terms to score; 0 for all.")] = 10_000,
    resamples: Resamples = 1000,
    seed: ResamplingSeed = 123,
    format_: Rows = "tsv",
    output: Output = "-",
    *,
    reading: ReadOptions,
) -> None:
    """Score ranked terms against gold terms, over the text they were found in.

    In: ranked and gold terms (the column `term` where there is one, else the first), and the text. Terms are compared
    after NFKC, in lower case, with single blanks. A gold term counts if it occurs often enough in the text: anywhere if
    it has Han characters, else as whole words. Ranked terms that are gold but do not count are left out.

    Out: measure, value, low, high (95 % interval). Measures: gold (terms that count), ranked (terms scored), P@100,
    P@500, P@1000 (precision), AP (average precision), F1@gold (F1 of as many terms as gold has), bestF1 (F1 at the best
    cut), recall. With --compare: measure, value, other, difference (value less other), low, high (of the difference),
    p_value (two-sided, at least 2 / (N + 1)). For the intervals, gold terms and ranked terms that are not gold are
    drawn again, with replacement, the same for both rankings.

    Memory: about 20 bytes a byte of text.

    Example: textmine evaluate terms terms.tsv data/power.gold data/power.txt --compare data/power.gold --format table
    """
    from textmine.cli.errors import about
    from textmine.cli.progress import Terminal
    from textmine.cli.rows import write_rows
    from textmine.evaluate import Resampling, TermOptions, load_gold, load_ranking
    from textmine.evaluate import evaluate_terms as evaluate
    from textmine.io import check_paths
    from textmine.text import read_texts

    options, resampling = (
        TermOptions(min_count=min_count, min_length=min_length, top=top),
        Resampling(resamples=resamples, seed=seed),
    )
    names = [ranked] if compare is None else [ranked, compare]
    check_paths(output, [*names, gold, *corpus])
    progress = Terminal()
    rankings = [load_ranking(name, progress) for name in names]
    marked = load_gold(gold, progress)
    text = "\n".join(read_texts(corpus, reading, progress))
    with about(gold, role="gold"), about(ranked, role="ranked"), about(names[-1], role="compared"):
        found = evaluate(rankings, marked, text, options, resampling, progress)
    progress.clear()
    write_rows(output, found.columns(), found.rows(), format_)


def evaluate_segmentation(
    gold: Annotated[str, typer.Argument(metavar="GOLD", help="Sentences, one a line, words separated by blanks.")],
    predicted: Annotated[str, typer.Argument(metavar="PREDICTED", help="The same sentences; - is standard input.")],
    compare: Compare = None,
    resamples: Resamples = 1000,
    seed: ResamplingSeed = 123,
    format_: Rows = "tsv",
    output: Output = "-",
) -> None:
    """Score a segmentation by its words, as the SIGHAN Bakeoff 2005 did.

    In: the same sentences cut twice, one a line, words separated by blanks; lines without a word are skipped.

    Out: measure, value, low, high (95 % interval). Measures: P (share of the predicted words that the gold has at the
    same place), R (share of the gold words that were predicted), F1. With --compare: measure, value, other, difference
    (value less other), low, high (of the difference), p_value (two-sided, at least 2 / (N + 1)). For the intervals,
    sentences are drawn again, with replacement, the same for both segmentations.

    Memory: about 100 bytes a byte of text.

    Example: textmine segment data/power.txt > plain.txt &&
    textmine segment data/power.txt --terms terms.tsv | textmine evaluate segmentation plain.txt -
    """
    from textmine.cli.progress import Terminal
    from textmine.cli.rows import write_rows
    from textmine.evaluate import Resampling, load_segmentation
    from textmine.evaluate import evaluate_segmentation as evaluate
    from textmine.io import check_paths

    resampling = Resampling(resamples=resamples, seed=seed)
    names = [predicted] if compare is None else [predicted, compare]
    check_paths(output, [gold, *names])
    progress = Terminal()
    right = load_segmentation(gold, progress)
    found = evaluate(right, [load_segmentation(name, progress) for name in names], resampling, progress)
    progress.clear()
    write_rows(output, found.columns(), found.rows(), format_)


def evaluate_communities(
    result: Annotated[
        str, typer.Argument(metavar="RESULT", help="What cluster wrote, or a table of nodes and groups; - is stdin.")
    ],
    labels: Annotated[str, typer.Argument(metavar="LABELS", help="The label of each node, separated by a tab.")],
    compare: Compare = None,
    resamples: Resamples = 1000,
    seed: ResamplingSeed = 123,
    format_: Rows = "tsv",
    output: Output = "-",
) -> None:
    """Score communities against labels of their nodes.

    In: tables with a node and its group in each row: columns path and term, as cluster writes them (the group is then
    the top-level community), or term and community, module, label, group or class; without a header, the node and its
    group. Nodes that only one of the tables has are left out, and standard error says how many.

    Out: measure, value, low, high (95 % interval). Measures: AMI (mutual information, adjusted for chance; 0 is chance,
    1 the same groups), NMI (mutual information over the mean of both entropies), ARI (Rand index of pairs of nodes,
    adjusted for chance), F1 (of the best community for each label, labels weighted by their nodes). With --compare:
    measure, value, other, difference (value less other), low, high (of the difference), p_value (two-sided, at least
    2 / (N + 1)). For the intervals, half of the nodes are drawn, without replacement, the same for both results.

    Memory: about 500 bytes a node.

    Example: textmine cluster graph.tsv > communities.tsv &&
    textmine cluster graph.tsv --two-level | textmine evaluate communities - communities.tsv --format table
    """
    from textmine.cli.errors import about
    from textmine.cli.progress import Terminal
    from textmine.cli.rows import write_rows
    from textmine.evaluate import Resampling, load_groups
    from textmine.evaluate import evaluate_communities as evaluate
    from textmine.io import check_paths

    resampling = Resampling(resamples=resamples, seed=seed)
    names = [result] if compare is None else [result, compare]
    check_paths(output, [*names, labels])
    progress = Terminal()
    groups = [load_groups(name, progress) for name in names]
    truth = load_groups(labels, progress)
    with about(labels, role="labels"):
        found = evaluate(groups, truth, resampling, progress)
    progress.clear()
    write_rows(output, found.columns(), found.rows(), format_)
