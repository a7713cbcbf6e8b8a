"""Arrays in memory and in the spool hold the same; handles open them elsewhere; nothing is left on the disk."""

import gc
import os
import pickle
import subprocess
import sys
from itertools import chain, pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.errors import InputError
from textmine.text import arrays, build_corpus
from textmine.text.arrays import GrowingArray, handle, map_array, new_array, release, spooled
from textmine.text.partitions import partitions
from textmine.text.spool import spool_folder, use_spool


@given(st.lists(st.lists(st.integers(-5, 5), max_size=9), max_size=9), st.integers(0, 60))
def test_a_growing_array_is_its_parts_in_order_wherever_it_lies(parts: list[list[int]], limit: int) -> None:
    growing = GrowingArray(limit, np.int64)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(arrays, "_FIRST_PART", 3)
        patch.setattr(arrays, "_PART", 5)
        for part in parts:
            growing.append(np.array(part, dtype=np.int64))
        whole = growing.finish()
    assert whole.tolist() == list(chain.from_iterable(parts))
    assert isinstance(whole, np.memmap) == (8 * len(whole) > limit)


def test_a_handle_opens_in_another_process_and_shows_what_is_written_there() -> None:
    array = new_array(1000, 0, np.float64)
    array[:] = np.arange(1000)
    code = (
        "import pickle, sys; from textmine.text.arrays import release\n"
        "part = pickle.loads(sys.stdin.buffer.read()).open(); part[0] = -part.sum(); release(part)"
    )
    subprocess.run([sys.executable, "-c", code], input=pickle.dumps(handle(array[10:20])), check=True)
    assert array[10] == -145
    assert handle(np.asarray(array)[5:]).offset == 40


def test_a_mapped_array_keeps_its_content_when_its_pages_are_released() -> None:
    array = spooled(np.arange(12).reshape(3, 4))
    release(array[1:])
    assert array.tolist() == np.arange(12).reshape(3, 4).tolist()
    assert handle(array[1]).open().tolist() == [4, 5, 6, 7]


def test_the_file_goes_with_the_last_array_in_it() -> None:
    gc.collect()
    before = set(os.listdir(spool_folder()))
    array = new_array(10, 0)
    part = array[3:]
    assert len(set(os.listdir(spool_folder())) - before) == 1
    del array
    assert len(set(os.listdir(spool_folder())) - before) == 1
    del part
    assert set(os.listdir(spool_folder())) == before


def test_the_spool_is_where_it_is_asked_for_and_goes_at_the_end(tmp_path: Path) -> None:
    code = (
        "import os, sys, numpy as np\nfrom textmine.text.arrays import spooled\n"
        "from textmine.text.spool import spool_folder, use_spool\n"
        "use_spool(sys.argv[1]); kept = spooled(np.arange(9)); print(spool_folder())\n"
        "if len(sys.argv) > 2: os._exit(9)"
    )
    for killed in ([], ["killed"], []):
        done = subprocess.run(
            [sys.executable, "-c", code, str(tmp_path), *killed], stdout=subprocess.PIPE, text=True, check=False
        )
        assert Path(done.stdout.strip()).parent == tmp_path
        # What a killed process leaves is removed by the next one.
        assert len(list(tmp_path.iterdir())) == len(killed)


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no such folder"):
        use_spool(str(tmp_path / "none"))


def test_an_empty_file_opens_as_an_empty_array(tmp_path: Path) -> None:
    (tmp_path / "a").touch()
    assert len(map_array(str(tmp_path / "a"), np.int32)) == 0


@given(st.lists(st.lists(st.integers(-2, 3), max_size=12), max_size=12), st.integers(1, 9))
def test_partitions_cover_the_text_and_end_at_documents(documents: list[list[int]], size: int) -> None:
    text = [[*units, -3] for units in documents]
    units = np.array(list(chain.from_iterable(text)), dtype=np.int32)
    ends = np.cumsum([0, *map(len, text)])
    bounds = partitions(units, ends, size).tolist()
    assert (bounds[0], bounds[-1]) == (0, len(units))
    for begin, end in pairwise(bounds):
        assert begin < end
        assert units[end - 1] < 0
        long = next(high - low > size for low, high in pairwise(ends) if low <= begin < high)
        # Only a piece of a long document is longer than `size`, and then it holds no other break.
        assert end in ends or long
        assert end - begin <= size or (units[begin : end - 1] >= 0).all() or long
        assert end - begin <= size or (units[begin : begin + size] >= 0).all()


def test_a_corpus_of_a_few_lines_is_one_partition() -> None:
    assert build_corpus(["变压器。\n过热"]).partitions.tolist() == [0, 7]
    assert build_corpus([]).partitions.tolist() == [0]
