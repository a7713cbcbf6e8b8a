"""What is fuzzed: one function for each reader, and some that go on from what was read. Bytes in; nothing out.

A target may raise `TextmineError` with a message of one line: that is what bad data is answered with. Everything else
that it raises is a defect, and so is a warning.
"""

from __future__ import annotations

import functools
import os
import struct
import tempfile
import zlib
from collections.abc import Callable
from typing import Any

import numpy as np

from textmine.backgrounds import CountsBackground, load_counts
from textmine.cli.main import app
from textmine.cli.settings import check_keys, read_config
from textmine.communities import cluster
from textmine.communities.partitions import read_partition
from textmine.errors import TextmineError
from textmine.evaluate.files import read_column
from textmine.evaluate.files import read_groups as read_labels
from textmine.graph import Graph, graph_lines, read_graph
from textmine.io import decode, decode_chunks, read_bytes, read_table, table_lines
from textmine.map import FILES_READ, read_folder
from textmine.map.stages import StageFolder
from textmine.mapequation import SearchOptions, directed_flow, score, search, undirected_flow
from textmine.segment import dictionary_segmenter
from textmine.terms import DiscoverOptions, discover, read_evidence, read_terms
from textmine.text import ReadOptions, build_corpus, read_corpus
from textmine.vectors.formats import read_vectors

__all__ = ["TARGETS", "checked"]

TARGETS: dict[str, Callable[[bytes], object]] = {}
_FOLDER = tempfile.mkdtemp(prefix="textmine-fuzz.", dir="/dev/shm" if os.path.isdir("/dev/shm") else None)
_MOST_TEXT = 2000  # characters that go through a whole stage


def checked(name: str, data: bytes) -> None:
    """Run a target; a refusal is fine if it is one line."""
    try:
        TARGETS[name](data)
    except TextmineError as error:
        if not str(error) or not str(error).isprintable():
            raise AssertionError(f"not one line: {str(error)!r}") from error


def _target(function: Callable[[bytes], object]) -> Callable[[bytes], object]:
    TARGETS[function.__name__.removeprefix("fuzz_")] = function
    return function


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _file(data: bytes, name: str) -> str:
    path = os.path.join(_FOLDER, name)
    with open(path, "wb") as stream:
        stream.write(data)
    return path


@_target
def fuzz_decoding(data: bytes) -> None:
    """Decode bytes of any encoding; in pieces they are the same text."""
    whole = decode(data, "text")
    parts = [data[start : start + 7] for start in range(0, len(data), 7)]
    assert "".join(decode_chunks(iter(parts), "text")) == whole


@_target
def fuzz_compression(data: bytes) -> None:
    """Read files that begin as compressed ones do."""
    magics = (b"\x1f\x8b\x08", b"BZh9", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd", b"")
    read_bytes(_file(magics[data[0] % 5] + data[1:] if data else b"", "compressed"))


@_target
def fuzz_plain_text(data: bytes) -> None:
    """Read a corpus of lines."""
    read_corpus([_file(data, "text.txt")])


@_target
def fuzz_json_lines(data: bytes) -> None:
    """Read a corpus of JSON lines."""
    read_corpus([_file(data, "text.jsonl")])


@_target
def fuzz_csv(data: bytes) -> None:
    """Read a corpus in a column of a CSV."""
    read_corpus([_file(data, "text.csv")], ReadOptions(column="text"))


@_target
def fuzz_tsv(data: bytes) -> None:
    """Read a corpus in a column of a TSV."""
    read_corpus([_file(data, "text.tsv")], ReadOptions(column="text"))


@_target
def fuzz_tables(data: bytes) -> None:
    """Read tables; what was read is written and read again."""
    for comma in (False, True):
        table = read_table(_text(data), "table", comma=comma)
        width = len(table.columns)
        rows = [row for row in table.rows if len(row) == width and any(row) and not "".join(row).isspace()]
        lines = table_lines(table.columns, rows, "csv" if comma else "tsv")
        again = read_table("".join(lines), "again", comma=comma)
        if "".join(table.columns).strip():
            assert (again.columns, again.rows) == (table.columns, rows)


@_target
def fuzz_terms(data: bytes) -> None:
    """Read lists of terms."""
    read_terms(_text(data), "terms.tsv")
    read_terms(_text(data), "terms.csv")


@_target
def fuzz_evidence(data: bytes) -> None:
    """Read what discover wrote."""
    terms = read_evidence(read_table(_text(data), "terms.tsv"))
    read_evidence(read_table("".join(table_lines(terms.columns(), terms.rows())), "again"))


def _graph(name: str, data: bytes) -> None:
    graph = read_graph(_text(data), name)
    assert graph.indptr[-1] == graph.n_links == len(graph.weights)
    if graph.n_links:
        assert 0 <= graph.targets.min() <= graph.targets.max() < graph.n_nodes
        assert np.isfinite(graph.weights).all()
        assert (graph.weights > 0).all()
    for kind in ("tsv", "pajek", "graphml", "gexf", "json"):
        assert _links(read_graph("".join(graph_lines(graph, kind)), f"a.{kind}")) == _links(graph) or kind == "tsv"
    if 0 < graph.n_links < 200:
        cluster(graph)


def _links(graph: Graph) -> list[tuple[Any, ...]]:
    return sorted((*sorted(row[:2]), row[2]) for row in graph.rows())


for _name in ("links.tsv", "links.net", "links.graphml", "links.gexf", "links.json"):
    TARGETS[f"graph_{_name[6:]}"] = functools.partial(_graph, _name)


@_target
def fuzz_partition(data: bytes) -> None:
    """Read communities to begin with, as tree, clu and TSV."""
    graph = read_graph("a b\nb c\nc a\nc d\nd e\ne f\nf d\n", "links")
    cluster(graph, initial=read_partition(_text(data), "partition", graph.names))


@_target
def fuzz_labels(data: bytes) -> None:
    """Read labels that communities are compared with."""
    read_labels(_text(data), "labels.tsv")


@_target
def fuzz_gold(data: bytes) -> None:
    """Read gold terms."""
    read_column(_text(data), "gold.tsv")
    read_column(_text(data), "gold.csv")


@_target
def fuzz_counts(data: bytes) -> None:
    """Use saved counts that were damaged behind the back of their checksum."""
    data = bytearray(data)
    if len(data) >= 32:  # magic, version, checksum, length; see textmine/backgrounds/container.py
        data[24:32] = struct.pack("<Q", len(data))
        data[20:24] = struct.pack("<I", zlib.crc32(data[24:]))
    background = CountsBackground(load_counts(_file(bytes(data), "counts.ngrams")))
    discover(build_corpus(["变压器的绕组过热，变压器的绕组"]), background, DiscoverOptions(min_count=2))


@_target
def fuzz_vectors(data: bytes) -> None:
    """Read word vectors as text."""
    read_vectors(_text(data), "vectors.txt")


@functools.cache
def _program() -> Any:
    from typer.main import get_command

    return get_command(app)


@_target
def fuzz_config(data: bytes) -> None:
    """Read files of settings."""
    check_keys(read_config(_file(data, "config.toml")), _program(), "config.toml")


@_target
def fuzz_map_folder(data: bytes) -> None:
    """Read what map left, as report and a later run do."""
    parts = (data + b"\xff" * len(FILES_READ)).split(b"\xff")
    for name, part in zip(FILES_READ, parts, strict=False):
        _file(part, name)
    StageFolder(_FOLDER).done("terms", "key", ["terms.tsv"], lambda: ({}, {}))
    read_folder(_FOLDER)


@_target
def fuzz_discover(data: bytes) -> None:
    """Find terms of any text."""
    discover(build_corpus([_text(data)[:_MOST_TEXT]]), None, DiscoverOptions(min_count=2, keep_repeats=True))


@functools.cache
def _segmenter() -> Any:
    return dictionary_segmenter(None)


@_target
def fuzz_segment(data: bytes) -> None:
    """Cut any text: nothing is lost but blanks."""
    text = _text(data)[:_MOST_TEXT]
    cut = "".join(_segmenter().segment([text]))
    assert "".join(cut.split()) == "".join(text.split())


@_target
def fuzz_cluster(data: bytes) -> None:
    """Search networks of any shape: the codelength kept is the one computed anew, and not above one level."""
    if len(data) < 5:
        return
    n_nodes, directed = 1 + data[0] % 60, data[1] & 1
    cells = np.frombuffer(data[2 : 2 + (len(data) - 2) // 3 * 3], np.uint8).reshape(-1, 3).astype(np.int64)
    # Weights from 2^-64 to 2^63: sums that lose digits.
    weights = 2.0 ** (cells[:, 2] % 128 - 64) if data[1] & 2 else cells[:, 2] + 1.0
    flow_of = directed_flow if directed else undirected_flow
    network = flow_of(cells[:, 0] % n_nodes, cells[:, 1] % n_nodes, weights, n_nodes)
    found = search(network, options=SearchOptions(two_level=bool(data[1] & 4)))
    # As paths of modules, the last step being the node's own.
    again = score(network, [path[:-1] or (rank,) for rank, path in enumerate(found.paths(), 1)])
    bits = found.codelength
    assert abs(again.codelength.total - bits.total) < 1e-9, (again.codelength.total, bits.total)
    assert bits.total <= bits.one_level + 1e-9
    assert np.isfinite(bits.total)
