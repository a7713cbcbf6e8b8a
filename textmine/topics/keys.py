"""A number for each document that its terms alone decide: what is drawn by it is drawn again when the text grows."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np

from textmine.arraytypes import Hashes, Longs
from textmine.topics.rows import DocumentTerms

__all__ = ["content_keys", "drawn", "of_groups", "seeded"]


def content_keys(rows: DocumentTerms, words: Sequence[str]) -> Hashes:
    """Return uint64[D]: a number as good as random for each document, from its terms and how often each occurs.

    A sample of the documents with the least numbers hardly changes when some documents come or go (bottom-k sampling,
    Cohen & Kaplan 2007), and it does not depend on a seed. Documents with the same terms have different numbers, the
    first of them always the same one.

    Examples
    --------
    >>> rows = DocumentTerms(np.array([0, 1, 2, 3]), np.array([0, 1, 0], np.int32), np.array([2, 1, 2]), 2)
    >>> keys = content_keys(rows, ["风", "水"])
    >>> len(set(keys.tolist())), bool(content_keys(rows, ["风", "煤"])[0] == keys[0])
    (3, True)
    """
    digests = (hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest() for word in words)
    of_word = np.frombuffer(b"".join(digests), np.uint64)
    keys = np.empty(len(rows), np.uint64)
    for first, last in rows.blocks():
        part, ends = slice(rows.indptr[first], rows.indptr[last]), rows.indptr[first : last + 1] - rows.indptr[first]
        sums = np.zeros(ends[-1] + 1, np.uint64)
        np.cumsum(_mixed(of_word[rows.terms[part]] + rows.counts[part].astype(np.uint64)), out=sums[1:])
        keys[first:last] = sums[ends[1:]] - sums[ends[:-1]]
    return _mixed(keys + _earlier(keys))


def of_groups(keys: Hashes, group: Longs) -> Hashes:
    """Return a number for each group, the least of its members', for groups numbered from 0."""
    least = np.full(int(group.max(initial=-1)) + 1, np.iinfo(np.uint64).max, np.uint64)
    np.minimum.at(least, group, keys)
    return least


def seeded(keys: Hashes, seed: int) -> Hashes:
    """Return other numbers, which a seed decides too."""
    return _mixed(keys ^ _mixed(np.array([seed + 1], np.uint64)))


def drawn(keys: Hashes, n: int) -> Longs:
    """Return the places of the `n` least numbers, ascending; all places where there are not more."""
    if len(keys) <= n:
        return np.arange(len(keys))
    return np.sort(np.argsort(keys, kind="stable")[:n])


def _mixed(keys: Hashes) -> Hashes:
    """Return numbers as good as random, each decided by one of these (the end of splitmix64, Steele et al. 2014)."""
    keys = (keys ^ (keys >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    keys = (keys ^ (keys >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return keys ^ (keys >> np.uint64(31))


def _earlier(keys: Hashes) -> Hashes:
    """Return how many of the earlier numbers are the same as each."""
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    begins = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1])))
    before = np.empty(len(keys), np.uint64)
    before[order] = np.arange(len(keys)) - np.repeat(begins, np.diff(np.append(begins, len(keys))))
    return before
