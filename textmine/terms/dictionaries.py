r"""Terms as user dictionaries of other programs, each in the form that its own loader reads.

jieba (`load_userdict`): `word count tag` with blanks between. It takes the last two fields off the end of a line, so
words may hold blanks; but it cuts text at blanks and most signs before it looks words up, and never meets such words.

HanLP 1.x (`CustomDictionaryPath`): `word nature count`. What stands between the fields goes by the name of the file:
commas where it ends in `.csv`, tabs in `.tsv`, any white space else. There is no quoting, and one line that it cannot
read makes it give up the whole file. HanLP 2.x has no such file: it takes a set of words (`tok.dict_combine`), one with
blanks as a tuple of its parts.

pkuseg (`user_dict`): one word a line. It cuts text at blanks before it looks words up.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from textmine.progress import SILENT, Progress
from textmine.segment import Words, as_words

__all__ = ["DICTIONARIES", "dictionary_lines"]

DICTIONARIES = ("jieba", "hanlp", "pkuseg")


@dataclass(frozen=True, slots=True)
class _Format:
    """How a program writes a dictionary, and where its limits are.

    Attributes
    ----------
    program
        What it is called.
    line
        Makes a line, without its end, of a word and its count.
    ends_a_word
        What no word can hold in such a file.
    cuts_text
        Where the program cuts text in any case: words with it are read and never met.
    remedy
        What to do about words that cannot be held.
    """

    program: str
    line: Callable[[str, int], str]
    ends_a_word: re.Pattern[str]
    cuts_text: re.Pattern[str] | None = None
    remedy: str = ""


_LINE_END = re.compile(r"[\n\r]")
_JIEBA = _Format(
    "jieba", lambda word, count: f"{word} {count} n", _LINE_END, re.compile(r"[^\u4e00-\u9fd5a-zA-Z0-9+#&._%-]")
)
_PKUSEG = _Format("pkuseg", lambda word, _: word, re.compile(r"[\n\r\t]"), re.compile(r"\s"))
_HANLP = {
    ".csv": _Format("HanLP", lambda word, count: f"{word},n,{count}", re.compile(r"[\n\r,]")),
    ".tsv": _Format("HanLP", lambda word, count: f"{word}\tn\t{count}", re.compile(r"[\n\r\t]")),
    "": _Format(
        "HanLP", lambda word, count: f"{word} n {count}", re.compile(r"\s"), remedy="; `output=NAME.csv` keeps blanks"
    ),
}


def dictionary_lines(terms: Words, kind: str, file: str = "-", progress: Progress = SILENT) -> list[str]:
    r"""Return words as the lines of a user dictionary, line ends included.

    Parameters
    ----------
    terms
        Words with their counts: what `discover` found, a `WordList`, or strings.
    kind
        One of `DICTIONARIES`.
    file
        Name of the file that the lines are for, by which HanLP goes.
    progress
        Told how many words were left out because such a file cannot hold them, and how many the program will never
        meet in text.

    Examples
    --------
    >>> import numpy as np
    >>> from textmine.segment import WordList
    >>> words = WordList(["变压器", "iphone 6"], np.array([12.0, 3.0]))
    >>> dictionary_lines(words, "jieba")
    ['变压器 12 n\n', 'iphone 6 3 n\n']
    >>> dictionary_lines(words, "hanlp"), dictionary_lines(words, "hanlp", "terms.csv")
    (['变压器 n 12\n'], ['变压器,n,12\n', 'iphone 6,n,3\n'])
    >>> dictionary_lines(words, "pkuseg")
    ['变压器\n', 'iphone 6\n']
    """
    form, words = _format(kind, file), as_words(terms)
    held = [
        (word, int(count))
        for word, count in zip(words.words, words.frequencies.tolist(), strict=True)
        if not form.ends_a_word.search(word)
    ]
    left_out = len(words.words) - len(held)
    if left_out:
        what = f"{left_out} of {len(words.words)} terms left out: they hold what ends a word in such a file"
        progress.note(f"{form.program}: {what}{form.remedy}")
    never = sum(form.cuts_text is not None and bool(form.cuts_text.search(word)) for word, _ in held)
    if never:
        what = f"{never} of {len(held)} terms are written but will never be found: they hold a blank or sign"
        progress.note(f"{form.program}: {what} at which it cuts text")
    return [form.line(word, count) + "\n" for word, count in held]


def _format(kind: str, file: str) -> _Format:
    if kind == "hanlp":
        return next(form for suffix, form in _HANLP.items() if file.endswith(suffix))
    return _JIEBA if kind == "jieba" else _PKUSEG
