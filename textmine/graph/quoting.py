"""Names in double quotes, as Pajek files and trees of communities have them."""

from __future__ import annotations

import json

__all__ = ["quoted"]

# What some readers take for the end of a line, or for no text, beside what JSON escapes.
_MORE = {ord(sign): f"\\u{ord(sign):04x}" for sign in "\x7f\x85\u2028\u2029"}


def quoted(name: str) -> str:
    r"""Return a name in double quotes, with the escapes of JSON, on one line.

    Examples
    --------
    >>> print(quoted('say "oil"\u2028'))
    "say \"oil\"\u2028"
    """
    return json.dumps(name, ensure_ascii=False).translate(_MORE)
