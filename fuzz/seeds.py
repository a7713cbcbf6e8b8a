"""Small well-formed inputs of each target, and the words of their formats."""

from __future__ import annotations

import functools
import gzip
import os
import tempfile

from textmine.backgrounds import BackgroundOptions, count_background, save_counts
from textmine.graph import graph_lines, read_graph
from textmine.io import table_lines
from textmine.terms import DiscoverOptions, discover
from textmine.text import build_corpus

__all__ = ["seeds", "words"]

_TEXT = "变压器的绕组过热。检修变压器和绕组！The gear of the gear box, SF6断路器\n新变压器有新绕组\n"
_LINKS = "source\ttarget\tweight\tcount\n变压器\t绕组\t0.5\t3\n绕组\ta b\t1e-3\t2\n变压器\tx\\ty\t2\t1\n"
_CONTEXT = '{"term": "变压器", "left": "检修", "keyword": "变压器", "right": "和", "document": 1}\n'
_RECORD = (
    '{"documents": 2, "stages": {"terms": {"key": "key", "files": {"terms.tsv": "0"}, "figures": {}, "seal": "0"}}}'
)
_TREE = '# path flow name node_id\n1:1 0.3 "a" 0\n1:2 0.2 "b" 1\n2:1 0.5 "c" 2\n'

_NUMBERS = ["0", "1", "-1", "1e999", "nan", "-0", "0x10", "1_0", "９", "2147483648", "18446744073709551616", "1e-320"]
_SIGNS = ["\t", "\n", "\r\n", "\r", ",", '"', "'", " ", "\\", "\\t", ":", "\0", "\ufeff", "é", "变压器", "\U0001f600"]
_WORDS = {
    "json_lines": ['{"text": "', '"}', "[", "{", "null", "\\ud800", "true"],
    "csv": ["text", '""', "term"],
    "tables": ['""', "term"],
    "terms": ["term", "count", "score"],
    "evidence": ["term", "score", "true", "false", "known", "p_value", "inf"],
    "graph_tsv": ["source", "target", "weight"],
    "graph_net": ["*Vertices", "*Edges", "*Arcs", "*Arcslist", "*Edgeslist", "%", "*Matrix"],
    "graph_graphml": [
        "<node id=",
        "<edge source=",
        "<graph edgedefault=",
        "<data key=",
        "</",
        "/>",
        "<!DOCTYPE",
        "&amp;",
    ],
    "graph_gexf": ["<node id=", "<edge source=", " weight=", "defaultedgetype=", "</", "/>", "<![CDATA[", "&#0;"],
    "graph_json": ['"nodes"', '"links"', '"edges"', '"id"', '"source"', '"target"', '"weight"', "[", "{", "null"],
    "partition": ["path", "term", "flow", "1:1", "2:1", "# ", "*Links"],
    "config": ["[map]", "[evaluate.terms]", "top = ", "background = [", "true", "1979-05-27", '"""'],
    "map_folder": ["path", "term", "flow", "\\u0000", '"document": '],
}


@functools.cache
def seeds(name: str) -> list[bytes]:
    """Return inputs of a target that are as they should be."""
    made = {
        "decoding": _encoded(),
        "compression": [b"\0" + gzip.compress(b"text" * 50, mtime=0)[3:], b"\4text"],
        "json_lines": ['{"text": "变压器"}\n{"text": "a\\nb", "id": 1}\n'.encode()],
        "csv": ['id,text\n1,"变压器, ""绕组"""\n'.encode()],
        "tsv": ["id\ttext\n1\t变压器\n".encode()],
        "labels": [b"term\tlabel\na\t1\nb\t2\n"],
        "tables": [b'a,b\n"1,""x""",2\n', b"a\tb\n1\t\\t2\n"],
        "terms": ["term\tcount\n变压器\t3\n绕组\t2\n".encode(), "变压器\n绕组\n".encode()],
        "evidence": [_evidence().encode()],
        "graph_tsv": [_LINKS.encode(), b"a b\nb c\n", b"a,b,1\n"],
        "partition": [_TREE.encode(), b"# node_id module flow\n0 1 0.5\n1 2 0.5\n", b"path\tterm\tflow\n1:1\ta\t0.5\n"],
        "gold": ["变压器\n绕组\n".encode(), b"term,label\na,1\n"],
        "counts": _counts(),
        "vectors": ["2 3\n变压器 1 0.5 -1\na_b 0 1e-3 2\n".encode()],
        "config": [b'threads = 2\n[map]\ntop = 5\nbackground = ["a"]\n[evaluate.terms]\ntop = 3\n'],
        "map_folder": [b"\xff".join(part.encode() for part in _map_files())],
        "cluster": [bytes([6, 0, *b"\0\1\1\1\2\1\2\0\1\2\3\1\3\4\1\4\5\1\5\3\1"]), bytes(range(200))],
    }  # fmt: skip
    for suffix, kind in (("net", "pajek"), ("graphml", "graphml"), ("gexf", "gexf"), ("json", "json")):
        made[f"graph_{suffix}"] = ["".join(graph_lines(read_graph(_LINKS, "links"), kind)).encode()]
    return made.get(name, [_TEXT.encode()])


def words(name: str) -> list[str]:
    """Return words that inputs of a target are made of."""
    return [*_WORDS.get(name, []), *_NUMBERS, *_SIGNS]


def _map_files() -> list[str]:
    nodes = "name\tcommunity\ttheme\tpath\tterm\tflow\na\t1\t1\t1:1\ta\t1\n"
    themes = "name\tcommunity\ttheme_name\ttheme\tterms\tdocuments\trecurrence\na\t1\ta\t1\t1\t1\t0.5\n"
    documents = "document\tcommunity\tshare\ttheme\tname\tstart\n1\t1\t0.5\t1\ta\ta b\n"
    return [_evidence(), _LINKS, nodes, themes, documents, _CONTEXT, _RECORD]


def _encoded() -> list[bytes]:
    traditional = "變壓器的繞組過熱，檢修變壓器\n"
    codes = [(_TEXT, "utf-8"), (_TEXT, "gb18030"), (traditional, "big5"), (_TEXT, "utf-16"), (_TEXT, "utf-8-sig")]
    return [text.encode(code) for text, code in codes]


def _evidence() -> str:
    found = discover(build_corpus([_TEXT]), None, DiscoverOptions(min_count=2))
    return "".join(table_lines(found.columns(), found.rows()))


def _counts() -> list[bytes]:
    made = []
    with tempfile.TemporaryDirectory() as folder:
        for packed in (False, True):
            path = os.path.join(folder, "counts.ngrams")
            save_counts(path, count_background(build_corpus([_TEXT]), BackgroundOptions(min_count=1)), packed=packed)
            with open(path, "rb") as stream:
                made.append(stream.read())
    return made
