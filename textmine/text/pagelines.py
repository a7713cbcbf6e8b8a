"""Finds the lines that recur on every page (headers, footers, page numbers) or in most documents, by count."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from textmine.text.breaks import INNER_LINE_END

__all__ = ["find_page_lines", "line_pattern"]

_LINE_ENDS = re.compile(f"[\n\f{INNER_LINE_END}]")
_NUMBER = re.compile(r"\d+")
_BLANKS = re.compile(r"\s+")
_LEAST = 3  # pages, or texts
_LEAST_REGULAR = 5  # pages whose lines are told by their distance alone
_LONGEST = 120  # characters of a line of a page
_NEAR = 3  # lines between a page's number and its other lines
_MOST = 0.8  # share of the pages that have a line; share of numbers that go up by one
_HALF = 0.5

_Places = list[tuple[int, int]]  # text and line


def line_pattern(line: str) -> str:
    """Return a line with 0 for every number, in NFKC, without blanks at its ends.

    Examples
    --------
    >>> line_pattern("第１2页　共20页 ")
    '第0页 共0页'
    """
    return _NUMBER.sub("0", _BLANKS.sub(" ", unicodedata.normalize("NFKC", line)).strip())


def find_page_lines(texts: Sequence[str]) -> frozenset[str]:
    r"""Return the patterns of the lines that belong to pages, not to the text.

    A line is one of them if, three times or more,

    - it holds a number that mostly goes up by one each time (第1页, 第2页), and some other sign or text behind each; or
    - it stands within three lines of such a line, on four pages of five; or
    - it begins or ends a page, where form feeds part the pages, on half of them; or
    - it stands in half of the texts; or
    - it recurs five times at the same distance, give or take a tenth.

    Parameters
    ----------
    texts
        Files; their lines end in line feeds or line separators.

    Examples
    --------
    >>> pages = [f"公司资料\n{text}\n第{number}页" for number, text in enumerate(["阀门漏", "泵坏了", "已修好"], 1)]
    >>> sorted(find_page_lines(["\n".join(pages)]))
    ['公司资料', '第0页']
    """
    lines = [_LINE_ENDS.split(text) for text in texts]
    places: dict[str, _Places] = defaultdict(list)
    for number, text in enumerate(lines):
        for at, line in enumerate(text):
            if 0 < len(line) <= _LONGEST and (pattern := line_pattern(line)):
                places[pattern].append((number, at))
    often = {pattern: found for pattern, found in places.items() if len(found) >= _LEAST}
    numbered = {pattern: found for pattern, found in often.items() if _counts_up(pattern, found, lines)}
    near = _beside(numbered, often)
    edges = _page_edges(texts)
    return frozenset(
        pattern
        for pattern, found in often.items()
        if pattern in numbered
        or pattern in near
        or pattern in edges
        or _in_most_texts(found, len(texts))
        or _regular(found)
    )


def _counts_up(pattern: str, found: _Places, lines: Sequence[Sequence[str]]) -> bool:
    """Tell whether one of the numbers in a line mostly goes up by one from each place to the next."""
    if "0" not in pattern:
        return False
    rows = [tuple(map(int, _NUMBER.findall(unicodedata.normalize("NFKC", lines[text][at]))[:5])) for text, at in found]
    # Neighbouring lines are a list, not pages.
    apart = [at - before for (text, before), (other, at) in pairwise(found) if text == other]
    if apart and median(apart) < _NEAR:
        return False
    steps = len(rows) - 1
    return any(
        sum(after[column] - before[column] == 1 for before, after in pairwise(rows)) >= _MOST * steps
        for column in range(min(map(len, rows)))
    )


def _beside(numbered: dict[str, _Places], often: dict[str, _Places]) -> set[str]:
    """Return the lines that stand near the number of a page on most pages."""
    if not numbered:
        return set()
    pages = max(numbered.values(), key=len)
    around = {(text, at + shift): page for page, (text, at) in enumerate(pages) for shift in range(-_NEAR, _NEAR + 1)}
    found = set()
    for pattern, where in often.items():
        with_it = {around[place] for place in where if place in around}
        # Lines of the text recur elsewhere on the page, too.
        if len(with_it) >= max(_LEAST, _MOST * len(pages)) and len(where) <= len(pages) + 1:
            found.add(pattern)
    return found


def _page_edges(texts: Sequence[str]) -> set[str]:
    """Return the first and last lines of pages that form feeds part, those on half of the pages."""
    counts: dict[str, int] = defaultdict(int)
    n_pages = 0
    for text in texts:
        pages = text.split("\f") if "\f" in text else []
        n_pages += len(pages)
        for page in pages:
            lines = [pattern for line in _LINE_ENDS.split(page) if (pattern := line_pattern(line))]
            for pattern in set(lines[:2] + lines[-2:]):
                counts[pattern] += 1
    return {pattern for pattern, n in counts.items() if n >= max(_LEAST, _HALF * n_pages)}


def _in_most_texts(found: _Places, n_texts: int) -> bool:
    among = len({text for text, _ in found})
    return among >= max(_LEAST, _HALF * n_texts)


def _regular(found: _Places) -> bool:
    """Tell whether a line recurs at the same distance, as that of a page does."""
    gaps = [at - before for (text, before), (other, at) in pairwise(found) if text == other]
    if len(gaps) + 1 < _LEAST_REGULAR:
        return False
    usual = median(gaps)
    even = sum(abs(gap - usual) <= max(1, usual / 10) for gap in gaps)
    return usual > _NEAR and even >= _MOST * len(gaps)
