"""Compile the kernels; everything else stands in pyproject.toml."""

import os
import sys
import tempfile
from pathlib import Path

import c_compiler  # in build_backend/, which pyproject.toml puts on the path
from Cython.Build import cythonize
from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext
from setuptools.errors import CompileError

# What every kernel needs for memory views, compiled once: each loads in half the time, and takes half the space.
SHARED = "textmine._views"

# For `make sanitize`: every index of the kernels is checked, and AddressSanitizer watches what they touch.
SANITIZE = os.environ.get("TEXTMINE_SANITIZE") == "1"


class BuildKernels(build_ext):
    """Build with full optimisation and for any machine of the platform (no -march=native)."""

    def build_extensions(self) -> None:
        """Choose the compiler and its flags, then build."""
        command = c_compiler.command()
        if command:
            self._use(command)
        compile_args, link_args = self._flags()
        for extension in self.extensions:
            extension.extra_compile_args = compile_args
            extension.extra_link_args = link_args
        with tempfile.TemporaryDirectory() as folder:
            # Zig keeps 50 MB of what it compiles, by default in the home directory.
            os.environ.setdefault("ZIG_GLOBAL_CACHE_DIR", folder)
            os.environ.setdefault("ZIG_LOCAL_CACHE_DIR", folder)
            try:
                super().build_extensions()
            except CompileError:
                if not any(Path(place, "Python.h").exists() for place in self.compiler.include_dirs):
                    sys.exit(c_compiler.NO_HEADERS)
                raise

    def _use(self, command: list[str]) -> None:
        """Compile and link with another compiler than Python's own, whose flags it may not know."""
        print(f"No {c_compiler.own()} here: building with {' '.join(command)}", file=sys.stderr)
        # Zig ends with a segmentation fault on -bundle, the usual flag of macOS; Python loads shared libraries too.
        lookup = ["-undefined", "dynamic_lookup"] if sys.platform == "darwin" else []
        self.compiler.set_executables(
            compiler_so=[*command, "-DNDEBUG", "-fPIC", "-fwrapv"],
            linker_so=[*command, "-shared", *lookup],
        )

    def _flags(self) -> tuple[list[str], list[str]]:
        """Return the arguments for compiling and for linking: no debug information, no symbols that nobody needs."""
        if self.compiler.compiler_type == "msvc":
            return ["/O2"], []
        if SANITIZE:
            sanitize = "-fsanitize=address,undefined"
            return ["-O1", "-g", "-fno-omit-frame-pointer", "-ffp-contract=off", sanitize], [sanitize]
        strip = [] if sys.platform == "darwin" else ["-Wl,-s"]
        return ["-O3", "-g0", "-fno-math-errno", "-ffp-contract=off"], strip


def kernels() -> list[Extension]:
    """Return the kernels; to be sanitized, copies whose first line, which no option overrides, asks for the checks."""
    shared = Extension(SHARED, [])
    if not SANITIZE:
        return [shared, Extension("*", ["textmine/**/_kernels.py"])]
    found = [shared]
    for source in sorted(Path("textmine").glob("**/_kernels.py")):
        copy = Path("build", "checked", source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        text = source.read_text(encoding="utf-8").replace("boundscheck=False", "boundscheck=True", 1)
        copy.write_text(text, encoding="utf-8")
        found.append(Extension(".".join(source.with_suffix("").parts), [str(copy)]))
    return found


setup(
    cmdclass={"build_ext": BuildKernels},
    ext_modules=cythonize(kernels(), build_dir="build", language_level=3, shared_utility_qualified_name=SHARED),
)
