import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.errors import OptionError
from textmine.text import build_corpus, clean_texts, read_texts
from textmine.text.cleaning import CLEANINGS

GAPS = dict.fromkeys("\u2028\u2029\xa0", " ")


class Notes:
    def __init__(self):
        self.notes = []

    def note(self, message):
        self.notes.append(message)


def cleaned(text, *kinds):
    """A cleaned text with one blank for each gap."""
    return " ".join(clean_texts([text], kinds)[0].translate(str.maketrans(GAPS)).split(" ")).strip()


@pytest.mark.parametrize(
    ("kinds", "text", "expected"),
    [
        ("html", '<div class="a > b"><p>泵漏&nbsp;油</p></div>', "泵漏 油"),
        ("html", "水<b>轮</b>机<BR/>R&amp;D 3 < 4 &lt;i&gt; AT&T", "水轮机 R&D 3 < 4 <i> AT&T"),
        ("html", "前<script>var x = '<p>';</script>后<!-- 注 -->尾<script>开", "前 后 尾 开"),
        ("html", r"{\an8}<i>热泵</i>", "热泵"),
        ("urls", "见https://例.cn", "见https://例.cn"),
        ("urls", "见https://a.org/x?y=1&z=2，和www.b.com。", "见 ，和 。"),
        ("urls", "(see http://a.org/b.html).", "(see  )."),
        ("emails", "写信到li.si+1@mail.example.cn吧", "写信到 吧"),
        ("mentions", "@张三 回复@李四:好//@王五：行 a@b.cn", "好 行 a@b.cn"),
        ("timestamps", "[3/12/24, 9:05:44 PM] 小王: 到了", "小王: 到了"),
        ("timestamps", "2024-03-12 09:05:44 INFO 启动 12:30 开会，比分 3:1", "INFO 启动 12:30 开会，比分 3:1"),
        ("timestamps", "[00:12.34]歌词【2024年3月12日】", "歌词"),
    ],
)
def test_what_is_no_part_of_the_words_goes(kinds, text, expected):
    assert cleaned(text, kinds).replace("  ", " ") == expected.replace("  ", " ")


def test_numbers_and_times_of_subtitles_go_together():
    text = "7\n00:00:09,000 --> 00:00:11,200\n热泵 42\n"
    assert [line.strip(" \u2029") for line in clean_texts([text], ["timestamps"])[0].split("\n")] == [
        "",
        "",
        "热泵 42",
        "",
    ]


@given(st.text("<>&;ab\"'/!- \n@.:1/\\{}", max_size=60), st.sets(st.sampled_from(CLEANINGS)))
def test_lines_stay_lines(text, kinds):
    assert clean_texts([text], kinds)[0].count("\n") == text.count("\n")


def test_what_is_removed_is_counted():
    progress = Notes()
    clean_texts(["<b>a</b> http://a.org", "x@y.org &amp;"], ["html", "urls", "emails"], progress)
    assert progress.notes == ["cleaning removed 2 tags, 1 web addresses, 1 e-mail addresses, 1 entities"]


def test_an_unknown_kind_is_refused():
    with pytest.raises(OptionError, match="'tags' is nothing that can be cleaned; use any of: html, urls"):
        clean_texts([], ["tags"])


PAGES = [
    f"某某厂内部文件\n泵站运行规程 第{page} 版\n{body}\n- {page} -"
    for page, body in enumerate(
        ["开泵前先灌水。\n水封漏水。", "水封漏水。", "停泵后关阀。\n停泵后关阀。\n水封漏水。", "听异响。"], 1
    )
]


def test_lines_of_pages_are_found_by_count():
    text = "\n".join(PAGES)
    kept = [line for line in clean_texts([text], ["page-lines"])[0].split("\n") if line != "\u2029"]
    assert kept == [line for line in text.split("\n") if line[-1] == "。"]


def test_lines_at_the_edges_of_pages_and_in_most_files_are_found():
    pages = [f"Pump Company\n{body}\nConfidential" for body in ("One.", "Two.", "Three.")]
    for texts in (["\f".join(pages)], pages):
        assert "Company" not in "".join(clean_texts(texts, ["page-lines"]))
        assert "Two." in "".join(clean_texts(texts, ["page-lines"]))


def test_a_list_and_a_refrain_are_no_pages():
    listed = "\n".join(f"Step {number}" for number in range(1, 9))
    refrain = "好\n一\n好\n二\n三\n四\n五\n好\n好\n六\n七\n八\n九\n十\n好"
    for text in (listed, refrain):
        assert clean_texts([text], ["page-lines"]) == [text]


def test_files_are_cleaned_before_their_lines_are_joined(tmp_path):
    (tmp_path / "a.txt").write_text("\n".join(PAGES).replace("灌水。", "灌\n水。"), encoding="utf-8")
    found = "".join(read_texts(tmp_path / "a.txt", clean=["page-lines"], join_lines=True, per_file=True))
    assert "先灌水。" in found
    assert "规程" not in found


def test_no_n_gram_crosses_what_was_removed():
    corpus = build_corpus(clean_texts(["电网http://a.org电力", "电<p>网"], ["html", "urls"]))
    assert corpus.units.tolist() == [0, 1, -1, 0, 2, -3, 0, -2, 1, -3]
