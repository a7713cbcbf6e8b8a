"""`textmine segment` as a process: with terms, without a lexicon, and what it refuses."""

from itertools import permutations

import pytest


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "text.txt").write_text("电网和电力\r\n电力和电网，5万电网 SF6 abc\r\n", "utf-8")
    pairs = [f"{a}{joint}{b}\n" for a, b in permutations(["火力", "电网", "煤炭", "机组"], 2) for joint in "和与"]
    (tmp_path / "more.txt").write_text("".join(pairs), "utf-8")
    (tmp_path / "terms.txt").write_text("崔敏\n隔离开关\n", "utf-8")
    return tmp_path


def test_lexicon_free(inside, folder):
    code, out, err = inside("segment", "text.txt", "--lexicon-free", cwd=folder)
    assert (code, err) == (0, b"")
    assert out.decode() == "电网 和 电力\n电力 和 电网 ， 5万 电网 SF6 abc\n"
    with (folder / "text.txt").open("rb") as text:
        assert inside("segment", "-", "--lexicon-free", stdin=text.read()) == (0, out, b"")


def test_text_to_train_on_counts_and_is_not_written(inside, folder):
    # Once in a text, no string is a word.
    for options, expected in (((), "火 力 和 煤 炭\n"), (("--train", "more.txt"), "火力 和 煤炭\n")):
        code, out, _ = inside("segment", "-", "--lexicon-free", *options, stdin="火力和煤炭\n".encode(), cwd=folder)
        assert (code, out.decode()) == (0, expected)


def test_terms(inside, folder):
    text = "崔敏看隔离开关\n".encode()
    for options, expected in ((("--terms", "terms.txt"), "崔敏 看 隔离 开关\n"), ((), "崔 敏 看 隔离 开关\n")):
        assert inside("segment", "-", *options, stdin=text, cwd=folder) == (0, expected.encode(), b"")
    whole = inside("segment", "-", "--terms", "terms.txt", "--whole-terms", stdin=text, cwd=folder)
    assert whole == (0, "崔敏 看 隔离开关\n".encode(), b"")


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (("--lexicon-free", "--terms", "terms.txt"), "--lexicon-free uses no terms"),
        (("--lexicon-free", "--whole-terms"), "--lexicon-free uses no terms"),
        (("--train", "more.txt"), "--train has no effect without --lexicon-free"),
        (("--whole-terms",), "--whole-terms has no effect without --terms"),
    ],
)
def test_options_that_do_not_go_together(inside, folder, options, reason):
    code, out, err = inside("segment", "text.txt", *options, cwd=folder)
    assert (code, out) == (2, b"")
    assert reason in err.decode()


def test_the_output_is_no_input(inside, folder):
    before = (folder / "more.txt").read_bytes()
    arguments = ("segment", "text.txt", "--lexicon-free", "--train", "more.txt", "-o", "more.txt")
    code, _, err = inside(*arguments, cwd=folder)
    assert code in (1, 2)
    assert b"also an input" in err
    assert (folder / "more.txt").read_bytes() == before


def test_a_file_is_whole_or_not_there(inside, folder):
    code, _, err = inside("segment", "text.txt", "absent.txt", "-o", "out.txt", cwd=folder)
    assert code == 1
    assert b"absent.txt" in err
    assert not (folder / "out.txt").exists()


def test_the_field_of_records_and_the_column_of_tables_are_named(inside, folder):
    (folder / "r.jsonl").write_text('{"body": "变压器"}\n{"body": "绕组"}\n', encoding="utf-8")
    (folder / "t.csv").write_text("body,x\n变压器,1\n绕组,2\n", encoding="utf-8")
    for options in (("r.jsonl", "--field", "body"), ("t.csv", "--column", "body")):
        code, out, err = inside("segment", *options, "--lexicon-free", cwd=folder)
        assert (code, out.decode().replace(" ", ""), err) == (0, "变压器\n绕组\n", b"")


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("1.jsonl", "2.jsonl", "1.txt"), "变压器\n断路器\n\n变压器"),  # the second record of 2.jsonl is empty
        (("--column", "text", "1.csv", "1.csv"), "变压器\n变压器\n"),
        (("1.txt", "2.txt"), "变压器\n断路器\n"),
        (("2.txt", "1.txt"), "断路器\n变压器"),
    ],
)
def test_a_file_begins_a_line_and_a_record_ends_one(inside, tmp_path, names, expected):
    texts = {
        "1.jsonl": '{"text": "变压器"}\n',
        "2.jsonl": '{"text": "断路器"}\n{"text": ""}\n',
        "1.csv": "text,x\n变压器,1\n",
        "1.txt": "变压器",
        "2.txt": "断路器\n",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, "utf-8")
    for free in ((), ("--lexicon-free",)):
        code, out, _ = inside("segment", *names, *free, cwd=tmp_path)
        assert (code, out.decode().replace(" ", "")) == (0, expected)
