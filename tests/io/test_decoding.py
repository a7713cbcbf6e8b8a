import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.errors import InputError, OptionError
from textmine.io import decode

SIMPLIFIED = (
    "老王每天清早去河边钓鱼，中午带着两条鲫鱼回家，让妻子炖一锅热汤。",
    "这台变压器去年夏天换过绕组，绝缘油的含水量一直没有超过规定的数值。",
    "学生们把实验记录写在本子上，老师逐页检查，发现三处单位用错了。",
    "火车晚点四十分钟，站台上的旅客有的看书，有的打电话，还有人睡着了。",
    "今年雨水多，山下的稻田长势很好，农民却担心秋天收割时天气转坏。",
    "断路器在 0.1 s 内跳开，SF6 气体的压力降到 0.4 MPa，值班员立刻报告。",
)
TRADITIONAL = (
    "老王每天清早去河邊釣魚，中午帶著兩條鯽魚回家，讓妻子燉一鍋熱湯。",
    "這臺變壓器去年夏天換過繞組，絕緣油的含水量一直沒有超過規定的數值。",
    "學生們把實驗記錄寫在本子上，老師逐頁檢查，發現三處單位用錯了。",
    "火車晚點四十分鐘，月臺上的旅客有的看書，有的打電話，還有人睡著了。",
    "今年雨水多，山下的稻田長勢很好，農民卻擔心秋天收割時天氣轉壞。",
)
FRENCH = (
    "Le café était déjà fermé à midi.\nNoël approche, et l'élève a relevé sept idées.\n",
    "Élève zélé, né l'été, il a gelé.",
    "été",
    "Noël",
    "Les élèves révisent; la fenêtre de l'hôtel où dînèrent les évêques.",
)


def longer(sentences, n):
    """The first n characters of the sentences, repeated in ever new order, lines of three."""
    turns = (sentences[(i * i + i // 7) % len(sentences)] + "\n" * (i % 3 == 2) for i in range(n // 10 + 1))
    return "".join(turns)[:n]


def test_utf_8_needs_no_guess(notes):
    assert decode("变压器 café\n".encode(), "a.txt", progress=notes) == "变压器 café\n"
    assert notes.notes == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("text", ["", "a", "变压器\n", "café\n"])
def test_a_mark_names_the_encoding_and_is_no_part_of_the_text(encoding, text, notes):
    assert decode(("\ufeff" + text).encode(encoding), "a.txt", progress=notes) == text
    assert notes.notes == []


@pytest.mark.parametrize(
    ("mark", "said", "named"),
    [("utf-16", "utf-16-le", "gb18030"), ("utf-8-sig", "utf-8", "utf-16"), ("utf-16", "utf-16-le", "latin-1")],
)
def test_a_mark_of_another_encoding_than_the_one_named_is_told(mark, said, named):
    data = "变压器\n".encode(mark) if mark != "utf-16" else codecs.BOM_UTF16_LE + "变压器\n".encode("utf-16-le")
    with pytest.raises(InputError, match=f"its byte order mark is that of {said}, not of .*; leave out `encoding`"):
        decode(data, "a.txt", named)
    assert decode(data, "a.txt", said) == decode(data, "a.txt") == "变压器\n"


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("start", range(len(SIMPLIFIED)))
@pytest.mark.parametrize("n", [30, 60, 300, 5000, 20_000])
def test_simplified_chinese_is_read_as_what_it_is(encoding, start, n, notes):
    text = longer(SIMPLIFIED[start:] + SIMPLIFIED[:start], n)
    assert decode(text.encode(encoding), "a.txt", progress=notes) == text
    assert notes.notes == [f"a.txt: not UTF-8; read as {encoding} (`encoding` names another)"]


@pytest.mark.parametrize("encoding", ["big5", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("start", range(len(TRADITIONAL)))
@pytest.mark.parametrize("n", [60, 300, 5000])
def test_traditional_chinese_is_read_as_what_it_is(encoding, start, n, notes):
    text = longer(TRADITIONAL[start:] + TRADITIONAL[:start], n)
    assert decode(text.encode(encoding), "a.txt", progress=notes) == text
    assert notes.notes == [f"a.txt: not UTF-8; read as {encoding} (`encoding` names another)"]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_english_in_utf_16_is_not_utf_8_full_of_nul(encoding):
    text = "The transformer is cooled by oil.\nThe breaker is not.\n"
    assert decode(text.encode(encoding), "a.txt") == text


def test_utf_16_that_is_utf_8_by_accident_is_told_by_its_control_characters():
    data = "处搬运到高温处。".encode("utf-16-le")
    assert "\x04" in data.decode("utf-8")
    assert decode(data, "a.txt") == "处搬运到高温处。"


def test_utf_8_with_a_stray_control_character_stays_utf_8():
    for text in ("变压器\0断路器", "\x01 The breaker opens.\n", "\x0c变压器\x08\n" * 9):
        assert decode(text.encode(), "a.txt") == text


@pytest.mark.parametrize("text", FRENCH)
@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "iso8859-15"])
def test_french_in_one_byte_a_letter_is_refused_not_guessed(text, encoding):
    with pytest.raises(InputError, match="and no other encoding is certain; try `encoding"):
        decode(text.encode(encoding), "a.txt")


def test_the_refusal_says_where_and_what_to_do():
    with pytest.raises(InputError) as raised:
        decode("un thé\nun café, s'il vous plaît\n".encode("latin-1"), "menu.txt")
    assert str(raised.value) == (
        "menu.txt:1: not valid UTF-8 (byte 0xe9 at 6) and no other encoding is certain; "
        "try `encoding=cp1252`, or convert it to UTF-8"
    )


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("변압기의 절연유는 매년 검사하고 기록을 남긴다. 차단기는 삼 년마다 점검한다.", "euc_kr"),
        ("変圧器の油は毎年しらべて、記録をのこします。遮断器は三年に一度です。", "euc_jp"),
        ("変圧器の油は毎年しらべて、記録をのこします。遮断器は三年に一度です。", "shift_jis"),
        ("Трансформатор охлаждается маслом, а выключатель нет.", "cp1251"),
        ("Трансформатор охлаждается маслом, а выключатель нет.", "koi8-r"),
    ],
)
def test_other_scripts_are_not_taken_for_chinese(text, encoding):
    with pytest.raises(InputError, match="no other encoding is certain"):
        decode(text.encode(encoding), "a.txt")
    assert decode(text.encode(encoding), "a.txt", encoding) == text


def test_a_named_encoding_is_used_and_strict():
    assert decode("变压器".encode("gbk"), "a.txt", "gbk") == "变压器"
    with pytest.raises(InputError) as raised:
        decode("线\n变压器".encode(), "a.txt", "ASCII")
    assert str(raised.value) == (
        "a.txt:1: not valid ascii (byte 0xe7 at 1); name its encoding with `encoding`, or convert it to UTF-8"
    )


def test_a_broken_mark_file_is_refused():
    with pytest.raises(InputError, match=r"a.txt:1: not valid utf-16-le \(byte 0x61 at 3\)"):
        decode(codecs.BOM_UTF16_LE + b"a", "a.txt")


@pytest.mark.parametrize("name", ["klingon", "base64", "rot13", "hex", ""])
def test_what_names_no_text_encoding_is_a_mistake_in_the_option(name):
    with pytest.raises(OptionError) as raised:
        decode(b"text", "a.txt", name)
    assert str(raised.value) == f"'{name}' is not an encoding; use a name such as utf-8, gb18030, big5 or utf-16"


def test_line_ends_become_line_feeds():
    assert decode(b"a\r\nb\rc\n\r\nd", "a.txt") == "a\nb\nc\n\nd"


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\t\n")).map(
    lambda s: s.lstrip("\ufeff")
)


@given(TEXTS)
def test_utf_8_survives(text):
    assert decode(text.encode(), "a.txt") == text


@given(TEXTS, st.sampled_from(["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"]))
def test_text_behind_a_mark_survives(text, encoding):
    assert decode(("\ufeff" + text).encode(encoding), "a.txt") == text


@given(TEXTS, st.sampled_from(["utf-8", "gb18030", "utf-16-le", "utf-32-be"]))
def test_text_in_a_named_encoding_survives(text, encoding):
    assert decode(text.encode(encoding), "a.txt", encoding) == text


@given(st.binary(max_size=200))
def test_bytes_are_decoded_without_loss_or_refused(data):
    try:
        text = decode(data, "a.txt")
    except InputError:
        return
    encodings = ("utf-8", "gb18030", "big5", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
    plain = [data.decode(encoding, "replace") for encoding in encodings]
    assert text in [p.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n") for p in plain]
