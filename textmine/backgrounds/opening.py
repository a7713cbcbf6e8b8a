"""Opens the background that a user names; two are shipped, `zh` and `en`.

The shipped files are saved counts, packed. README.md next to them names their sources and licence.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from textmine.backgrounds.background import Background, CountsBackground, TextBackground
from textmine.backgrounds.container import has_magic
from textmine.backgrounds.saved import SavedCounts, load_counts
from textmine.backgrounds.spelled import SpelledBackground
from textmine.backgrounds.together import TogetherBackground
from textmine.errors import InputError, OptionError
from textmine.io import PathNames, as_paths, expand_sources
from textmine.ngrams import drop_repeats
from textmine.progress import SILENT, Progress
from textmine.text import Corpus, ReadOptions, load_spellings, read_corpus

__all__ = [
    "NONE",
    "check_background",
    "choose_background",
    "default_background",
    "open_background",
    "shipped_background",
    "shipped_names",
    "shipped_path",
]

NONE = "none"
_FOLDER = Path(__file__).parent
# Least share of Han characters in a Chinese text, and of kana in a Japanese one.
_HAN_SHARE, _KANA_SHARE = 0.5, 0.1
_LEAST_SHARE = 0.1  # of either language in a text in two
# The four most frequent English words are 15 to 20 % of English prose, and about 1 % in other languages.
_ENGLISH, _ENGLISH_SHARE = ("the", "of", "and", "to"), 0.06


def shipped_names() -> list[str]:
    """Return the names of the shipped backgrounds.

    Examples
    --------
    >>> shipped_names()
    ['en', 'zh']
    """
    return sorted(path.stem for path in _FOLDER.glob("*.ngrams"))


def shipped_path(name: str) -> str | None:
    """Return the file of the shipped background `name`, or None."""
    return str(_FOLDER / f"{name}.ngrams") if name in shipped_names() else None


def shipped_background(name: str) -> CountsBackground:
    """Open a shipped background.

    Raises
    ------
    OptionError
        There is no shipped background with this name.

    Examples
    --------
    >>> shipped_background("zh").n_units > 5_000_000
    True
    """
    path = shipped_path(name)
    if path is None:
        raise OptionError(f"no background is called '{name}'", f"the shipped ones are {' and '.join(shipped_names())}")
    return CountsBackground(load_counts(path))


def default_background(corpus: Corpus) -> tuple[str, ...]:
    """Return the names of the shipped backgrounds for a text, by its scripts and, for English, its most frequent words.

    A text in two languages, each of which has a tenth of the units, gets both; other languages get none.

    Examples
    --------
    >>> from textmine.text import build_corpus
    >>> texts = ["变压器的绕组过热", "the gears of the turbine turn", "das Getriebe der Anlage"]
    >>> [default_background(build_corpus([text])) for text in texts]
    [('zh',), ('en',), ()]
    """
    units = corpus.alphabet.units
    counts = corpus.unit_counts()
    total = max(int(counts.sum()), 1)
    spaced = corpus.alphabet.spaced
    kana = np.array([len(unit) == 1 and "\u3040" <= unit <= "\u30ff" for unit in units], dtype=bool)
    if counts[kana].sum() >= _KANA_SHARE * total:
        return ()
    english = np.array([unit in _ENGLISH for unit in units], dtype=bool)
    n_words, n_english = counts[spaced].sum(), counts[english].sum()
    is_chinese = counts[~spaced].sum() >= _HAN_SHARE * total
    is_english = n_english >= _ENGLISH_SHARE * total
    is_both = _LEAST_SHARE * total <= n_words <= (1 - _LEAST_SHARE) * total and n_english >= _ENGLISH_SHARE * n_words
    return tuple(name for name, chosen in (("zh", is_chinese), ("en", is_english)) if chosen or is_both)


def choose_background(corpus: Corpus, progress: Progress = SILENT) -> list[str]:
    """Return the sources for `open_background` if the user named no background. A note says what was chosen."""
    names = default_background(corpus)
    if corpus.n_units == 0:
        return [NONE]
    if not names:
        progress.note("no background: none is shipped for such text (`background` names one)")
        return [NONE]
    progress.note(f"background: the shipped {' and '.join(names)} (`background` names another, or none)")
    return [*names]


def open_background(
    sources: PathNames | None = None,
    corpus: Corpus | None = None,
    reading: ReadOptions | None = None,
    *,
    keep_repeats: bool = False,
    progress: Progress = SILENT,
) -> Background | None:
    """Open the background of a corpus from the sources that a user named.

    Parameters
    ----------
    sources
        Text files, one or many; or one count file; or the name of a shipped background; or both of these names, for a
        text in two languages; or `none`. If None or empty,
        `default_background` chooses, and a note says what.
    corpus
        The domain, for the choice where no source is given; text files are then read in its unit ids.
    reading
        Options for reading text files.
    keep_repeats
        Count every occurrence of repeated passages in text files.
    progress
        Receives a note about the choice.

    Raises
    ------
    InputError
        A source is neither a file nor a shipped name, or it cannot be used.
    OptionError
        A count file or a name is combined with other sources; or there is neither a source nor a corpus.

    Examples
    --------
    >>> open_background("zh").n_units > 5_000_000
    True
    """
    names = [] if sources is None else as_paths(sources)
    if not names and corpus is None:
        raise OptionError(
            "neither a source nor a corpus to choose by", f"name a file, or one of {', '.join(shipped_names())}"
        )
    if not names and corpus is not None:
        names = choose_background(corpus, progress)
    if corpus is not None and sorted(names) == shipped_names():
        share = float(corpus.unit_counts()[~corpus.alphabet.spaced].sum()) / max(corpus.n_units, 1)
        characters, words = (_counts(load_counts(shipped_path(name) or name), reading) for name in ("zh", "en"))
        return TogetherBackground(characters, words, share)
    one_only = [source for source in names if source == NONE or shipped_path(source) or has_magic(source)]
    if one_only and len(names) > 1:
        reason = f"`background={one_only[0]}` cannot be combined with another background"
        raise OptionError(reason, "name it alone, or text files")
    if one_only:
        (source,) = names
        return None if source == NONE else _counts(load_counts(shipped_path(source) or source), reading)
    check_background(names)
    memory = None if reading is None else reading.memory
    text = read_corpus(names, reading, share=corpus, progress=progress)
    return TextBackground(text if keep_repeats else drop_repeats(text, memory=memory), memory)


def _counts(saved: SavedCounts, reading: ReadOptions | None) -> CountsBackground:
    """Return saved counts as a background; the text is read with some spellings merged, and so are they."""
    if reading is None:
        return CountsBackground(saved)
    merged = load_spellings(reading.merge, reading.spellings, simplified=reading.simplified)
    return CountsBackground(saved) if merged is None else SpelledBackground(saved, merged.shown)


def check_background(sources: PathNames) -> None:
    """Raise an error that lists the shipped names if a source is neither a name nor a file.

    Raises
    ------
    InputError
        There is no such source.
    """
    for source in as_paths(sources):
        if source == NONE or shipped_path(source):
            continue
        try:
            expand_sources([source])
        except InputError as error:
            if error.reason != "no such file":
                raise
            reason = "no such file, and no shipped background of that name"
            raise InputError(
                source, None, reason, f"check the path, or use {', '.join(shipped_names())} or {NONE}"
            ) from error
