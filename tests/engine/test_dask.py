"""Real Dask workers on this machine: the same bytes as without, and what happens when something dies.

Nothing is patched on the workers, which are other processes; sizes are set where the tasks are made, which is here.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from textmine.engine import open_engine
from textmine.engine.builds import Build, this_build
from textmine.errors import InputError
from textmine.map.sources import FileSources
from textmine.ngrams import count_ngrams, drop_repeats
from textmine.pairs.counting import Reach, count_near
from textmine.progress import SILENT
from textmine.segment import WordList
from textmine.segment.spreading import segment_spread
from textmine.segment.text import learned_segmenter
from textmine.terms.company import company_of_best
from textmine.terms.marks import term_marks
from textmine.text import ReadOptions, TextReader, read_corpus, spool
from textmine.text.spool import spool_folder
from textmine.text.spreading import plain_stretches
from textmine.vectors.contexts import Neighbourhood
from textmine.vectors.ppmi import near_information

pytest.importorskip("distributed", reason="Dask is not installed")
pytestmark = pytest.mark.filterwarnings("default")  # Dask's own, at its end

CLAUSES = (
    "变压器过热",
    "检修变压器",
    "更换 SF6 断路器",
    "高压断路器的操作机构有故障",
    "the transformer of the substation",
)


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """A text of some hundred lines in which clauses repeat."""
    path = tmp_path_factory.mktemp("texts") / "power.txt"
    lines = ["，".join(CLAUSES[(n * k + n) % 5] + str(n % k) for k in range(1, 6)) for n in range(120)]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def _small_parts(monkeypatch):
    monkeypatch.setattr("textmine.text.spreading._STRETCH", 4000)
    monkeypatch.setattr("textmine.text.spreading._CHUNK", 2000)
    monkeypatch.setattr("textmine.ngrams.repeats.PARTITION", 900)
    monkeypatch.setattr("textmine.ngrams.counting.PARTITION", 900)
    monkeypatch.setattr("textmine.ngrams.partitioned._LEAST_PLACES", 500)
    monkeypatch.setattr("textmine.pairs.spreading._PART", 900)
    monkeypatch.setattr("textmine.pairs.spreading._LEAST_PAIRS", 500)
    monkeypatch.setattr("textmine.terms.marks.PARTITION", 900)
    monkeypatch.setattr("textmine.terms.neighbours._LEAST_PART", 900)
    monkeypatch.setattr("textmine.segment.expectation._LEAST_PART", 900)


def everything(path, engine=None):
    """The bytes of a text without repeats, of its marks, its table, and the company of its units."""
    corpus = drop_repeats(read_corpus(path, ReadOptions(engine=engine)))
    lexicon = WordList(["变压器", "断路器", "过热"], np.ones(3)).lexicon(corpus)
    marks = term_marks(corpus, lexicon, corpus.unit_counts() > 100)
    table = count_ngrams(corpus, min_count=2, max_length=3, marks=marks)
    units = np.arange(len(corpus.alphabet.units), dtype=np.int32)
    company = company_of_best(corpus, corpus.unit_counts() > 100, units, units, units.astype(np.float64))
    columns = [np.asarray(getattr(table, name)).tobytes() for name in table.__slots__]
    return [corpus.units.tobytes(), marks.tobytes(), company.first.tobytes(), company.last.tobytes(), *columns]


def segmented(path, engine=None):
    """A text segmented with words learned from it."""
    if engine is None:
        segmenter = learned_segmenter(read_corpus(path))
        return "".join(segmenter.segment(TextReader([path]).parts()))
    segmenter = learned_segmenter(TextReader([path], ReadOptions(engine=engine)).spread_corpus())
    stretches = plain_stretches([str(path)], ReadOptions(), SILENT)
    return "".join(segment_spread(segmenter, stretches, engine))


def nearness(path, engine=None):
    """The bytes of the pairs of a text, and of the information of neighbours."""
    corpus = read_corpus(path, ReadOptions(engine=engine))
    size = len(corpus.alphabet.units)
    pairs = count_near(corpus.units, size, Reach(4, -2, directed=False), 2, engine=corpus.engine)
    information = near_information(Neighbourhood(corpus.units, size, 2, sides=True, engine=corpus.engine))
    return [np.asarray(getattr(found, name)).tobytes() for found in (pairs, information) for name in found.__slots__]


def map_corpus(path, engine=None):
    """The corpus that a map is made from."""
    sources = FileSources([str(path)] * 2, reading=ReadOptions(engine=engine))
    corpus = sources.build(sources.texts(SILENT).pieces, ["SF6 断路器"])
    arrays = corpus.units, corpus.documents, corpus.offsets, corpus.written.places, corpus.written.forms
    return corpus.alphabet.units, [array.tolist() for array in arrays]


@pytest.fixture(scope="module")
def expected(path):
    return everything(path)


@pytest.fixture(scope="module")
def expected_words(path):
    return segmented(path)


@contextlib.contextmanager
def engine_of(scheduler, notes=None):
    notes = [] if notes is None else notes
    with contextlib.closing(open_engine(scheduler, folder=spool_folder, note=notes.append)) as engine:
        yield engine


class Disturbed:
    """An engine that does something when the first result of a task has come, or before the first is begun."""

    apart = True

    def __init__(self, engine, disturb, *, before=False):
        self._engine, self._disturb, self._before = engine, disturb, before

    @property
    def size(self):
        return self._engine.size

    def run(self, task, arguments):
        if self._before:
            self._disturb(task.__name__)
        for number, result in enumerate(self._engine.run(task, arguments)):
            if number == 0 and not self._before:
                self._disturb(task.__name__)
            yield result


def workers(engine):
    return sorted(engine._client.run(os.getpid).values())


def test_three_workers_give_the_bytes_of_one_process(path, expected, expected_words):
    notes = []
    with engine_of("local:3", notes) as engine:
        assert everything(path, engine) == expected
        assert nearness(path, engine) == nearness(path)
        assert segmented(path, engine) == expected_words
    assert notes[0].startswith("3 workers at tcp://127.0.0.1:")
    assert "; dashboard: http://" in notes[0]


@pytest.mark.parametrize(
    ("work", "killed"),
    [
        (everything, ["read_stretch", "write_clauses", "mark_partition", "write_level", "merge_range", "count_part"]),
        (segmented, ["expect_part", "segment_stretch"]),
        (nearness, ["part_ends", "write_rows", "sum_rows"]),
    ],
)
def test_of_two_workers_one_is_killed_while_it_works(work, killed, path):
    stages = list(killed)

    def kill(stage):
        if stage in stages:
            stages.remove(stage)
            engine._client.wait_for_workers(2, timeout=60)
            os.kill(workers(engine)[0], signal.SIGKILL)

    with engine_of("local:2") as engine:
        assert work(path, Disturbed(engine, kill)) == work(path)
    assert stages == []


def test_a_worker_that_dies_while_it_starts_is_started_again(monkeypatch):
    monkeypatch.setattr("textmine.engine.cluster._GONE", 0.1)
    with engine_of("local:1") as engine:
        assert list(engine.run(divmod, [(7, 2)])) == [(3, 1)]
        (nanny,) = engine._cluster.workers.values()
        nanny.status = type(nanny.status).starting  # Dask starts no worker again whose start has not ended
        os.kill(nanny.pid, signal.SIGKILL)
        assert list(engine.run(divmod, [(7, 2)] * 5)) == [(3, 1)] * 5


@contextlib.contextmanager
def process(*arguments):
    """A process of Dask's own command line."""
    # Not from the sources in the working directory, whose kernels are not compiled: -P.
    command = [sys.executable, "-P", "-m", "dask", *arguments]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield running
    finally:
        running.kill()
        running.wait()


@pytest.fixture
def cluster(tmp_path):
    """A scheduler in a process of its own, and a function that starts a worker."""
    found = tmp_path / "scheduler.json"
    with contextlib.ExitStack() as running:
        options = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(found))
        scheduler = running.enter_context(process("scheduler", *options))
        while not found.exists():
            time.sleep(0.05)

        def start_worker():
            place = ("--local-directory", str(tmp_path), "--no-dashboard", "--nthreads", "1")
            running.enter_context(process("worker", "--scheduler-file", str(found), *place))

        import json

        yield json.loads(found.read_text())["address"], scheduler, start_worker


def test_a_worker_joins_late_and_then_the_scheduler_is_lost(path, expected, cluster):
    address, scheduler, start_worker = cluster
    start_worker()
    with engine_of(address) as engine:
        assert everything(path, Disturbed(engine, lambda stage: stage == "unit_counts" and start_worker())) == expected
        with pytest.raises(InputError, match=r"the scheduler is lost; start it again"):
            everything(path, Disturbed(engine, lambda stage: stage == "write_level" and scheduler.kill()))


def test_no_scheduler_is_one_clear_line(monkeypatch):
    monkeypatch.setattr("textmine.engine.cluster._CONNECT", 0.5)
    with engine_of("tcp://127.0.0.1:9") as engine, pytest.raises(InputError, match="no Dask scheduler answers"):
        list(engine.run(divmod, [(1, 1)]))


def test_one_worker_and_faults_that_leave_it_alone(path, expected, expected_words, tmp_path, monkeypatch):
    copy = tmp_path / "copy.txt"
    with engine_of("local:1") as engine:
        assert everything(path, engine) == expected
        assert nearness(path, engine) == nearness(path)
        assert map_corpus(path, engine) == map_corpus(path)
        assert segmented(path, engine) == expected_words
        copy.write_bytes(path.read_bytes())
        with pytest.raises(InputError, match=r"copy\.txt: no such file or directory; check the path"):
            everything(copy, Disturbed(engine, lambda stage: copy.unlink(missing_ok=True), before=True))
        copy.write_bytes(path.read_bytes())
        with pytest.raises(InputError, match=r"copy\.txt: the file became shorter while it was read"):
            everything(copy, Disturbed(engine, lambda stage: copy.write_bytes(b""), before=True))
        other = Build("9.9", *(getattr(this_build(), name) for name in ("numpy", "python", "logarithms")))
        monkeypatch.setattr("textmine.engine.cluster.this_build", lambda: other)
        with pytest.raises(InputError, match=r"a worker has textmine .*, and this program 9\.9"):
            everything(path, engine)
        assert len(list(Path(spool_folder()).glob("*-*"))) <= 1  # Dask's own


@pytest.fixture
def small_disk(tmp_path, monkeypatch):
    """A file system of half a megabyte as the place of the spool."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    options = ["-t", "tmpfs", "-o", "size=512k", "tmpfs", str(folder)]
    if mount is None or subprocess.run([mount, *options], capture_output=True).returncode:
        pytest.skip("a file system cannot be mounted here")
    monkeypatch.setattr("textmine.text.spool._SPOOL", spool._Spool())
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    yield folder
    spool.drop_spool()
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_a_full_disk_is_one_clear_line(path, small_disk, tmp_path):
    large = tmp_path / "large.txt"
    large.write_text(path.read_text(encoding="utf-8") * 20, encoding="utf-8")
    with engine_of("local:1") as engine, pytest.raises(InputError, match="no space left on device; free") as caught:
        everything(large, engine)
    assert caught.value.path == str(small_disk)
    spool.drop_spool()
    assert list(small_disk.iterdir()) == []
