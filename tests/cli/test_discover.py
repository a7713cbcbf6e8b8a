"""`textmine discover` with its lists, measures and tests."""

import importlib.util
import json

import pytest

TRADITIONAL = "變壓器的繞組過熱。檢修變壓器！\n新变压器投运，舊變壓器退役，乾燥的變壓器\n"


@pytest.fixture(scope="module")
def lists(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lists")
    (folder / "known.txt").write_text("断路器\n", encoding="utf-8")
    (folder / "more.tsv").write_text("count\tterm\n3\t变压器\n", encoding="utf-8")
    (folder / "must.txt").write_text("气体绝缘\n太空电梯\n", encoding="utf-8")
    return folder


def rows(out):
    return [line.split("\t") for line in out.decode().splitlines()]


def test_known_included_and_excluded_terms(inside, lists, data):
    args = ["discover", data / "power.txt", "-b", data / "encyclopedia.txt", "--top", "9", "--score", "count"]
    args += ["--known", "known.txt", "--known", "more.tsv", "--new-only", "--include", "must.txt"]
    code, out, err = inside(*args, "--exclude", "more.tsv", cwd=lists)
    terms = [row[0] for row in rows(out)]
    assert code == 0
    assert not {"断路器", "变压器"} & set(terms)
    assert terms[-1] == "气体绝缘"
    assert len(terms) == 1 + 9 + 1
    assert err.decode() == "textmine: 1 of 2 terms to include do not occur in the text: 太空电梯\n"


def test_significance_adds_its_columns(inside, data):
    args = ["discover", data / "power.txt", "-b", data / "encyclopedia.txt", "--significance", "--top", "5"]
    code, out, err = inside(*args)
    assert (code, err) == (0, b"")
    assert rows(out)[0][-3:] == ["p_value", "q_value", "significant"]
    assert [row[-1] for row in rows(out)[1:]] == ["true"] * 5


@pytest.mark.parametrize(
    ("options", "error"),
    [
        (["--score", "tf"], b"textmine: no measure is called 'tf'; use one of product, count"),
        (["--score", "ratio", "-b", "none"], b"textmine: the measure ratio needs a background, and there is"),
        (["--significance", "-b", "none"], b"textmine: --significance needs a background, and there is none"),
        (["--known", "absent.txt"], b"textmine: absent.txt: no such file"),
    ],
)
def test_what_makes_no_sense_is_said_in_a_line(inside, data, tmp_path, options, error):
    code, out, err = inside("discover", data / "power.txt", *options, cwd=tmp_path)
    assert (code, out) == (1 if b"file" in error else 2, b"")
    assert err.split(b"\n")[-2].startswith(error)


def test_map_takes_the_same_options(inside, lists, data):
    args = [
        "map",
        data / "power.txt",
        "-b",
        data / "encyclopedia.txt",
        "-o",
        "map",
        "--score",
        "log-odds",
        "--new-only",
    ]
    code, _, err = inside(
        *args, "--new-only", "--significance", "--include", "must.txt", "--known", "known.txt", cwd=lists
    )
    assert code == 0, err
    header, *terms = (lists / "map/terms.tsv").read_text(encoding="utf-8").splitlines()
    assert header.endswith("\tknown\tconfidence\tp_value\tq_value\tsignificant")
    assert "断路器" not in {line.split("\t")[0] for line in terms}


@pytest.mark.skipif(
    importlib.util.find_spec("opencc") is None, reason="OpenCC, the extra textmine[opencc], is not installed"
)
def test_terms_of_both_scripts_are_one_row(inside, tmp_path):
    (tmp_path / "domain.txt").write_text(TRADITIONAL * 3, encoding="utf-8")
    (tmp_path / "world.txt").write_text("機器投運，变压器很少，變壓器不多。\n", encoding="utf-8")
    (tmp_path / "drop.txt").write_text("檢修\n", encoding="utf-8")
    args = ["discover", "domain.txt", "-b", "world.txt", "--simplify", "--keep-repeats", "--include", "drop.txt"]
    code, out, err = inside(*args, cwd=tmp_path)
    assert (code, err) == (0, b"")
    header, *rows = [line.split("\t") for line in out.decode().splitlines()]
    terms = {row[0]: dict(zip(header, row, strict=True)) for row in rows}
    assert "變壓器" not in terms
    assert (terms["变压器"]["count"], terms["变压器"]["background"]) == ("15", "2")
    assert terms["检修"]["count"] == "3"


def test_forms_are_listed(inside, data):
    args = [
        "discover",
        data / "beekeeping.txt",
        "-b",
        data / "almanac.txt",
        "--merge-forms",
        "--format",
        "jsonl",
        "--all",
    ]
    code, out, err = inside(*args)
    assert (code, err) == (0, b"")
    forms = {json.loads(line)["forms"] for line in out.decode().splitlines()}
    assert {"hives; hive", "hive; hives"} & forms


def test_a_text_without_terms_is_said_to_have_none(inside, tmp_path):
    (tmp_path / "text.txt").write_text("油\n。。\n", encoding="utf-8")
    code, out, err = inside("discover", "text.txt", "-b", "none", cwd=tmp_path)
    assert (code, out.count(b"\n")) == (0, 1)
    assert err == b"textmine: no term was found; give more text, or lower --min-count\n"
