import os
import stat
import subprocess
import sys

import pytest

from textmine.errors import InputError, OptionError
from textmine.io import check_paths, open_output, read_bytes


def write(path, text):
    with open_output(str(path)) as stream:
        stream.write(text)


def write_half(path, error):
    with open_output(str(path)) as stream:
        stream.write("half")
        stream.flush()
        raise error


def mode(path):
    return stat.S_IMODE(os.stat(path).st_mode)


def test_text_is_utf_8_with_line_feeds(tmp_path):
    write(tmp_path / "out.tsv", "变压器\nline\n")
    assert (tmp_path / "out.tsv").read_bytes() == "变压器\nline\n".encode()


@pytest.mark.parametrize("ending", ["gz", "bz2", "XZ", "zst"])
def test_a_name_that_says_so_is_compressed(tmp_path, ending):
    paths = [tmp_path / f"{name}.tsv.{ending}" for name in "ab"]
    for path in paths:
        write(path, "变压器\n" * 999)
    assert len({path.read_bytes() for path in paths}) == 1
    assert len(paths[0].read_bytes()) < 999
    assert read_bytes(str(paths[0])).decode() == "变压器\n" * 999
    with pytest.raises(RuntimeError):
        write_half(paths[0], RuntimeError)
    assert sorted(os.listdir(tmp_path)) == [path.name for path in paths]


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt, OSError])
@pytest.mark.parametrize("before", [None, "old"])
def test_an_error_leaves_nothing_new_behind(tmp_path, error, before):
    path = tmp_path / "out.tsv"
    if before is not None:
        path.write_text(before)
    with pytest.raises((error, InputError)):
        write_half(path, error)
    assert [file.read_text() for file in tmp_path.iterdir()] == ([] if before is None else [before])


def test_the_old_file_stands_until_the_new_one_is_whole(tmp_path):
    path = tmp_path / "out.tsv"
    path.write_text("old")
    with open_output(str(path)) as stream:
        stream.write("new")
        stream.flush()
        assert path.read_text() == "old"
    assert path.read_text() == "new"
    assert os.listdir(tmp_path) == ["out.tsv"]


@pytest.mark.parametrize("umask", [0o022, 0o077])
def test_a_new_file_has_the_mode_that_the_umask_leaves(tmp_path, umask):
    before = os.umask(umask)
    try:
        write(tmp_path / "out.tsv", "text")
    finally:
        os.umask(before)
    assert mode(tmp_path / "out.tsv") == 0o666 & ~umask


def test_a_replaced_file_keeps_its_mode(tmp_path):
    path = tmp_path / "out.tsv"
    path.write_text("old")
    path.chmod(0o640)
    write(path, "new")
    assert mode(path) == 0o640


@pytest.mark.parametrize("exists", [True, False])
def test_a_link_stays_a_link(tmp_path, exists):
    (tmp_path / "real").mkdir()
    target, link = tmp_path / "real" / "out.tsv", tmp_path / "link.tsv"
    if exists:
        target.write_text("old")
    link.symlink_to(target)
    write(link, "new")
    assert link.is_symlink()
    assert target.read_text() == "new"
    assert os.listdir(tmp_path / "real") == ["out.tsv"]


def test_a_device_is_written_to_not_replaced():
    write("/dev/null", "text")
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)


@pytest.mark.parametrize(("name", "why"), [("absent/out.tsv", "no such file or directory"), ("", "is a directory")])
def test_what_cannot_be_written_says_why(tmp_path, name, why):
    path = f"{tmp_path}/folder/{name}"
    (tmp_path / "folder").mkdir()
    expected = f"{path}: cannot be written: {why}; check the folder, its permissions and the space left"
    with pytest.raises(InputError) as raised:
        write(path, "text")
    assert str(raised.value) == expected
    assert os.listdir(tmp_path / "folder") == []
    with pytest.raises(InputError) as raised:  # before any work
        check_paths(path, [])
    assert str(raised.value) == expected
    check_paths(path, [], new_folder=True)


def test_a_name_of_the_greatest_length_can_be_written(tmp_path):
    write(tmp_path / ("图" * 85), "text")
    assert os.listdir(tmp_path) == ["图" * 85]


def test_standard_output_is_utf_8_whatever_the_machine_says():
    code = "from textmine.io import open_output\nwith open_output('-') as s: s.write('变压器\\n')"
    env = os.environ | {"PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, check=True)
    assert done.stdout == "变压器\n".encode()


def test_an_output_that_is_an_input_is_refused(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in.txt").write_text("text")
    os.link("in.txt", "same.txt")
    for output in ("in.txt", "./in.txt", "same.txt", str(tmp_path / "in.txt")):
        for source in ("in.txt", ".", "*.txt", str(tmp_path)):
            with pytest.raises(OptionError, match=r"is also an input; name another file with `output`$"):
                check_paths(output, ["absent.txt", source])


def test_other_outputs_are_fine(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in.txt").write_text("text")
    (tmp_path / "out.log").write_text("text")
    check_paths("-", ["in.txt", "-"])
    check_paths("new.txt", ["in.txt", "-", "."])
    check_paths("out.log", ["in.txt", "."])
    check_paths("/dev/null", ["/dev/null"])


def test_a_name_with_a_slash_behind_it_is_no_file(tmp_path):
    with pytest.raises(InputError, match="new/: cannot be written: is a directory"):
        check_paths(f"{tmp_path}/new/", [])


def test_standard_input_is_read_once():
    with pytest.raises(OptionError, match=r"^standard input \(-\) can be read only once; give a file in one of"):
        check_paths("out.txt", ["-", "a.txt", "-"])
