"""Lists of terms and files of other programs, at the command line."""

import zipfile

import pytest

TEXT = "断路器跳闸，wind turbine 停机。检修断路器与 wind turbine\n绕组过热，断路器跳闸\n" * 3
LISTS = {
    "terms.tsv": "term\tscore\tcount\n断路器\t2.0\t9\nwind turbine\t1.0\t6\n",
    "terms.csv": "term,score,count\n断路器,2.0,9\nwind turbine,1.0,6\n",
    "terms.jsonl": '{"term": "断路器", "count": 9}\n{"term": "wind turbine", "count": 6}\n',
    "jieba.txt": "断路器 9 n\nwind turbine 6 n\n",
    "hanlp.csv": "断路器,n,9\nwind turbine,n,6\n",
    "pkuseg.txt": "断路器\nwind turbine\n",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lists")
    (folder / "text.txt").write_text(TEXT, encoding="utf-8")
    (folder / "absent.txt").write_text("光合作用\n叶绿体\n", encoding="utf-8")
    for name, content in LISTS.items():
        (folder / name).write_text(content, encoding="utf-8")
    with zipfile.ZipFile(folder / "letter.docx", "w") as archive:
        archive.writestr("word/document.xml", "<w:t>断路器</w:t>")
    return folder


@pytest.mark.parametrize("name", LISTS)
def test_each_format_is_read_wherever_terms_are_taken(inside, folder, name):
    expected = inside("graph", "text.txt", "--terms", "terms.tsv", "--top", "0", cwd=folder)[1]
    assert "断路器\twind turbine\t" in expected.decode()
    code, out, err = inside("graph", "text.txt", "--terms", name, "--top", "0", cwd=folder)
    assert (code, out) == (0, expected)
    assert err.count(b"\n") == (name in ("jieba.txt", "hanlp.csv"))
    counted = ("--min-count", "1", "--resamples", "10")
    out = inside("evaluate", "terms", name, "terms.tsv", "text.txt", *counted, cwd=folder)[1].decode()
    assert [line.split("\t")[1] for line in out.splitlines() if line.startswith(("AP", "recall"))] == ["1.0", "1.0"]
    segmented = inside("segment", "text.txt", "--terms", name, "--whole-terms", cwd=folder)[1].decode()
    assert segmented.startswith("断路器 跳闸")
    left_out = inside("discover", "text.txt", "-b", "none", "--exclude", name, cwd=folder)[1].decode()
    assert not {"断路器", "wind turbine"} & {line.split("\t")[0] for line in left_out.splitlines()}


@pytest.mark.parametrize(
    "command",
    [
        "graph text.txt --terms absent.txt",
        "vectors text.txt --terms absent.txt --dimensions 2 --min-count 1",
        "contexts --terms absent.txt text.txt",
        "evaluate terms absent.txt pkuseg.txt text.txt --min-count 1",
    ],
)
def test_terms_none_of_which_occurs_are_an_error(inside, folder, command):
    code, out, err = inside(*command.split(), cwd=folder)
    assert (code, out) == (1, b"")
    assert "none of the 2 " in err.decode()
    assert "occurs in the text; " in err.decode()
    assert err.count(b"\n") == 1


def test_segment_cuts_without_terms_that_do_not_occur(inside, folder):
    plain = inside("segment", "text.txt", cwd=folder)[1]
    code, out, err = inside("segment", "text.txt", "--terms", "absent.txt", cwd=folder)
    assert (code, out) == (0, plain)
    assert err == (b"textmine: absent.txt: none of the 2 terms occurs in the text; the dictionary alone was used\n")


def test_terms_that_never_meet_are_said(inside, folder):
    code, out, err = inside("graph", "text.txt", "--terms", "pkuseg.txt", "--min-count", "99", cwd=folder)
    assert (code, out) == (0, b"source\ttarget\tweight\tcount\n")
    assert err == b"textmine: no link: no two terms occur together as often as the options ask\n"


@pytest.mark.parametrize(
    "command",
    [
        "discover letter.docx",
        "segment letter.docx",
        "graph letter.docx",
        "contexts 断路器 letter.docx",
        "graph text.txt --terms letter.docx",
        "discover text.txt --known letter.docx",
        "cluster letter.docx",
        "evaluate terms letter.docx pkuseg.txt text.txt",
        "evaluate communities letter.docx terms.tsv",
        "expand letter.docx --graph terms.tsv",
    ],
)
def test_a_document_is_refused_by_every_command(inside, folder, command):
    code, out, err = inside(*command.split(), cwd=folder)
    assert (code, out) == (1, b"")
    assert err.startswith(b"textmine: letter.docx: this is a Word document (.docx), not text; open it in the program")
    assert err.count(b"\n") == 1


def test_the_delimiter_of_a_table_is_an_option(inside, folder):
    (folder / "table.csv").write_text("nr~text,x\n" + "1~断路器跳闸\n" * 9, encoding="utf-8")
    options = ("--column", "text,x", "--delimiter", "~", "-b", "none", "--keep-repeats")
    code, out, _ = inside("discover", "table.csv", *options, cwd=folder)
    assert code == 0
    assert "断路器" in out.decode()
    code, out, err = inside("discover", "table.csv", "--column", "text", "--delimiter", "long", cwd=folder)
    assert (code, out) == (2, b"")
    assert err == b"textmine: 'long' is no delimiter; give one character, or tab, comma, semicolon, bar or blank\n"


def test_a_missing_extra_is_one_line(inside, folder, monkeypatch):
    with zipfile.ZipFile(folder / "book.xlsx", "w") as archive:
        archive.writestr("xl/workbook.xml", "")
    monkeypatch.setitem(__import__("sys").modules, "openpyxl", None)
    code, out, err = inside("discover", "book.xlsx", "--column", "text", cwd=folder)
    assert (code, out) == (2, b"")
    assert err == b"textmine: book.xlsx: Excel workbooks need openpyxl; pip install 'textmine[excel]'\n"


def test_a_list_from_standard_input_is_read_once(inside, folder, tmp_path):
    target = str(tmp_path / "map")
    shown = ("map", "text.txt", "--include", "-", "--min-count", "2", "--background", "none", "-o", target)
    code, _, err = inside(*shown, cwd=folder, stdin="停机\n".encode())
    assert code == 0, err
    assert "\n停机\t" in (tmp_path / "map" / "terms.tsv").read_text(encoding="utf-8")


def test_wrapped_and_marked_up_text_is_read_by_every_command(inside, folder):
    wrapped = (
        "<p>Check a gas\nturbine.</p> The gas tur-\nbine hums &amp; every gas\nturbine runs, see https://a.org/gas\n"
    )
    (folder / "wrapped.txt").write_text(wrapped, encoding="utf-8")
    (folder / "gas.txt").write_text("gas turbine\nhums\n", encoding="utf-8")
    asked = ("--join-lines", "--clean", "html,urls")
    out = inside("contexts", "gas turbine", "wrapped.txt", *asked, cwd=folder)[1].decode()
    assert out.count("\tgas turbine\t") == 3
    assert "org" not in out
    assert "。" not in out
    out = inside("discover", "wrapped.txt", *asked, "--min-count", "2", "--background", "none", cwd=folder)[1].decode()
    assert [line.split("\t")[::2][:2] for line in out.splitlines()[1:2]] == [["gas turbine", "3"]]
    out = inside("segment", "wrapped.txt", *asked, "--terms", "gas.txt", "--whole-terms", cwd=folder)[1].decode()
    assert out.count("gas turbine") == 3
    assert "<" not in out
    out = inside("graph", "wrapped.txt", *asked, "--terms", "gas.txt", "--min-count", "1", cwd=folder)[1].decode()
    assert "gas turbine\thums\t" in out
    assert inside("count", "wrapped.txt", *asked, "-o", "wrapped.ngrams", cwd=folder)[0] == 0
