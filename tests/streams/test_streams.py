"""Communities from period to period: hand-checked tables, and matching against a slow definition."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.concordance import count_by_document
from textmine.errors import GraphError, OptionError
from textmine.pairs import CooccurrenceOptions
from textmine.periods import trends
from textmine.segment import WordList
from textmine.streams import ALLUVIAL_COLUMNS, Alluvial, AlluvialOptions, Reference, alluvial, match_communities
from textmine.text import build_corpus
from textmine.text.dates import read_dates
from textmine.text.records import build_records, group_of

FUELS = ["coal", "steam", "oil", "gas"]
TEXTS = ["coal and steam. Oil and gas."] * 4 + ["coal and gas. Oil and steam."] * 4
RECORDS = build_records(8, dates=read_dates(["1998"] * 4 + ["1999"] * 4))


def test_communities_of_each_period_exchange_terms():
    """Two links of one weight in each period: each term has a quarter of the flow, each community a half.

    The communities of 1998 exchange steam and gas in 1999. Jaccard's index is 1/3 for coal and gas, 1/3 for oil and
    steam with both: of equal ones the lower numbers are matched.
    """
    found = alluvial(build_corpus(TEXTS), FUELS, records=RECORDS, each=True)
    assert [row[:2] + row[3:] for row in found.rows()] == [
        ("1998", 1, 0.5, 2, "coal · steam", "1999", 1, 1, 0.25, 0.25),
        ("1998", 1, 0.5, 2, "coal · steam", "1999", 2, 1, 0.25, 0.25),
        ("1998", 2, 0.5, 2, "oil · gas", "1999", 1, 1, 0.25, 0.25),
        ("1998", 2, 0.5, 2, "oil · gas", "1999", 2, 1, 0.25, 0.25),
        ("1999", 1, 0.5, 2, "coal · gas", "", "", "", "", ""),
        ("1999", 2, 0.5, 2, "steam · oil", "", "", "", "", ""),
    ]


def test_communities_of_all_periods_keep_their_terms():
    """Where the communities are given, each has the flow of its terms; wood has none and belongs to nothing."""
    texts = ["coal and steam. Oil and gas. Wood and gas."] * 4 + ["coal and steam."] * 4
    reference = Reference.of_homes([(1, "old"), (1, "old"), (3, "new"), (3, "new"), None])
    found = alluvial(build_corpus(texts), [*FUELS, "wood"], records=RECORDS, reference=reference)
    rows = list(found.rows())
    assert [row[:3] + row[4:9] for row in rows] == [
        ("1998", 1, "old", 2, "coal · steam", "1999", 1, 2),
        ("1998", 3, "new", 2, "gas · oil", "", "", ""),
        ("1999", 1, "old", 2, "coal · steam", "", "", ""),
    ]
    flow = {row[:2]: row[3] for row in rows}
    assert flow["1999", 1] == rows[0][10] == 1.0
    assert 0 < flow["1998", 3] < 1 - flow["1998", 1]  # wood has the rest


def test_memory_does_not_change_streams(monkeypatch):
    records = build_records(8, dates=read_dates(["1998", "1999"] * 4))
    expected = list(alluvial(build_corpus(TEXTS), FUELS, records=records, each=True).rows())
    monkeypatch.setattr("textmine.streams.finding._STRETCH", 3)
    found = alluvial(
        build_corpus(TEXTS, memory=1), FUELS, records=records, each=True, cooccurrence=CooccurrenceOptions(memory=1)
    )
    assert list(found.rows()) == expected


def test_rows_become_a_data_frame():
    pytest.importorskip("pandas")
    frame = alluvial(build_corpus(TEXTS), FUELS, records=RECORDS).to_pandas()
    assert list(frame.columns) == list(ALLUVIAL_COLUMNS)
    assert frame["next_community"].isna().tolist() == [False, True]


@st.composite
def periods(draw):
    n_periods, n_terms = draw(st.integers(1, 4)), draw(st.integers(1, 6))
    modules = draw(st.lists(st.integers(-1, 2), min_size=n_periods * n_terms, max_size=n_periods * n_terms))
    modules = np.array(modules, np.int32).reshape(n_periods, n_terms)
    for row in modules:  # numbers without gaps
        row[row >= 0] = np.unique(row[row >= 0], return_inverse=True)[1]
    flows = draw(st.lists(st.integers(1, 9), min_size=modules.size, max_size=modules.size))
    flows = np.where(modules >= 0, np.array(flows, float).reshape(modules.shape), 0.0)
    reference = draw(st.lists(st.integers(-1, 2), min_size=n_terms, max_size=n_terms))
    return modules, flows, np.array(reference, np.int32)


def slow_match(modules, flows, reference, least):
    """The definition, with sets."""
    fronts = {number: [{*np.flatnonzero(reference == number).tolist()}] for number in set(reference.tolist()) - {-1}}
    n_known, rows = int(reference.max(initial=-1)) + 1, []
    for module, flow in zip(modules, flows, strict=True):
        parts = {at: {*np.flatnonzero(module == at).tolist()} for at in sorted(set(module.tolist()) - {-1})}
        alike = []
        for at, part in parts.items():
            for number, sets in fronts.items():
                indices = [sum(flow[[*part & other]]) / sum(flow[[*part | other]]) for other in sets]
                alike.append((-round(max(indices), 12), at, number))
        found = {}
        for value, at, number in sorted(alike):
            if -value >= least and at not in found and number not in found.values():
                found[at] = number
        for at in sorted(parts.keys() - found.keys(), key=lambda at: (-sum(flow[[*parts[at]]]), at)):
            found[at], n_known = n_known, n_known + 1
        for at, number in found.items():
            own = {*np.flatnonzero(reference == number).tolist()}
            fronts[number] = ([own] if own else []) + [parts[at]]
        rows.append([found.get(at, -1) for at in module.tolist()])
    return rows


@given(periods(), st.sampled_from([0.1, 0.5]))
def test_matching_is_that_of_sets(made, least):
    modules, flows, reference = made
    assert match_communities(modules, flows, reference, least=least).tolist() == slow_match(
        modules, flows, reference, least
    )


@given(periods())
def test_shared_flow_adds_up(made):
    """The streams of a community carry the flow of its terms that the next period has; a period's flows are its own."""
    communities, flows, _ = made
    names = [f"c{number}" for number in range(3)]
    labels = [f"{1990 + at}" for at in range(len(communities))]
    found = Alluvial(labels, [f"t{at}" for at in range(communities.shape[1])], communities, flows, names)
    rows = list(found.rows())
    for period, label in enumerate(labels):
        flow = {row[1]: row[3] for row in rows if row[0] == label}
        assert sum(flow.values()) == flows[period].sum()
        goes_on = communities[period] >= 0
        goes_on &= communities[period + 1] >= 0 if period + 1 < len(labels) else False
        for number in flow:
            own = goes_on & (communities[period] == number - 1)
            streams = [row for row in rows if row[:2] == (label, number) and row[7] != ""]
            assert sum(row[9] for row in streams) == flows[period][own].sum()
            if streams:
                assert sum(row[10] for row in streams) == flows[period + 1][own].sum()
                assert sum(row[8] for row in streams) == own.sum()


def test_networks_have_the_same_names_and_numbers_of_terms():
    found = alluvial(build_corpus(TEXTS), ["wood", *FUELS], records=RECORDS, each=True)
    nodes = [
        {line.split()[2]: line.split()[3] for line in lines[: lines.index("*Links undirected\n")] if line[0].isdigit()}
        for lines in map(list, map(found.ftree, range(2)))
    ]
    assert nodes == [{'"coal"': "1", '"steam"': "2", '"oil"': "3", '"gas"': "4"}] * 2


def test_periods_without_a_link_are_left_out():
    records = build_records(9, dates=read_dates(["1998"] * 4 + ["1999"] * 4 + ["2000"]))
    found = alluvial(build_corpus([*TEXTS, "coal"]), FUELS, records=records)
    assert (found.periods, found.without) == (["1998", "1999"], ["2000"])


def test_what_has_no_periods_is_refused():
    corpus, words = build_corpus(TEXTS), WordList(FUELS, np.ones(4))
    with pytest.raises(OptionError, match="the documents have no dates"):
        alluvial(corpus, words)
    with pytest.raises(OptionError, match="no date is fine enough for `every=month`"):
        alluvial(corpus, words, records=RECORDS, every="month")
    with pytest.raises(OptionError, match="is no length of a period"):
        alluvial(corpus, words, records=RECORDS, every="era")
    with pytest.raises(GraphError, match="no two terms occur together"):
        alluvial(corpus, ["wood"], records=RECORDS)
    with pytest.raises(GraphError, match="no two terms occur together"):
        alluvial(corpus, ["wood"], records=RECORDS, reference=Reference.of_homes([(1, "wood")]))
    with pytest.raises(TypeError, match="no option is called 'eahc'"):
        alluvial(corpus, words, records=RECORDS, eahc=True)


def test_layers_of_a_group_are_its_values_by_name():
    # Two authors use steam with coal, one with gas; dates are not needed.
    early, late = "coal and steam and mine. oil and gas.", "coal and mine. oil and gas and steam."
    records = build_records(26, groups={"author": group_of(["10"] * 8 + ["11", None] + ["9"] * 8 + ["2"] * 8)})
    corpus = build_corpus([early] * 8 + ["nothing"] * 2 + [late] * 8 + [early] * 8)
    found = alluvial(corpus, ["coal", "steam", "mine", "oil", "gas"], records=records, layers="author")
    assert list(found.periods) == ["2", "9", "10"]
    assert list(found.without) == ["11"]
    coal, steam, mine, oil, gas = found.communities.T
    assert (coal == mine).all()
    assert (oil == gas).all()
    assert steam.tolist() == [coal[0], oil[0], coal[0]]
    with pytest.raises(OptionError, match="no group 'autor'"):
        alluvial(corpus, ["coal"], records=records, layers="autor")


def test_layers_keep_a_community_that_lasts_and_let_a_term_change():
    # steam goes with coal in the first two periods, with gas in the last two; each pair of the others stays together.
    early, late = "coal and steam and mine. oil and gas.", "coal and mine. oil and gas and steam."
    records = build_records(32, dates=read_dates([str(year) for year in (1998, 1999, 2000, 2001) for _ in range(8)]))
    corpus = build_corpus([early] * 16 + [late] * 16)
    words = ["coal", "steam", "mine", "oil", "gas"]
    found = alluvial(corpus, words, records=records, layers="date")
    coal, steam, mine, oil, gas = found.communities.T
    assert (coal == mine).all()
    assert (oil == gas).all()
    assert len(set(coal.tolist())) == len(set(oil.tolist())) == 1
    assert steam.tolist() == [coal[0], coal[0], oil[0], oil[0]]
    assert found.flows.sum(axis=1) == pytest.approx(1)
    with pytest.raises(OptionError, match="two ways"):
        AlluvialOptions(each=True, layers="date")
    with pytest.raises(OptionError, match="`every=10` has no effect where the layers are the values of 'author'; "):
        AlluvialOptions(every="10", layers="author")
    assert AlluvialOptions(every="10", layers="date").every == "10"


def test_records_of_other_documents_are_refused():
    corpus = build_corpus(["coal gas"] * 3)
    records = build_records(2, dates=read_dates(["1998", "1999"]))
    for run in (
        lambda: alluvial(corpus, ["coal", "gas"], records=records),
        lambda: trends(count_by_document(corpus, ["coal"]), records),
        lambda: corpus.with_records(records),
    ):
        with pytest.raises(OptionError, match="2 records for 3 documents; give one a document"):
            run()
