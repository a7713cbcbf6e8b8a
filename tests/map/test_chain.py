"""One chain: the library returns what the folder holds; a stage is made again when what it depends on changes."""

import dataclasses

import pytest

from textmine.errors import InputError, OptionError
from textmine.map import MAP_FILES, FileSources, MapOptions, TextSources, map_texts, read_folder, write_map
from textmine.map.chain import Chain
from textmine.map.record import input_files, reading_key
from textmine.pairs import CooccurrenceOptions
from textmine.terms import DiscoverOptions
from textmine.text import ReadOptions
from textmine.text.records import build_records, group_of

TEXTS = ["变压器的绕组过热。检修变压器和绕组！新变压器有新绕组，断路器跳闸。断路器和变压器都要检修\n" * 2]
WORLD = ["新机器投运，旧机器退役。"]
OPTIONS = MapOptions(discover=DiscoverOptions(keep_repeats=True), cooccurrence=CooccurrenceOptions(min_count=1))


def test_the_library_finds_what_the_folder_holds(tmp_path):
    found = map_texts(TEXTS, WORLD, OPTIONS)
    write_map(str(tmp_path), TextSources(TEXTS, WORLD), OPTIONS)
    folder = read_folder(str(tmp_path))
    assert folder.terms.column("term") == list(found.terms.terms)
    assert list(map(float, folder.terms.column("score"))) == found.terms.score.tolist()
    assert sorted(folder.graph.rows()) == sorted(found.graph.rows())
    assert dict(zip(folder.nodes.names, folder.nodes.flows, strict=True)) == dict(
        zip(found.graph.names, found.communities.node_flow.tolist(), strict=True)
    )
    assert folder.record["codelength"] == found.communities.codelength.total
    assert sum(map(len, folder.contexts.values())) == len(found.contexts)
    assert folder.record["background_units"] == found.n_background == 10
    assert folder.record["characters"] == found.n_characters == len(TEXTS[0])


def test_files_and_texts_make_the_same_map(tmp_path):
    (tmp_path / "domain.txt").write_text(TEXTS[0], "utf-8")
    (tmp_path / "world.txt").write_text(WORLD[0], "utf-8")
    write_map(str(tmp_path / "a"), TextSources(TEXTS, WORLD), OPTIONS)
    write_map(str(tmp_path / "b"), FileSources([str(tmp_path / "domain.txt")], [str(tmp_path / "world.txt")]), OPTIONS)
    for name in {*MAP_FILES} - {"run.json", "report.html"}:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_a_background_is_chosen_where_none_is_given(notes):
    assert map_texts(TEXTS, None, OPTIONS, notes).n_background > 5_000_000
    assert ["shipped zh" in note for note in notes.notes] == [True, False]  # the second: too small for topics
    assert map_texts(TEXTS, "none", OPTIONS).n_background == 0


def test_a_background_that_does_not_exist_is_said_before_anything_is_read():
    with pytest.raises(InputError, match="no shipped background of that name"):
        input_files(FileSources(["also missing.txt"], ["nowhere"]))


@pytest.mark.parametrize(
    "reading",
    [{"encoding": "gb18030"}, {"per_file": True}, {"field": "text"}, {"column": "text"}, {"simplified": True}],
)
def test_the_first_stage_depends_on_how_texts_are_read(tmp_path, reading):
    (tmp_path / "domain.txt").write_text(TEXTS[0], "utf-8")
    plain = FileSources([str(tmp_path / "domain.txt")], ["none"])
    other = dataclasses.replace(plain, reading=ReadOptions(**reading))
    keys = [reading_key(sources, input_files(sources)) for sources in (plain, other)]
    assert keys[0] is not None
    assert keys[0] != keys[1]
    memory = dataclasses.replace(plain, reading=ReadOptions(memory=1 << 24))
    assert reading_key(memory, input_files(memory)) == keys[0]


def test_steps_that_follow_see_the_finished_folder(tmp_path):
    seen = []
    write_map(str(tmp_path), TextSources(TEXTS, WORLD), OPTIONS, then=[lambda folder: seen.append(read_folder(folder))])
    assert seen[0].record["nodes"] == len(seen[0].nodes.names) > 1


def test_layers_may_be_the_values_of_a_group_the_fifteen_largest(tmp_path, notes):
    fields = ("电压", "绝缘", "跳闸", "变电站"), ("公交", "站台", "乘客", "票价")
    pairs = [f"线路,{a},{b}" for field in fields for a in field for b in field if a != b]
    lines = (pairs * 3)[:70]
    who = [f"w{at % 22}" for at in range(66)] + ["w3", "w3", "w5", "w21"]
    records = build_records(70, groups={"who": group_of(who)})
    options = dataclasses.replace(OPTIONS, layers="who", graph_terms=0)
    write_map(str(tmp_path), TextSources(["\n".join(lines)], "none", records=records), options, progress=notes)
    table = read_folder(str(tmp_path)).tables["alluvial.tsv"]
    periods = list(dict.fromkeys(table.column("period")))
    assert len(periods) == 15
    assert {"w3", "w5", "w21"} < {*periods}
    said = [note for note in notes.notes if "layers" in note]
    assert said == [
        "'who' has 22 values, of which the 15 largest are layers; 21 documents are left out of alluvial.tsv"
    ]
    with pytest.raises(OptionError, match="no group 'whose'"):
        Chain(TextSources(["\n".join(lines)], "none"), dataclasses.replace(options, layers="whose")).alluvial()


def test_contexts_are_of_the_best_terms_also_of_those_that_are_no_nodes(data):
    sources = TextSources(["\n".join((data / "power.txt").read_text("utf-8").split("\n")[:40])], "none")
    every, few = (Chain(sources, MapOptions(graph_terms=n_nodes)) for n_nodes in (0, 2))
    assert len(few.nodes) == 2 < len(every.nodes) == len(every.terms)  # 0 stands for all
    found = [chain.collect_contexts() for chain in (every, few)]
    assert found[0] == found[1]
    assert {at.term for at in found[0]} == set(range(len(every.terms)))


def test_terms_that_never_meet_are_an_error_of_the_text():
    apart = dataclasses.replace(OPTIONS, cooccurrence=CooccurrenceOptions(min_count=100))
    asked = [
        (apart, "no two terms occur together often enough; give more text, or lower `min_count`"),
        (dataclasses.replace(apart, graph_terms=1), "often enough; raise `graph_terms=1`: there are 2 terms"),
    ]
    for options, message in asked:
        with pytest.raises(InputError, match=message):
            map_texts(TEXTS, WORLD, options)


def test_modules_of_the_graph_are_shown_on_request(tmp_path, data):
    sources = TextSources(["\n".join((data / "power.txt").read_text("utf-8").split("\n")[:120])], "none")
    write_map(str(tmp_path), sources, MapOptions(communities="modules"))
    folder = read_folder(str(tmp_path))
    tops = [path[0] - 1 for path in folder.nodes.modules]
    assert list(folder.nodes.communities) == tops
    assert len(folder.communities) == max(tops) + 1 == folder.record["modules"]
    assert {community.theme for community in folder.communities} == {-1}
    with pytest.raises(OptionError, match="no communities of the kind 'others'"):
        MapOptions(communities="others")
