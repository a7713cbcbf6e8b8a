# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Kernels that find clauses that stood before.

A clause is the text between two breaks. units int32[n] is a corpus; breaks are negative, and the last item is one. A
clause is identified by a 64-bit hash: FNV-1a over its unit ids, finished with the mixer of MurmurHash3 so that all bits
depend on all units. The hash is never 0. The caller owns all arrays; begin and end are clause boundaries.
"""

import cython

FNV_OFFSET = cython.declare(cython.ulonglong, 14695981039346656037)
FNV_PRIME = cython.declare(cython.ulonglong, 1099511628211)
MIX = cython.declare(cython.ulonglong, 0xFF51AFD7ED558CCD)
# Compiled, products wrap by themselves; interpreted, Python's integers need the mask.
MASK_64 = cython.declare(cython.ulonglong, 0xFFFFFFFFFFFFFFFF)


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def mixed(key: cython.ulonglong) -> cython.ulonglong:
    """Return the finished hash."""
    key = ((key ^ (key >> 33)) * MIX) & MASK_64
    key ^= key >> 33
    return key if key != 0 else 1


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def hashed(units: cython.int[::1], start: cython.Py_ssize_t, end: cython.Py_ssize_t) -> cython.ulonglong:
    """Return the hash of the clause from start to end - 1."""
    at: cython.Py_ssize_t
    key: cython.ulonglong = FNV_OFFSET
    for at in range(start, end):
        key = ((key ^ units[at]) * FNV_PRIME) & MASK_64
    return mixed(key)


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def insert(slots: cython.ulonglong[::1], key: cython.ulonglong) -> cython.bint:
    """Add a key, not 0, to the open-addressing set slots uint64[2^k] (0: empty); return True if it was there."""
    mask: cython.ulonglong = slots.shape[0] - 1
    slot: cython.ulonglong = key & mask
    while slots[slot] != 0:
        if slots[slot] == key:
            return True
        slot = (slot + 1) & mask
    slots[slot] = key
    return False


def insert_all(keys: cython.ulonglong[::1], slots: cython.ulonglong[::1]) -> None:
    """Add all keys except 0 to a set that has room for them."""
    i: cython.Py_ssize_t
    with cython.nogil:
        for i in range(keys.shape[0]):
            if keys[i] != 0:
                insert(slots, keys[i])


def blank_repeats(
    units: cython.int[::1],
    begin: cython.longlong,
    end: cython.longlong,
    min_length: cython.longlong,
    slots: cython.ulonglong[::1],
) -> int:
    """Replace each clause of min_length units or more that is in the set by breaks (-1), in place; add the others.

    The set has room for (end - begin) / min_length more. Returns the number of added clauses.
    """
    at: cython.Py_ssize_t = begin
    start: cython.Py_ssize_t
    added: cython.Py_ssize_t = 0
    with cython.nogil:
        while at < end:
            if units[at] < 0:
                at += 1
                continue
            start = at
            while at < end and units[at] >= 0:
                at += 1
            # Most clauses are short: they are not hashed.
            if at - start < min_length:
                continue
            if insert(slots, hashed(units, start, at)):
                while start < at:
                    units[start] = -1
                    start += 1
            else:
                added += 1
    return added


def find_clauses(
    units: cython.int[::1],
    begin: cython.longlong,
    end: cython.longlong,
    min_length: cython.longlong,
    hashes: cython.ulonglong[::1],
    places: cython.longlong[::1],
) -> int:
    """Write hash and place of each clause of min_length units or more; return their number.

    hashes uint64 and places int64 have room for (end - begin) / min_length clauses.
    """
    at: cython.Py_ssize_t = begin
    start: cython.Py_ssize_t
    found: cython.Py_ssize_t = 0
    with cython.nogil:
        while at < end:
            if units[at] < 0:
                at += 1
                continue
            start = at
            while at < end and units[at] >= 0:
                at += 1
            if at - start >= min_length:
                hashes[found] = hashed(units, start, at)
                places[found] = start
                found += 1
    return found


def blank_clauses(units: cython.int[::1], places: cython.longlong[::1]) -> None:
    """Replace the clauses that begin at some places by breaks (-1), in place."""
    i: cython.Py_ssize_t
    at: cython.longlong
    with cython.nogil:
        for i in range(places.shape[0]):
            at = places[i]
            while units[at] >= 0:
                units[at] = -1
                at += 1
