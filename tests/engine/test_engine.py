"""Tasks in threads, and what is refused before a cluster starts."""

import threading

import pytest

from textmine.engine import LocalEngine, open_engine
from textmine.engine.builds import Build, this_build
from textmine.errors import InputError, OptionError


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_results_come_in_the_order_of_the_arguments(threads):
    assert list(LocalEngine(threads).run(pow, [(2, n) for n in range(50)])) == [2**n for n in range(50)]


def test_tasks_run_at_the_same_time():
    meeting = threading.Barrier(2, timeout=10)
    assert sorted(LocalEngine(2).run(meeting.wait, [(), ()])) == [0, 1]


def test_arguments_are_made_when_they_are_needed():
    made = []
    results = LocalEngine(2).run(int, ((made.append(n) or n,) for n in range(100)))
    next(results)
    assert len(made) < 10
    results.close()


def test_an_error_of_a_task_comes_through():
    with pytest.raises(ZeroDivisionError):
        list(LocalEngine(3).run(divmod, [(1, 1), (1, 0), (1, 1)]))


@pytest.mark.parametrize("name", ["local:0", "local:", "local", "10.0.0.1:8786", "http://here", "tcp://", ""])
def test_what_is_no_scheduler_is_refused(name):
    with pytest.raises(OptionError, match="is no scheduler; write local:2"):
        open_engine(name)


def test_without_dask_the_remedy_is_named(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(OptionError, match=r"a scheduler needs Dask; pip install 'textmine\[dask\]'"):
        open_engine("local:2")


@pytest.mark.parametrize("name", ["textmine", "numpy", "python"])
def test_a_worker_of_another_version_is_refused(name):
    fields = {field: getattr(this_build(), field) for field in Build.__slots__}
    with pytest.raises(InputError, match=f"a worker has {name} .*, and this program 0.0.0; install the same versions"):
        Build(**(fields | {name: "0.0.0"})).require_here()


def test_a_worker_with_other_logarithms_is_refused():
    fields = {field: getattr(this_build(), field) for field in Build.__slots__}
    with pytest.raises(InputError, match="logarithms of a worker differ in the last bit"):
        Build(**(fields | {"logarithms": ""})).require_here()
