"""What a worker must have in common with the program that asks it: versions, and the last bit of logarithms."""

from __future__ import annotations

import functools
import hashlib
import math
import platform
import struct
from dataclasses import dataclass

from textmine._version import __version__
from textmine.errors import InputError

__all__ = ["Build", "this_build"]


@dataclass(frozen=True, slots=True)
class Build:
    """The versions that results depend on.

    Attributes
    ----------
    textmine, numpy, python
        Versions.
    logarithms
        Digest of binary logarithms: the C library has several versions of them, for several processors.
    """

    textmine: str
    numpy: str
    python: str
    logarithms: str

    def require_here(self) -> None:
        """Refuse to work in a process whose build is another one.

        Raises
        ------
        InputError
            It is another one; the message names the first difference.
        """
        here = this_build()
        for name in ("textmine", "numpy", "python"):
            mine, wanted = getattr(here, name), getattr(self, name)
            if mine != wanted:
                reason = f"a worker has {name} {mine}, and this program {wanted}"
                raise InputError("scheduler", None, reason, "install the same versions everywhere")
        if here.logarithms != self.logarithms:
            reason = "logarithms of a worker differ in the last bit from those of this program"
            raise InputError("scheduler", None, reason, "use machines with one C library and one kind of processor")


@functools.cache
def this_build() -> Build:
    """Return the build of this process.

    Examples
    --------
    >>> this_build().require_here()
    """
    import numpy as np

    bits = [math.log2(count) for count in range(1, 2000)]
    bits += np.log2(np.arange(1.0, 2000.0)).tolist()
    digest = hashlib.sha256(struct.pack(f"{len(bits)}d", *bits)).hexdigest()
    return Build(__version__, np.__version__, platform.python_version(), digest[:16])
