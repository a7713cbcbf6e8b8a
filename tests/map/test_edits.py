"""Edits of a map: what each does, what is used again, and what a file of edits may not hold."""

import dataclasses
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.errors import InputError
from textmine.map import Edits, FileSources, MapOptions, TextSources, load_edits, map_texts, read_edits, write_map
from textmine.map.chain import Chain
from textmine.map.changes import map_before, note_changes
from textmine.map.edits import plain_edits
from textmine.map.files import RECORD
from textmine.pairs import CooccurrenceOptions
from textmine.terms import DiscoverOptions, TermLists
from textmine.terms.exclusion import Patterns

TEXTS = [
    "变压器的绕组过热。检修变压器和绕组！新变压器有新绕组，断路器跳闸。断路器和变压器都要检修，断路器的绕组，油温\n" * 3
]
WORLD = ["新机器投运，旧机器退役。"]
HEAD = "edit\tname\tinto\n"
FIRST_STAGE = "ranking"


def options(**edits):
    return MapOptions(
        discover=DiscoverOptions(keep_repeats=True),
        cooccurrence=CooccurrenceOptions(min_count=1),
        edits=Edits(**edits),
    )


def files_of(folder):
    return {name: (folder / name).read_bytes() for name in os.listdir(folder) if name != RECORD}


@pytest.fixture
def files(tmp_path):
    for name, texts in (("domain.txt", TEXTS), ("world.txt", WORLD)):
        (tmp_path / name).write_text(texts[0], "utf-8")
    return FileSources([str(tmp_path / "domain.txt")], [str(tmp_path / "world.txt")])


@pytest.mark.parametrize(
    ("line", "number", "reason"),
    [
        ("remove\ta\t\n", 2, "there is no edit 'remove'"),
        ("drop\t\t\n", 2, "drop without a name"),
        ("drop\ta\tb\n", 2, "drop takes nothing in the column 'into'"),
        ("merge\ta\t\n", 2, "merge 'a' into nothing"),
        ("merge\ta\ta\n", 2, "'a' is merged into itself"),
        ("rename\ta\t\n", 2, "rename 'a' into nothing"),
        ("drop\ta\t\nkeep\tA\t\n", 3, "'A' is under keep, and on line 2 under drop"),
        ("drop\ta\t\nmerge\ta\tb\n", 3, "'a' is under merge, and on line 2 under drop"),
        ("drop\tb\t\nmerge\ta\tb\n", 3, "terms are merged into 'b', which line 2 drops"),
        ("merge\ta\tb\nmerge\ta\tc\n", 3, "'a' is to be shown as 'c', and on line 2 of edits as 'b'"),
        ("merge\ta\tb\nmerge\tb\ta\n", 2, "'a' is replaced in a circle"),
        ("merge\t!\tb\n", 2, "'!' or 'b' holds no letter, digit or character"),
        ("rename\ta\tb\nrename\ta\tc\n", 3, "'a' gets another name on line 2"),
        ("rename\ta\tb\\nc\n", 2, "a name with a line end or another control character"),
        ("rename\ta\t\u202eb\n", 2, "a name with a line end or another control character"),
        (f"drop\t{'a' * 201}\t\n", 2, "a name of more than 200 characters"),
        ("drop\n", 2, "the row has 1 fields, too few for the column 'name'"),
    ],
)
def test_a_faulty_line_is_an_error_with_its_number(line, number, reason):
    with pytest.raises(InputError) as caught:
        read_edits(HEAD + line)
    assert (caught.value.path, caught.value.line) == ("edits", number)
    assert caught.value.reason == reason
    assert caught.value.hint
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00", b"term\tcount\na\t1\n", b"PK\x03\x04", b"\x00" * 50])
def test_a_file_that_is_something_else_is_an_error(tmp_path, data):
    (tmp_path / "edits.tsv").write_bytes(data)
    with pytest.raises(InputError, match=r"edits\.tsv"):
        load_edits(tmp_path / "edits.tsv")


@given(st.text(st.sampled_from("dropkeepmergerename\t\n\\ab\r\u202e\x00变")) | st.text())
def test_any_text_is_read_or_refused_in_one_line(text):
    said: list[str] = []
    try:
        found = read_edits(HEAD + text)
    except InputError as error:
        found, said = Edits(), [str(error)]
    assert all(len(line.splitlines()) == 1 for line in said)
    assert all(name.isprintable() for names in plain_edits(found).values() for name in map(str, names))


def test_equal_lines_are_one_and_the_order_stays():
    text = HEAD + "drop\tb\t\ndrop\ta\t\ndrop\tb\t\nMerge\tc \td\nmerge\tc\td\n"
    assert read_edits(text) == Edits(drop=("b", "a"), merge=(("c", "d"),))
    assert not read_edits(HEAD)


def test_dropped_terms_are_gone_and_nothing_else_of_the_terms_changes():
    before, after = (map_texts(TEXTS, WORLD, options(drop=drop)).terms for drop in ((), ("变压器",)))
    kept = [term for term in before.terms if term != "变压器"]
    assert list(after.terms) == kept
    assert after.score.tolist() == [before.score[list(before.terms).index(term)] for term in kept]


def test_merged_terms_are_counted_as_one():
    before = map_texts(TEXTS, WORLD, options()).terms
    after = map_texts(TEXTS, WORLD, options(merge=(("绕组", "线圈"),))).terms
    counts = dict(zip(before.terms, before.count.tolist(), strict=True))
    assert dict(zip(after.terms, after.count.tolist(), strict=True))["线圈"] == counts["绕组"]
    assert "绕组" not in list(after.terms)


def test_kept_terms_are_nodes_whatever_their_rank(notes):
    made = MapOptions(
        discover=DiscoverOptions(keep_repeats=True), cooccurrence=CooccurrenceOptions(min_count=1), graph_terms=2
    )
    last = map_texts(TEXTS, WORLD, made).terms.terms[-1]
    kept = MapOptions(
        discover=made.discover, cooccurrence=made.cooccurrence, graph_terms=2, edits=Edits(keep=(last, "没有"))
    )
    found = map_texts(TEXTS, WORLD, kept, notes)
    assert last in found.graph.names
    assert any("keep: '没有' is not among the terms found" in note for note in notes.notes)
    assert not any("excluded" in note for note in notes.notes)
    of_last = [context for context in found.contexts if found.terms.terms[context.term] == last]
    assert of_last
    assert all(context.keyword == last for context in of_last)


def test_terms_that_are_kept_and_excluded_are_said_to_be_excluded(notes):
    lists = TermLists(exclude=["断路器", "油温"], excluded_patterns=Patterns(("*组",)))
    sources = TextSources(TEXTS, WORLD, lists)
    kept = dataclasses.replace(options(keep=("断路器", "绕组", "没有")), graph_terms=2)
    Chain(sources, kept, notes).nodes  # noqa: B018
    assert [note for note in notes.notes if note.startswith("keep: ")] == [
        "keep: '断路器' is excluded by a list of `exclude`",
        "keep: '绕组' is excluded by the pattern '*组' of `exclude`",
        "keep: '没有' is not among the terms found",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "# by hand\nedit\tname\tinto\n# two\ndrop\t几年\t\n\nmerge\tWIFI\tWi-Fi\n",
        '# by hand\r\nedit,name,into\r\n#drop\r\n"drop",几年,\r\nmerge,WIFI,Wi-Fi\r\n',
        "name;edit;into\n# comment\n几年;drop;\nWIFI;merge;Wi-Fi\n",
    ],
)
def test_comments_and_tables_of_other_programs_are_read(text):
    assert read_edits(text) == Edits(drop=("几年",), merge=(("WIFI", "Wi-Fi"),))


def test_a_term_with_a_hash_is_no_comment_and_one_with_quotes_stays():
    assert read_edits("name,edit,into\n#AI,drop,\n") == Edits(drop=("#AI",))
    assert read_edits(HEAD + 'drop\t"a, b"\t\n') == Edits(drop=('"a, b"',))


def test_a_community_is_renamed_by_its_name_or_by_most_of_its_terms(notes):
    name = map_texts(TEXTS, WORLD, options()).groups.name(0)
    for asked in (name, " · ".join([*name.split(" · ")[:1]])):
        assert map_texts(TEXTS, WORLD, options(rename=((asked, "新名 · 一"),))).groups.name(0) == "新名 · 一"
    map_texts(TEXTS, WORLD, options(rename=((asked, "新名"),)), notes)
    assert any(note.startswith(f"rename: '{asked}' is taken for '") for note in notes.notes)
    found = map_texts(TEXTS, WORLD, options(rename=(("没有", "新名"),)), notes)
    assert found.groups.name(0) == name
    assert any("rename: no community or theme is called '没有'" in note for note in notes.notes)


def test_a_note_on_a_name_that_no_community_has_says_its_file_and_line(notes):
    edits = read_edits("edit,name,into\n# a comment\nrename,1,我的\nrename,没有,新名\n", "e.csv")
    map_texts(TEXTS, WORLD, dataclasses.replace(options(), edits=edits), notes)
    assert [note for note in notes.notes if "rename" in note] == [
        f"e.csv:{line}: rename: no community or theme is called '{name}', or has half of these terms"
        for line, name in ((3, "1"), (4, "没有"))
    ]


def test_a_note_on_terms_says_their_file_and_lines(notes):
    rows = "drop\t没有\t\ndrop\t也无\t\nkeep\t全无\t\nmerge\t绕组\t无此\n"
    edits = read_edits(HEAD + rows, "e.tsv")
    map_texts(TEXTS, WORLD, dataclasses.replace(options(), edits=edits), notes)
    assert [note for note in notes.notes if "not among" in note] == [
        "e.tsv:2,3: drop: '没有', '也无' are not among the terms found",
        "e.tsv:4: keep: '全无' is not among the terms found",
    ]


def test_what_an_edit_does_not_touch_is_used_again_and_the_bytes_are_those_of_a_new_run(tmp_path, files, new_notes):
    name = map_texts(TEXTS, WORLD, options()).groups.name(0)
    runs = [
        ({}, ""),
        ({"rename": ((name, "新"),)}, "terms, graph, texts, contexts"),
        ({"drop": ("断路器",)}, "texts"),
        ({"drop": ("断路器", "油温")}, "texts"),
        ({"drop": ("断路器",), "keep": ("绕组",)}, "texts"),
    ]
    for number, (edits, reused) in enumerate(runs):
        notes = new_notes()
        write_map(str(tmp_path / "map"), files, options(**edits), progress=notes)
        said = [note for note in notes.notes if "from an earlier run" in note]
        assert [note.partition(": ")[2].partition(" from")[0] for note in said] == ([reused] if reused else [])
        # Terms that were found before are not looked for again where more of them are dropped.
        assert (FIRST_STAGE in notes.stages) == (number in (0, 4))
        if number in (1, 3):
            write_map(str(tmp_path / f"new{number}"), files, options(**edits))
            assert files_of(tmp_path / "map") == files_of(tmp_path / f"new{number}")


def test_what_changed_is_said(tmp_path, files, notes):
    assert map_before(str(tmp_path / "map")) is None
    write_map(str(tmp_path / "map"), files, options())
    before = map_before(str(tmp_path / "map"))
    note_changes(before, before, notes)
    write_map(str(tmp_path / "map"), files, options(drop=("变压器",)))
    note_changes(before, map_before(str(tmp_path / "map")), notes)
    n = len(before.terms)
    assert notes.notes[:2] == [
        "no term and no community has changed",
        f"changed: terms {n - 1} (before {n}); gone: 变压器",
    ]


def test_texts_in_memory_are_merged_with_their_records():
    from textmine.text.records import build_records

    texts = ["变压器的绕组过热，变压器要检修。\n\n变压器的线圈过热，变压器要检修。\n" * 2]
    records = build_records(6, ids=list("abcdef"))
    merged = TextSources(texts, records=records).merged((("绕组", "线圈线圈"),))
    found = map_texts(merged.domain, "none", options(), records=records)
    assert found.corpus.records.ids == ["a", "c", "d", "f"]
