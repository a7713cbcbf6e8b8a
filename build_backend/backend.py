"""The build backend (PEP 517 and 660): setuptools, which is given a C compiler from PyPI where the machine has none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import c_compiler
from setuptools import build_meta
from setuptools.build_meta import (
    build_editable,
    build_sdist,
    build_wheel,
    get_requires_for_build_sdist,
    prepare_metadata_for_build_editable,
    prepare_metadata_for_build_wheel,
)

__all__ = [
    "build_editable",
    "build_sdist",
    "build_wheel",
    "get_requires_for_build_editable",
    "get_requires_for_build_sdist",
    "get_requires_for_build_wheel",
    "prepare_metadata_for_build_editable",
    "prepare_metadata_for_build_wheel",
]


def get_requires_for_build_wheel(config_settings: Mapping[str, Any] | None = None) -> list[str]:
    """Return what a wheel needs to be built, beside what pyproject.toml says."""
    return [*build_meta.get_requires_for_build_wheel(config_settings), *c_compiler.requirements()]


def get_requires_for_build_editable(config_settings: Mapping[str, Any] | None = None) -> list[str]:
    """Return what an editable installation needs to be built, beside what pyproject.toml says."""
    return [*build_meta.get_requires_for_build_editable(config_settings), *c_compiler.requirements()]
