"""The dictionaries that discover writes."""

TEXT = "wind turbine 变压器过热。检修变压器，wind turbine！新变压器投运。the wind turbine stands\n" * 3
COMMAND = ("discover", "-", "-b", "none", "--keep-repeats", "--format")


def test_terms_that_a_dictionary_cannot_hold_are_said(inside):
    code, out, err = inside(*COMMAND, "hanlp", stdin=TEXT.encode())
    assert code == 0
    assert all(line.count(b" ") == 2 for line in out.splitlines())
    assert "变压器 n 9\n" in out.decode()
    assert err.endswith(b"they hold what ends a word in such a file; --output NAME.csv keeps blanks\n")


def test_the_name_of_the_file_decides_for_hanlp(inside, tmp_path):
    assert inside(*COMMAND, "hanlp", "-o", tmp_path / "terms.csv", stdin=TEXT.encode()) == (0, b"", b"")
    assert "wind turbine,n,9\n" in (tmp_path / "terms.csv").read_text(encoding="utf-8")


def test_pkuseg_and_jieba_have_the_same_words_in_the_same_order(inside):
    words = inside(*COMMAND, "pkuseg", stdin=TEXT.encode())[1].decode().splitlines()
    lines = inside(*COMMAND, "jieba", stdin=TEXT.encode())[1].decode().splitlines()
    assert [line.rsplit(" ", 2)[0] for line in lines] == words
    assert "wind turbine" in words
