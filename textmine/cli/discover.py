"""`textmine discover`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from textmine.cli.options import (
    Background,
    Corpus,
    Exclude,
    Include,
    KeepFragments,
    KeepNumbers,
    KeepRepeats,
    Known,
    MaxShare,
    MinCount,
    MinDocuments,
    NewOnly,
    Output,
    Score,
    SignificanceOption,
    Threads,
    documented,
    one_of,
    term_lists,
)
from textmine.cli.reading import reads_text
from textmine.terms.formats import DICTIONARIES, TERM_FORMATS

if TYPE_CHECKING:
    from textmine.text import ReadOptions

__all__ = ["discover"]


_DICTIONARIES = ", ".join(f"{name} ({TERM_FORMATS[name].help})" for name in DICTIONARIES)


@reads_text(on_dask=True)
@documented(dictionaries=_DICTIONARIES)
def discover(
    corpus: Corpus,
    background: Background = None,
    top: Annotated[
        int | None,
        typer.Option(
            help="How many terms to print, whatever their confidence; 0 for all.  [default: where the confidence falls"
            " below one half, 10,000 at most]"
        ),
    ] = None,
    all_: Annotated[
        bool, typer.Option("--all", help="Go on, up to 10,000 terms, where the confidence falls below one half.")
    ] = False,
    min_count: MinCount = None,
    max_length: Annotated[int, typer.Option(help="Units (Han characters or words) of the longest term.")] = 8,
    keep_repeats: KeepRepeats = False,
    score: Score = "product",
    significance: SignificanceOption = False,
    new_only: NewOnly = False,
    min_documents: MinDocuments = 1,
    max_share: MaxShare = 1.0,
    keep_fragments: KeepFragments = False,
    keep_numbers: KeepNumbers = False,
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
        str,
        typer.Option(
            "--format",
            "-f",
            click_type=one_of(TERM_FORMATS),
            help=f"How to write the rows; {', '.join(DICTIONARIES)} are user dictionaries.",
        ),
    ] = "tsv",
    output: Output = "-",
    *,
    reading: ReadOptions,
    threads: Threads = 1,
) -> None:
    """Find new words and domain terms in text.

    In: text, one document a line, and a background to compare it with: general text such as an encyclopedia, counts
    that `count` saved, or shipped counts. By default these are the shipped ones for the language of the text. Without a
    background, terms are ranked by cohesion and boundaries, not by how much the domain uses them.

    Out: one row a term, best first: term, score, count (occurrences, repeated passages counted once), documents,
    background (occurrences there; an estimate where saved counts leave the term out), contrast (log2 of the ratio of
    relative frequencies), cohesion (least pointwise mutual information over all splits, bits), left_entropy and
    right_entropy (branching entropy, bits), left_breaks and right_breaks (share of occurrences beside a mark or a line
    end), word_edges (share of occurrences that begin and end at word edges: in text of characters by jieba's
    dictionary, in text of words beside a function word or a break), company (how much the neighbours of its first and
    last unit are those of the best terms, bits), nestedness (share of occurrences in one longer string),
    known (whether jieba's dictionary has it, or a --known file), confidence (the share of correct terms to expect among
    candidates that rank like it; calibrated on other texts). Every column is printed whatever --score is. User
    dictionaries: {dictionaries}.

    Without --top, the list stops where the confidence falls below one half, but not before its 100th term. Standard
    error says so, and --all goes on.

    --significance adds p_value (exact binomial test on counts corrected for bursts), q_value (false-discovery rate over
    all candidates) and significant (q_value of 0.05 or less); docs/terms.md has the formula.

    --merge-forms adds forms: the inflected forms of the term, the most frequent first, with "; " between them. They are
    learned from the text, for languages with blanks between words, and all columns count them as one.

    Terms in files are folded as the text is, by NFKC and case. Standard error names the terms of --include that do not
    occur. Their nestedness counts all longer strings, that of other terms the frequent ones.

    Memory: 60 MB, and 10 bytes a byte of text; or --memory and 100 MB, where the rest goes to temporary files.

    Example: textmine discover data/power.txt --background data/encyclopedia.txt --top 20
    """
    from textmine.backgrounds import open_background
    from textmine.cli.progress import Terminal
    from textmine.cli.rows import write_lines, write_rows
    from textmine.io import check_paths
    from textmine.terms import DiscoverOptions, dictionary_lines
    from textmine.terms import discover as discover_terms
    from textmine.terms.spread import spread_remedy
    from textmine.text import read_corpus

    options = DiscoverOptions(
        min_count=min_count,
        max_length=max_length,
        top=top,
        least_confidence=0.0 if all_ else None,
        keep_repeats=keep_repeats,
        threads=threads,
        memory=reading.memory,
        score=score,
        new_only=new_only,
        keep_fragments=keep_fragments,
        keep_numbers=keep_numbers,
        merge_forms=merge_forms,
        significance=significance,
        min_documents=min_documents,
        max_share=max_share,
    )
    check_paths(
        output, [*corpus, *(background or []), *(known or []), *(include or []), *(exclude or []), *reading.merge]
    )
    progress = Terminal()
    lists = term_lists(known, include, exclude, reading, progress)
    domain = read_corpus(corpus, reading, names=lists.names(), progress=progress)
    world = open_background(background, domain, reading, keep_repeats=keep_repeats, progress=progress)
    terms = discover_terms(domain, world, options, progress, lists)
    progress.clear()
    if not len(terms):
        hint = spread_remedy(min_documents, max_share, domain.n_documents) or "give more text, or lower `min_count`"
        progress.note(f"no term was found; {hint}")
    if TERM_FORMATS[format_].entries:
        write_lines(output, dictionary_lines(terms.as_words(), format_, output, progress))
    else:
        write_rows(output, terms.columns(), terms.rows(), format_)
