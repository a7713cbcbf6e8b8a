import bz2
import glob
import gzip
import io
import lzma
import os
import sys
from pathlib import Path

import pytest

from textmine.errors import InputError
from textmine.io import expand_sources, read_bytes
from textmine.io.sources import as_paths, bare_suffix

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

COMPRESS = {"gz": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress, "zst": zstd.compress}
TEXT = "变压器油色谱分析\n".encode() * 400


@pytest.fixture
def folder(tmp_path):
    for name in ("b.txt", "a.md", "deep/z.jsonl.gz", "deep/c.CSV", "deep/er/d.tsv", "x.png", "deep/y.pdf"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("text")
    (tmp_path / ".hidden.txt").write_text("text")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "e.txt").write_text("text")
    return tmp_path


def names(files, folder):
    return [os.path.relpath(file, folder) for file in files]


def test_a_directory_stands_for_the_text_files_below_it_sorted(folder, notes):
    found = names(expand_sources([str(folder)], notes), folder)
    assert found == ["a.md", "b.txt", "deep/c.CSV", "deep/er/d.tsv", "deep/z.jsonl.gz"]
    kinds = ".csv .jsonl .md .text .tsv .txt"
    assert notes.notes == [f"{folder}: 2 of 7 files left out (links, or not {kinds}); name them to read them"]


def test_a_directory_of_text_alone_says_nothing(folder, notes):
    expand_sources([str(folder / "deep" / "er")], notes)
    assert notes.notes == []


def test_patterns_match_files_sorted(folder):
    assert names(expand_sources([f"{folder}/*.*"]), folder) == ["a.md", "b.txt", "x.png"]
    assert names(expand_sources([f"{folder}/**/[cd].*"]), folder) == ["deep/c.CSV", "deep/er/d.tsv"]
    assert names(expand_sources([f"{folder}/deep/**/?.tsv"]), folder) == ["deep/er/d.tsv"]


def test_a_file_whose_name_looks_like_a_pattern_is_that_file(tmp_path):
    path = tmp_path / "news[1].txt"
    path.write_text("text")
    assert expand_sources([str(path)]) == [str(path)]


def test_links_of_a_directory_and_of_deep_patterns_are_not_followed(folder, notes):
    (folder / "deep" / "loop").symlink_to(folder)
    (folder / "deep" / "back").symlink_to(folder)
    (folder / "deep" / "out.txt").symlink_to("/etc/passwd")
    (folder / "gone.txt").symlink_to("nowhere.txt")
    os.mkfifo(folder / "pipe.txt")
    found = names(expand_sources([str(folder)], notes), folder)
    assert found == ["a.md", "b.txt", "deep/c.CSV", "deep/er/d.tsv", "deep/z.jsonl.gz"]
    assert notes.notes[0].startswith(f"{folder}: 7 of 12 files left out (links, or not ")
    # A file that the pattern itself names is read, also by a link.
    assert names(expand_sources([f"{folder}/**/*.t*"]), folder) == ["b.txt", "deep/er/d.tsv", "deep/out.txt"]
    assert names(expand_sources([f"{folder}/deep/**"]), folder) == [
        "deep/c.CSV",
        "deep/er/d.tsv",
        "deep/out.txt",
        "deep/y.pdf",
        "deep/z.jsonl.gz",
    ]


@pytest.mark.parametrize(
    "pattern", ["**", "**/*", "*/**", "**/**/*", "*/**/*", "deep/**/*.tsv", "**/er/*", "[d]*/**/?.*"]
)
def test_deep_patterns_match_what_globs_do_where_there_is_no_link(folder, monkeypatch, pattern):
    monkeypatch.chdir(folder)
    expected = sorted({name for name in glob.glob(pattern, recursive=True) if os.path.isfile(name)})
    assert expand_sources([pattern]) == expected


def test_names_keep_the_order_in_which_they_were_given(folder):
    given = [f"{folder}/b.txt", "-", f"{folder}/x.png", f"{folder}/a.md"]
    assert expand_sources(given) == given


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("absent.txt", "absent.txt: no such file; check the path"),
        ("*.nope", "*.nope: the pattern matches no file; check the pattern, or quote it for textmine"),
        (
            "images",
            "images: the directory holds no text (.csv .jsonl .md .text .tsv .txt); name the files themselves",
        ),
    ],
)
def test_what_names_no_text_is_refused(tmp_path, monkeypatch, name, expected):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "x.png").write_text("")
    with pytest.raises(InputError) as raised:
        expand_sources([name])
    assert str(raised.value) == expected


def test_a_folder_that_cannot_be_listed_is_refused(folder, monkeypatch):
    scan = os.scandir

    def scandir(path):
        if str(path).endswith("er"):
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", scandir)
    with pytest.raises(InputError, match="deep/er: cannot be listed: permission denied; check its permissions"):
        expand_sources([str(folder)])


@pytest.mark.parametrize(
    ("path", "suffix"),
    [("a.TXT", ".txt"), ("a.jsonl.zst", ".jsonl"), ("a.gz", ""), ("a", ""), ("dir.txt/a.csv.XZ", ".csv")],
)
def test_the_suffix_of_a_compression_is_looked_through(path, suffix):
    assert bare_suffix(path) == suffix


@pytest.mark.parametrize("kind", COMPRESS)
@pytest.mark.parametrize("name", ["text.gz", "text.txt", "text.xz", "text"])
def test_compression_is_told_by_the_first_bytes_not_by_the_name(tmp_path, kind, name):
    path = tmp_path / name
    path.write_bytes(COMPRESS[kind](TEXT))
    assert read_bytes(str(path)) == TEXT


@pytest.mark.parametrize("kind", ["gz", "bz2", "xz", "zst"])
def test_streams_one_after_the_other_are_one_text(tmp_path, kind):
    path = tmp_path / "text"
    path.write_bytes(COMPRESS[kind](TEXT) + COMPRESS[kind](b"more"))
    assert read_bytes(str(path)) == TEXT + b"more"


@pytest.mark.parametrize("kind", COMPRESS)
@pytest.mark.parametrize("share", [0.15, 0.5, 0.9])
def test_a_stream_cut_short_is_refused(tmp_path, kind, share):
    path = tmp_path / "text"
    whole = COMPRESS[kind](os.urandom(500) + TEXT)
    path.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(InputError, match=r"text: the compressed stream is damaged or cut short \(.+\); compress"):
        read_bytes(str(path))


@pytest.mark.parametrize("kind", ["gz", "bz2", "xz"])
def test_a_damaged_stream_is_refused(tmp_path, kind):
    path = tmp_path / "text"
    damaged = bytearray(COMPRESS[kind](TEXT))
    for at in range(len(damaged) // 2, len(damaged) // 2 + 8):
        damaged[at] ^= 0xFF
    path.write_bytes(damaged)
    with pytest.raises(InputError, match="the compressed stream is damaged or cut short"):
        read_bytes(str(path))


@pytest.mark.parametrize("magic", [b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd"])
def test_magic_bytes_and_nothing_behind_them_are_refused(tmp_path, magic):
    (tmp_path / "text").write_bytes(magic)
    with pytest.raises(InputError, match="the compressed stream is damaged or cut short"):
        read_bytes(str(tmp_path / "text"))


def test_standard_input_is_decompressed_too(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(gzip.compress(TEXT))))
    assert read_bytes("-") == TEXT


def test_a_closed_standard_input_is_refused(monkeypatch):
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(InputError, match=r"^-: standard input is closed; name a file$"):
        read_bytes("-")


def test_a_folder_is_not_read_as_a_file(tmp_path):
    with pytest.raises(InputError, match="is a directory; check the path and its permissions"):
        read_bytes(str(tmp_path))


@pytest.mark.parametrize(
    ("paths", "found"),
    [("a.txt", ["a.txt"]), (Path("a.txt"), ["a.txt"]), ([Path("a.txt"), "b.txt"], ["a.txt", "b.txt"]), ((), [])],
)
def test_paths_are_strings_or_paths_one_or_many(paths, found):
    assert as_paths(paths) == found


@pytest.mark.parametrize("wrong", [None, 3, b"a.txt", ["a.txt", None], {"a.txt": 1}])
def test_what_is_no_path_is_a_type_error(wrong):
    with pytest.raises(
        TypeError, match=r"^(paths are strings or Paths, one or a list|a path is a string or a Path), and "
    ):
        as_paths(wrong)
