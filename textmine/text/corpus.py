"""The corpus: all documents as one array of unit ids."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from textmine.engine import Engine
from textmine.text.arrays import GrowingArray, array_limit, give_back, release
from textmine.text.breaks import DOCUMENT_END
from textmine.text.names import Names
from textmine.text.partitions import partitions
from textmine.text.parts import Part
from textmine.text.strings import strings
from textmine.text.units import UnitTable, blocks, read_block

if TYPE_CHECKING:
    from textmine.text.records import Records

__all__ = ["Alphabet", "Corpus", "WrittenForms", "alphabet_of", "build_corpus", "no_forms"]

_STRETCH = 1 << 20  # units counted at a time


@dataclass(frozen=True, slots=True)
class Alphabet:
    """The units of a corpus by id.

    Attributes
    ----------
    units
        Text of each unit, after NFKC and in lower case.
    surfaces
        Most frequent form of each unit.
    spaced
        bool[n]: True for words, which blanks separate; False for Han characters and kana.
    """

    units: Sequence[str]
    surfaces: Sequence[str]
    spaced: NDArray[np.bool_]

    def __repr__(self) -> str:
        return f"<Alphabet of {len(self.units)} units>"

    def render(self, ids: Iterable[int]) -> str:
        """Return units as text: with a blank between words, but not next to a Han character or after an elision.

        Examples
        --------
        >>> spaced = np.array([True, False, True, True])
        >>> alphabet = Alphabet(["sf6", "断", "power", "l'"], ["SF6", "断", "power", "l'"], spaced)
        >>> alphabet.render([0, 1]), alphabet.render([2, 0]), alphabet.render([3, 2])
        ('SF6断', 'power SF6', "l'power")
        """
        ids = list(ids)
        return self.join(ids, [self.surfaces[unit] for unit in ids])

    def join(self, ids: Iterable[int], written: Iterable[str]) -> str:
        """Return units as text, with blanks as `render` puts them, each unit written as given.

        Examples
        --------
        >>> alphabet = Alphabet(["it", "department"], ["it", "department"], np.array([True, True]))
        >>> alphabet.join([0, 1], ["IT", "department"])
        'IT department'
        """
        text = ""
        blank = False
        for unit, form in zip(ids, written, strict=True):
            text += " " + form if blank and self.spaced[unit] else form
            blank = bool(self.spaced[unit]) and not text.endswith("'")
        return text


@dataclass(frozen=True, slots=True)
class WrittenForms:
    """Where a text has a form that is not the text of its unit: mostly capitals, `SF6` for the unit `sf6`.

    Attributes
    ----------
    places
        int64[v]: places in `Corpus.units`, ascending.
    forms
        int32[v]: number of the form in `UnitTable.forms`.
    """

    places: NDArray[np.int64]
    forms: NDArray[np.int32]

    def at(self, places: NDArray[np.int64]) -> NDArray[np.int32]:
        """Return int32, of the shape of `places`: the form at each of them, -1 where it is the text of the unit."""
        if not len(self.places):
            return np.full(places.shape, -1, dtype=np.int32)
        index = np.minimum(np.searchsorted(self.places, places), len(self.places) - 1)
        return np.where(self.places[index] == places, self.forms[index], np.int32(-1))


def no_forms() -> WrittenForms:
    """Return the forms of a text in which every unit is written as `Alphabet.units` has it."""
    return WrittenForms(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int32))


@dataclass(frozen=True, slots=True)
class Corpus:
    """Text as numbers.

    Attributes
    ----------
    units
        int32[n]: unit ids. Negative numbers are breaks, which no n-gram crosses: the end of a clause (-1), of a
        sentence (-2), of a document (-3).
    documents
        int64[d + 1]: begin of each document in `units`; n at the end.
    offsets
        int64[d]: offset of the first unit of each document in the concatenated texts.
    alphabet
        The unit of each id.
    table
        The units of all corpora that share ids with this one.
    written
        The places of units that are written otherwise than `Alphabet.units` has them.
    records
        What the input says of the documents beside their text; None where it says nothing.
    engine
        Where passes over the text run; None for this process.
    n_simplified
        Number of documents in traditional characters that were given the units of simplified ones.
    """

    units: NDArray[np.int32]
    documents: NDArray[np.int64]
    offsets: NDArray[np.int64]
    alphabet: Alphabet
    table: UnitTable
    written: WrittenForms = field(default_factory=no_forms)
    records: Records | None = field(default=None, repr=False)
    engine: Engine | None = field(default=None, repr=False, compare=False)
    n_simplified: int = 0
    # Filled when the units are first counted. `dataclasses.replace` does not copy it: the units may change.
    _counts: list[NDArray[np.int64]] = field(init=False, repr=False, compare=False, default_factory=list)

    def __repr__(self) -> str:
        return f"<Corpus of {self.n_documents} documents, {len(self.alphabet.units)} different units>"

    @property
    def n_units(self) -> int:
        """Number of units, without breaks."""
        return int(self._all_counts().sum())

    @property
    def n_documents(self) -> int:
        """Number of documents."""
        return len(self.documents) - 1

    @property
    def partitions(self) -> NDArray[np.int64]:
        """int64[p + 1]: where the partitions begin in `units`, about two million units each, and n at the end."""
        return partitions(self.units, self.documents)

    def unit_counts(self) -> NDArray[np.int64]:
        """Return int64[A]: the count of each unit of the alphabet. It is counted once.

        Examples
        --------
        >>> build_corpus(["變壓器。變"]).unit_counts().tolist()
        [2, 1, 1]
        """
        return self._all_counts()[: len(self.alphabet.units)]

    def known_counts(self) -> NDArray[np.int64] | None:
        """Return the counts of units as `unit_counts` does; None if nobody has counted them yet."""
        return self.unit_counts() if self._counts else None

    def with_counts(self, counts: NDArray[np.int64]) -> Corpus:
        """Return the corpus with the counts of its units, int64[A] or longer, which are known from elsewhere."""
        found = dataclasses.replace(self)
        counts.setflags(write=False)
        found._counts.append(counts)
        return found

    def with_records(self, records: Records) -> Corpus:
        """Return the corpus with what is known of its documents; its units are not counted again.

        Raises
        ------
        OptionError
            The records are those of another number of documents.
        """
        records.check(self.n_documents)
        found = dataclasses.replace(self, records=records)
        found._counts.extend(self._counts)
        return found

    def with_engine(self, engine: Engine | None) -> Corpus:
        """Return the corpus with the engine that passes over its text run on; its units are not counted again."""
        found = dataclasses.replace(self, engine=engine)
        found._counts.extend(self._counts)
        return found

    def _all_counts(self) -> NDArray[np.int64]:
        """Return the counts of units, also of those that another text brought: a translated corpus has such."""
        if not self._counts:
            counts = np.zeros(len(self.alphabet.units), dtype=np.int64)
            for begin in range(0, len(self.units), _STRETCH):
                counts = _added(counts, self.units[begin : begin + _STRETCH])
                release(self.units)
            counts.setflags(write=False)
            self._counts.append(counts)
        return self._counts[0]


def build_corpus(
    texts: Iterable[str], share: Corpus | None = None, memory: int | None = None, *, names: Iterable[str] = ()
) -> Corpus:
    r"""Turn texts into a corpus. Each line is a document; lines without a unit are skipped.

    Documents in traditional Chinese characters among simplified ones have the units of these.

    Parameters
    ----------
    texts
        Texts of any length.
    share
        Another corpus; the new one uses its unit ids. This saves a translation where the two are compared.
    memory
        Bytes to use; None means a quarter of the machine's memory. If the units need more than an eighth of it, they
        are stored in a temporary file.
    names
        Terms that are found as they stand in the text, with the marks inside them: 100%棉. Without being named, a term
        ends at such a mark. A corpus with `share` has the names of the other.

    Raises
    ------
    InputError
        The temporary directory is full.
    TypeError
        `texts` is a single string or a data frame, or one of them is no string.

    Examples
    --------
    >>> corpus = build_corpus(["变压器。\n10 kV 变压器"])
    >>> corpus.units.tolist(), corpus.documents.tolist(), corpus.offsets.tolist()
    ([0, 1, 2, -3, 3, 4, 0, 1, 2, -3], [0, 4, 10], [0, 5])
    """
    from textmine.text.onescript import in_one_script  # it stands on this module

    table = UnitTable(names=Names(names)) if share is None else share.table
    limit = array_limit(memory)
    units, forms = GrowingArray(limit), GrowingArray(limit)
    places, ends, offsets = (GrowingArray(limit, np.int64) for _ in range(3))
    counts = np.zeros(0, dtype=np.int64)  # by form
    ends.append(np.zeros(1, dtype=np.int64))
    base, goes_on = 0, False
    for text in strings(texts, "text"):
        for text_block in blocks(text):
            block = read_block(text_block, table)
            ends.append(len(units) + 1 + np.flatnonzero(block.units == DOCUMENT_END))
            offsets.append(base + block.items.as_written(block.folded)[0][block.begins_document])
            counts = _added(counts, block.forms)
            other = _not_plain(block.forms, table)
            places.append(len(units) + other)
            forms.append(block.forms[other])
            units.append(block.units)
            base += len(text_block)
            goes_on = isinstance(text_block, Part) and text_block.goes_on
    if goes_on:
        units.append(np.array([DOCUMENT_END], dtype=np.int32))
        ends.append(np.array([len(units)], dtype=np.int64))
    give_back(memory)
    written = WrittenForms(places.finish(), forms.finish())
    alphabet = alphabet_of(table, counts)
    return in_one_script(Corpus(units.finish(), ends.finish(), offsets.finish(), alphabet, table, written))


def _not_plain(forms: NDArray[np.int32], table: UnitTable) -> NDArray[np.int64]:
    """Return the places in a block of the forms that are not the text of their unit."""
    # Behind all forms, where breaks look, is a plain one for each kind of break.
    is_plain = np.concatenate((table.is_plain, np.ones(-DOCUMENT_END, dtype=bool)))
    return np.flatnonzero(~is_plain[forms]).astype(np.int64)


def _added(counts: NDArray[np.int64], numbers: NDArray[np.int32]) -> NDArray[np.int64]:
    """Return `counts` plus those of the forms or units of a block; negative numbers are breaks."""
    new = np.bincount(numbers[numbers >= 0], minlength=len(counts))
    new[: len(counts)] += counts
    return new


def alphabet_of(table: UnitTable, counts: NDArray[np.int64]) -> Alphabet:
    """Return the alphabet. `counts` int64 holds the counts of forms; the table may have more forms."""
    surfaces = list(table.units)
    # In ascending order of counts, the most frequent form of a unit is written last. For equal counts the first form
    # wins: the sort is stable, and its order is reversed.
    for form in np.argsort(-counts, kind="stable")[::-1].tolist():
        if counts[form]:
            surfaces[table.unit_of_form[form]] = table.forms[form]
    return Alphabet(tuple(table.units), tuple(surfaces), np.array(table.spaced, dtype=bool))
