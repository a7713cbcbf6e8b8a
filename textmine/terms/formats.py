r"""The formats that terms are written in: rows, and user dictionaries in the form that each program's own loader reads.

A format is one record below: the choices of the command line and its help follow from it. Nothing heavy is imported
here, because the command line reads the records when it starts.

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
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from textmine.io.rows import ROW_FORMATS

__all__ = ["DICTIONARIES", "TERM_FORMATS", "Entries", "TermFormat"]


@dataclass(frozen=True, slots=True)
class Entries:
    """How a program writes the entries of a dictionary, and where its limits are.

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


@dataclass(frozen=True, slots=True)
class TermFormat:
    """One way of writing terms.

    Attributes
    ----------
    name
        What it is called in options.
    help
        What an entry of a dictionary is, in a few words.
    entries
        How a dictionary is written, by the end of the file's name; the empty one is for all others. None at all for
        rows under a header.
    """

    name: str
    help: str = ""
    entries: Mapping[str, Entries] = field(default_factory=dict)

    def entries_for(self, file: str) -> Entries:
        """Return how entries are written into a file of this name."""
        return self.entries[max((end for end in self.entries if file.endswith(end)), key=len)]


_LINE_END = re.compile(r"[\n\r]")
_JIEBA = Entries(
    "jieba", lambda word, count: f"{word} {count} n", _LINE_END, re.compile(r"[^\u4e00-\u9fd5a-zA-Z0-9+#&._%-]")
)
_PKUSEG = Entries("pkuseg", lambda word, _: word, re.compile(r"[\n\r\t]"), re.compile(r"\s"))
_HANLP = {
    ".csv": Entries("HanLP", lambda word, count: f"{word},n,{count}", re.compile(r"[\n\r,]")),
    ".tsv": Entries("HanLP", lambda word, count: f"{word}\tn\t{count}", re.compile(r"[\n\r\t]")),
    "": Entries(
        "HanLP", lambda word, count: f"{word} n {count}", re.compile(r"\s"), remedy="; `output=NAME.csv` keeps blanks"
    ),
}
_HANLP_HELP = "HanLP 1.x, word n count; commas between them in FILE.csv, which keeps terms with blanks"

_RECORDS = (
    *map(TermFormat, ROW_FORMATS),
    TermFormat("jieba", "word count n", {"": _JIEBA}),
    TermFormat("hanlp", _HANLP_HELP, _HANLP),
    TermFormat("pkuseg", "a word a line", {"": _PKUSEG}),
)
TERM_FORMATS = {form.name: form for form in _RECORDS}
DICTIONARIES = tuple(form.name for form in _RECORDS if form.entries)
