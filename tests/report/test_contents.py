"""The data of the page: rectangles, positions, what is shown and how it is embedded."""

import json
import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.errors import InputError
from textmine.map import FILES_READ, MapOptions, TextSources, read_folder, write_map
from textmine.report import page as making
from textmine.report import report_page, write_report
from textmine.report.columns import COLUMNS
from textmine.report.layout import node_positions, node_radii
from textmine.report.overview import overview
from textmine.report.wording import WORDING, language_of
from textmine.terms import DiscoverOptions, Terms

TEXT = "变压器的绕组过热。检修变压器和绕组！新变压器有新绕组</script>\n" * 2


@pytest.fixture
def folder(tmp_path):
    options = MapOptions(discover=DiscoverOptions(keep_repeats=True))
    sources = TextSources([TEXT], ["新机器投运，旧机器退役。"])
    write_map(str(tmp_path), sources, options, "textmine map <b>", then=[write_report])
    return tmp_path


@settings(max_examples=20)  # 8,000 steps of packing each
@given(st.integers(1, 40), st.integers(0, 80), st.randoms(use_true_random=False))
def test_nodes_stay_in_discs_that_do_not_overlap(n, m, random):
    _, communities = np.unique([random.randrange(6) for _ in range(n)], return_inverse=True)
    flows = np.array([random.random() for _ in range(n)])
    ends = [np.array([random.randrange(n) for _ in range(m)], np.int64) for _ in range(2)]
    links = (*ends, np.array([random.random() for _ in range(m)]))
    places = node_positions(communities, flows, links)
    assert places.shape == (n, 2)
    assert np.isfinite(places).all()
    assert (places == node_positions(communities, flows, links)).all()
    discs = np.sqrt(np.bincount(communities, (2.6 * node_radii(flows)) ** 2) / np.pi)
    for community, disc in enumerate(discs):
        own = places[communities == community]
        assert np.hypot(*(own[:, None] - own[None]).transpose(2, 0, 1)).max() <= 2 * disc * (1 + 1e-9)


def test_the_same_folder_gives_the_same_page_and_map_writes_it(folder):
    page = report_page(read_folder(str(folder)))
    assert page == (folder / "report.html").read_text(encoding="utf-8")
    assert 'lang="zh-Hans"' in page
    assert 'lang="en"' in report_page(read_folder(str(folder)), "en")


def test_the_data_says_what_was_found(folder, unpacked):
    page = (folder / "report.html").read_text(encoding="utf-8")
    found = json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.S)[1])
    names = found["terms"]["term"]
    assert [names[term] for term in found["nodes"]["term"]] == ["变压器", "绕组"]
    assert (found["links"]["a"], found["links"]["b"]) == ([0], [1])
    assert [str(len(TEXT)), WORDING["zh"]["n_characters"]] in [figure[:2] for figure in found["overview"]["figures"]]
    assert ["生成命令", "textmine map <b>"] in found["overview"]["sources"]
    texts = unpacked(page)
    number, *place = texts["contexts"][str(names.index("绕组"))][0]
    begin, left, key, right = place
    text = texts["texts"][number - 1][begin:]
    said = [text[:left], text[left : left + key], text[left + key : left + key + right]]
    assert said == ["变压器的", "绕组", "过热。检修变压器和绕组！新变压器有新绕组</script>"]
    assert page.count("</script>") == 3
    assert "default-src 'none'" in page
    assert not re.search(r"(?:src|href)=\"(?!data:,)", page)


def test_every_column_and_every_word_is_told_in_both_languages():
    assert (
        COLUMNS["en"].keys()
        == COLUMNS["zh"].keys()
        == {"term", "community"} | {*Terms.__dataclass_fields__} - {"terms"}
    )
    assert WORDING["en"].keys() == WORDING["zh"].keys()
    assert language_of(["トランス"]) == "en"


@pytest.mark.parametrize("name", FILES_READ)
def test_a_missing_or_broken_file_is_named(folder, name):
    (folder / name).write_text("nonsense", encoding="utf-8")
    with pytest.raises(InputError, match=name):
        report_page(read_folder(str(folder)))
    (folder / name).unlink()
    with pytest.raises(InputError, match=name):
        read_folder(str(folder))


def test_what_is_no_folder_is_said(tmp_path):
    with pytest.raises(InputError, match="is no folder; make the folder with textmine map"):
        read_folder(str(tmp_path / "nowhere"))


def test_no_function_of_the_page_is_longer_than_a_screen():
    scripts = sorted(Path(making.__file__).with_name("assets").glob("*.js"))
    assert {path.stem for path in scripts} == {*making._SCRIPTS}
    for path in scripts:
        lines = path.read_text(encoding="utf-8").split("\n")
        assert lines[0].startswith(("//", '"use strict"'))
        assert len(lines) < 200
        for start in (number for number, line in enumerate(lines) if line.startswith(("function ", "async function "))):
            assert lines.index("}", start) - start < 60


def test_folders_of_the_authors_machine_are_not_shown():
    from textmine.report.overview import _command, _files

    record = {
        "command": "textmine map /home/ann/secret/news.jsonl -b data/encyclopedia.txt -o '/home/ann/my maps/out'",
        "inputs": {"corpus": [{"file": "/home/ann/secret/news.jsonl"}, {"file": "data/power.txt"}]},
    }
    assert _files(record, "corpus") == "news.jsonl, data/power.txt"
    assert _command(record).startswith("textmine map news.jsonl -b data/encyclopedia.txt -o ")
    assert "secret" not in _command(record)


@pytest.mark.parametrize(("top", "said"), [(2, "the best 2 terms kept"), (3, "2 terms found")])
def test_a_list_of_terms_that_was_cut_is_said_to_be_the_best_ones(folder, top, said):
    found = read_folder(str(folder))
    assert len(found.terms.rows) == 2
    found.record["options"]["discover"]["top"] = top
    told = overview(found, 2, "en")
    assert said in told["story"]
    (about,) = [about for _, name, about in told["figures"] if name == "terms"]
    assert about == WORDING["en"]["help_best" if top == 2 else "help_terms"]
