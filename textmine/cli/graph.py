"""`textmine graph`."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from textmine.cli.options import (
    Background,
    Corpora,
    Exclude,
    KeepRepeats,
    MaxShare,
    MergeForms,
    MinDocuments,
    Names,
    Output,
    Threads,
    documented,
    not_negative,
    one_of,
)
from textmine.cli.reading import reads_text
from textmine.cli.states import StateChoice
from textmine.io.rows import ROW_FORMATS
from textmine.pairs.weights import WEIGHTS

if TYPE_CHECKING:
    from textmine.graph import Graph
    from textmine.progress import Progress
    from textmine.text import ReadOptions

__all__ = ["Weight", "Within", "graph"]


class Within(StrEnum):
    """Stretches of text that a pair may not leave."""

    CLAUSE = "clause"
    SENTENCE = "sentence"
    DOCUMENT = "document"


def _formats() -> Iterable[str]:
    from textmine.graph import GRAPH_FORMATS

    return dict.fromkeys([*ROW_FORMATS, *GRAPH_FORMATS])


Weight = Annotated[str, typer.Option("--weight", click_type=one_of(WEIGHTS), help="How links are weighted.")]
_DESCRIBED = "; ".join(f"{weight.name}, {weight.help}" for weight in WEIGHTS.values())
_NEAREST = 10
_TELLING = [weight.name for weight in WEIGHTS.values() if weight.at_chance is not None]


@reads_text(on_dask=True)
@documented(weights=_DESCRIBED, telling=f"{', '.join(_TELLING[:-1])} and {_TELLING[-1]}")
def graph(
    corpus: Corpora = None,
    terms: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help="The nodes: what discover wrote, or one term a line; - is standard input."
            "  [default: the content words of the text]",
        ),
    ] = None,
    background: Background = None,
    exclude: Exclude = None,
    min_documents: MinDocuments = 1,
    max_share: MaxShare = 1.0,
    merge_forms: MergeForms = False,
    top: Annotated[
        int | None,
        typer.Option(
            help="How many of the first terms of the list become nodes; 0 for all."
            "  [default: one for each 150 units of text, 200 to 2000]"
        ),
    ] = None,
    window: Annotated[
        int, typer.Option(help="Words from one term to the other at most; 0 for the whole of --within.")
    ] = 10,
    within: Annotated[Within, typer.Option(help="Both terms must stand in the same.")] = Within.SENTENCE,
    weight: Weight = "npmi",
    min_count: Annotated[int, typer.Option(help="Least number of co-occurrences.")] = 2,
    directed: Annotated[bool, typer.Option("--directed", help="Keep the order of the words.")] = False,
    fdr: Annotated[
        float | None,
        typer.Option(
            metavar="RATE", help="Keep links that are significant at this false-discovery rate, such as 0.05."
        ),
    ] = None,
    backbone: Annotated[
        float | None,
        typer.Option(metavar="ALPHA", help="Keep the backbone: links that pass the disparity filter, at 0.1 say."),
    ] = None,
    top_edges: Annotated[
        int, typer.Option("--top-edges", "--top-links", metavar="N", help="Keep the N heaviest links; 0 for all.")
    ] = 0,
    keep_repeats: KeepRepeats = False,
    senses: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help="Split terms with two senses or uses, write the senses to FILE, and the graph as one of states.",
        ),
    ] = None,
    order: Annotated[
        int,
        typer.Option(
            metavar="N", help="2: steps from term to term that remember the term before, as a network of states."
        ),
    ] = 1,
    from_vectors: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Link each word of these vectors to the words nearest to it; no text."),
    ] = None,
    neighbours: Annotated[int, typer.Option(help="With --from-vectors: words that each is linked to.")] = _NEAREST,
    mutual: Annotated[
        bool, typer.Option("--mutual", help="With --from-vectors: both must be among the nearest of the other.")
    ] = False,
    format_: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            click_type=one_of(Names(_formats)),
            help="How to write the graph; states are always a Pajek file.  [default: by the extension of --output, else"
            " tsv]",
        ),
    ] = None,
    output: Output = "-",
    *,
    reading: ReadOptions,
    threads: Threads = 1,
) -> None:
    """Count which terms occur together.

    In: text, one document a line, and a list of terms. The text is segmented with the terms and jieba's dictionary, so
    terms stay whole. Without --terms the nodes are the content words of the text, those first that are frequent and
    typical in comparison with the background; stop words are learned from the background.

    Out: one row a link, in the order of the list of terms, by source, then target: source, target, weight, count
    (co-occurrences). Weights: {weights}. Links that say the two terms meet no more often than by chance are left out by
    {telling}. --min-count, --fdr, --backbone, --top-edges
    prune in this order. pajek, graphml, gexf and json (node-link) hold the graph as a document; the last three with
    count and score of the nodes.

    With --senses the graph is a network of states, in the format that cluster reads: a term whose neighbours fall into
    groups of different company, which it is seldom near in one document, has a state for each group. FILE has one row
    a sense: term, sense, share (of the documents that tell), likeness (cosine of the company), near (neighbours). With
    --order 2 a state is a term and the one before it, and links are steps from term to term; of the options of links
    only --window, --within and --min-count have a meaning there.

    With --from-vectors the nodes are the words of a file of vectors. Each is linked to the words nearest to it: source,
    target, weight (cosine, above 0). No text and no terms are read, and of the options only --neighbours, --mutual,
    --format and --output have an effect.

    Memory: about 100 MB, 12 bytes a byte of text, and 16 a pair of words counted at a time. --memory bounds both; the
    rest goes to temporary files. With vectors 200 MB, and ten times the file.

    Example: textmine discover data/power.txt -b data/encyclopedia.txt --all | textmine graph data/power.txt --terms -
    """
    _check_vectors(from_vectors, neighbours, mutual)
    if from_vectors is not None:
        others = [*(corpus or []), *([terms] if terms else []), *([senses] if senses else [])]
        _from_vectors(from_vectors, others, neighbours, mutual, output, format_)
        return
    from textmine.backgrounds import open_background
    from textmine.cli.progress import Terminal
    from textmine.concordance import refuse_absent
    from textmine.errors import OptionError
    from textmine.io import check_paths
    from textmine.ngrams import drop_repeats
    from textmine.pairs import CooccurrenceOptions, cooccurrence, default_nodes
    from textmine.terms import content_words, load_terms, terms_as_read
    from textmine.terms.exclusion import in_documents, load_excluded, without
    from textmine.terms.spread import check_spread, spread_remedy
    from textmine.text import read_corpus

    options = CooccurrenceOptions(
        window=window or None,
        within=within.value,
        weight=weight,
        min_count=min_count,
        directed=directed,
        false_discovery_rate=fdr,
        backbone=backbone,
        top_links=top_edges,
        threads=threads,
        memory=reading.memory,
    )
    not_negative("--top", top)
    if not corpus:
        raise OptionError("there is no text", "write textmine graph CORPUS, or --from-vectors FILE")
    states = StateChoice(senses, order)
    states.check(options, format_, output)
    read = [*corpus, *([] if terms is None else [terms]), *(background or []), *(exclude or []), *reading.merge]
    for target in (output, senses or output):
        check_paths(target, read)
    progress = Terminal()
    format_ = format_ or _format_of(output, progress, states=senses is not None or order > 1)
    check_spread(min_documents, max_share)
    unwanted = load_excluded(exclude or [], reading, progress)
    listed = None if terms is None else terms_as_read(load_terms(terms, progress), reading)
    text = read_corpus(corpus, reading, names=[] if listed is None else listed.words, progress=progress)
    counted = text if keep_repeats else drop_repeats(text, memory=reading.memory)
    world = None
    if listed is None:
        world = open_background(background, text, reading, keep_repeats=keep_repeats, progress=progress)
    if merge_forms:
        from textmine.terms.merging import merge_forms as merged_forms

        progress.stage("learning forms")
        forms = merged_forms(counted, world, reading.memory)
        counted, world = forms.corpus, forms.background
    if listed is None:
        progress.stage("choosing words")
        listed = content_words(counted, world, memory=reading.memory)
    listed = in_documents(without(listed, *unwanted), counted, min_documents, max_share, memory=reading.memory)
    nodes = listed.head(default_nodes(text.n_units) if top is None else top or len(listed.words))
    if order > 1:
        states.write_paths(counted, nodes, options, output, progress)
        return
    progress.stage("counting co-occurrences")
    links = cooccurrence(counted, nodes, options)
    if not links.n_links:
        none_can = spread_remedy(min_documents, max_share, counted.n_documents)
        if terms is not None and not none_can:
            refuse_absent(text, listed.words, terms)
        why = f"no term is in as many documents as the options ask; {none_can}" if none_can else ""
        progress.note(f"no link: {why or 'no two terms occur together as often as the options ask'}")
    if senses is not None:
        states.write_senses(counted, links, options, output, progress)
        return
    progress.stage("writing")
    _write(links, format_, output)
    progress.clear()


def _check_vectors(vectors: str | None, neighbours: int, mutual: bool) -> None:
    """Refuse options for vectors where there are none."""
    from textmine.errors import OptionError

    for option, given in (("--neighbours", neighbours != _NEAREST), ("--mutual", mutual)):
        if given and vectors is None:
            raise OptionError(f"{option} has no effect without --from-vectors", "give --from-vectors FILE too")


def _from_vectors(
    vectors: str, others: list[str], neighbours: int, mutual: bool, output: str, format_: str | None
) -> None:
    """Link words to their nearest ones."""
    from textmine.cli.progress import Terminal
    from textmine.errors import OptionError
    from textmine.io import check_paths
    from textmine.vectors import load_vectors, neighbour_graph

    if others:
        raise OptionError("--from-vectors needs no text, no terms and no senses", "leave out CORPUS, --terms, --senses")
    check_paths(output, [vectors])
    format_ = format_ or _format_of(output, Terminal())
    _write(neighbour_graph(load_vectors(vectors), neighbours, mutual=mutual), format_, output)


def _format_of(output: str, progress: Progress, *, states: bool = False) -> str:
    """Return the format that the end of a file's name stands for; say where it is not what is written."""
    from textmine.cli.rows import format_by_ending
    from textmine.graph import known_formats
    from textmine.io.sources import bare_suffix

    graphs = {ending: each.name for each in known_formats() if each.write for ending in each.endings}
    suffix = bare_suffix(output)
    found = format_by_ending(output, graphs) if suffix != ".cyjs" else ""  # Cytoscape's JSON is only read
    if states and found != "pajek" and suffix not in ("", ".txt"):
        progress.note(f"{output}: a network of states is a Pajek file, whatever its name ends in")
    elif not found:
        progress.note(f"{output}: no format that graph writes ends in {suffix}; this is TSV")
    return found or "tsv"


def _write(links: Graph, format_: str, output: str) -> None:
    from textmine.cli.rows import write_lines, write_rows
    from textmine.graph import GRAPH_FORMATS, graph_lines

    if format_ in GRAPH_FORMATS:
        write_lines(output, graph_lines(links, format_))
    else:
        write_rows(output, links.columns(), links.rows(), format_)
