"""Tasks on the workers of a Dask cluster: processes of this machine, or a cluster that runs already."""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from textmine.engine.builds import Build, this_build
from textmine.errors import InputError, TextmineError, system_reason

__all__ = ["DaskEngine"]

_Result = TypeVar("_Result")

_WAITING = 3  # tasks for each worker that are sent or wait to be used
_CONNECT = 10  # seconds
_NO_WORKERS = 60  # seconds to wait for the first worker, and for one that comes back
_LOOK = 2.0  # seconds between two looks at the workers
_GONE = 5.0  # seconds after which a worker that is gone is not expected back
# The C library would give memory back and take it again for every array: thirty times the page faults.
_ENVIRONMENT = {
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_MMAP_THRESHOLD_": str(1 << 30),
    "MALLOC_TRIM_THRESHOLD_": str(1 << 30),
    "MALLOC_TOP_PAD_": str(1 << 26),
    "MKL_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
}
# What Dask watches by default, up to fifty times a second, costs the program a twentieth of a processor.
_SETTINGS = {
    "distributed.admin.system-monitor.gil.enabled": False,
    "distributed.admin.system-monitor.interval": "10s",
    "distributed.admin.tick.interval": "2s",
    "distributed.diagnostics.cudf": False,
    "distributed.diagnostics.nvml": False,
    "distributed.scheduler.active-memory-manager.start": False,
    # Deaths of the worker that has a task, or has it waiting, until the task is taken for the cause of them.
    "distributed.scheduler.allowed-failures": 6,
    "distributed.scheduler.work-stealing-interval": "1s",
    "distributed.worker.profile.enabled": False,
}


class DaskEngine:
    """Runs tasks on Dask workers, which it starts or finds when the first task comes.

    A task whose worker dies is run again on another one; workers that join later get tasks too.

    Parameters
    ----------
    place
        Number of worker processes to start here, or the address of a scheduler.
    folder
        Returns the folder of temporary files, which all workers must see.
    note
        Receives where the workers and the dashboard are.
    """

    apart = True

    def __init__(self, place: int | str, folder: Callable[[], str], note: Callable[[str], None]) -> None:
        self._place, self._folder, self._note = place, folder, note
        self._client: Any = None
        self._cluster: Any = None
        self._n_workers = 1
        self._gone: set[Any] = set()  # workers that were started and had no process at the last look
        self._looked = 0.0

    @property
    def size(self) -> int:
        """Number of tasks that run at the same time."""
        self._connected()
        return self._n_workers

    def run(self, task: Callable[..., _Result], arguments: Iterable[tuple[Any, ...]]) -> Iterator[_Result]:
        """Yield the result of the task for each tuple of arguments, in their order.

        Raises
        ------
        InputError
            There is no scheduler, no worker, or a worker of another build; a task killed worker after worker.
        """
        client, build = self._connected(), this_build()
        waiting: deque[Any] = deque()
        try:
            for each in arguments:
                waiting.append(client.submit(run_task, build, task, each, pure=False))
                if len(waiting) > _WAITING * self._n_workers:
                    yield self._result(waiting.popleft())
            while waiting:
                yield self._result(waiting.popleft())
        finally:
            if waiting:
                with contextlib.suppress(Exception):
                    client.cancel(list(waiting))

    def close(self) -> None:
        """End the workers that were started, or leave those that were found."""
        for closing in (self._client, self._cluster):
            if closing is not None:
                with contextlib.suppress(Exception):
                    closing.close()
        self._client = self._cluster = None

    def _connected(self) -> Any:
        if self._client is None:
            import dask
            from distributed import Client

            # The last two say that a worker did not start; another is started then.
            for name in ("distributed", "tornado.application", "asyncio"):
                logging.getLogger(name).setLevel(logging.CRITICAL)
            dask.config.set({"distributed.comm.timeouts.connect": _CONNECT, **_SETTINGS})
            where = self._started() if isinstance(self._place, int) else self._place
            try:
                self._client = Client(where, timeout=_CONNECT, set_as_default=False)
            except OSError as error:
                raise self._refusal("no Dask scheduler answers", "check the address, or use local:2") from error
            self._n_workers = self._wait_for_workers()
            self._require_folder()
            workers = f"{self._n_workers} worker" + "s" * (self._n_workers > 1)
            self._note(f"{workers} at {self._client.scheduler.address}; dashboard: {self._client.dashboard_link}")
        return self._client

    def _started(self) -> Any:
        """Start a scheduler in this process and workers beside it."""
        import dask
        from distributed import LocalCluster

        # Else a folder of Dask stays behind, and after Ctrl-C so does a warning that a process of Python's own prints.
        dask.config.set({"temporary-directory": self._folder()})
        dask.config.set({"distributed.nanny.pre-spawn-environ": _ENVIRONMENT})
        sys.warnoptions.append("ignore:resource_tracker")
        self._cluster = LocalCluster(
            n_workers=0,
            threads_per_worker=1,
            memory_limit=0,
            dashboard_address="127.0.0.1:0",
            local_directory=self._folder(),
            silence_logs=logging.CRITICAL,
        )
        # Were they started with the cluster, it would fail if one of them did.
        self._cluster.scale(self._place)
        return self._cluster

    def _wait_for_workers(self) -> int:
        """Wait for one worker of a cluster that was found, and for all that were started; return their threads."""
        begin, wanted = time.monotonic(), self._place if isinstance(self._place, int) else 1
        while True:
            try:
                self._client.wait_for_workers(wanted, timeout=_LOOK)
                break
            except TimeoutError as error:
                self._replace_gone()
                if time.monotonic() < begin + _NO_WORKERS:
                    continue
                if not self._client.nthreads():
                    hint = "start some with dask worker"
                    raise self._refusal(f"no worker has joined in {_NO_WORKERS} s", hint) from error
                break
        threads: dict[str, int] = self._client.nthreads()
        return max(sum(threads.values()), wanted)

    def _require_folder(self) -> None:
        """Refuse workers that do not see the folder of the temporary files."""
        folder = self._folder()
        for worker, sees in self._client.run(os.path.isdir, folder).items():
            if not sees:
                hint = "name one that all machines share with `spool`"
                raise self._refusal(f"the worker {worker} does not see the folder {folder}", hint)

    def _result(self, future: Any) -> Any:
        """Wait for a result as long as there are workers."""
        import asyncio
        from concurrent.futures import CancelledError

        from distributed import KilledWorker

        left = time.monotonic()
        while True:
            self._replace_gone()
            try:
                result, refused = future.result(timeout=_LOOK)
                break
            except TimeoutError:
                if self._client.scheduler_info()["workers"]:
                    left = time.monotonic()
                elif time.monotonic() - left > _NO_WORKERS:
                    raise self._refusal("no worker is left", "start some with dask worker") from None
            except (CancelledError, asyncio.CancelledError, OSError) as error:
                raise self._refusal("the scheduler is lost", "start it again, and then the command") from error
            except KilledWorker as error:
                hint = "give workers more memory, or lower `memory`"
                raise self._refusal("workers died one after the other at the same task", hint) from error
            except ModuleNotFoundError as error:
                raise self._refusal(f"a worker cannot load what it needs: {error}", "install textmine there") from error
        if refused is not None:
            kind, fields = refused
            raise kind(**fields)
        return result

    def _replace_gone(self) -> None:
        """Start workers again that have been gone for some seconds: Dask leaves those that died while they started."""
        if self._cluster is None or time.monotonic() < self._looked + _GONE:
            return
        self._looked = time.monotonic()
        nannies = self._cluster.workers
        gone = {name for name, nanny in list(nannies.items()) if nanny.pid is None}
        for name in gone & self._gone:
            self._cluster.loop.add_callback(nannies.pop(name).close)
        self._gone = gone - self._gone
        if len(nannies) < int(self._place):
            self._cluster.scale(int(self._place))

    def _refusal(self, reason: str, hint: str) -> InputError:
        where = f"local:{self._place}" if isinstance(self._place, int) else self._place
        return InputError(where, None, reason, hint)


def run_task(build: Build, task: Callable[..., Any], arguments: tuple[Any, ...]) -> tuple[Any, Any]:
    """Run a task on a worker; return its result, and what is needed to raise its error again, or None.

    Errors are sent by hand: an exception that was made with named arguments cannot be unpickled.
    """
    try:
        build.require_here()
        return task(*arguments), None
    except TextmineError as error:
        return None, (type(error), vars(error))
    except OSError as error:
        refused = InputError(
            str(error.filename or "a worker"), None, system_reason(error), "check the disk of the worker"
        )
        return None, (InputError, vars(refused))
