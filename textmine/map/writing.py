"""From files to the folder of a map, stage by stage; stages that an earlier run finished are taken from the folder.

Every stage reads the files of the one before, whoever wrote them: so a run that goes on where another one stopped
leaves the same bytes as one that does all of it.
"""

from __future__ import annotations

import dataclasses
import functools
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmine._version import __version__
from textmine.backgrounds import NONE, check_background, choose_background, open_background
from textmine.communities import cluster
from textmine.graph import Graph, load_graph
from textmine.io.sources import plain_name
from textmine.map.files import (
    community_figures,
    community_files,
    context_files,
    fingerprints,
    graph_figures,
    graph_files,
    plain_options,
    term_figures,
    term_files,
)
from textmine.map.pipeline import (
    MapOptions,
    collect_contexts,
    counted_once,
    find_terms,
    label_nodes,
    link_nodes,
    node_terms,
)
from textmine.map.stages import StageFolder, digest, open_stages
from textmine.progress import SILENT, Progress
from textmine.report import export_map, write_report
from textmine.terms import Terms, load_evidence, load_lists
from textmine.text import Corpus, ReadOptions, build_corpus, read_texts

__all__ = ["MapSources", "write_map"]

_Made = tuple[Mapping[str, Iterator[str]], dict[str, Any]]
_FILES = {
    "terms": ("terms.tsv",),
    "graph": ("graph.tsv",),
    "communities": ("communities.tsv", "communities.tree"),
    "contexts": ("contexts.jsonl",),
}


@dataclass(frozen=True, slots=True)
class MapSources:
    """What a map is made from.

    Attributes
    ----------
    corpus, background
        Names as `read_texts` and `open_background` take them; where no background is given, one is chosen.
    known, include, exclude
        Files of terms.
    reading
        How texts are read.
    """

    corpus: Sequence[str]
    background: Sequence[str] = ()
    known: Sequence[str] = ()
    include: Sequence[str] = ()
    exclude: Sequence[str] = ()
    reading: ReadOptions = field(default_factory=ReadOptions)


def write_map(
    directory: str,
    sources: MapSources,
    options: MapOptions | None = None,
    command: str = "",
    *,
    exports: Sequence[str] = (),
    fresh: bool = False,
    progress: Progress = SILENT,
) -> None:
    """Write the map of a text into a folder: a file or two for each stage, `run.json` and `report.html`.

    Parameters
    ----------
    directory
        The folder, made where it does not exist. Stages in it of the same version, inputs and options are used again.
    sources
        What is read.
    options
        Options of each stage.
    command
        What `run.json` says made it.
    exports
        Keys of `textmine.report.EXPORTS`.
    fresh
        Use nothing that is there.
    progress
        Told of each stage, and of those that were there.

    Raises
    ------
    InputError
        A file cannot be read or written; the text has no term, or no two terms that occur together.
    OptionError
        The sources do not go together.
    """
    with open_stages(directory, fresh=fresh, progress=progress) as stages:
        run = _Run(stages, sources, options or MapOptions(), progress)
        record = run.record(command)
        progress.stage("writing")
        stages.finish(record)
        if stages.reused:
            progress.note(
                f"{plain_name(directory)}: {', '.join(stages.reused)} from an earlier run (--fresh makes them again)"
            )
        write_report(directory, os.path.join(directory, "report.html"))
        for kind in exports:
            export_map(directory, kind)


class _Run:
    """One run; what a stage needs is made when it is first asked for."""

    def __init__(self, stages: StageFolder, sources: MapSources, options: MapOptions, progress: Progress) -> None:
        self._stages, self._sources, self._options, self._progress = stages, sources, options, progress
        check_background(sources.background)
        files = {role: getattr(sources, role) for role in ("corpus", "background", "known", "include", "exclude")}
        files["background"] = [name for name in sources.background if name != NONE]
        self._inputs = {role: fingerprints(names) for role, names in files.items()}

    def record(self, command: str) -> dict[str, Any]:
        """Do what is left to do, and return what run.json says: nothing that differs between two equal runs."""
        makers = (self._make_terms, self._make_graph, self._make_communities, self._make_contexts)
        keys = self._keys()
        figures: dict[str, Any] = {}
        for (name, files), make in zip(_FILES.items(), makers, strict=True):
            figures |= self._stages.done(name, keys[name], files, make)
        inputs = {role: found for role, found in self._inputs.items() if found or role == "corpus"}
        inputs["background"] = fingerprints(figures.pop("chosen"))
        said = {"textmine": __version__, "command": plain_name(command), "options": plain_options(self._options)}
        return {**said, "inputs": inputs, **figures}

    def _keys(self) -> dict[str, str | None]:
        """Return what each stage depends on; nobody knows of what comes from standard input."""
        if any(file["sha256"] is None for files in self._inputs.values() for file in files):
            return dict.fromkeys(_FILES)
        options = plain_options(self._options)
        reading = dataclasses.asdict(self._sources.reading) | {"memory": None}
        versions = [__version__, np.__version__, version("scipy"), version("jieba")]
        terms = digest("terms", versions, self._inputs, self._sources.background, reading, options["discover"])
        graph = digest("graph", terms, options["cooccurrence"], options["graph_terms"])
        communities = digest("communities", graph, options["search"])
        contexts = digest("contexts", graph, options["context_terms"], options["contexts_each"])
        return {"terms": terms, "graph": graph, "communities": communities, "contexts": contexts}

    def _make_terms(self) -> _Made:
        sources, reading = self._sources, self._sources.reading
        lists = load_lists(
            sources.known, sources.include, sources.exclude, simplified=reading.simplified, progress=self._progress
        )
        corpus, options = self._corpus, self._options
        chosen = sources.background or choose_background(corpus, self._progress)
        world = open_background(
            chosen, corpus, reading, keep_repeats=options.discover.keep_repeats, progress=self._progress
        )
        terms = find_terms(corpus, world, options, self._progress, lists)
        figures = {
            "documents": corpus.n_documents,
            "characters": sum(map(len, self._texts)),
            "units": corpus.n_units,
            "background_units": 0 if world is None else world.n_units,
        }
        read = [name for name in chosen if name != NONE]
        return term_files(terms), {**figures, **term_figures(terms), "chosen": read}

    def _make_graph(self) -> _Made:
        graph = link_nodes(self._labels, self._nodes, self._options)
        return graph_files(graph), graph_figures(graph)

    def _make_communities(self) -> _Made:
        self._progress.stage("finding communities")
        graph: Graph = load_graph(self._stages.path("graph.tsv"))
        communities = cluster(graph, self._options.search)
        return community_files(communities, directed=graph.directed), community_figures(communities)

    def _make_contexts(self) -> _Made:
        terms, options = self._terms, self._options
        found = collect_contexts(
            self._texts, self._counted, terms, self._labels, len(self._nodes), options, self._progress
        )
        return context_files(terms, found), {}

    @functools.cached_property
    def _texts(self) -> list[str]:
        return list(read_texts(self._sources.corpus, self._sources.reading, self._progress))

    @functools.cached_property
    def _corpus(self) -> Corpus:
        return build_corpus(self._texts, memory=self._sources.reading.memory)

    @functools.cached_property
    def _counted(self) -> Corpus:
        return counted_once(self._corpus, self._options)

    @functools.cached_property
    def _terms(self) -> Terms:
        return load_evidence(self._stages.path("terms.tsv"))

    @functools.cached_property
    def _nodes(self) -> Terms:
        return node_terms(self._terms, self._corpus.n_units, self._options)

    @functools.cached_property
    def _labels(self) -> NDArray[np.int32]:
        return label_nodes(self._counted, self._nodes, self._options, self._progress)
