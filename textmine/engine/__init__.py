"""Where the passes over a text run: in threads of this process, or on the workers of a Dask cluster."""

from textmine.engine.engine import Engine, LocalEngine
from textmine.engine.opening import open_engine

__all__ = ["Engine", "LocalEngine", "open_engine"]
