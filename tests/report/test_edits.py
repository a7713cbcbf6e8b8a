"""Cleaning by clicking, in a real browser: what is ticked and renamed comes out as a file that the map reads."""

import json
import shutil

import pytest

from textmine.map import Edits, FileSources, MapOptions, TextSources, read_edits, write_map
from textmine.map.edits import edits_of, plain_edits
from textmine.report import report_page, write_report
from textmine.report.subcommunities import rename_subcommunities, renaming_notes
from textmine.report.wording import WORDING


def tick(browser, *terms):
    for term in terms:
        browser.click(f"tr:has(#term-{term}) .tick")


def written(browser, folder):
    return read_edits(browser.download("#edits-save", "edits.tsv", folder).decode(), "edits.tsv")


def test_ticked_terms_are_left_out_kept_and_merged(at, tmp_path):
    browser = at("terms")
    assert browser.texts("#rows .tick") == []
    browser.click("#edit")
    assert len(browser.texts("#rows .tick")) == 100
    assert browser.run("$('leave-out').disabled && $('merge').disabled && $('edits-save').hidden")
    names = browser.run("names.slice(0, 6)")
    tick(browser, 0)
    browser.click("#leave-out")
    tick(browser, 1)
    browser.click("#keep")
    tick(browser, 2, 3, 4)
    assert not browser.run("$('merge').disabled")
    browser.put("#merge-into", "3")
    browser.click("#merge")
    fates = "[0, 1, 2, 3].map(term => document.querySelector(`tr:has(#term-${term})`).className)"
    assert browser.run(fates) == ["drop", "keep", "merge", ""]
    assert browser.texts("#edits-count") == [WORDING["zh"]["edits_count"].format(n=4)]
    merged = ((names[2], names[3]), (names[4], names[3]))
    assert written(browser, tmp_path) == Edits((names[0],), (names[1],), merged)
    assert browser.texts("#edits-command") == ["textmine map --edits edits.tsv"]
    browser.click("#edits-list button")  # undo
    assert len(browser.texts("#edits-list button")) == 3
    assert browser.run("document.querySelector('tr:has(#term-0)').className") == ""
    assert browser.complaints() == []


def test_edits_never_contradict_each_other(at):
    browser = at("terms")
    browser.run(
        "mergeTerms(['a', 'b'], 'b'); mergeTerms(['b'], 'c'); leaveOut('d'); mergeTerms(['e'], 'd'); leaveOut('c')"
    )
    browser.run("keepTerm('f'); leaveOut('f'); mergeTerms(['g'], 'h'); mergeTerms(['h'], 'g')")
    browser.run("renameGroup(themes[0], '  x\\n y ')")
    found = read_edits(browser.run("editsFile()"))
    assert found.drop == ("c", "f")
    assert found.merge == (("e", "d"), ("g", "h"))
    assert found.rename == ((browser.run("themes[0].given"), "x y"),)


def test_a_term_of_the_map_is_left_out_and_a_community_renamed(at, tmp_path):
    browser = at("map")
    browser.run("select(nodeOf.get(0) ?? 0)")
    browser.click("#leave-out-this")
    assert browser.run("$('leave-out-this').ariaPressed") == "true"
    assert browser.run("made.drop.size") == 1
    browser.click("#leave-out-this")
    assert browser.run("made.drop.size") == 0
    browser.put("#of-map", "1")
    given = browser.run("communities[0].name")
    browser.run("$('rename').value = 'A <b>&\"'; $('rename').focus()")
    browser.press("Enter")
    assert browser.texts("#side h2") == ['A <b>&"']
    assert browser.run("$('of-map').selectedOptions[0].textContent") == '1 A <b>&"'
    browser.click("#edits-count")
    assert browser.run("[view, document.activeElement.id]") == ["terms", "edits-save"]
    assert written(browser, tmp_path) == Edits(rename=((given, 'A <b>&"'),))
    browser.run("show('overview')")
    assert 'A <b>&"' in browser.texts(".card > button")
    browser.run("undo(['rename', communities[0].given])")
    assert browser.run("communities[0].name") == given
    assert browser.complaints() == []


def test_a_subcommunity_is_renamed_and_the_next_report_has_the_name(at, page, tmp_path):
    browser = at("map")
    browser.run("useLevel(ladder.at(-1)); focusOn(level.groups.findIndex(group => group.size < 20))")
    place, given = browser.run("[map.group, level.groups[map.group].name]")
    browser.run("$('rename').value = '子 <i>'; $('rename').focus()")
    browser.press("Enter")
    assert browser.texts("#side h2") == ["子 <i>"]
    assert browser.run(f"$('of-map').options[{place + 1}].textContent") == f"{place + 1} 子 <i>"
    browser.click("#edits-count")
    edits = written(browser, tmp_path)
    assert edits == Edits(rename_subcommunity=((given, "子 <i>"),))
    assert browser.texts("#edits-list bdi") == [f"{given} → 子 <i>"]
    assert browser.complaints() == []

    # What `map --edits` does: all stages are used again, and the record has the edits.
    shutil.copytree(page.parent, tmp_path / "map")
    record = json.loads((tmp_path / "map" / "run.json").read_text(encoding="utf-8"))
    record["options"]["edits"] = plain_edits(edits)
    (tmp_path / "map" / "run.json").write_text(json.dumps(record), encoding="utf-8")
    write_report(str(tmp_path / "map"))
    browser.open(tmp_path / "map" / "report.html", "map")
    assert browser.run(f"(({{name, given}}) => [name, given])(ladder.at(-1).groups[{place}])") == ["子 <i>", given]
    browser.run(f"undo(['rename_subcommunity', {json.dumps(given)}, ''])")
    assert browser.run(f"ladder.at(-1).groups[{place}].name") == given
    assert browser.run("editRows()") == []


class Notes:
    def __init__(self):
        self.said = []

    def note(self, message):
        self.said.append(message)

    def stage(self, *_, **__):
        """Nothing."""

    def __getattr__(self, name):
        return self.stage


def test_a_rename_of_a_subcommunity_changes_no_stage(tmp_path):
    notes = Notes()
    text = "变压器的绕组过热。检修变压器和绕组！新变压器有新绕组，断路器跳闸。断路器和变压器都要检修\n" * 3
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    sources = FileSources([str(tmp_path / "a.txt")], ["none"])
    for pairs in ((), (("变压器", "甲"),)):
        options = MapOptions(edits=Edits(rename_subcommunity=pairs))
        write_map(str(tmp_path / "map"), sources, options, progress=notes)
    assert "terms, graph, communities, texts, contexts from an earlier run" in notes.said[-1]
    write_report(str(tmp_path / "map"), progress=notes)
    assert notes.said[-1].startswith("rename_subcommunity: no subcommunity is called '变压器'")


def test_every_subcommunity_that_is_not_renamed_as_asked_is_said_with_its_line():
    pairs = [("铁芯 · 绕组", "甲"), ("断路器", "乙"), ("油", "乙"), ("电缆 · 套管", "丙")]
    text = "edit\tname\tinto\n" + "".join(f"rename_subcommunity\t{name}\t{into}\n" for name, into in pairs)
    edits = read_edits(text, "edits.tsv")
    groups = [("绕组 · 铁芯", ["绕组", "铁芯"]), ("断路器", ["断路器"]), ("电缆 · 套管", ["电缆", "套管"])]
    levels = [[{"name": name, "terms": terms} for name, terms in groups]]
    rename_subcommunities(levels, edits.rename_subcommunity)
    assert [group["name"] for group in levels[0]] == ["甲", "乙", "丙"]
    assert renaming_notes(levels, edits) == [
        "edits.tsv:2: rename_subcommunity: '铁芯 · 绕组' is taken for '绕组 · 铁芯', which has most of its terms",
        "edits.tsv:4: rename_subcommunity: no subcommunity is called '油', or has half of these terms",
    ]


@pytest.fixture(scope="module")
def edited(tmp_path_factory):
    """A page of a map that was edited, with names that would be markup if they were no data."""
    folder = tmp_path_factory.mktemp("edited")
    text = "变压器的绕组过热。检修变压器和绕组！新变压器有新绕组，断路器跳闸。断路器和变压器都要检修\n" * 3
    edits = Edits(drop=("</script>",), rename=(("断路器跳闸 · 新变压器有新绕组", "<img src=x onerror=alert(1)>"),))
    write_map(str(folder), TextSources([text], "none"), MapOptions(edits=edits))
    from textmine.map import read_folder

    path = folder / "report.html"
    path.write_text(report_page(read_folder(str(folder))), encoding="utf-8")
    return path


def test_earlier_edits_are_there_and_can_be_taken_back(browser, edited, tmp_path):
    browser.size(1400, 900)
    browser.open(edited, "terms")
    assert browser.run("communities.map(({name, given}) => [name, given])")[0] == [
        "<img src=x onerror=alert(1)>", "断路器跳闸 · 新变压器有新绕组"
    ]  # fmt: skip
    browser.click("#edits-count")
    assert len(browser.texts("#edits-list button")) == 2
    browser.click("#edits-list button")
    assert written(browser, tmp_path).rename == (("断路器跳闸 · 新变压器有新绕组", "<img src=x onerror=alert(1)>"),)
    assert browser.complaints() == []


def test_a_record_with_something_else_has_no_edits():
    for made in (None, 1, [], {"drop": "abc", "merge": [["a"], ["a", 1], "ab"], "keep": [1, None]}):
        assert not edits_of({"options": {"edits": made}})
    assert not edits_of({"options": json.loads("[]")})
    assert edits_of({"options": {"edits": {"drop": ["a"], "merge": [["a", "b"]]}}}) == Edits(("a",), (), (("a", "b"),))
