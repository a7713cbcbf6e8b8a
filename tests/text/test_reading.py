import datetime
import gzip
import io
import json
import sys
import zipfile

import pytest

from textmine.errors import InputError, OptionError
from textmine.progress import SILENT
from textmine.text import ReadOptions, read_corpus, read_texts


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


class Notes:
    def __init__(self):
        self.notes = []

    def stage(self, name):
        pass

    def advance(self, done, total=None, unit="B"):
        pass

    def note(self, message):
        self.notes.append(message)


def texts(files, progress=SILENT, **options):
    for name, content in files.items():
        with open(name, "wb") as file:
            file.write(content if isinstance(content, bytes) else content.encode())
    return list(read_texts(list(files), ReadOptions(**options), progress))


def read_and_said(name, content, **options):
    """Return the documents of a file, and what was said of it."""
    notes = Notes()
    return "".join(texts({name: content}, notes, **options)).split("\n"), notes.notes


def test_a_line_is_a_document():
    assert texts({"a.txt": "变压器\r\n断路器", "b.txt": "x\n"}) == ["变压器\n断路器", "x\n"]
    assert read_corpus(["a.txt", "b.txt"]).n_documents == 3


def test_a_file_is_a_document_on_request():
    assert texts({"a.txt": "变压器\n断路器\n"}, per_file=True) == ["变压器\u2028断路器\u2028"]
    assert read_corpus(["a.txt"], ReadOptions(per_file=True)).n_documents == 1


def test_no_unit_spans_the_lines_of_a_document():
    corpus = read_corpus_of("C\n+", per_file=True)
    assert corpus.units.tolist() == [0, -3]
    corpus = read_corpus_of("甲\n乙", per_file=True)
    assert corpus.units.tolist() == [0, -2, 1, -3]


def read_corpus_of(content, **options):
    texts({"a.txt": content})
    return read_corpus(["a.txt"], ReadOptions(**options))


def test_json_lines_give_a_document_each():
    lines = [{"text": "变压器\n断路器", "body": "甲"}, {"text": "", "body": "乙"}, {"text": "😀", "body": "丙\r\n"}]
    content = "\n".join(map(json.dumps, lines)) + "\n\n"
    assert texts({"a.jsonl": content}) == ["变压器\u2028断路器\n\n😀"]
    assert texts({"a.jsonl": content}, field="body") == ["甲\n乙\n丙\r\u2028"]
    assert texts({"a.jsonl": content}, per_file=True) == ["变压器\u2028断路器\u2028\u2028😀"]


def test_a_column_of_a_table_gives_a_document_a_row():
    assert texts({"a.tsv": "id\tbody\n1\t甲\\n乙\n2\t丙\n"}, column="body") == ["甲\u2028乙\n丙"]
    assert texts({"a.csv": 'id,body\n1,"甲\n乙"\n2,"丙,丁"\n'}, column="body") == ["甲\u2028乙\n丙,丁"]
    assert texts({"a.csv": "id,body\n1,甲\n"}) == ["id,body\n1,甲\n"]


def test_a_long_field_of_a_csv_is_read():
    long = "变压器，" * 100_000
    assert texts({"a.csv": f'body\n"{long}"\n'}, column="body") == [long]


@pytest.mark.parametrize(
    ("name", "content", "options", "expected"),
    [
        ("a.txt", "", {}, "a.txt: the file holds no text; name a file with text"),
        ("a.txt", " \n\t\n", {}, "a.txt: the file holds no text; name a file with text"),
        ("a.csv", "id,body\n1,x\n", {"column": "text"}, "a.csv:1: no column 'text'; the columns are: id, body"),
        (
            "a.tsv",
            "id\tbody\n1\tx\n\n2\n",
            {"column": "body"},
            "a.tsv:4: the row has 1 fields, too few for the column 'body'; give each row as many fields as the header",
        ),
        (
            "a.jsonl",
            '{"text": "x"}\n\n{"text": \n',
            {},
            "a.jsonl:3: not JSON: expecting value at character 10; write one JSON object a line",
        ),
        (
            "a.jsonl",
            '{"body": "x", "of": {"name": "y", "age": 3}}\n',
            {},
            "a.jsonl:1: no text in the field 'text'; name the field with `field`; fields with text are: body, of.name",
        ),
        ("a.jsonl", '{"text": 3}\n', {}, "a.jsonl:1: no text in the field 'text'; name the field with `field`"),
        ("a.jsonl", '"text"\n', {}, "a.jsonl:1: no text in the field 'text'; name the field with `field`"),
        (
            "a.jsonl",
            '{"text": "\\ud83d x"}\n',
            {},
            "a.jsonl:1: half a surrogate pair in the field 'text'; write both halves",
        ),
    ],
)
def test_what_holds_no_text_is_refused(name, content, options, expected):
    with pytest.raises(InputError) as raised:
        texts({name: content}, **options)
    assert str(raised.value) == expected


def test_json_that_nests_without_end_is_refused():
    with pytest.raises(InputError, match=r"^a.jsonl:1: not JSON: .*; write one JSON object a line$"):
        texts({"a.jsonl": "[" * 200_000})


def test_files_without_a_word_are_refused_together():
    texts({"a.txt": "，。\n", "b.txt": "！\n"})
    with pytest.raises(InputError) as raised:
        read_corpus(["a.txt", "b.txt"])
    assert str(raised.value) == "a.txt b.txt: no word in all the text; name files with text"


@pytest.fixture
def small_pieces(monkeypatch):
    monkeypatch.setattr("textmine.text.reading._CHUNK", 8)


@pytest.mark.usefixtures("small_pieces")
def test_pieces_are_whole_lines_and_lose_nothing():
    content = "变压器\n\n断路器和触头和母线\r\n甲\n乙"
    found = texts({"a.txt": content}, encoding="utf-8")
    assert "".join(found) == content.replace("\r", "")
    assert len(found) > 2
    assert all(piece.endswith("\n") for piece in found[:-1])
    assert texts({"a.txt": content}, encoding="utf-8", per_file=True) == [
        "变压器\u2028\u2028断路器和触头和母线\u2028甲\u2028乙"
    ]


@pytest.mark.usefixtures("small_pieces")
def test_json_lines_in_pieces_are_the_same_documents_and_lines():
    lines = [json.dumps({"text": text}) for text in ("变压器", "", "断\n路", "甲")]
    content = f"{lines[0]}\n\n{lines[1]}\n{lines[2]}\n{lines[3]}"
    assert "".join(texts({"a.jsonl": content}, encoding="utf-8")) == "变压器\n\n断\u2028路\n甲"
    with pytest.raises(InputError, match=r"^a.jsonl:6: not JSON"):
        texts({"a.jsonl": content + "\nx\n"}, encoding="utf-8")


@pytest.mark.usefixtures("small_pieces")
def test_a_file_of_blanks_is_refused_at_its_end():
    with pytest.raises(InputError, match=r"^a.txt: the file holds no text; name a file with text$"):
        texts({"a.txt": " \n" * 40}, encoding="utf-8")


RECORDS = [{"text": "oil\npump"}, {"id": 2}, {"text": None}, {"text": "gas"}]


@pytest.mark.parametrize(
    "content",
    [
        json.dumps(RECORDS),
        json.dumps(RECORDS, indent=2),
        "\n".join(map(json.dumps, RECORDS)),
        "\n".join(json.dumps(record, indent=1) for record in RECORDS),
        json.dumps({"data": RECORDS, "pages": [1, 2]}),
        json.dumps({"hits": {"total": 4, "hits": RECORDS}}, indent=4),
        "window.YTD.tweets.part0 = " + json.dumps(RECORDS, indent=2),
    ],
    ids=["array", "indented", "lines", "jq", "object", "nested object", "Twitter"],
)
@pytest.mark.parametrize("chunk", [1 << 20, 7])
def test_records_are_read_in_any_layout(content, chunk, monkeypatch):
    monkeypatch.setattr("textmine.text.reading._CHUNK", chunk)
    found, said = read_and_said("a.json", content, encoding="utf-8")
    assert found == ["oil\u2028pump", "", "", "gas"]
    assert said[-1] == "a.json: 2 of 4 records have no text in the field 'text'; they are no documents"


def test_a_path_leads_into_records():
    lines = [
        {"data": {"text": "oil"}, "data.text": "the name itself"},
        {"data": {"text": "gas"}},
        {"data": [{"text": "one"}, {"text": "two"}, {}]},
        {"data": {"text": ["three", "four"]}},
        {"data": {}},
    ]
    found, said = read_and_said("a.jsonl", "\n".join(map(json.dumps, lines)), field="data.text")
    assert found == ["the name itself", "gas", "one\u2028two", "three\u2028four", ""]
    assert said == ["a.jsonl: 1 of 5 records have no text in the field 'data.text'; they are no documents"]


def test_an_array_inside_an_object_is_found_by_the_field():
    document = json.dumps({"users": [{"name": "x"}], "data": [{"tweet": {"full_text": "oil"}}]})
    expected = ["oil"], ["a.json: read the 1 records in 'data'"]
    assert read_and_said("a.json", document, field="tweet.full_text") == expected
    assert read_and_said("a.json", document, field="data.tweet.full_text") == expected
    with pytest.raises(InputError, match=r"fields with text are: users\.name, data\.tweet\.full_text$"):
        texts({"a.json": document})


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("[]", "a.json: the file holds no record; name a file with records"),
        ('[{"text": "x"},\n{"text": "y"', "a.json:2: not JSON: expecting ',' delimiter at character 13; "),
        ('[{"text": "x"},\n', "a.json:2: not JSON: the array has no end; "),
        ('{\n"text": "x",\n"n": 007\n}', "a.json:3: not JSON: expecting ',' delimiter at character 7; "),
        ('{"text": "x"} tail', "a.json:1: not JSON: extra data at character 15; "),
        ("text,n\nx,1\n", "a.json:1: not JSON: expecting value at character 1; "),
    ],
)
def test_json_that_is_cut_or_damaged_is_refused_with_its_line(content, expected):
    with pytest.raises(InputError) as raised:
        texts({"a.json": content})
    assert str(raised.value).startswith(expected)


def test_json_in_a_file_of_any_name_is_read_where_a_field_is_named():
    content = '{"body": "oil"}\n{"body": "gas"}\n'
    assert read_and_said("dump.txt", content, field="body") == (["oil", "gas"], [])
    assert read_and_said("dump.txt", content)[1] == [
        "dump.txt: read as plain text although it looks like JSON; `field` takes a field"
    ]
    assert read_and_said("a.txt", "{oil}\n[1] gas", field="body") == (
        ["{oil}", "[1] gas"],
        ["a.txt: not JSON, read as plain text; `field` is not used"],
    )


def test_options_for_tables_are_told_where_there_is_none():
    assert read_and_said("a.txt", "oil", sheet="2")[1] == ["a.txt: read as plain text; `sheet` is not used"]
    both = read_and_said("a.txt", "oil", sheet="2", delimiter=";")[1]
    assert both == ["a.txt: read as plain text; `delimiter` and `sheet` are not used"]


def test_tables_are_read_as_spreadsheets_write_them():
    rows = [["Nr", "Datum", "Text"], ["1", "3,5", 'Öl; "Gas"\nund Pumpe'], ["2", "4,5", ""], ["3", "", "a|b"]]
    quoted = [['"' + field.replace('"', '""') + '"' for field in row] for row in rows]
    expected = ['Öl; "Gas"\u2028und Pumpe', "", "a|b"]
    for delimiter in ",;\t|":
        content = "".join(delimiter.join(row) + "\r\n" for row in quoted)
        for name, encoding in (("a.csv", "utf-8-sig"), ("a.txt", "utf-16"), ("a.csv", "utf-16"), ("a.tsv", "utf-8")):
            found, said = read_and_said(name, content.encode(encoding), column="text")
            assert found == expected
            assert said == [f"{name}: 1 of 3 records have no text in the column 'text'; they are no documents"]
    declared = "sep=;\n" + "".join(";".join(row) + "\n" for row in quoted)
    assert read_and_said("a.csv", declared, column="Text")[0] == expected


def test_between_tabs_quotes_stand_for_themselves_where_nothing_needs_them():
    content = 'id\ttext\n1\t"so" he said\n2\t"so"\n'
    assert read_and_said("a.tsv", content, column="text")[0] == ['"so" he said', '"so"']
    assert read_and_said("a.txt", 'id\ttext\n1\t"a, b"\n2\t"c ""d"""\n', column="text")[0] == ["a, b", 'c "d"']


def test_the_delimiter_that_is_given_is_used():
    content = "a;b,text\n1;2,oil\n"
    assert read_and_said("a.csv", content, column="text")[0] == ["oil"]
    assert read_and_said("a.csv", content, column="b,text", delimiter=";")[0] == ["2,oil"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("id,text\n1,oil, gas\n", "a.csv:2: the row has 3 fields where the header has 2; quote fields that hold"),
        ("id,text\n1, \n", "a.csv: no row has text in the column 'text'; name another with `column`: id"),
        ("text\n", "a.csv: no row has text in the column 'text'; write a text below the header"),
        ("text,id,text\na,1,b\n", "a.csv:1: 2 columns are called 'text'; rename all but one"),
        ("Text,id,TEXT\na,1,b\n", "a.csv:1: 2 columns are called 'text'; rename all but one"),
    ],
)
def test_a_table_whose_text_is_not_certain_is_refused(content, expected):
    with pytest.raises(InputError) as raised:
        texts({"a.csv": content}, column="text")
    assert str(raised.value).startswith(expected)


def test_names_of_rows_and_blank_fields_at_the_end_are_no_fault():
    assert read_and_said("a.txt", '"id"\t"text"\n"1"\t1\t"oil"\n', column="text")[0] == ["oil"]
    assert read_and_said("a.csv", "id,text\n1,oil,,\n", column="text")[0] == ["oil"]


def test_a_table_of_which_no_column_is_named_is_plain_text_and_that_is_said():
    assert read_and_said("a.csv", "id,text\n") == (
        ["id,text", ""],
        ["a.csv: read as plain text, all columns; `column` takes one"],
    )


@pytest.fixture
def workbook():
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    first = book.active
    first.title = "Texte"
    rows = [
        [],
        ["Nr", "Tag", "Text"],
        [1, datetime.date(2024, 5, 31), "oil\npump"],
        [],
        [2.0, None, None],
        [3, True, 5],
    ]
    for row in rows:
        first.append(row)
    book.create_sheet("other").append(["body"])
    book["other"].append(["gas"])
    book.save("a.xlsx")
    with open("a.xlsx", "rb") as file:
        return file.read()


def test_a_workbook_is_a_table(workbook):
    others = "a.xlsx: read the first sheet, Texte; `sheet` names another: other"
    missing = "a.xlsx: 1 of 3 records have no text in the column 'text'; they are no documents"
    assert read_and_said("a.xlsx", workbook) == (["oil\u2028pump", "", "5"], [others, missing])
    assert read_and_said("a.dat", gzip.compress(workbook), column="TAG")[0] == ["2024-05-31", "", "true"]
    assert read_and_said("a.xlsx", workbook, column="body", sheet="other") == (["gas"], [])
    with pytest.raises(InputError, match=r"^a.xlsx: no sheet 'third'; the sheets are: Texte, other$"):
        texts({"a.xlsx": workbook}, sheet="third")
    with pytest.raises(InputError, match=r"^a.xlsx: the workbook cannot be read: .*; open it in a spreadsheet"):
        texts({"a.xlsx": workbook[:2000]})


def test_a_workbook_needs_an_extra(workbook, monkeypatch):
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(OptionError) as raised:
        texts({"a.xlsx": workbook})
    assert str(raised.value) == "a.xlsx: Excel workbooks need openpyxl; pip install 'textmine[excel]'"


@pytest.mark.parametrize(
    "document",
    [
        {"text": {"0": "oil", "1": None, "2": "gas"}, "n": {"0": 1, "1": 2, "2": 3}},
        {"text": ["oil", None, "gas"], "n": [1, 2, 3]},
        {"columns": ["n", "text"], "index": [0, 1, 2], "data": [[1, "oil"], [2, None], [3, "gas"]]},
    ],
    ids=["columns", "lists", "split"],
)
def test_tables_of_pandas_in_json_are_read(document):
    found, said = read_and_said("a.json", json.dumps(document))
    assert found == ["oil", "", "gas"]
    assert said[0] == "a.json: read the 3 texts of 'text'"


def test_a_title_above_the_header_is_left_out():
    found, said = read_and_said("a.csv", "Report of May\n\nid,text\n1,oil\n", column="Text")
    assert (found, said) == (["oil"], ["a.csv: line 3 is the header; the lines above it are left out"])


def test_a_workbook_that_swells_is_refused_before_it_is_opened(workbook):
    with io.BytesIO() as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/workbook.xml", bytes(300 << 20))
        content = file.getvalue()
    with pytest.raises(InputError, match=r"^a.xlsx: \d+ bytes swell to 314572800 when decompressed; "):
        texts({"a.xlsx": content})
