"""A column of real numbers, written as `repr` writes them."""

from __future__ import annotations

import sys

from textmine.buffers import Doubles, Flags, Ints, Longs, ints, longs
from textmine.communities.decimals import _kernels

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Decimals"]

_BITS = 128  # of a power of 10
_RECENT = 1024  # a power of 2


class Decimals:
    r"""A column of finite numbers with all their digits.

    Parameters
    ----------
    values
        float64[m]
    at
        int32[n]: which of them stands in each row.
    after
        What follows it there.
    most
        The largest number of rows that are measured at a time.

    Attributes
    ----------
    finite : bool
        Whether all are finite; others cannot be written here.

    References
    ----------
    Giulietti 2020, The Schubfach way to render doubles.
    """

    def __init__(self, values: Doubles, at: Ints, after: str, most: int) -> None:
        self._values, self._at = _bits(values), at
        self._after = memoryview(after.encode())
        ends = longs(2)
        self.finite = bool(_kernels.powers(self._values, ends))
        self._least = ends[0]
        powers = [_power(exponent) for exponent in range(ends[0], ends[1] + 1)] if self.finite else []
        self._high = _words(power >> 64 for power in powers)
        self._low = _words(power & (1 << 64) - 1 for power in powers)
        most = min(most, len(at))
        self._digits, self._width, self._point = longs(most), ints(most), ints(most)
        self._recent = ints(_RECENT)

    def __len__(self) -> int:
        return len(self._at)

    def measure(self, here: slice, sizes: Longs) -> None:
        """Add the bytes of some rows to their sizes."""
        at = self._at[here]
        _kernels.shortest(
            self._values, at, self._high, self._low, self._least, self._recent, self._digits, self._point, self._width
        )  # fmt: skip
        _kernels.measure(self._values, at, self._width, self._point, len(self._after), sizes)

    def put(self, here: slice, out: Flags, cursor: Longs) -> None:
        """Write them where the cursor of each row is, and move it on; they were measured last."""
        _kernels.put(
            self._values, self._at[here], self._digits, self._width, self._point, self._after, out, cursor
        )  # fmt: skip


def _words(numbers: Iterable[int]) -> memoryview[int]:
    """Return numbers of 64 bits as uint64, which cannot be written to."""
    return memoryview(b"".join(number.to_bytes(8, sys.byteorder) for number in numbers)).cast("Q")


def _bits(values: Doubles) -> Longs:
    return memoryview(values).cast("B").cast("q")


def _power(exponent: int) -> int:
    """Return a power of 10 times the power of 2 that gives it 128 bits, rounded up.

    Examples
    --------
    >>> _power(0) == 1 << 127, hex(_power(-1))
    (True, '0xcccccccccccccccccccccccccccccccd')
    """
    if exponent < 0:
        divisor: int = 10**-exponent
        return -(-(1 << _BITS - 1 + divisor.bit_length()) // divisor)
    power: int = 10**exponent
    extra = power.bit_length() - _BITS
    return -(-power >> extra) if extra > 0 else power << -extra
