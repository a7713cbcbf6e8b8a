"""What runs tasks: the interface, and threads of this process."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Protocol, TypeVar

__all__ = ["Engine", "LocalEngine"]

_Result = TypeVar("_Result")


class Engine(Protocol):
    """Runs a task on many arguments.

    A task is a function of a module. Its result depends on its arguments alone, and what it writes is the same each
    time. So a task whose worker was killed is run again.

    Attributes
    ----------
    apart
        Whether tasks run in other processes. Large arrays for them lie in files then.
    """

    apart: bool

    @property
    def size(self) -> int:
        """Number of tasks that run at the same time."""

    def run(self, task: Callable[..., _Result], arguments: Iterable[tuple[Any, ...]]) -> Iterator[_Result]:
        """Yield the result of the task for each tuple of arguments, in their order.

        Raises
        ------
        TextmineError
            A task raised it, or no worker can run the task.
        """

    def close(self) -> None:
        """End what the engine started."""


class LocalEngine:
    """Runs tasks in threads of this process.

    Parameters
    ----------
    threads
        Number of tasks that run at the same time.

    Examples
    --------
    >>> list(LocalEngine(2).run(divmod, [(7, 2), (9, 4)]))
    [(3, 1), (2, 1)]
    """

    apart = False

    def __init__(self, threads: int = 1) -> None:
        self._threads = threads

    @property
    def size(self) -> int:
        """Number of tasks that run at the same time."""
        return self._threads

    def run(self, task: Callable[..., _Result], arguments: Iterable[tuple[Any, ...]]) -> Iterator[_Result]:
        """Yield the result of the task for each tuple of arguments, in their order."""
        if self._threads == 1:
            for each in arguments:
                yield task(*each)
            return
        with ThreadPoolExecutor(self._threads) as pool:
            waiting: deque[Future[_Result]] = deque()
            try:
                for each in arguments:
                    waiting.append(pool.submit(task, *each))
                    # No more than a few results wait to be used.
                    if len(waiting) > 2 * self._threads:
                        yield waiting.popleft().result()
                while waiting:
                    yield waiting.popleft().result()
            finally:
                for future in waiting:
                    future.cancel()

    def close(self) -> None:
        """End what the engine started: nothing."""
