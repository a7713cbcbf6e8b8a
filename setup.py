"""Compile the kernels; everything else stands in pyproject.toml."""

import os
import shutil
import sys
import sysconfig

from Cython.Build import cythonize
from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext

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
        for extension in self.extensions:
            extension.extra_compile_args = flags
        super().build_extensions()


if BUILD_COMMANDS & set(sys.argv):
    require_compiler()

setup(
    cmdclass={"build_ext": BuildKernels},
    ext_modules=cythonize([Extension("*", ["textmine/**/_kernels.py"])], build_dir="build", language_level=3),
)
