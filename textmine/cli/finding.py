"""What `textmine cluster` does when its options are read. Nothing here needs typer; see `quick`."""

from __future__ import annotations

from textmine.communities.writing import (
    COMMUNITY_FORMATS,
    WriteOptions,
    communities_rows,
    communities_text,
    file_format,
)
from textmine.errors import OptionError
from textmine.lightclasses import dataclass, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from textmine.communities import BootstrapOptions, GraphCommunities, Stability
    from textmine.graph import Graph, LayerOptions, StateNetwork
    from textmine.mapequation import SearchOptions
    from textmine.mapequation.network import FlowOptions
    from textmine.progress import Progress

__all__ = ["Request", "run"]

# Options that may be without effect, so that `effects` looks at them.
_WATCHED = (
    "to_nodes", "teleportation", "bipartite", "both_kinds", "relax_rate", "relax_limit", "relax_limit_up",
    "relax_limit_down", "relax_by_similarity", "preferred_levels", "attributes", "clu_level", "no_search",
)  # fmt: skip


@dataclass(eq=False, repr=False)
class Request:
    """The options of `textmine cluster` by the names of its parameters, with the same defaults."""

    graph: str
    directed: bool = False
    undirected: bool = False
    rawdir: bool = False
    undirdir: bool = False
    outdirdir: bool = False
    two_level: bool = False
    delimiter: str | None = None
    encoding: str | None = None
    initial: str | None = None
    no_search: bool = False
    teleportation: float = 0.15
    to_nodes: bool = False
    recorded: bool = False
    markov_time: float = 1.0
    variable_markov_time: bool = False
    variable_markov_damping: float = 1.0
    variable_markov_min_scale: float = 1.0
    regularized: bool = False
    regularization_strength: float | None = None
    weights_as_flow: bool = False
    no_self_links: bool = False
    weight_threshold: float = 0.0
    entropy_correction: float = 0.0
    bipartite: bool = False
    both_kinds: bool = False
    relax_rate: float = 0.15
    relax_limit: int | None = None
    relax_limit_up: int | None = None
    relax_limit_down: int | None = None
    relax_by_similarity: bool = False
    preferred_modules: int | None = None
    preferred_levels: int | None = None
    metadata: str | None = None
    metadata_rate: float = 1.0
    trials: int = 1
    seed: int = 123
    threads: int = 1
    effort: str = "default"
    bootstrap: int = 0
    events: float | None = None
    attributes: bool = False
    clu_level: int = 1
    format_: Sequence[str] | None = None
    output: str = "-"


def run(asked: Request) -> None:
    """Read the graph, find its communities and write them."""
    from textmine.cli.errors import about
    from textmine.cli.progress import Terminal

    # Not from the rooms, which would load all that they offer: a small graph is searched in less time.
    from textmine.communities.clustering import cluster
    from textmine.graph.formats import load_network
    from textmine.graph.graph import Graph
    from textmine.io.output import check_paths

    options, flow, one_way = _options(asked)
    if asked.no_search and asked.initial is None:
        raise OptionError("--no-search has nothing to score", "name communities with --initial")
    kinds = list(dict.fromkeys(asked.format_ or [file_format(asked.output)]))
    watched = any(getattr(asked, name) != getattr(Request, name) for name in _WATCHED)
    if watched:
        from textmine.cli.effects import check_together

        check_together(asked)
    targets = _targets(kinds, asked.output, asked.graph)
    drawing = _drawing(asked.bootstrap, asked.events, options, kinds)
    for target in targets:
        check_paths(target, [path for path in (asked.graph, asked.initial, asked.metadata) if path])
    sign = None if asked.delimiter is None else _sign(asked.delimiter)
    progress = Terminal()
    with about(asked.graph):
        network = load_network(
            asked.graph, directed=one_way, delimiter=sign, encoding=asked.encoding, bipartite=asked.bipartite,
            layers=_layers(asked), threads=asked.threads, progress=progress,
        )  # fmt: skip
        graph = network if isinstance(network, Graph) else network.graph
        flow = replace(flow, model=flow.model if graph.directed else "undirected")
        if not isinstance(network, Graph) and network.relaxed:
            flow = replace(flow, weight_threshold=0.0)  # it is for links of the file, not for those made
        if graph.node_weights is not None and not (asked.to_nodes or asked.weights_as_flow):
            progress.note(
                f"{asked.graph}: the weights of its vertices are used with --to-nodes and --weights-as-flow only"
            )
        if watched:
            from textmine.cli.effects import note_unused

            note_unused(asked, kinds, network, progress)
        start = _begun(asked.initial, network, progress) if asked.initial else None
        of_nodes = _metadata(asked.metadata, network, progress) if asked.metadata else None
        progress.stage("finding communities")
        found = cluster(network, options, flow, start, search_on=not asked.no_search, metadata=of_nodes)
        if drawing:
            from textmine.communities.clustering import bootstrap

            progress.stage("drawing networks anew")
            found = bootstrap(found, drawing)
    progress.clear()
    if not asked.no_search and (asked.preferred_modules, asked.preferred_levels) != (None, None):
        from textmine.cli.effects import note_missed

        note_missed(asked, found, progress)
    if "clu" in kinds and asked.clu_level > 1:
        from textmine.cli.effects import note_level

        note_level(asked, found, progress)
    if found.stability and asked.events is None:
        _note_scaling(found.stability, progress)
    how = WriteOptions(attributes=asked.attributes, clu_level=asked.clu_level)
    for kind, target in zip(kinds, targets, strict=True):
        _write(found, kind, target, how)


def _options(asked: Request) -> tuple[SearchOptions, FlowOptions, bool | None]:
    """Return the options of search and walk, and whether links are directed; None means as the file says."""
    from textmine.mapequation.network import FlowOptions
    from textmine.mapequation.options import SearchOptions

    options = SearchOptions(
        two_level=asked.two_level,
        trials=asked.trials,
        seed=asked.seed,
        threads=asked.threads,
        effort=asked.effort,
        preferred_modules=asked.preferred_modules,
        preferred_levels=asked.preferred_levels,
    )
    model, one_way = _model(asked)
    if asked.metadata is None and asked.metadata_rate != 1.0:
        raise OptionError("--metadata-rate has no effect without --metadata", "give --metadata too")
    if not asked.variable_markov_time and (asked.variable_markov_damping, asked.variable_markov_min_scale) != (
        1.0,
        1.0,
    ):
        reason = (
            "--variable-markov-damping and --variable-markov-min-scale have no effect without a variable Markov time"
        )
        raise OptionError(reason, "give --variable-markov-time too")
    flow = FlowOptions(
        model=model,
        teleportation=asked.teleportation,
        to_nodes=asked.to_nodes,
        markov_time=asked.markov_time,
        self_links=not asked.no_self_links,
        weight_threshold=asked.weight_threshold,
        recorded=asked.recorded,
        entropy_correction=asked.entropy_correction,
        both_kinds=asked.both_kinds,
        regularization=_strength(asked),
        variable_markov_time=asked.variable_markov_time,
        variable_markov_damping=asked.variable_markov_damping,
        variable_markov_min_scale=asked.variable_markov_min_scale,
        weights_as_flow=asked.weights_as_flow,
        metadata_rate=asked.metadata_rate,
    )
    return options, flow, one_way


def _strength(asked: Request) -> float:
    """Return the strength of the prior network, 0 for none."""
    if asked.regularization_strength is None:
        return 1.0 if asked.regularized else 0.0
    if not asked.regularized:
        raise OptionError("--regularization-strength has no effect without --regularized", "give --regularized too")
    return asked.regularization_strength


def _model(asked: Request) -> tuple[str, bool | None]:
    """Return the flow model, and whether links are directed; None means as the file says."""
    raw = [name for name in ("rawdir", "undirdir", "outdirdir") if getattr(asked, name)]
    if asked.undirected and (asked.directed or raw):
        raise OptionError("--undirected and --directed exclude each other", "leave out one of them")
    if len(raw) > 1:
        raise OptionError(f"--{raw[0]} and --{raw[1]} are two flow models", "leave out one of them")
    if asked.undirected:
        return "undirected", False
    return raw[0] if raw else "directed", True if asked.directed or raw else None


def _note_scaling(stability: Stability, progress: Progress) -> None:
    if stability.scaled:
        progress.note(
            f"the weights are not counts; they are scaled to {stability.events:.0f} events, one for each link on"
            " average (--bootstrap-events sets another number)"
        )


def _sign(name: str) -> str:
    from textmine.io.dialects import delimiter_named

    return delimiter_named(name)


def _layers(asked: Request) -> LayerOptions | None:
    """Return how walks change layers; None where nothing is said of it, so that nothing is loaded for it."""
    names = ("relax_rate", "relax_limit", "relax_limit_up", "relax_limit_down", "weight_threshold")
    said = {name: getattr(asked, name) for name in names} | {"by_similarity": asked.relax_by_similarity}
    said["self_links"] = not asked.no_self_links
    usual = said["self_links"] and not asked.relax_by_similarity
    if usual and all(said[name] == getattr(Request, name) for name in names):
        return None
    from textmine.graph.layers import LayerOptions

    return LayerOptions(**said)


def _begun(path: str, network: Graph | StateNetwork, progress: Progress) -> Sequence[tuple[int, ...] | None]:
    from textmine.communities.partitions import load_partition
    from textmine.graph.graph import Graph

    if not isinstance(network, Graph):
        names, numbers = network.graph.names, network.state_ids.tolist()
        return load_partition(path, names, numbers, states=True, progress=progress)
    ids = None if network.node_ids is None else network.node_ids.tolist()
    return load_partition(path, network.names, ids, progress=progress)


def _metadata(path: str, network: Graph | StateNetwork, progress: Progress) -> list[str | None]:
    """Return the category of each node, of states that of each physical node."""
    from textmine.communities.metadata import load_metadata

    ids = None if network.node_ids is None else network.node_ids.tolist()
    return load_metadata(path, network.names, ids, progress=progress)


def _targets(kinds: list[str], output: str, graph: str) -> list[str]:
    """Return the path of each format: the output itself, or files in this folder, named after the graph."""
    import os

    from textmine.io.sources import plain_stem

    folder = output != "-" and (os.path.isdir(output) or output.endswith("/"))
    if len(kinds) == 1 and not folder:
        return [output]
    if output == "-":
        raise OptionError("several formats do not fit on standard output", "name a folder with -o DIR")
    if os.path.isfile(output.rstrip("/")):
        raise OptionError(f"the output needs a folder, and {output.rstrip('/')} is a file", "name a folder with -o DIR")
    os.makedirs(output, exist_ok=True)
    stem = "communities" if graph == "-" else plain_stem(graph)
    return [os.path.join(output, f"{stem}.{'txt' if kind == 'table' else kind}") for kind in kinds]


def _drawing(replicas: int, events: float | None, options: SearchOptions, kinds: list[str]) -> BootstrapOptions | None:
    """Return the options of the bootstrap, checked against the formats; None if there is no --bootstrap."""
    if replicas < 0:
        raise OptionError(f"--bootstrap is {replicas}, below 0", "use 100 or more, or leave it out")
    if not replicas:
        if events is not None:
            raise OptionError("--bootstrap-events has no effect without --bootstrap", "give --bootstrap too")
        return None
    for kind in kinds:
        COMMUNITY_FORMATS[kind].check_stability()
    from textmine.communities.stability import BootstrapOptions

    return BootstrapOptions(replicas=replicas, events=events, seed=options.seed, threads=options.threads)


def _write(found: GraphCommunities, kind: str, output: str, how: WriteOptions) -> None:
    from textmine.cli.rows import write_lines, write_rows

    if COMMUNITY_FORMATS[kind].writer is None and kind != "tsv":
        write_rows(output, *communities_rows(found, how), kind)
    else:
        write_lines(output, communities_text(found, kind, how))
