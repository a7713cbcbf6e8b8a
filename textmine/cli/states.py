"""`textmine graph` where the graph is a network of states: terms with senses, or paths of terms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textmine.cli.progress import Terminal
    from textmine.graph import Graph
    from textmine.pairs import CooccurrenceOptions
    from textmine.segment import WordList
    from textmine.text import Corpus

__all__ = ["StateChoice"]

_EMPTY = ("*Vertices 0\n", "*States\n", "*Edges\n")  # a network of states without any


@dataclass(frozen=True, slots=True)
class StateChoice:
    """What the states are: senses of terms, with the file for their table, or paths of so many terms."""

    senses: str | None
    order: int

    def check(self, links: CooccurrenceOptions, format_: str | None, output: str) -> None:
        """Refuse options that a network of states has no use for.

        Raises
        ------
        OptionError
            An option would have no effect, or both kinds of states are asked for.
        """
        from textmine.errors import OptionError
        from textmine.io import check_paths

        if self.order not in (1, 2):
            raise OptionError(f"--order {self.order} is neither 1 nor 2", "use --order 2, to remember one term")
        if self.senses is None and self.order == 1:
            return
        if self.senses is not None and self.order == 2:
            raise OptionError("--senses and --order 2 make different states", "leave one of them out")
        name = "--senses" if self.senses is not None else "--order 2"
        if format_ not in (None, "pajek"):
            raise OptionError(f"--format {format_} has no states", f"leave out --format with {name}")
        useless = {"directed": links.directed}
        if self.order == 2:
            useless |= {
                "weight": links.weight != "npmi",
                "fdr": links.false_discovery_rate is not None,
                "backbone": links.backbone is not None,
                "top-edges": links.top_links > 0,
            }
        for option in (option for option, given in useless.items() if given):
            raise OptionError(f"--{option} has no meaning with {name}", f"leave out --{option}")
        if self.senses == output == "-":
            raise OptionError("the senses and the graph do not fit on standard output", "name a file for one of them")
        if self.senses is not None:
            check_paths(output, [self.senses])

    def write_paths(
        self, corpus: Corpus, terms: WordList, links: CooccurrenceOptions, output: str, progress: Terminal
    ) -> None:
        """Count and write the paths of terms."""
        from textmine.errors import GraphError
        from textmine.graph import state_lines
        from textmine.pairs import term_paths

        progress.stage("counting paths")
        lines: Iterable[str] = _EMPTY
        try:
            lines = state_lines(term_paths(corpus, terms, links))
        except GraphError:
            progress.note("no link: no three terms follow each other as often as the options ask")
        _write(output, lines, progress)

    def write_senses(
        self, corpus: Corpus, links: Graph, options: CooccurrenceOptions, output: str, progress: Terminal
    ) -> None:
        """Split the terms that have several senses; write the table of senses and the network of states."""
        from textmine.cli.rows import format_by_ending, write_rows
        from textmine.graph import state_lines
        from textmine.senses import SenseOptions, find_senses

        assert self.senses is not None
        progress.stage("finding senses")
        window = options.window or len(corpus.units)
        columns, format_ = ("term", "sense", "share", "likeness", "near"), format_by_ending(self.senses) or "tsv"
        if not links.n_links:
            write_rows(self.senses, columns, (), format_)
            _write(output, _EMPTY, progress)
            return
        how = SenseOptions(window=window, within=options.within, threads=options.threads, memory=options.memory)
        found = find_senses(corpus, links, how)
        split = found.split().tolist()
        examples = ", ".join(found.names[term] for term in split[:3])
        progress.note(f"{len(split)} of {links.n_nodes} terms have two senses or more{': ' * bool(split)}{examples}")
        write_rows(self.senses, columns, found.rows(), format_)
        _write(output, state_lines(found.network(links)), progress)


def _write(output: str, lines: Iterable[str], progress: Terminal) -> None:
    from textmine.cli.rows import write_lines

    progress.stage("writing")
    write_lines(output, lines)
    progress.clear()
