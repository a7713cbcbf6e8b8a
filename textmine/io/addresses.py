"""Files by address, such as s3://bucket/texts/*.txt, where fsspec is installed and knows the kind of address."""

from __future__ import annotations

from textmine.errors import InputError, OptionError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["address_size", "expand_address", "open_address"]


def open_address(name: str) -> Any:
    """Return a file, open to be read as bytes.

    Raises
    ------
    InputError, OptionError
        As `expand_address`.
    """
    system, path = _found(name)
    try:
        return system.open(path, "rb")
    except Exception as error:
        raise _refusal(name, error) from error


def address_size(name: str) -> int | None:
    """Return the size of a file in bytes; None if it cannot be known."""
    system, path = _found(name)
    try:
        size = system.size(path)
    except Exception:
        return None
    return None if size is None else int(size)


def expand_address(name: str) -> list[str]:
    """Return the addresses of the files that a pattern matches, sorted, or the address of one file.

    Raises
    ------
    InputError
        There is no such file, or it cannot be read.
    OptionError
        fsspec is not installed.
    """
    system, path = _found(name)
    if not any(sign in path for sign in "*?["):
        return [name]
    try:
        found = sorted(system.glob(path))
    except Exception as error:
        raise _refusal(name, error) from error
    if not found:
        raise InputError(name, None, "the pattern matches no file", "check the pattern")
    return [str(system.unstrip_protocol(file)) for file in found]


def _found(name: str) -> tuple[Any, str]:
    """Return the file system of an address, and the path there."""
    import importlib.util

    if importlib.util.find_spec("fsspec") is None:
        raise OptionError(f"{name}: an address needs fsspec", "pip install fsspec, and what it needs for this address")
    from fsspec.core import url_to_fs

    try:
        system, path = url_to_fs(name)
    except Exception as error:  # whatever the library of the file system raises
        raise _refusal(name, error) from error
    return system, path


def _refusal(name: str, error: Exception) -> InputError:
    reason = "no such file" if isinstance(error, FileNotFoundError) else str(error) or type(error).__name__
    return InputError(name, None, reason, "check the address, and the rights to it")
