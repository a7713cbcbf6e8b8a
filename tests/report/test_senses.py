"""A term of two senses shows all its communities with their shares: in the table, beside the map, among their terms."""

import pytest

from textmine.map import MapOptions, TextSources, write_map
from textmine.report import write_report
from textmine.terms import DiscoverOptions

POWER, BUSES = ("电压", "绝缘", "跳闸", "变电站"), ("公交", "站台", "乘客", "票价")
TEXT = "\n".join(
    f"线路,{a},{b}" for field, times in ((POWER, 3), (BUSES, 2)) for a in field for b in field if a != b
    for _ in range(times)
)  # fmt: skip


@pytest.fixture(scope="module")
def sensed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("senses")
    options = MapOptions(discover=DiscoverOptions(keep_repeats=True), communities="modules", senses=True)
    write_map(str(folder), TextSources([TEXT], "none"), options, then=[write_report])
    return folder / "report.html"


def test_table_and_lists_show_a_term_in_each_of_its_communities(browser, sensed):
    browser.size(1400, 900)
    browser.open(sensed, "terms")
    names = browser.run("communities.map(({ name }) => name)")
    home, other = browser.run("partsOf.get(names.indexOf('线路')).map(([place]) => place)")
    shares = browser.run("partsOf.get(names.indexOf('线路')).map(([, share]) => percent(share))")
    assert len(names) == 2
    browser.run("openTerm(names.indexOf('线路'))")
    shown = browser.run("document.querySelector('#rows td.community').textContent")
    assert [shown.index(part) for part in (names[home], shares[0], names[other], shares[1])] == sorted(
        shown.index(part) for part in (names[home], shares[0], names[other], shares[1])
    )
    line = browser.run("document.querySelector('.parts').textContent")
    assert line.startswith("属于 2 个社区")
    assert all(part in line for part in (names[home], names[other], *shares))
    for place in (home, other):
        browser.run(f"$('search').value = ''; $('of-community').value = {place + 1}; filterRows()")
        assert "线路" in browser.texts("#rows th button")
    for place, guests in ((home, []), (other, [f"线路 {shares[1]}"])):
        browser.run(f"focusOnGroup(levels.communities, {place})")
        assert [" ".join(text.split()) for text in browser.texts("#side .part")] == guests
    assert browser.complaints() == []
