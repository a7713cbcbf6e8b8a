"""Themes and communities: every view follows the level."""

VIEWS = ["overview", "terms", "map", "documents", "hierarchy", "contrast"]


def test_colours_legend_names_table_and_documents_follow_the_level(at):
    browser = at("map")
    n_communities, n_themes = browser.run("[communities.length, themes.length]")
    assert n_communities > n_themes > 1
    assert len(browser.texts("#side .groups button")) == n_communities
    browser.put("#level", "themes")
    assert browser.texts("#side .groups bdi") == browser.run("themes.map(theme => theme.name)")
    assert browser.run("[...map.batches.keys()].length") == n_themes
    groups = browser.run("map.labels.filter(label => label.plate).map(label => label.group)")
    assert 1 < len(groups) <= n_themes
    for select in ("#of-map", "#of-community", "#of-documents"):
        assert len(browser.texts(f"{select} .group")) == n_themes
    browser.put("#of-map", "2")
    assert browser.run("map.group") == 1
    lit = browser.run("byFlow.filter(bright).map(node => communities[nodes.community[node]].theme)")
    assert set(lit) == {1}
    browser.click("#tab-terms")
    browser.put("#of-community", "1")
    assert set(browser.run("table.rows.map(term => communities[terms.community[term] - 1].theme)")) == {0}
    assert browser.run("clip(themes[0].name, 40)") in browser.texts("#rows td")
    browser.click("#tab-documents")
    browser.put("#of-documents", "1")
    assert set(browser.run("shelf.rows.map(place => communities[documents.community[place]].theme)")) == {0}
    browser.put("#level", "communities")
    assert len(browser.texts("#of-documents .group")) == n_communities
    assert browser.complaints() == []


def test_a_theme_of_the_treemap_opens_and_closes(at):
    browser = at("hierarchy")
    assert len(browser.texts(".cell")) == browser.run("communities.length")
    browser.put("#level", "themes")
    assert len(browser.texts(".cell")) == browser.run("themes.length")
    browser.click(".cell")
    theme = browser.run("tree.theme")
    assert browser.texts("#opened-theme") == [browser.run(f"themes[{theme}].name")]
    inner = browser.run(f"communities.filter(community => community.theme === {theme}).length")
    assert len(browser.texts(".cell")) == inner
    area = "[...document.querySelectorAll('.cell')].reduce((sum, e) => sum + e.offsetWidth * e.offsetHeight, 0)"
    assert browser.run(f"{area} / ($('treemap').clientWidth * $('treemap').clientHeight)") > 0.98
    assert browser.run("document.activeElement.id") == "up"
    browser.press("Enter")
    assert len(browser.texts(".cell")) == browser.run("themes.length")
    browser.click(".cell")
    browser.click(".cell")
    assert browser.run("[view, level === levels.communities, communities[map.group].theme]") == ["map", True, theme]


def test_every_view_is_quiet_at_the_level_of_themes(at):
    browser = at()
    browser.put("#level", "themes")
    for view in VIEWS:
        browser.run(f"show('{view}')")
    assert browser.complaints() == []
    assert browser.run("document.documentElement.scrollWidth <= innerWidth")
