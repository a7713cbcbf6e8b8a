"""`textmine evaluate` as a process."""

import csv
import io
import json

import pytest

FIGURES = ["gold", "ranked", "P@100", "P@500", "P@1000", "AP", "F1@gold", "bestF1", "recall"]
TERMS = ("evaluate", "terms", "terms.tsv", "data/power.gold", "data/power.txt")


def table(out):
    return list(csv.DictReader(io.StringIO(out.decode()), delimiter="\t"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("evaluate")
    text = "变压器 油 过热\n断路器 跳闸\n" * 30
    (folder / "gold.txt").write_text(text, encoding="utf-8")
    (folder / "worse.txt").write_text(text.replace("断路器", "断路 器", 25), encoding="utf-8")
    return folder


def test_terms_of_the_shipped_text_against_the_words_of_its_field(inside, workspace):
    code, out, err = inside(*TERMS, cwd=workspace)
    assert (code, err) == (0, b"")
    rows = table(out)
    assert [row["measure"] for row in rows] == FIGURES
    found = {row["measure"]: [float(row[name]) for name in ("low", "value", "high")] for row in rows}
    assert all(low <= value <= high for low, value, high in found.values())
    assert found["gold"][1] == 206  # of the 287 words written down for the field, those that the text has five times
    assert found["AP"][1] > 0.2
    assert rows[0] == {"measure": "gold", "value": "206", "low": "206", "high": "206"}


def test_the_seed_decides_and_nothing_else(inside, textmine, workspace):
    first = inside(*TERMS, cwd=workspace)
    assert first == textmine(*TERMS, "--seed", "123", cwd=workspace, PYTHONHASHSEED="7", LC_ALL="C")
    assert first != inside(*TERMS, "--seed", "124", cwd=workspace)
    assert first != inside(*TERMS, "--resamples", "200", cwd=workspace)


def test_rankings_are_compared(inside, workspace, shell):
    line = "(head -1 terms.tsv; tail -n +2 terms.tsv | sort) | textmine evaluate terms terms.tsv data/power.gold"
    code, out, err = shell(f"{line} data/power.txt --compare -", workspace)
    assert (code, err) == (0, b"")
    rows = {row["measure"]: row for row in table(out)}
    assert list(rows["AP"]) == ["measure", "value", "other", "difference", "low", "high", "p_value"]
    ap = {name: float(value) for name, value in rows["AP"].items() if name != "measure"}
    assert ap["difference"] == pytest.approx(ap["value"] - ap["other"], abs=2e-6)  # each is rounded
    assert 0 < ap["low"] <= ap["difference"] <= ap["high"]
    assert ap["p_value"] == 0.001998  # 2 / 1001, with six decimals
    assert float(rows["recall"]["p_value"]) == 1  # the same terms


def test_options_of_terms(inside, workspace):
    rows = table(inside(*TERMS, "--min-count", "20", "--top", "50", "--min-length", "3", cwd=workspace)[1])
    values = {row["measure"]: float(row["value"]) for row in rows}
    assert values["gold"] < 100
    assert values["ranked"] == 50


def test_segmentations_are_scored_and_compared(inside, folder):
    code, out, err = inside("evaluate", "segmentation", "gold.txt", "worse.txt", cwd=folder)
    assert (code, err) == (0, b"")
    # 150 gold words; 25 of them are cut in two: 125 right of 175 predicted.
    assert [(row["measure"], float(row["value"])) for row in table(out)] == [
        ("P", pytest.approx(125 / 175)),
        ("R", pytest.approx(125 / 150)),
        ("F1", pytest.approx(250 / 325)),
    ]
    args = ("evaluate", "segmentation", "gold.txt", "gold.txt", "--compare", "worse.txt")
    rows = table(inside(*args, cwd=folder)[1])
    assert all(float(row["low"]) > 0 and float(row["p_value"]) < 0.05 for row in rows)


@pytest.mark.parametrize("kind", ["csv", "jsonl", "table"])
def test_figures_come_in_every_format(inside, folder, kind):
    code, out, err = inside("evaluate", "segmentation", "gold.txt", "worse.txt", "-f", kind, cwd=folder)
    assert (code, err) == (0, b"")
    lines = out.decode().strip().splitlines()
    if kind == "jsonl":
        assert [json.loads(line)["measure"] for line in lines] == ["P", "R", "F1"]
    else:
        assert all(name in lines[0] for name in ("measure", "value", "low", "high"))


def test_a_file_without_a_ranked_term_has_figures_of_0(inside, workspace):
    args = ("evaluate", "terms", "-", "data/power.gold", "data/power.txt")
    code, out, err = inside(*args, stdin=b"term\tscore\n", cwd=workspace)
    assert (code, err) == (0, b"")
    assert [float(row["value"]) for row in table(out)[1:]] == [0] * 8


def test_communities_are_scored_and_compared(inside, folder, shell):
    (folder / "labels.tsv").write_text("a\tx\nb\tx\nc\tx\nd\ty\ne\ty\nf\ty\ng\ty\n", encoding="utf-8")
    line = "printf 'a b\\nb c\\nc a\\nc d\\nd e\\ne f\\nf d\\n' | textmine cluster -"
    code, out, err = shell(f"{line} | textmine evaluate communities - labels.tsv", folder)
    assert (code, err) == (0, b"textmine: 1 of 7 labels are for nodes that a result lacks\n")
    assert [(row["measure"], float(row["value"])) for row in table(out)] == [
        ("AMI", 1.0),
        ("NMI", 1.0),
        ("ARI", 1.0),
        ("F1", 1.0),
    ]
    args = ("evaluate", "communities", "labels.tsv", "labels.tsv", "--compare", "labels.tsv")
    assert [float(row["p_value"]) for row in table(inside(*args, cwd=folder)[1])] == [1.0] * 4
    code, out, err = inside("evaluate", "communities", "labels.tsv", "-", stdin=b"z\t1\n", cwd=folder)
    assert (code, out) == (1, b"")
    assert err.splitlines()[-1] == (
        b"textmine: -: fewer than two nodes have a label and a community; use the same names"
    )
