import json

import pytest

from textmine.errors import InputError
from textmine.text import ReadOptions, read_corpus, read_texts


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def texts(files, **options):
    for name, content in files.items():
        with open(name, "w", encoding="utf-8", newline="") as file:
            file.write(content)
    return list(read_texts(list(files), ReadOptions(**options)))


def test_a_line_is_a_document():
    assert texts({"a.txt": "变压器\r\n断路器", "b.txt": "x\n"}) == ["变压器\n断路器", "x\n"]
    assert read_corpus(["a.txt", "b.txt"]).n_documents == 3


def test_a_file_is_a_document_on_request():
    assert texts({"a.txt": "变压器\n断路器\n"}, per_file=True) == ["变压器。断路器。"]
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
    assert texts({"a.jsonl": content}) == ["变压器。断路器\n\n😀"]
    assert texts({"a.jsonl": content}, field="body") == ["甲\n乙\n丙\r。"]
    assert texts({"a.jsonl": content}, per_file=True) == ["变压器。断路器。。😀"]


def test_a_column_of_a_table_gives_a_document_a_row():
    assert texts({"a.tsv": "id\tbody\n1\t甲\\n乙\n2\t丙\n"}, column="body") == ["甲。乙\n丙"]
    assert texts({"a.csv": 'id,body\n1,"甲\n乙"\n2,"丙,丁"\n'}, column="body") == ["甲。乙\n丙,丁"]
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
        ("a.jsonl", '{"body": "x"}\n', {}, "a.jsonl:1: no text in the field 'text'; name the field with `field`"),
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
    assert texts({"a.txt": content}, encoding="utf-8", per_file=True) == ["变压器。。断路器和触头和母线。甲。乙"]


@pytest.mark.usefixtures("small_pieces")
def test_json_lines_in_pieces_are_the_same_documents_and_lines():
    lines = [json.dumps({"text": text}) for text in ("变压器", "", "断\n路", "甲")]
    content = f"{lines[0]}\n\n{lines[1]}\n{lines[2]}\n{lines[3]}"
    assert "".join(texts({"a.jsonl": content}, encoding="utf-8")) == "变压器\n\n断。路\n甲"
    with pytest.raises(InputError, match=r"^a.jsonl:6: not JSON"):
        texts({"a.jsonl": content + "\nx\n"}, encoding="utf-8")


@pytest.mark.usefixtures("small_pieces")
def test_a_file_of_blanks_is_refused_at_its_end():
    with pytest.raises(InputError, match=r"^a.txt: the file holds no text; name a file with text$"):
        texts({"a.txt": " \n" * 40}, encoding="utf-8")
