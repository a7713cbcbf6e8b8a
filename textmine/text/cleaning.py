r"""Removes from texts what is no part of their words: markup, addresses, mentions, time stamps, lines of every page.

What is removed leaves a paragraph separator (U+2029), which ends a clause, or a line separator (U+2028), which ends a
sentence. No mark of any script comes into the text. Lines stay lines, so numbers of documents do not change.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from textmine.errors import OptionError
from textmine.progress import SILENT, Progress
from textmine.text.breaks import INNER_LINE_END, REMOVED
from textmine.text.pagelines import find_page_lines, line_pattern
from textmine.text.strings import strings

__all__ = ["CLEANINGS", "PAGE_LINES", "Cleaner", "check_cleanings", "clean_texts"]

PAGE_LINES: Final = "page-lines"
_EXAMPLES = 5  # lines of pages that a note shows

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_QUOTED = r""""[^"<]{0,2000}"|'[^'<]{0,2000}'"""
_TAG = re.compile(rf"</?([A-Za-z][\w:-]*)(?:(?:[\s/](?:[^<>\"']|{_QUOTED})*|[\s/][^<>]*))?>|<![A-Za-z][^<>]*>")
_SUBTITLE_TAG = re.compile(r"\{\\[A-Za-z0-9][^{}\n]{0,200}\}")
# Elements within a line of text: their tags part no words.
_INLINE = (
    " a abbr acronym b bdi bdo big cite code data dfn del em font i ins kbd mark q s samp small span strike strong"
    " sub sup time tt u var wbr "
)
# What stands between these is not for readers. The pairs are looked for one by one: an opening without an end stays.
_HIDDEN = (
    (re.compile(r"<script\b[^<>]*>", re.IGNORECASE), re.compile(r"</script\s*>", re.IGNORECASE)),
    (re.compile(r"<style\b[^<>]*>", re.IGNORECASE), re.compile(r"</style\s*>", re.IGNORECASE)),
    (re.compile(r"<!--"), re.compile(r"-->")),
)
_URL = re.compile(
    r"(?:\b(?:https?|ftp)://|(?<![\w.@/])www\.)[!#-;=?-~]*[A-Za-z0-9/#&=_~%+$*@-]", re.IGNORECASE | re.ASCII
)
_EMAIL = re.compile(r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}")
_MENTION = re.compile(r"(?:回复|//)?(?<![A-Za-z0-9._%+-])[@＠][\w·-]{1,40}[:：]?")
_DATE = r"(?:\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|(?:\d{4}年)?\d{1,2}月\d{1,2}日)"
_CLOCK = r"\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,6})?(?:[\s\u202f]?[AaPp]\.?[Mm]\b\.?)?(?:Z|[+-]\d{2}:?\d{2}\b)?"
_BEFORE, _BEHIND = r"(?<![\d:./-])", r"(?![\d:])"
_TIMESTAMP = re.compile(
    # The number of a subtitle and its times, on lines of their own.
    rf"(?:(?:^|(?<=[\n\u2028]))\d{{1,6}}[ \t]*\r?[\n\u2028])?{_BEFORE}{_CLOCK}[ \t]*-->[ \t]*{_CLOCK}{_BEHIND}"
    rf"|[\[(【]\s*(?:{_DATE}(?:[T,\s]+{_CLOCK})?|{_CLOCK})\s*[\])】]"
    rf"|{_BEFORE}{_DATE}[T,\s]+{_CLOCK}{_BEHIND}"
    rf"|{_BEFORE}\d{{1,2}}:\d{{2}}:\d{{2}}(?:[.,]\d{{1,6}})?{_BEHIND}"
)


def _tags_removed(text: str, counts: Counter[str]) -> str:
    if "<" in text:
        for opening, end in _HIDDEN:
            text = _hidden_removed(text, opening, end, counts)

        def gap(found: re.Match[str]) -> str:
            counts["tags"] += 1
            part = "" if f" {(found[1] or '').lower()} " in _INLINE else INNER_LINE_END
            return "\n" * found[0].count("\n") + part

        text = _TAG.sub(gap, text)
    text = _removed(text, _SUBTITLE_TAG, "tags", counts, "") if "{\\" in text else text

    def character(found: re.Match[str]) -> str:
        meant = html.unescape(found[0])
        counts["entities"] += meant != found[0]
        return meant.replace("\n", INNER_LINE_END).replace("\r", INNER_LINE_END)

    return _ENTITY.sub(character, text) if "&" in text else text


def _hidden_removed(text: str, opening: re.Pattern[str], end: re.Pattern[str], counts: Counter[str]) -> str:
    kept, at = [], 0
    while (begin := opening.search(text, at)) and (close := end.search(text, begin.end())):
        inside = text[begin.start() : close.end()]
        # Lines stay lines.
        kept += [text[at : begin.start()], REMOVED, "\n" * inside.count("\n")]
        counts["scripts, styles and comments"] += 1
        at = close.end()
    return "".join(kept) + text[at:] if kept else text


def _removed(text: str, pattern: re.Pattern[str], what: str, counts: Counter[str], gap: str = REMOVED) -> str:
    def leave(found: re.Match[str]) -> str:
        return "\n" * found[0].count("\n") + gap

    text, n = pattern.subn(leave, text)
    counts[what] += n
    return text


_CLEAN: Final[dict[str, Callable[[str, Counter[str]], str]]] = {
    "html": _tags_removed,
    "urls": lambda text, counts: _removed(text, _URL, "web addresses", counts),
    "emails": lambda text, counts: _removed(text, _EMAIL, "e-mail addresses", counts),
    "mentions": lambda text, counts: _removed(text, _MENTION, "mentions", counts),
    "timestamps": lambda text, counts: _removed(text, _TIMESTAMP, "time stamps", counts),
}
CLEANINGS: Final = (*_CLEAN, PAGE_LINES)


def check_cleanings(kinds: Iterable[str]) -> tuple[str, ...]:
    """Return kinds of cleaning in the order in which they are done.

    Raises
    ------
    OptionError
        One of them is none of `CLEANINGS`.
    """
    kinds = tuple(kinds)
    for kind in kinds:
        if kind not in CLEANINGS:
            raise OptionError(f"'{kind}' is nothing that can be cleaned", f"use any of: {', '.join(CLEANINGS)}")
    return tuple(kind for kind in CLEANINGS if kind in kinds)


class Cleaner:
    """Cleans texts, and counts what it removed.

    Parameters
    ----------
    kinds
        Any of `CLEANINGS`.
    """

    def __init__(self, kinds: Iterable[str]) -> None:
        self.kinds = check_cleanings(kinds)
        self._counts: Counter[str] = Counter()
        self._lines: Counter[str] = Counter()

    def clean(self, text: str) -> str:
        """Return a text without what can be told from a line or two: all but the lines of pages."""
        for kind in self.kinds:
            if kind != PAGE_LINES:
                text = _CLEAN[kind](text, self._counts)
        return text

    def without_page_lines(self, texts: Sequence[str]) -> list[str]:
        """Return texts with empty lines in the place of those that recur on pages or in documents."""
        recurring = find_page_lines(texts)
        return [self._without(text, recurring) for text in texts] if recurring else list(texts)

    def _without(self, text: str, recurring: frozenset[str]) -> str:
        def kept(line: str) -> str:
            pattern = line_pattern(line)
            if pattern not in recurring:
                return line
            self._counts["lines of pages"] += 1
            self._lines[pattern] += 1
            return REMOVED

        parts = re.split(f"([\n\f{INNER_LINE_END}])", text)
        return "".join([kept(part) if place % 2 == 0 else part for place, part in enumerate(parts)])

    def say(self, progress: Progress) -> None:
        """Say what was removed."""
        if not self.kinds:
            return
        found = [f"{n} {what}" for what, n in self._counts.items() if n]
        progress.note(f"cleaning removed {', '.join(found) or 'nothing'}")
        if self._lines:
            shown = [f"'{line}' ({n} times)" for line, n in self._lines.most_common(_EXAMPLES)]
            more = ", ..." if len(self._lines) > _EXAMPLES else ""
            progress.note(f"lines of pages (0 stands for any number): {', '.join(shown)}{more}")


def clean_texts(texts: Iterable[str], kinds: Iterable[str], progress: Progress = SILENT) -> list[str]:
    r"""Return texts without markup, addresses and the like, as ``--clean`` reads them.

    Parameters
    ----------
    texts
        Texts of any length.
    kinds
        Any of: `html` (tags, entities, scripts, styles, comments, tags of subtitles), `urls`, `emails`, `mentions`
        (`@name`, also with the signs of a reply), `timestamps` (times of chats and subtitles), `page-lines` (lines
        that recur on every page or in most texts; see `find_page_lines`).
    progress
        Gets a note of what was removed.

    Raises
    ------
    OptionError
        One of the kinds is none of these.

    Examples
    --------
    >>> clean_texts(["<b>电芯</b>&nbsp;R&amp;D", "见 http://a.org/x，谢谢"], ["html", "urls"])
    ['电芯\xa0R&D', '见 \u2029，谢谢']
    """
    cleaner = Cleaner(kinds)
    cleaned = [cleaner.clean(text) for text in strings(texts, "text")]
    if PAGE_LINES in cleaner.kinds:
        cleaned = cleaner.without_page_lines(cleaned)
    cleaner.say(progress)
    return cleaned
