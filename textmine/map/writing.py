"""Writes the folder of a map, stage by stage. Stages that an earlier run finished are read from the folder.

Every stage reads the files of the stage before it, from this run or an earlier one. So a run that resumes another run
writes the same bytes as a run that does all stages.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from textmine._version import __version__
from textmine.errors import InputError
from textmine.graph import Graph, load_graph
from textmine.io.sources import plain_name
from textmine.map.chain import Chain
from textmine.map.documents import document_starts
from textmine.map.edits import note_unknown, without_dropped
from textmine.map.files import (
    ALLUVIAL,
    COMMUNITIES,
    COMPARISON,
    CONTEXTS,
    DOCUMENTS,
    GRAPH,
    PERIODS,
    SENSES,
    TERMS,
    TEXTS,
    THEMES,
    TREE,
    TRENDS,
    Files,
    alluvial_files,
    community_files,
    comparison_files,
    context_files,
    document_files,
    graph_files,
    sense_files,
    term_files,
    text_files,
    time_files,
)
from textmine.map.options import MapOptions
from textmine.map.record import fingerprints, input_files, plain_options, reading_key
from textmine.map.sources import Sources
from textmine.map.stages import StageFolder, digest, open_stages
from textmine.map.tables import group_comparisons, time_tables
from textmine.periods import BY_DATE
from textmine.progress import SILENT, Progress
from textmine.terms import Terms, load_evidence
from textmine.text.arrays import give_back

__all__ = ["write_map"]

TERMS_STAGE = "terms"

_Figures = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Stage:
    """A stage: the stage before it, its files, the options and edits it depends on, the function that makes it.

    A stage that is `dated` or `grouped` is only for documents with dates or groups (wholes are no groups to compare),
    one that is `sensed` only where senses are asked for. One that is `layered` needs no dates where the options name a
    group for it.
    """

    name: str
    after: str | None
    files: tuple[str, ...]
    options: tuple[str, ...]
    make: Callable[[_FolderChain], tuple[Files, _Figures]]
    dated: bool = False
    grouped: bool = False
    sensed: bool = False
    layered: bool = False
    edits: tuple[str, ...] = ()

    def applies(self, chain: Chain) -> bool:
        """Tell whether a run has the stage."""
        read = chain.sources
        if self.layered and chain.options.layers not in (None, BY_DATE):
            return True
        return (
            (read.dated or not self.dated)
            and (read.grouped(beside=chain.options.part_of) or not self.grouped)
            and (chain.options.senses or not self.sensed)
        )


def write_map(
    directory: str,
    sources: Sources,
    options: MapOptions | None = None,
    command: str = "",
    *,
    fresh: bool = False,
    then: Sequence[Callable[[str], Any]] = (),
    progress: Progress = SILENT,
) -> None:
    """Write the map of a text into a folder: a file or two for each stage, and `run.json`.

    Parameters
    ----------
    directory
        The folder; made if it does not exist. Its finished stages are used again if version, inputs and options are
        the same.
    sources
        The texts, the background and the lists of terms.
    options
        Options of each stage.
    command
        The command that `run.json` names.
    fresh
        If True, use no stage of an earlier run.
    then
        Functions that are called with the folder when all is written, while no other run can write to it; they make
        the reports.
    progress
        Gets the name of each stage, and a note of the stages used again.

    Raises
    ------
    InputError
        A file cannot be read or written; the text has no term, or no two terms that occur together.
    OptionError
        The sources cannot be combined.
    """
    options = options or MapOptions()
    inputs = input_files(sources)
    with open_stages(directory, fresh=fresh, progress=progress) as stages:
        chain = _FolderChain(stages, sources, options, progress)
        figures = _finish_stages(chain, reading_key(chain.sources, inputs))
        read = {role: found for role, found in (inputs or {}).items() if found or role == "corpus"}
        read["background"] = fingerprints(figures.pop("chosen"))
        figures = {name: value for name, value in figures.items() if name not in ("base", "dropped")}
        said = {"textmine": __version__, "command": plain_name(command), "options": plain_options(options)}
        progress.stage("writing")
        stages.finish({**said, "inputs": read, **figures})
        if stages.reused:
            reused = ", ".join(stages.reused)
            progress.note(f"{plain_name(directory)}: {reused} from an earlier run (`fresh` makes them again)")
        # The steps read the folder: what it was made from need not be in memory.
        del chain
        give_back(options.discover.memory)
        for step in then:
            step(directory)


class _FolderChain(Chain):
    """A chain that reads terms and graph from the files of a folder."""

    def __init__(self, stages: StageFolder, sources: Sources, options: MapOptions, progress: Progress) -> None:
        super().__init__(sources, options, progress)
        self.stages = stages
        self.base: str | None = None  # what the terms depend on, without those that are dropped

    @functools.cached_property
    def terms(self) -> Terms:
        """The terms in the folder."""
        return load_evidence(self.stages.path(TERMS))

    @functools.cached_property
    def graph(self) -> Graph:
        """The graph in the folder."""
        return load_graph(self.stages.path(GRAPH))


def _finish_stages(chain: _FolderChain, reading: list[Any] | None) -> _Figures:
    """Make the stages that are not finished, and return the figures of all stages."""
    options = plain_options(chain.options)
    edits = options.get("edits", {})
    keys: dict[str, str | None] = {}
    figures: _Figures = {}
    for stage in _STAGES:
        if not stage.applies(chain):
            continue
        depends = reading if stage.after is None else [keys[stage.after]]
        known = depends is not None and None not in depends
        key = digest(stage.name, *(depends or ()), *(options[name] for name in stage.options)) if known else None
        if stage.name == TERMS_STAGE:
            chain.base = key
        changed = [edits[name] for name in stage.edits if name in edits]
        keys[stage.name] = key = digest(key, *changed) if key and changed else key
        figures |= chain.stages.done(stage.name, key, stage.files, functools.partial(stage.make, chain))
    return figures


def _make_terms(chain: _FolderChain) -> tuple[Files, _Figures]:
    drop = list(chain.options.edits.drop)
    kept = {"base": chain.base, "dropped": drop}
    figures, paths = chain.stages.earlier(TERMS_STAGE, functools.partial(_has_terms, base=chain.base, drop=drop))
    if paths:  # more terms are dropped than before: nothing has to be counted again
        earlier = load_evidence(paths[TERMS])
        more = [term for term in drop if term not in figures["dropped"]]
        note_unknown("drop", more, earlier.terms, chain.progress, chain.options.edits)
        terms = without_dropped(earlier, drop)
        if len(terms) == 0:
            raise InputError("corpus", None, "no term was found", "drop fewer terms")
        return term_files(terms), {**figures, "terms": len(terms), **kept}
    terms, corpus = chain.find_terms(), chain.corpus
    sizes: Mapping[str, int] = {
        "documents": corpus.n_documents,
        "characters": chain.n_characters,
        "units": corpus.n_units,
        "background_units": chain.n_background,
        "terms": len(terms),
    }
    return term_files(terms), {**sizes, "chosen": chain.opened_world[1], **kept}


def _has_terms(figures: Mapping[str, Any], *, base: str | None, drop: Sequence[str]) -> bool:
    """Tell whether a stage has all terms that are not dropped."""
    return base is not None and figures.get("base") == base and {*figures.get("dropped", drop)} < {*drop}


def _make_graph(chain: Chain) -> tuple[Files, _Figures]:
    graph = chain.link_nodes()
    return graph_files(graph), {"nodes": graph.n_nodes, "links": graph.n_links}


def _make_communities(chain: Chain) -> tuple[Files, _Figures]:
    found, groups = chain.communities, chain.groups
    figures = {
        "communities": len(groups.names),
        "themes": len(groups.theme_names),
        "grouped_terms": int((groups.terms >= 0).sum()),
        "grouped_documents": int((groups.documents >= 0).sum()),
        "modules": found.n_top_modules,
        "levels": found.levels,
        "codelength": found.codelength.total,
        "one_level_codelength": found.codelength.one_level,
    }
    starts = document_starts(chain.texts, chain.corpus.offsets)
    files = community_files(found, groups) | document_files(groups, chain.records, starts)
    return files, figures


def _make_senses(chain: Chain) -> tuple[Files, _Figures]:
    return sense_files(chain.groups), {"terms_of_several_senses": len(chain.groups.parts or ())}


def _make_texts(chain: Chain) -> tuple[Files, _Figures]:
    return text_files(chain.texts, chain.corpus.offsets), {}


def _make_alluvial(chain: Chain) -> tuple[Files, _Figures]:
    found = chain.alluvial()
    return alluvial_files(found), {"periods": 0 if found is None else len(found.periods)}


def _make_trends(chain: Chain) -> tuple[Files, _Figures]:
    found = time_tables(chain.shown_counts, chain.records, chain.groups, chain.wholes)
    return time_files(found), {} if found is None else {"every": found.every}


def _make_comparison(chain: Chain) -> tuple[Files, _Figures]:
    groups = {name: group for name, group in chain.records.groups.items() if name != chain.options.part_of}
    return comparison_files(group_comparisons(chain.shown_counts, groups, chain.wholes, chain.progress)), {}


def _make_contexts(chain: Chain) -> tuple[Files, _Figures]:
    return context_files(chain.terms, chain.collect_contexts(), chain.records), {}


_STAGES = (
    _Stage(TERMS_STAGE, None, (TERMS,), ("discover",), _make_terms, edits=("drop",)),
    _Stage("graph", TERMS_STAGE, (GRAPH,), ("cooccurrence", "graph_terms"), _make_graph, edits=("keep",)),
    _Stage(
        "communities",
        "graph",
        (COMMUNITIES, TREE, THEMES, DOCUMENTS),
        ("search", "topics", "communities", "senses"),
        _make_communities,
        edits=("rename",),
    ),
    _Stage("senses", "communities", (SENSES,), (), _make_senses, sensed=True),
    _Stage("texts", None, (TEXTS,), (), _make_texts),
    _Stage("alluvial", "communities", (ALLUVIAL,), ("layers",), _make_alluvial, dated=True, layered=True),
    _Stage("trends", "communities", (TRENDS, PERIODS), ("context_terms", "part_of"), _make_trends, dated=True),
    _Stage("comparison", "graph", (COMPARISON,), ("context_terms", "part_of"), _make_comparison, grouped=True),
    _Stage("contexts", "graph", (CONTEXTS,), ("context_terms", "contexts_each"), _make_contexts),
)
