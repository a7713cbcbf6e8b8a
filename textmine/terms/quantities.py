"""Numbers, dates and quantities, which by themselves are no terms."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from textmine.ngrams import NgramTable
from textmine.text import Corpus

__all__ = ["is_quantity", "is_symbol", "quantities"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SYMBOLS = _words(
    "mm cm dm km nm um μm mg kg kt ms ns μs hz khz mhz ghz kv mv kw mw gw kwh mwh gwh kva mva kvar mvar kj mj kn kpa"
    " mpa ml db kbps mbps gbps rpm mph m2 m3 mm2 cm2 cm3 km2 km3 kω mω °c ℃"
)
# Symbols that are words or names without a number before them; `5g` and `4k` are names even so.
_BEHIND_NUMBERS = _SYMBOLS | _words(
    "m s h v w j min in ft va var pa bar mol kb mb gb tb bit am pm st nd rd th wh ma ω % px"
    " january february march april may june july august september october november december"
    " jan feb mar apr jun jul aug sep sept oct nov dec"
)
_ARABIC = re.compile(r"\d[\d.,:/_'-]*(.*)")
_NUMERALS, _MAGNITUDES, _DATES = frozenset("一二三四五六七八九两"), frozenset("〇零十百千万亿廿"), frozenset("年月日")
_MEASURES = _DATES | frozenset("号时分秒点元角吨米克升瓦伏安度岁周天%")
_ANY = _NUMERALS | _MAGNITUDES | _MEASURES | _BEHIND_NUMBERS


def is_quantity(units: Sequence[str]) -> bool:
    """Tell whether units of text are a number, a date, or a number with its unit of measurement, and nothing else.

    Han numerals alone are one if they hold a magnitude or a date: 三七 is a plant. The symbol of a unit alone is none:
    experts list MW and kWh as terms.

    Examples
    --------
    >>> [is_quantity(units) for units in (["17"], ["10", "kv"], ["1/5/23"], list("八月"), ["2023", "年", "5", "月"])]
    [True, True, True, True, True]
    >>> [is_quantity(units) for units in (["kv"], ["5g"], list("三七"), ["10", "kv", "线"], list("分时"))]
    [False, False, False, False, False]
    """
    if any(_is_number(unit) for unit in units):
        return all(_is_number(unit) or unit in _ANY for unit in units)
    numerals = _NUMERALS | _MAGNITUDES
    return (
        all(unit in numerals or unit in _DATES for unit in units)
        and any(unit in numerals for unit in units)
        and any(unit in _MAGNITUDES or unit in _DATES for unit in units)
    )


def is_symbol(units: Sequence[str]) -> bool:
    """Tell whether units of text are symbols of units of measurement alone.

    Examples
    --------
    >>> is_symbol(["kv"]), is_symbol(["mm", "kg"]), is_symbol(["10", "kv"]), is_symbol(["in"])
    (True, True, False, False)
    """
    return all(unit in _SYMBOLS for unit in units)


def _is_number(unit: str) -> bool:
    """Tell whether a unit is a number in digits, perhaps with a symbol behind it."""
    found = _ARABIC.fullmatch(unit)
    return found is not None and (not found[1] or found[1] in _BEHIND_NUMBERS)


def quantities(tables: Sequence[NgramTable], grams: NDArray[np.int64], corpus: Corpus) -> NDArray[np.bool_]:
    """Return bool[n]: True for n-grams, by ids counted across the tables, that are quantities; see `is_quantity`."""
    texts = corpus.table.units
    flags = np.array([unit in _ANY or _is_number(unit) for unit in texts[: tables[0].n_alphabet]], dtype=bool)
    possible = np.concatenate([table.all_units(flags) for table in tables])
    found = np.zeros(len(grams), dtype=bool)
    for place in np.flatnonzero(possible[grams]).tolist():
        gram = int(grams[place])
        for table in tables:
            if gram < len(table):
                found[place] = is_quantity([texts[unit] for unit in table.units(gram)])
                break
            gram -= len(table)
    for table in tables:
        table.release()
    return found
