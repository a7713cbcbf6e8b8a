"""`textmine contexts` as a process."""

import csv
import io
import json

import pytest
from rich.cells import cell_len

TEXT = "检修变压器，更换变压器油。\nSF6断路器\n\n新变压器投运，the sf6断路器\n"
HEADER = "term\tleft\tkeyword\tright\tdocument\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("contexts")
    (folder / "corpus.txt").write_text(TEXT, encoding="utf-8")
    (folder / "more.txt").write_text("变压器\n", encoding="utf-8")
    (folder / "terms.tsv").write_text("term\tcount\n变压器\t3\nSF6断路器\t2\n", encoding="utf-8")
    return folder


def rows(out):
    return [tuple(row.values()) for row in csv.DictReader(io.StringIO(out.decode()), delimiter="\t")]


def test_all_but_the_last_argument_are_terms(inside, folder):
    code, out, err = inside("contexts", "ＳＦ6断路器", "变压器", "corpus.txt", "--width", "3", cwd=folder)
    assert (code, err) == (0, b"")
    assert out.decode() == HEADER + (
        "ＳＦ6断路器\t\tSF6断路器\t\t2\n"
        "ＳＦ6断路器\t \tsf6断路器\t\t3\n"
        "变压器\t检修\t变压器\t，更换\t1\n"
        "变压器\t，更换\t变压器\t油。\t1\n"
        "变压器\t新\t变压器\t投运，\t3\n"
    )


def test_a_sample_takes_the_place_of_the_first_and_says_so(inside, folder):
    args = ("contexts", "变压器", "corpus.txt", "--sample", "3")
    code, out, err = inside(*args, "--per-term", "2", cwd=folder)
    assert (code, len(rows(out))) == (0, 3)
    assert err == b"textmine: --per-term 2 has no effect: --sample 3 takes its place\n"
    assert inside(*args, cwd=folder) == (0, out, b"")


def test_with_corpus_files_all_arguments_are_terms(inside, folder):
    args = ("contexts", "变压器", "断路器", "--corpus", "corpus.txt", "--corpus", "more.txt", "--per-term", "0")
    code, out, err = inside(*args, cwd=folder)
    assert (code, err) == (0, b"")
    assert [(row[0], row[4]) for row in rows(out)] == [
        *[("变压器", document) for document in "1134"],
        *[("断路器", document) for document in "23"],
    ]


def test_terms_come_from_a_file_too_and_each_once(inside, folder):
    code, out, err = inside("contexts", "更换", "变压器", "corpus.txt", "--terms", "terms.tsv", cwd=folder)
    assert (code, err) == (0, b"")
    assert list(dict.fromkeys(row[0] for row in rows(out))) == ["更换", "变压器", "SF6断路器"]
    alone = inside("contexts", "corpus.txt", "--terms", "-", stdin=b"SF6\n", cwd=folder)
    assert [row[4] for row in rows(alone[1])] == ["2", "3"]
    assert alone[0] == 0


def test_few_occurrences_are_from_many_documents(inside, folder):
    out = inside("contexts", "变压器", "corpus.txt", "--per-term", "2", cwd=folder)[1]
    assert [row[4] for row in rows(out)] == ["1", "3"]


def test_terms_that_do_not_occur_are_named_and_an_error_where_none_does(inside, folder):
    code, out, err = inside("contexts", "母线", "变压器", "，", "corpus.txt", "--per-term", "1", cwd=folder)
    assert (code, len(rows(out))) == (0, 1)
    assert err.decode() == "textmine: 2 of 3 terms not found: 母线, ，\n"
    code, out, err = inside("contexts", "母线", "corpus.txt", cwd=folder)
    hint = "check how it is written, or name another text"
    expected = f"textmine: corpus.txt: the term does not occur in the text; {hint}\n"
    assert (code, out, err.decode()) == (1, b"", expected)


def test_a_file_among_the_terms_is_pointed_out(inside, folder):
    code, _, err = inside("contexts", "变压器", "corpus.txt", "more.txt", cwd=folder)
    assert code == 0
    assert err.decode() == (
        "textmine: 1 of 2 terms not found: corpus.txt"
        " (only the last argument is read as text; name several files with --corpus each)\n"
    )


def test_many_absent_terms_are_one_line(inside, folder):
    missing = [f"没有{number}" for number in range(100, 130)]
    code, _, err = inside("contexts", *missing, "变压器", "corpus.txt", cwd=folder)
    assert code == 0
    assert err.decode() == f"textmine: 30 of 31 terms not found: {', '.join(missing[:10])}, ...\n"


def test_keywords_stand_below_one_another_in_a_table(inside, folder):
    code, out, err = inside("contexts", "变压器", "sf6断路器", "corpus.txt", "-f", "table", cwd=folder)
    assert (code, err) == (0, b"")
    lines = [line for line in out.decode().splitlines() if "变压器" in line or "SF6" in line or "sf6" in line]
    keywords = ("变压器", "变压器", "变压器", "SF6断路器", "sf6断路器")
    behind = [cell_len(line.split("  ", 2)[1]) for line in lines]
    assert len(behind) == 5
    # The term's column is skipped; the keyword is what stands alone between two blanks or more.
    columns = set()
    for line, keyword in zip(lines, keywords, strict=True):
        place = line.index(f"   {keyword}   ", 3)
        columns.add(cell_len(line[:place]))
    assert len(columns) == 1


def test_contexts_as_json_lines(inside, folder):
    out = inside("contexts", "断路器", "corpus.txt", "-f", "jsonl", "--width", "1", cwd=folder)[1]
    assert [json.loads(line) for line in out.decode().splitlines()] == [
        {"term": "断路器", "left": "6", "keyword": "断路器", "right": "", "document": 2},
        {"term": "断路器", "left": "6", "keyword": "断路器", "right": "", "document": 3},
    ]


def test_an_empty_term_is_refused(inside, tmp_path):
    (tmp_path / "text.txt").write_text("油温升高\n", encoding="utf-8")
    found = inside("contexts", " ", "text.txt", cwd=tmp_path)
    assert found == (2, b"", b"textmine: a term is empty; write textmine contexts TERM... CORPUS\n")
