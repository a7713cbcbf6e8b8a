"""Arguments of public functions: options as a dataclass or as keywords, and checks of types."""

from __future__ import annotations

import os

from textmine.errors import OptionError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, TypeVar

    _Options = TypeVar("_Options")

__all__ = ["check_threads", "given", "parted", "require"]

_MOST_THREADS = 256  # on a machine of fewer processors; many more fail in the middle of the work, for want of memory


def check_threads(threads: int) -> None:
    """Refuse a number of threads that makes no sense, before any work is done.

    Raises
    ------
    OptionError
        It is below 1, or above 256 and the number of processors.

    Examples
    --------
    >>> check_threads(0)
    Traceback (most recent call last):
    textmine.errors.OptionError: the number of threads is below 1; use `threads=1` or more
    """
    if threads < 1:
        raise OptionError("the number of threads is below 1", "use `threads=1` or more")
    if threads <= _MOST_THREADS:
        return
    most = max(_MOST_THREADS, os.cpu_count() or 1)
    if threads > most:
        raise OptionError(f"{threads} threads are too many for this machine", f"use `threads={most}` or fewer")


def given(kind: type[_Options], options: _Options | None, keywords: Mapping[str, Any]) -> _Options:
    """Return the options of a call: `options`, or a `kind` made from the keywords.

    Parameters
    ----------
    kind
        The dataclass of the options.
    options
        Options as a dataclass; None if there are none.
    keywords
        Options by name.

    Raises
    ------
    TypeError
        Both are given, `options` is something else, `kind` has no such option, or an option is of another type.

    Examples
    --------
    >>> from textmine.mapequation import SearchOptions
    >>> given(SearchOptions, None, {"trials": 10}).trials
    10
    >>> given(SearchOptions, None, {"trails": 10})  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    TypeError: no option is called 'trails'; there are two_level, trials, seed, threads, effort, ...
    """
    if options is None:
        _refuse_unknown(keywords, kind)
        _refuse_types(keywords, kind)
        return kind(**keywords)
    if not isinstance(options, kind):
        raise TypeError(f"the options are a {kind.__name__} or keywords, not a {type(options).__name__}")
    if keywords:
        raise TypeError(f"{', '.join(keywords)} beside a {kind.__name__}; give all options in one or the other way")
    return options


def parted(keywords: Mapping[str, Any], *kinds: type) -> list[dict[str, Any]]:
    """Return the keywords that belong to each of several dataclasses of options.

    Raises
    ------
    TypeError
        A keyword belongs to none of them.
    """
    _refuse_unknown(keywords, *kinds)
    return [{name: keywords[name] for name in keywords if name in _names(kind)} if keywords else {} for kind in kinds]


def require(value: Any, kind: type, source: str) -> None:
    """Refuse a value of another type; `source` names the function that returns the right one.

    Raises
    ------
    TypeError
        The value is of another type.

    Examples
    --------
    >>> require("power.txt", dict, "read_corpus")
    Traceback (most recent call last):
    TypeError: a dict is wanted, as read_corpus returns it, and this is of type str
    """
    if not isinstance(value, kind):
        found = type(value).__name__
        raise TypeError(f"a {kind.__name__} is wanted, as {source} returns it, and this is of type {found}")


def _refuse_unknown(keywords: Mapping[str, Any], *kinds: type) -> None:
    known = [name for kind in kinds for name in _names(kind)] if keywords else []
    unknown = [name for name in keywords if name not in known]
    if unknown:
        raise TypeError(f"no option is called '{unknown[0]}'; there are {', '.join(known)}")


def _refuse_types(keywords: Mapping[str, Any], kind: Any) -> None:
    """Refuse a value of the wrong type where an option is a number or a string; other types check themselves."""
    if not keywords:
        return
    takes = _taken()
    for field in _fields(kind):
        wanted = str(field.type).split(" | ")
        if field.name not in keywords or not all(name in takes for name in wanted):
            continue
        value = keywords[field.name]
        if isinstance(value, bool) or not any(isinstance(value, takes[name]) for name in wanted):
            raise TypeError(f"`{field.name}` is of type {type(value).__name__}; give {' or '.join(wanted)}")


def _taken() -> dict[str, type]:
    """Return the types that options accept: numpy's numbers too. A bool is refused where a number is wanted."""
    import numbers

    return {"int": numbers.Integral, "float": numbers.Real, "str": str, "None": type(None)}


def _names(kind: Any) -> list[str]:
    return [field.name for field in _fields(kind)]


def _fields(kind: Any) -> tuple[Any, ...]:
    import dataclasses  # loads much, and a call without keywords has no need of it

    return dataclasses.fields(kind)
