"""Terms as user dictionaries of other programs; `formats` has the form of each."""

from __future__ import annotations

from textmine.progress import SILENT, Progress
from textmine.segment import Words, as_words
from textmine.terms.formats import TERM_FORMATS

__all__ = ["dictionary_lines"]


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
    form, words = TERM_FORMATS[kind].entries_for(file), as_words(terms)
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
