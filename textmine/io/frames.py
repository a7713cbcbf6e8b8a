"""Columns as a data frame of pandas, where that is installed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas

__all__ = ["data_frame"]


def data_frame(columns: Mapping[str, Any]) -> pandas.DataFrame:
    """Return columns as a data frame.

    Raises
    ------
    ImportError
        pandas is not installed.
    """
    try:
        import pandas
    except ImportError as error:
        raise ImportError("to_pandas needs pandas: pip install 'textmine[pandas]'") from error
    return pandas.DataFrame({name: _column(values) for name, values in columns.items()})


def _column(values: Any) -> Any:
    return values if hasattr(values, "dtype") else list(values)
