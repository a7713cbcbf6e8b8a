"""The HTML file: markup, style, script and data in one, and a policy that forbids every request."""

from __future__ import annotations

import base64
import hashlib
import html
import json
from importlib.resources import files
from typing import Any

from textmine.io import open_output
from textmine.report.contents import page_contents
from textmine.report.folder import MapFolder, read_folder

__all__ = ["report_page", "write_report"]

_PAGE = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="textmine {version}">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="data:,">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<noscript><p>{noscript}</p></noscript>
<script type="application/json" id="data">{data}</script>
<script>{script}</script>
</body>
</html>
"""
_LANGUAGES = {"zh": "zh-Hans", "en": "en"}
_NOSCRIPT = {
    "zh": "本页需要 JavaScript；所有数据都在本文件中，不访问网络。",
    "en": "This page needs JavaScript; all its data is in this file, and it asks nothing of the network.",
}


def write_report(directory: str, output: str, language: str | None = None) -> None:
    """Read what `textmine map` left in a folder and write the report.

    Parameters
    ----------
    directory
        The folder.
    output
        The HTML file; `-` is standard output.
    language
        `zh` or `en`; that of the terms where None.

    Raises
    ------
    InputError
        A file is missing or broken, or the report cannot be written.
    """
    page = report_page(read_folder(directory), language)
    with open_output(output) as stream:
        stream.write(page)


def report_page(folder: MapFolder, language: str | None = None) -> str:
    """Return the page of a map; the same map gives the same page."""
    contents = page_contents(folder, language)
    style, script = _asset("report.css"), _asset("report.js")
    language = str(contents["language"])
    return _PAGE.format(
        language=_LANGUAGES[language],
        policy=_policy(style, script),
        version=html.escape(contents["overview"]["version"]),
        title=html.escape(_title(contents)),
        style=style,
        noscript=_NOSCRIPT[language],
        data=_embedded(contents),
        script=script,
    )


def _title(contents: dict[str, Any]) -> str:
    corpus = contents["overview"]["inputs"]["corpus"]
    name = corpus[0].replace("\\", "/").rstrip("/").rpartition("/")[2] if corpus else ""
    title = str(contents["wording"]["title"])
    return f"{name} – {title}" if name and name != "-" else title


def _asset(name: str) -> str:
    return files("textmine.report").joinpath("assets", name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    """Return a policy under which only this style and this script run, and nothing is fetched from anywhere."""
    return (
        f"default-src 'none'; script-src {_hash(script)}; style-src {_hash(style)}; img-src data: blob:;"
        " base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _embedded(contents: dict[str, Any]) -> str:
    r"""Return JSON that cannot end the element it stands in, nor begin a comment there.

    Examples
    --------
    >>> _embedded({"term": "</script><!--"})
    '{"term":"\\u003c/script>\\u003c!--"}'
    """
    text = json.dumps(contents, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
