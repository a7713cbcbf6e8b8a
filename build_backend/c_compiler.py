"""Which C compiler builds the kernels: the one this Python knows, another one on the path, or the one in ziglang.

The PyPI package ziglang holds a whole compiler (clang), which needs nothing installed beside it.
"""

from __future__ import annotations

import importlib.util
import os
import platform
import shutil
import subprocess
import sys
import sysconfig

# Both ends have built the kernels. A new release of Zig may change its command line, so it is tried first.
ZIG = "ziglang>=0.13,<0.18"
# Where PyPI has ziglang. Elsewhere pip would end with "no matching distribution" in place of our sentence.
ZIG_SYSTEMS = {"linux", "darwin"}
ZIG_MACHINES = {"x86_64", "aarch64", "arm64", "armv7l", "i686", "ppc64le", "riscv64", "s390x"}
USUAL = ("cc", "gcc", "clang")

MISSING = (
    "textmine needs a C compiler to build its kernels, and {reason}. "
    "Install one (Debian: apt install gcc; Fedora: dnf install gcc; macOS: xcode-select --install){else_}; then retry."
)
NO_HEADERS = (
    "textmine builds its kernels with the headers of Python, and Python.h was not found. "
    "Install them (Debian: apt install python3-dev; Fedora: dnf install python3-devel); then retry."
)


def requirements() -> list[str]:
    """Return what must be installed to build the kernels here: ziglang where there is no C compiler, else nothing."""
    if os.name != "posix" or os.environ.get("CC") or _on_path() is not None:
        return []
    return [ZIG] if sys.platform in ZIG_SYSTEMS and platform.machine() in ZIG_MACHINES else []


def command() -> list[str]:
    """Return the command that compiles and links, nothing where the one that setuptools would choose is there.

    Raises
    ------
    SystemExit
        Where there is no compiler. The message says how to get one.
    """
    named = os.environ.get("CC")
    if os.name != "posix" or (named and _is_there(named)):
        return []
    if named:
        sys.exit(MISSING.format(reason=f"'{named}', which CC names, was not found", else_=" or unset CC"))
    found = _on_path()
    if found is not None:
        return [] if found == own() else [found]
    if importlib.util.find_spec("ziglang") is None:
        tried = ", ".join([own().split()[0], *USUAL])
        from_pypi = f" or pip install '{ZIG}'" if requirements() else ""
        sys.exit(MISSING.format(reason=f"none of {tried} was found", else_=from_pypi))
    # Without -mcpu Zig compiles for the processor at hand alone.
    return [sys.executable, "-m", "ziglang", "cc", "-mcpu=baseline"]


def own() -> str:
    """Return the compiler that built this Python, which setuptools uses."""
    return sysconfig.get_config_var("CC") or "cc"


def _on_path() -> str | None:
    return next(filter(_is_there, [own(), *USUAL]), None)


def _is_there(compiler: str) -> bool:
    path = shutil.which(compiler.split()[0])
    if path is not None and sys.platform == "darwin" and path.startswith("/usr/bin/"):
        # Every macOS has these files; without the developer tools they only offer to install them.
        return subprocess.run(["/usr/bin/xcode-select", "--print-path"], capture_output=True).returncode == 0
    return path is not None
