"""Compile the kernels; everything else stands in pyproject.toml."""

import os
import shutil
import sys
import sysconfig
from pathlib import Path

from Cython.Build import cythonize
from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext

# For `make sanitize`: every index of the kernels is checked, and AddressSanitizer watches what they touch.
SANITIZE = os.environ.get("TEXTMINE_SANITIZE") == "1"
BUILD_COMMANDS = {"bdist_wheel", "build", "build_ext", "develop", "editable_wheel", "install"}


def require_compiler() -> None:
    """End with a sentence where no C compiler is, before setuptools ends with a page."""
    wanted = (os.environ.get("CC") or sysconfig.get_config_var("CC") or "cc").split()[0]
    if os.name == "posix" and shutil.which(wanted) is None:
        sys.exit(
            f"textmine needs a C compiler to build its kernels, and '{wanted}' was not found. "
            "Install one (Debian: apt install gcc; Fedora: dnf install gcc; macOS: xcode-select --install); then retry."
        )


class BuildKernels(build_ext):
    """Build with full optimisation and for any machine of the platform (no -march=native)."""

    def build_extensions(self) -> None:
        """Choose the flags of the compiler at hand."""
        flags = ["/O2"] if self.compiler.compiler_type == "msvc" else ["-O3", "-fno-math-errno", "-ffp-contract=off"]
        if SANITIZE:
            flags = ["-O1", "-g", "-fno-omit-frame-pointer", "-ffp-contract=off", "-fsanitize=address,undefined"]
        for extension in self.extensions:
            extension.extra_compile_args = flags
            extension.extra_link_args = ["-fsanitize=address,undefined"] if SANITIZE else []
        super().build_extensions()


def kernels() -> list[Extension]:
    """Return the kernels; to be sanitized, copies whose first line, which no option overrides, asks for the checks."""
    if not SANITIZE:
        return [Extension("*", ["textmine/**/_kernels.py"])]
    found = []
    for source in sorted(Path("textmine").glob("**/_kernels.py")):
        copy = Path("build", "checked", source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        text = source.read_text(encoding="utf-8").replace("boundscheck=False", "boundscheck=True", 1)
        copy.write_text(text, encoding="utf-8")
        found.append(Extension(".".join(source.with_suffix("").parts), [str(copy)]))
    return found


if BUILD_COMMANDS & set(sys.argv):
    require_compiler()

setup(
    cmdclass={"build_ext": BuildKernels},
    ext_modules=cythonize(kernels(), build_dir="build", language_level=3),
)
