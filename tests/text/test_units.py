"""Which units a text has: the table of the design, and a slow definition of the same."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from textmine.text.folding import fold
from textmine.text.items import cut
from textmine.text.units import UnitTable

MARKS = {-1: "，", -2: "。", -3: "\n"}


def units(text):
    """Units and breaks of a text, e.g. `sf6 断 ， a`."""
    folded = fold(text)
    items = cut(folded)
    table = UnitTable()
    forms = table.read(folded, items)
    return [MARKS[form] if form < 0 else table.units[table.unit_of_form[form]] for form in forms.tolist()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # docs: "Corpus and units"
        ("PCIe-4.0", "pcie-4.0"),
        ("C++", "c++"),
        ("C#", "c#"),
        ("well-known", "well-known"),
        ("l'eau", "l' eau"),
        ("don't", "don't"),
        ("SF6断路器", "sf6 断 路 器"),
        ("5G 基站", "5g 基 站"),
        ("neural network", "neural network"),
        ("3.14", "3.14"),
        ("10 kV", "10 kv"),
        ("ＡＢＣ", "abc"),
        ("a/b", "a/b"),
        ("，。", "。"),
        ("Transformer模型", "transformer 模 型"),
        # elisions
        ("qu'il", "qu' il"),
        ("d'eau", "d' eau"),
        ("L’État", "l' état"),
        ("s'il c'est j'ai m'a n'y t'a", "s' il c' est j' ai m' a n' y t' a"),
        ("l'homme d'œuvre", "l' homme d' œuvre"),
        ("l'3", "l'3"),
        ("aujourd'hui presqu'île", "aujourd'hui presqu'île"),
        ("it's I'm o'clock rock'n'roll", "it's i'm o'clock rock'n'roll"),
        ("'s dogs'", "， s dogs ，"),
        ("don’t", "don't"),
        ("l'eau-de-vie", "l' eau-de-vie"),
        # joiners and suffixes
        ("end. Next", "end 。 next"),
        ("U.S. 3.", "u.s 。 3 。"),
        ("a--b", "a ， b"),
        ("-a_b-", "， a_b ，"),
        ("a.-b", "a 。 b"),
        ("snake_case a-1 1/2", "snake_case a-1 1/2"),
        ("a‐b a‑b a−b", "a-b a-b a-b"),
        ("F# C++, C++17", "f# c++ ， c ， 17"),
        ("5# #tag a+b", "5 ， tag a ， b"),
        ("x\u0302++ q\u0323# 3\u0302+", "x\u0302++ q\u0323# 3\u0302+"),
        ("x\u0302++x", "x\u0302 ， x"),
        ("C++和C#语言", "c++ 和 c# 语 言"),
        ("1,000", "1 ， 000"),
        ("a@b.cn", "a ， b.cn"),
        # breaks: of several in a row the strongest stays
        ("甲，乙；丙。丁！戊？己", "甲 ， 乙 ， 丙 。 丁 。 戊 。 己"),
        ("甲，。乙……丙——丁", "甲 。 乙 。 丙 ， 丁"),
        ("甲。\n，乙", "甲 \n 乙"),
        ("甲\t乙\r\n丙", "甲 ， 乙 \n 丙"),
        ("“甲”（乙）", "， 甲 ， 乙 ，"),
        # blanks
        ("甲 乙\u3000丙\u00a0a\u2009b", "甲 乙 丙 a b"),
        # folding
        ("㎡ ５㎡ x²", "m2 5m2 x2"),
        ("½ Ⅻ ①", "1/2 xii 1"),
        ("25℃", "25 ， c"),
        ("ﬁne ŒUVRE STRASSE ẞ", "fine œuvre strasse ß"),
        ("cafe\u0301 CAFÉ", "café café"),
        ("x\u0302y\u0301\u0323", "x\u0302ỵ\u0301"),
        ("变\u200b压\u200d器\ufeff trans\u00adformer", "变 压 器 transformer"),
        ("\u0301 a ´ b \u20e3", "a b"),
        ("葛\U000e0100城", "葛 城"),
        # scripts
        ("한국어 \u1112\u1161\u11ab", "한국어 한"),
        ("ㄱㅏ", "가"),
        ("カﾞス ｶﾞｽ すゞ コーヒー", "ガ ス ガ ス す ゞ コ ー ヒ ー"),
        ("人々は〇", "人 々 は 〇"),
        ("😀甲😀 ❤️ 乙👩‍👩", "， 甲 ， 乙 ，"),
        ("𠮷野家", "𠮷 野 家"),
        ("Größe naïve Ελλάδα Москва", "größe naïve ελλάδα москва"),
        ("हिन्दी", "हिन्दी"),
        ("٣٫١٤", "٣ ， ١٤"),
        ("", ""),
        (" \u200b", ""),
    ],
)
def test_units_of(text, expected):
    assert units(text) == (expected.split(" ") if expected else [])


VARIATION_SELECTORS = {*range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)}
INTERPUNCTS = "·•・‧⋅∙⸱"
ONE_INTERPUNCT = str.maketrans(dict.fromkeys(INTERPUNCTS, "·"))
ALIKE = str.maketrans({"\u2019": "'", "\u02bc": "'", "\u2010": "-", "\u2212": "-", "\u2044": "/"})


def slow_fold(text):
    kept = (c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf")
    return "".join(c for c in kept if ord(c) not in VARIATION_SELECTORS).translate(ALIKE)


def is_han(c):
    if c == "゠" or c == "・":
        return False
    name = unicodedata.name(c, "")
    return (
        name.startswith(("CJK UNIFIED", "CJK COMPATIBILITY IDEOGRAPH", "HIRAGANA", "KATAKANA", "HENTAIGANA"))
        or c in "々〆〇"
        or 0x20000 <= ord(c) <= 0x3FFFD
    )


def is_sign(c):
    return not (unicodedata.category(c)[0] in "LNM" or unicodedata.category(c) == "Zs" or is_han(c))


def slow_units(text):
    """The rules, one after the other, on strings."""
    text = slow_fold(text)
    word = [not is_han(c) and unicodedata.category(c)[0] in "LN" for c in text] + [False]
    mark = [not is_han(c) and unicodedata.category(c)[0] == "M" for c in text] + [False]
    items = []
    at, unit_end = 0, -1
    while at < len(text):
        c = text[at]
        if is_han(c):
            items.append(c.lower())
            at = unit_end = at + 1
        elif c in INTERPUNCTS and at == unit_end and (is_han(text[at + 1 : at + 2] or " ") or word[at + 1]):
            items.append("·")
            at = unit_end = at + 1
        elif word[at]:
            end = at + 1
            while end < len(text):
                if word[end] or mark[end]:
                    end += 1
                elif text[end] in "-_./'&" + INTERPUNCTS and word[end + 1]:
                    head, next_ = text[at:end].lower(), text[end + 1].lower()
                    if text[end] == "'" and head in {*"ldjmtsnc", "qu"} and is_vowel(next_):
                        end += 1
                        break
                    end += 2
                else:
                    break
            elided = text[end - 1] == "'"
            suffix = end
            if not elided and (mark[end - 1] or unicodedata.category(text[end - 1])[0] == "L"):
                while suffix < len(text) and text[suffix] in "+#":
                    suffix += 1
            end = suffix if not word[suffix] else end
            items.append(text[at:end].lower().translate(ONE_INTERPUNCT))
            at = unit_end = end
        else:
            if c == "\n":
                items.append("\n")
            elif c in "。!?.":
                items.append("。")
            elif is_sign(c):
                items.append("，")
            at += 1
    return merged(items)


def is_vowel(c):
    return c in "aehiouyœ" or "à" <= c <= "ÿ" or "À" <= c <= "Þ" or c == "ß"


def merged(items):
    """Of several breaks in a row the strongest."""
    strength = {"，": 1, "。": 2, "\n": 3}
    found = []
    for item in items:
        if item in strength and found and found[-1] in strength:
            found[-1] = max(found[-1], item, key=strength.__getitem__)
        else:
            found.append(item)
    return found


PIECES = st.sampled_from(
    [
        *("l'", "qu'", "d’", "'", "é", "Œ", "h", "C", "++", "#", "-", ".", "/", "_", "3", "kV", "don't", "İ", "ΑΣ"),
        *("变压器", "𠮷", "か", "\u3099", "\u0301", "´", "\u0f73", "\u0fb7", "\u0344", "\u09c7", "\u09be", "\ufe0f"),
        *("\n", "，", "。", "！", " ", "\u3000", "ＡＢ", "㎡", "½", "ﾞ", "ｶ", "\ufdfa", "\u200b", "\u00ad", "😀"),
        *("\u1100", "\u1161", "\u11a8", "·", "‧", "・", "&"),
    ]
)
MIXED = st.lists(PIECES | st.characters(exclude_categories=["Cs", "Cn"]), max_size=15).map("".join)


@given(MIXED)
@example("ｶﾞ")
@example("ㄱㅏ")
@example("\u0f73\u0fb7")
@example("é\u0323\u0301")
@example("l'\u0f71\u0f73")
@example("a" + "\u0301" * 300)
def test_folding_is_nfkc_without_what_cannot_be_seen(text):
    codes = fold(text).codes
    assert "".join(map(chr, codes.tolist())) == slow_fold(text)


@given(MIXED)
@example("é·l'a")
def test_units_are_those_of_the_slow_definition(text):
    assert units(text) == slow_units(text)


@given(MIXED)
def test_origin_rises_and_leads_back_to_what_was_folded(text):
    folded = fold(text)
    if folded.origin is None:
        assert len(folded.codes) == len(text)
        return
    origin = folded.origin.tolist()
    assert len(origin) == len(folded.codes) + 1
    assert origin == sorted(origin)
    assert origin[-1] == len(text)
    # All that came from before a cut is the fold of what stands before the cut.
    for place in set(origin):
        before = "".join(chr(code) for code, at in zip(folded.codes.tolist(), origin, strict=False) if at < place)
        assert before == slow_fold(text[:place])


def test_origin_by_hand():
    assert fold("ab断").origin is None
    # ５㎡e+acute, blank: m2 both come from 1, é from 2, the blank from 4.
    assert fold("５㎡e\u0301 ").origin.tolist() == [0, 1, 1, 2, 4, 5]
    assert fold("\u200ba\u200bb").origin.tolist() == [1, 3, 4]


def test_forms_that_differ_in_case_are_one_unit():
    table = UnitTable()
    ids = []
    for text in ("SF6 sf6", "Sf6断 断"):
        folded = fold(text)
        forms = table.read(folded, cut(folded))
        ids += table.unit_of_form[forms].tolist()
    assert ids == [0, 0, 0, 1, 1]
    assert table.forms == ["SF6", "sf6", "Sf6", "断"]
    assert table.spaced == [True, False]


def test_a_table_grows_without_forgetting():
    table = UnitTable()
    words = [f"w{i}" for i in range(5000)]
    for start in range(0, 5000, 500):
        folded = fold(" ".join(words[start : start + 500]))
        table.read(folded, cut(folded))
    folded = fold(" ".join(reversed(words)))
    forms = table.read(folded, cut(folded))
    assert table.forms == words
    assert forms.tolist() == list(range(4999, -1, -1))
