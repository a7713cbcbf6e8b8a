"""Fields of records reach the documents they belong to."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from textmine.errors import InputError, OptionError
from textmine.text import ReadOptions, columns, read_corpus

TEXTS = st.lists(st.sampled_from(["甲乙", "。", "", None, "a\nb", "甲\r乙"]), min_size=1, max_size=9)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.lists(TEXTS, min_size=1, max_size=3), st.booleans(), st.sampled_from([4, 1 << 20]))
def test_fields_go_with_the_text_of_their_record(tmp_path, files, blank_lines, piece):
    wanted = []
    for number, texts in enumerate(files):
        lines = []
        for at, text in enumerate(["甲", *texts]):  # a file needs some text
            name = f"{number}-{at}"
            lines.append(json.dumps({"text": text, "name": name, "date": 1990 + at}, ensure_ascii=False))
            if text and text != "。":
                wanted.append((name, str(1990 + at), number))
        separator = "\n\n" if blank_lines else "\n"
        (tmp_path / f"{number}.jsonl").write_text(separator.join(lines) + separator, encoding="utf-8")
    paths = [str(tmp_path / f"{number}.jsonl") for number in range(len(files))]
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(columns, "_PIECE", piece)
        corpus = read_corpus(paths, groups=["name"], date="date", id="name")
    records = corpus.records
    assert corpus.n_documents == len(records) == len(wanted)
    group = records.groups["name"]
    found = [group.values[code] for code in group.codes.tolist()]
    files = records.groups["source"].codes.tolist() if len(files) > 1 else [0] * len(found)
    assert list(zip(found, records.dates.texts(), files, strict=True)) == wanted
    assert list(records.ids) == found


def test_a_field_that_only_one_file_has(tmp_path):
    (tmp_path / "a.jsonl").write_text('{"text": "oil", "k": "x"}\n', encoding="utf-8")
    (tmp_path / "b.jsonl").write_text('{"text": "gas"}\n', encoding="utf-8")
    paths = [str(tmp_path / name) for name in ("a.jsonl", "b.jsonl")]
    records = read_corpus(paths, groups=["k"]).records
    assert records.groups["k"].codes.tolist() == [0, -1]
    with pytest.raises(InputError, match=r"no record has the field 'z'; the fields are: text, k$"):
        read_corpus(paths, groups=["z"])


def test_the_first_ten_fields_are_named_where_one_is_missing(tmp_path):
    many = ", ".join(f'"k{number}": {number}' for number in range(12))
    (tmp_path / "a.jsonl").write_text(f'{{"text": "oil", "in": {{"by": "Li"}}, {many}}}\n', encoding="utf-8")
    (tmp_path / "b.csv").write_text("Text,When\noil,1998\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"the fields are: text, in\.by, k0, .*, k7, \.\.\.$"):
        read_corpus(tmp_path / "a.jsonl", date="when")
    with pytest.raises(InputError, match=r"the fields are: Text, When$"):
        read_corpus(tmp_path / "b.csv", column="text", groups=["by"])
    (tmp_path / "c.txt").write_text("oil\n", encoding="utf-8")
    with pytest.raises(InputError, match="name a field of JSON lines, or a column of tables with `column`"):
        read_corpus(tmp_path / "c.txt", groups=["by"])


def test_columns_of_tables_are_fields(tmp_path):
    (tmp_path / "a.csv").write_text("No,Body,When,By\n7,oil,3.4.1998,Li\n8,...,1999,Wu\n9,gas,,Li\n", encoding="utf-8")
    found = read_corpus(tmp_path / "a.csv", column="body", id="no", date="When", groups="By").records
    assert list(found.ids) == ["7", "9"]
    assert found.dates.texts() == ["1998-04-03", ""]
    assert found.groups["By"].texts() == ["Li", "Li"]
    assert (len(found), found.titles, "source" in found.groups) == (2, None, False)


def test_a_workbook_has_fields(tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in (["text", "year", "by"], ["oil", 1998, "Li"], ["gas", None, "Wu"]):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    found = read_corpus(tmp_path / "a.xlsx", date="year", groups=["by"]).records
    assert (found.dates.texts(), found.groups["by"].texts()) == (["1998", ""], ["Li", "Wu"])


def test_fields_of_records_within_an_object(tmp_path):
    inner = [{"text": "oil", "at": 1998, "user": {"name": "Li"}}, {"text": "gas", "at": None, "tags": ["x", "y"]}]
    (tmp_path / "a.json").write_text(json.dumps({"data": inner}), encoding="utf-8")
    names = {"date": "data.at", "groups": ["data.user.name", "tags"]}
    found = read_corpus(tmp_path / "a.json", field="data.text", **names).records
    assert found.dates.texts() == ["1998", ""]
    assert [group.texts() for group in found.groups.values()] == [["Li", ""], ["", "x; y"]]


def test_names_of_files_are_ids_and_have_dates(tmp_path, notes):
    for name in ("r-1998-05.txt", "r-2020-01.txt", "x.txt"):
        (tmp_path / name).write_text("oil\ngas\n", encoding="utf-8")
    options = {"per_file": True, "date_from_name": "r-YYYY-MM"}
    found = read_corpus(tmp_path, progress=notes, **options).records
    names = [str(tmp_path / name) for name in ("r-1998-05.txt", "r-2020-01.txt", "x.txt")]
    assert (list(found.ids), found.dates.texts()) == (names, ["1998-05", "2020-01", ""])
    assert notes.notes == ["1 of 3 documents have no date"]
    lines = read_corpus(tmp_path).records
    assert (lines.ids, lines.groups["source"].texts()) == (None, [name for name in names for _ in range(2)])
    assert list(lines.columns()) == ["source"]
    assert list(found.columns()) == ["id", "date"]  # the file is the id
    with pytest.raises(InputError, match="no file has a date in its name as in 'q-YYYY'"):
        read_corpus(tmp_path, date_from_name="q-YYYY")


def test_a_date_of_a_record_goes_before_that_of_its_file(tmp_path):
    lines = [{"text": "oil", "d": "2001"}, {"text": "gas"}]
    (tmp_path / "1998.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    found = read_corpus(tmp_path / "1998.jsonl", date="d", date_from_name="YYYY").records
    assert found.dates.texts() == ["2001", "1998"]


@pytest.mark.parametrize("pattern", ["MM-DD", "YYYY-YYYY", "YYYY-DD", "report"])
def test_patterns_without_a_date_are_refused(pattern):
    with pytest.raises(OptionError, match="write YYYY"):
        ReadOptions(date_from_name=pattern)


def test_half_a_character_in_a_field_can_be_written(tmp_path):
    (tmp_path / "a.jsonl").write_text('{"text": "oil", "k": "\\ud800x"}\n', encoding="utf-8")
    found = read_corpus(tmp_path / "a.jsonl", id="k", groups=["k"]).records
    assert found.columns() == {"id": found.ids, "k": ["?x"]}
    assert list(found.ids) == ["?x"]


def test_a_background_needs_no_fields(tmp_path):
    (tmp_path / "a.jsonl").write_text('{"text": "oil", "k": "x"}\n', encoding="utf-8")
    (tmp_path / "b.jsonl").write_text('{"text": "gas"}\n', encoding="utf-8")
    corpus = read_corpus(tmp_path / "a.jsonl", groups=["k"])
    assert read_corpus(tmp_path / "b.jsonl", groups=["k"], share=corpus).n_documents == 1


@pytest.mark.parametrize("reading", [{"join_lines": True}, {"clean": ["html", "page-lines"]}, {"simplified": True}])
def test_fields_go_with_texts_that_are_changed(tmp_path, reading):
    if "simplified" in reading:
        pytest.importorskip("opencc")
    for name in ("a", "b"):
        texts = [
            "<script>a",
            "変</script>油",
            "第1页",
            "油\n第2页",
            f"<p>气{name}</p>",
            "第3页",
            f"oil-\nfield {name}",
            "第4页",
        ]
        lines = [json.dumps({"text": text, "n": f"{name}{number}"}) for number, text in enumerate(texts)]
        (tmp_path / f"{name}.jsonl").write_text("\n".join(lines), encoding="utf-8")
    corpus = read_corpus([tmp_path / "a.jsonl", tmp_path / "b.jsonl"], id="n", **reading)
    found = {
        key: corpus.alphabet.render(unit for unit in corpus.units[first:last].tolist() if unit >= 0)
        for key, first, last in zip(corpus.records.ids, corpus.documents, corpus.documents[1:], strict=False)
    }
    assert [key for key, text in found.items() if "气" in text] == ["a4", "b4"]
    assert [key for key, text in found.items() if "field" in text] == ["a6", "b6"]
