"""Documents of a map: what is known of them, and which belong somewhere."""

import json
import shutil

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.errors import InputError, OptionError
from textmine.map import FileSources, MapOptions, TextSources, choosing, documents, map_texts, write_map
from textmine.text import ReadOptions
from textmine.text.dates import read_dates
from textmine.text.records import build_records, group_of
from textmine.topics.rows import DocumentTerms
from textmine.topics.speaking import second_topics, speaking_terms

GRID = ["变压器绕组过热，检修变压器和绕组", "断路器跳闸，继电保护动作，断路器检修", "绕组绝缘老化，变压器油色谱异常"]
FARM = ["水稻病虫害防治，水稻育苗和插秧", "小麦播种，小麦锈病防治和施肥", "育苗大棚里水稻插秧，施肥和灌溉"]


def records(n):
    lines = []
    for number in range(n):
        text = (GRID if number % 2 else FARM)[number % 3] + "。" + (GRID if number % 2 else FARM)[(number + 1) % 3]
        lines.append({"text": text, "key": f"k{number}", "name": "power" if number % 2 else "farm"})
        if number % 4:
            lines[-1]["at"] = f"{1990 + number % 30}-05-06"
    lines[7]["text"] = "。"  # no document
    return lines


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("documents")
    (folder / "d.jsonl").write_text("\n".join(json.dumps(each, ensure_ascii=False) for each in records(200)), "utf-8")
    options = ReadOptions(id="key", date="at", groups=["name"])
    write_map(str(folder / "map"), FileSources([str(folder / "d.jsonl")], ["none"], reading=options))
    return folder


def test_a_map_has_what_its_records_say(made):
    found = documents(made / "map")
    assert found.columns == (
        "document", "id", "date", "group_name", "community", "share", "second", "second_share", "theme", "name",
        "terms", "start",
    )  # fmt: skip
    lines = [line for line in records(200) if line["text"] != "。"]
    assert found.column("document") == list(range(1, 200))
    assert found.column("id") == [line["key"] for line in lines]
    assert found.column("date") == [line.get("at", "") for line in lines]
    assert found.column("group_name") == [line["name"] for line in lines]
    assert found.column("start") == [line["text"] for line in lines]
    assert all(0 <= share <= 1 for share in found.column("share") if share != "")
    contexts = [json.loads(line) for line in (made / "map" / "contexts.jsonl").read_text("utf-8").splitlines()]
    assert all(each["id"] == lines[each["document"] - 1]["key"] for each in contexts)


def test_a_map_tells_the_communities_of_each_period(made, tmp_path):
    """Dates of 1991 to 2019 make 15 periods of two years. A run without dates takes the file of an earlier one away."""
    shutil.copytree(made / "map", tmp_path / "map")
    for date in ("at", None):
        options, sources = MapOptions(communities="modules"), [str(made / "d.jsonl")]
        write_map(str(tmp_path / "map"), FileSources(sources, ["none"], reading=ReadOptions(date=date)), options)
        assert (tmp_path / "map" / "alluvial.tsv").exists() == (date is not None)
        if date is not None:
            shutil.copy(tmp_path / "map" / "alluvial.tsv", tmp_path)
    rows, themes = (
        [row.split("\t") for row in path.read_text("utf-8").splitlines()[1:]]
        for path in (tmp_path / "alluvial.tsv", tmp_path / "map" / "themes.tsv")
    )
    assert list(dict.fromkeys(row[0] for row in rows)) == [f"{year}-{year + 1}" for year in range(1990, 2020, 2)]
    names = {row[1]: row[0] for row in themes}
    assert all(names[row[1]] == row[2] for row in rows)


def test_terms_that_speak_for_a_document_stand_in_it(made):
    found = documents(made / "map")
    for terms, start, community, second in zip(
        *map(found.column, ("terms", "start", "community", "second")), strict=True
    ):
        assert all(term in start for term in terms.split(" · ") if term)
        assert community == "" or community != second


def test_documents_are_chosen(made):
    every = documents(made / "map")
    homes = every.column("community")
    community = homes[0]
    own = documents(made / "map", community=community)
    assert sorted(own.column("document")) == [
        number
        for number, of in zip(every.column("document"), every.column("community"), strict=True)
        if of == community
    ]
    assert own.column("share") == sorted(own.column("share"), reverse=True)
    assert documents(made / "map", community=own.column("name")[0]).rows == own.rows
    assert {*documents(made / "map", where={"group_name": "farm"}).column("group_name")} == {"farm"}
    both = documents(made / "map", where={"group_name": ["farm", "power"]}, since="1993", until="1994-05")
    assert {*both.column("date")} == {"1993-05-06", "1994-05-06"}
    assert len(documents(made / "map", until="1990-05-05")) == 0
    term = own.column("terms")[0].split(" · ")[0]
    assert all(term in terms for terms in documents(made / "map", term=term).column("terms"))


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"community": 99}, "no community is called '99'; there are "),
        ({"theme": "nowhere"}, "no theme is called 'nowhere'"),
        ({"where": {"share": "1"}}, "the documents have no 'share'; they have: id, date, group_name"),
        ({"where": {"group_name": "frm"}}, "no document has the group_name 'frm'; near it: farm"),
        ({"since": "soon"}, "'soon' is no date"),
        ({"since": "1994", "until": "1993-12"}, "`since` 1994 is later than `until` 1993-12"),
    ],
)
def test_what_is_not_there_is_refused(made, asked, message):
    with pytest.raises(OptionError, match=message):
        documents(made / "map", **asked)


def test_a_term_or_name_that_is_not_there_is_told_what_is_near():
    """Of the likeness 2 M / T, 变压 and 变压器 have 4/5, above the 0.6 that difflib asks for."""
    names = {1: "变压器 · 绕组", 2: "小麦 · 水稻"}
    for asked, hint in (
        ("变压", "near it: 1: 变压器 · 绕组"),
        ("油", "there are 2, such as 1: 变压器 · 绕组; 2: 小麦 · 水稻"),
    ):
        with pytest.raises(OptionError) as caught:
            choosing._number(asked, names, "community")
        assert str(caught.value) == f"no community is called '{asked}'; {hint}"
    table = choosing.DocumentTable(("terms",), [(name,) for name in names.values()])
    assert len(choosing._of_term(table, table, "水稻")) == 1
    for asked, hint in (("变压", "near it: 变压器"), ("油", "there are 4, such as 变压器, 小麦, 水稻, 绕组")):
        with pytest.raises(OptionError) as caught:
            choosing._of_term(table, table, asked)
        assert str(caught.value) == f"no document has '{asked}' among its terms; {hint}"
    # A term that others of the documents have is there, though none of these.
    assert len(choosing._of_term(choosing.DocumentTable(("terms",), []), table, "水稻")) == 0


def test_a_folder_that_is_no_map(tmp_path):
    with pytest.raises(InputError, match="is no folder"):
        documents(tmp_path / "nowhere")
    with pytest.raises(InputError, match="the folder holds no map; make the folder with textmine map"):
        documents(tmp_path)


def test_texts_bring_records_of_their_lines():
    lines = records(200)
    texts = [line["text"] for line in lines]
    dates = read_dates([line.get("at") for line in lines])
    known = build_records(200, ids=[line["key"] for line in lines], dates=dates, groups={"by": group_of(["x"] * 200)})
    found = map_texts(texts, "none", records=known)
    table = found.documents(since="1991", until="1991")
    assert {*table.column("date")} == {"1991-05-06"}
    assert all(
        texts[int(key[1:])] == start for key, start in zip(table.column("id"), table.column("start"), strict=True)
    )
    pandas = pytest.importorskip("pandas")
    assert list(table.to_pandas()["by"]) == ["x"] * len(table)
    assert isinstance(table.to_pandas(), pandas.DataFrame)
    with pytest.raises(OptionError, match="199 records for 200 lines"):
        map_texts(texts, "none", records=known.take(np.arange(199)))


def test_a_map_without_records_has_no_columns_for_them(tmp_path):
    write_map(str(tmp_path / "map"), TextSources([each["text"] for each in records(60)], "none"))
    assert documents(tmp_path / "map").columns[:2] == ("document", "community")
    with pytest.raises(OptionError, match="the documents have no dates"):
        documents(tmp_path / "map", since="1990")


@given(st.data())
def test_seconds_and_speaking_terms_are_those_of_the_slow_definition(data):
    n_terms, k = 5, 3
    rows = data.draw(st.lists(st.lists(st.integers(0, n_terms - 1), unique=True).map(sorted), min_size=1, max_size=5))
    home = np.array(data.draw(st.lists(st.integers(-1, k - 1), min_size=n_terms, max_size=n_terms)), np.int32)
    topic = np.array(data.draw(st.lists(st.integers(-1, k - 1), min_size=len(rows), max_size=len(rows))), np.int32)
    terms = np.array([term for row in rows for term in row], np.int32)
    values = np.array(data.draw(st.lists(st.integers(1, 3), min_size=len(terms), max_size=len(terms))), np.float64)
    indptr = np.cumsum([0, *map(len, rows)])
    found = DocumentTerms(indptr, terms, np.ones(len(terms), np.int64), n_terms)
    second, share = second_topics(found, values, topic, home)
    speaking = speaking_terms(found, values, topic, home, 2)
    for number, row in enumerate(rows):
        weights = dict(zip(row, values[indptr[number] : indptr[number + 1]].tolist(), strict=True))
        own = topic[number]
        sums = {each: sum(w for t, w in weights.items() if home[t] == each) for each in range(k) if each != own}
        best = max(sums, key=lambda each: (sums[each], -each))
        if own < 0 or not sums[best]:
            assert (second[number], share[number]) == (-1, 0)
        else:
            assert (second[number], share[number]) == (best, sums[best] / sum(weights.values()))
        spoken = sorted((t for t in row if home[t] == own >= 0), key=lambda t: (-weights[t], t))[:2]
        assert [t for t in speaking[number].tolist() if t >= 0] == spoken
