"""The HTML file: markup, style, script and data in one file, with a policy that forbids every request."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import os
import re
from importlib.resources import files
from string import Template
from typing import Any

from textmine.concordance import count_by_document
from textmine.io import open_output
from textmine.map.documents import document_starts
from textmine.map.edits import Edits, edits_of
from textmine.map.files import (
    RECORD,
    REPORT,
    community_files,
    comparison_files,
    context_files,
    document_files,
    graph_files,
    term_files,
    text_files,
    time_files,
)
from textmine.map.folder import MapFolder, as_folder, read_folder
from textmine.map.tables import group_comparisons, time_tables
from textmine.map.termmap import TermMap
from textmine.progress import SILENT, Progress
from textmine.report.contents import page_contents, page_texts
from textmine.report.labels import label
from textmine.report.subcommunities import renaming_notes
from textmine.report.texts import PackedTexts
from textmine.text.records import records_of

__all__ = ["map_page", "report_page", "write_report"]

_MOST_BYTES = 5_950_000  # of the page
_COUNTED = 2000  # terms that are compared by period and group
_LONGEST_HEADING = 200  # characters

# In this order: the first has the data, the last starts the page.
_SCRIPTS = (
    *("data", "elements", "texts", "levels", "vector", "printing", "canvas", "views", "overview", "table", "senses"),
    *(
        "evidence",
        "finding",
        "documents",
        "edits",
        "map",
        "links",
        "sizes",
        "density",
        "choosing",
        "moving",
        "treemap",
        "trends",
    ),
    *("lines", "alluvial", "scatter", "start"),
)
_LANGUAGES = {"zh": "zh-Hans", "en": "en"}


def write_report(
    directory: str,
    output: str | None = None,
    language: str | None = None,
    *,
    text: bool = True,
    heading: str | None = None,
    edits: Edits | None = None,
    progress: Progress = SILENT,
) -> None:
    """Read the folder that `textmine map` wrote, and write the report.

    Parameters
    ----------
    directory
        The folder.
    output
        The HTML file; `-` is standard output, and None is `report.html` in the folder.
    language
        `zh` or `en`; None means the language of the terms.
    text
        Whether the texts of documents and the contexts of terms are part of the page.
    heading
        Of the page; None for that of the map, or else the name of the first file.
    edits
        The edits that the map was made with, if their file and lines are known, for notes.
    progress
        Gets a note of how many texts are cut, and of subcommunities that are not renamed as asked.

    Raises
    ------
    InputError
        A file is missing or broken, or the report cannot be written.
    """
    folder = read_folder(directory)
    page, texts, contents = _page(folder, language, text=text, heading=heading)
    for note in renaming_notes(contents["subcommunities"], edits or edits_of(folder.record)):
        progress.note(note)
    if texts and texts.n_cut:
        n = len(folder.documents.communities)
        progress.note(f"the report has the first {texts.longest:,} characters of {texts.n_cut:,} of {n:,} documents")
    with open_output(os.path.join(directory, REPORT) if output is None else output) as stream:
        stream.write(page)


def report_page(folder: MapFolder, language: str | None = None, *, text: bool = True) -> str:
    """Return the HTML page of a map. The same map gives the same page."""
    return _page(folder, language, text=text)[0]


def _page(
    folder: MapFolder, language: str | None, *, text: bool, heading: str | None = None
) -> tuple[str, PackedTexts | None, dict[str, Any]]:
    """Return the page, the texts in it, and its other contents. Texts have the room that everything else leaves."""
    contents = page_contents(folder, language, text=text)
    style, script = _asset("report.css"), "\n".join(_asset(f"{name}.js") for name in _SCRIPTS)
    wording = {name: html.escape(said) for name, said in contents["wording"].items()}
    title = _heading(folder, heading) or _title(folder, contents["wording"]["title"])
    template = Template(_asset("report.html"))
    parts = {
        **wording,
        "page_language": _LANGUAGES[contents["language"]],
        "page_policy": _policy(style, script),
        "page_version": html.escape(str(folder.record.get("textmine") or "")),
        "page_title": html.escape(title),
        "page_heading": "<wbr>".join(map(html.escape, re.split(r"(?<=[._/@-])", title))),
        "page_style": style,
        "page_data": _embedded(contents),
        "page_script": script,
        "page_encoding": "",
        "page_texts": "",
    }
    if not text:
        return template.substitute(parts), None, contents
    texts = page_texts(folder, contents, _MOST_BYTES - sum(len(part.encode()) for part in parts.values()))
    parts |= {"page_encoding": texts.encoding, "page_texts": texts.packed}
    return template.substitute(parts), texts, contents


def map_page(found: TermMap, language: str | None = None) -> str:
    """Return the HTML page of a map in memory."""
    corpus, groups = found.corpus, found.groups
    records = records_of(corpus)
    counts = count_by_document(corpus, found.terms.head(_COUNTED))
    times = time_tables(counts, records, groups, found.wholes)
    compared = {name: group for name, group in records.groups.items() if group.codes is not found.wholes}
    levels = found.communities.codelength
    record = {
        "documents": corpus.n_documents,
        "characters": found.n_characters,
        "units": corpus.n_units,
        "background_units": found.n_background,
        "nodes": found.graph.n_nodes,
        "links": found.graph.n_links,
        "communities": len(groups.names),
        "codelength": levels.total,
        "one_level_codelength": levels.one_level,
        **({"every": times.every} if times else {}),
        **({"options": {"heading": found.heading}} if found.heading else {}),
    }
    files = {
        **term_files(found.terms),
        **graph_files(found.graph),
        **community_files(found.communities, groups),
        **document_files(groups, records, document_starts(found.texts, corpus.offsets)),
        **text_files(found.texts, corpus.offsets),
        **context_files(found.terms, found.contexts, records),
        RECORD: [json.dumps(record)],
        **(time_files(times) if times else {}),
        **comparison_files(group_comparisons(counts, compared, found.wholes)),
    }
    return report_page(as_folder(files), language)


def _heading(folder: MapFolder, asked: str | None) -> str:
    """Return the heading that is asked for, or that of the map, in one line; empty for none."""
    options = folder.record.get("options")
    own = options.get("heading") if isinstance(options, dict) else None
    said = asked if asked is not None else own
    return label(" ".join(said.split()), _LONGEST_HEADING) if isinstance(said, str) else ""


def _title(folder: MapFolder, title: str) -> str:
    """Return the title: the name of the first source, and what the page is."""
    inputs = folder.record.get("inputs")
    corpus = inputs.get("corpus") if isinstance(inputs, dict) else None
    first = corpus[0] if isinstance(corpus, list) and corpus else None
    path = str(first.get("file", "")) if isinstance(first, dict) else ""
    name = path.replace("\\", "/").rstrip("/").rpartition("/")[2]
    return f"{name} – {title}" if name and name != "-" else title


def _asset(name: str) -> str:
    return files("textmine.report").joinpath("assets", name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    """Return a policy that allows only this style and this script, and no request."""
    return (
        f"default-src 'none'; script-src {_hash(script)}; style-src {_hash(style)}; img-src data: blob:;"
        " base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _embedded(contents: dict[str, Any]) -> str:
    r"""Return JSON that cannot end the HTML element around it or begin a comment.

    Examples
    --------
    >>> _embedded({"term": "</script><!--"})
    '{"term":"\\u003c/script>\\u003c!--"}'
    """
    text = json.dumps(contents, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
