"""Flow against values worked out by hand, against a dense definition, and for what must not change it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.errors import GraphError, OptionError
from textmine.mapequation import FlowOptions, directed_flow, flow_of, undirected_flow

NODES = 7
links = st.lists(
    st.tuples(st.integers(0, NODES - 1), st.integers(0, NODES - 1), st.sampled_from([0.0, 0.5, 1.0, 3.0])),
    min_size=1,
    max_size=20,
).filter(lambda some: any(weight > 0 for _, _, weight in some))


def columns(some):
    return [list(column) for column in zip(*some, strict=True)]


def test_undirected_flow_is_strength_over_total(two_triangles):
    # Degrees 2 2 3 3 2 2 over twice seven links.
    assert two_triangles.node_flow * 14 == pytest.approx([2, 2, 3, 3, 2, 2])
    assert two_triangles.flows * 7 == pytest.approx([1] * 7)


def test_self_link_counts_once_in_flow_and_never_in_enter():
    network = undirected_flow([0, 0], [1, 0], [1.0, 1.0], 2)
    # Total 2 x 1 + 1 = 3: node 0 has its end of the link and its self-link.
    assert network.node_flow * 3 == pytest.approx([2, 1])
    assert network.node_enter * 3 == pytest.approx([1, 1])
    assert network.node_exit * 3 == pytest.approx([1, 1])
    assert network.neighbours.tolist() == [1, 0]


@pytest.mark.parametrize(
    "options", [FlowOptions(model="directed", recorded=True), FlowOptions(), FlowOptions(model="directed")]
)
def test_links_that_nobody_follows_are_links_all_the_same(options):
    # Recorded jumps land by in-strength: never on node 0, so that its links have no flow. 1e-320 / 1e9 is none, either.
    network = flow_of([0, 0, 1, 2, 0], [1, 2, 2, 1, 3], [1e-320, 1.0, 1e9, 1e9, 1.0], 4, options)
    assert network.indptr.tolist() == [0, 3, 5, 7, 8]
    assert network.link_flow.min() > 0.0
    assert network.link_flow.sum() == pytest.approx(2.0 if not options.recorded else 2.0 * 0.85, abs=0.3)


def test_dangling_node_reference_values():
    # "two_triangles_directed_dangling6", Infomap 2.16 (cases.json).
    network = directed_flow([0, 1, 2, 2, 3, 4, 4], [1, 2, 0, 3, 4, 3, 5], [1.0] * 7, 6)
    expected = [0.100056412152, 0.123862696358, 0.144098037934, 0.243236673571, 0.245565918565, 0.14318026142]
    assert network.node_flow == pytest.approx(expected, abs=1e-11)
    assert network.node_exit[5] == 0.0


@pytest.mark.parametrize("build", [undirected_flow, directed_flow])
@given(some=links, seed=st.integers(0, 2**32 - 1))
def test_order_and_duplicates_of_links_change_nothing(build, some, seed):
    network = build(*columns(some), NODES)
    mixed = [some[i] for i in np.random.default_rng(seed).permutation(len(some))]
    halves = [(u, v, weight / 2) for u, v, weight in mixed] * 2
    if build is undirected_flow:
        halves = [(v, u, weight) if i % 2 else (u, v, weight) for i, (u, v, weight) in enumerate(halves)]
    other = build(*columns(halves), NODES)
    for name in ("node_flow", "node_enter", "node_exit", "link_flow", "flows"):
        assert getattr(other, name) == pytest.approx(getattr(network, name), abs=1e-14)
    assert other.neighbours.tolist() == network.neighbours.tolist()


@given(some=links)
def test_directed_flow_is_the_stationary_walk(some):
    sources, targets, weights = columns(some)
    network = directed_flow(sources, targets, weights, NODES)
    matrix = np.zeros((NODES, NODES))
    np.add.at(matrix, (sources, targets), weights)
    out = matrix.sum(axis=1)
    landing = out / out.sum()
    steps = np.array([row / total if total else landing for row, total in zip(matrix, out, strict=True)])
    jump = 0.15 * (out > 0)[:, None]
    google = (1 - jump) * steps + jump * landing
    stationary = np.vstack([google.T - np.eye(NODES), np.ones(NODES)])
    visits = np.linalg.lstsq(stationary, np.append(np.zeros(NODES), 1.0), rcond=None)[0]
    flow = visits[:, None] * np.divide(matrix, out[:, None], where=out[:, None] > 0, out=np.zeros_like(matrix))
    flow /= flow.sum()
    assert network.node_flow == pytest.approx(flow.sum(axis=0), abs=1e-9)
    other = flow - np.diag(np.diag(flow))
    assert network.node_enter == pytest.approx(other.sum(axis=0), abs=1e-9)
    assert network.node_exit == pytest.approx(other.sum(axis=1), abs=1e-9)


@given(some=links)
def test_rows_hold_each_link_with_both_ends(some):
    network = directed_flow(*columns(some), NODES)
    dense = np.zeros((NODES, NODES))
    np.add.at(dense, (network.sources, network.targets), network.flows)
    np.fill_diagonal(dense, 0.0)
    rows = np.zeros((NODES, NODES))
    np.add.at(rows, (np.repeat(np.arange(NODES), np.diff(network.indptr)), network.neighbours), network.link_flow)
    assert rows == pytest.approx(dense + dense.T, abs=1e-15)


@pytest.mark.parametrize("build", [undirected_flow, directed_flow])
@pytest.mark.parametrize(
    ("sources", "targets", "weights", "n_nodes"),
    [
        ([0], [1], [-1.0], 2),
        ([0], [1], [np.nan], 2),
        ([0], [1], [np.inf], 2),
        ([0], [1], [0.0], 2),
        ([], [], [], 2),
        ([0], [2], [1.0], 2),
        ([-1], [1], [1.0], 2),
        ([0, 1], [1], [1.0], 2),
    ],
)
def test_what_is_no_network_is_refused(build, sources, targets, weights, n_nodes):
    with pytest.raises(GraphError):
        build(sources, targets, weights, n_nodes)


@pytest.mark.parametrize("teleportation", [0.0, 1.0, -0.1, np.nan])
def test_teleportation_out_of_range_is_refused(teleportation):
    with pytest.raises(OptionError):
        directed_flow([0], [1], [1.0], 2, teleportation=teleportation)


@pytest.mark.parametrize("weights", [[1.0, -1.0], [-1.0, -1.0]])
@pytest.mark.parametrize("options", [FlowOptions(), FlowOptions(weight_threshold=0.5), FlowOptions(self_links=False)])
def test_a_negative_weight_is_refused_beside_others_too(weights, options):
    with pytest.raises(GraphError, match=r"link \d has weight -1.0; weights must be finite and not negative"):
        flow_of([0, 1], [1, 2], weights, 3, options)


def test_categories_may_have_any_numbers():
    for categories in ([0, 1, 0], [-7, 2**31 - 1, -7]):
        options = FlowOptions(categories=np.array(categories))
        assert flow_of([0, 1], [1, 2], [1.0, 1.0], 3, options).categories.tolist() == [0, 1, 0]


def test_weights_of_nodes_are_not_negative():
    options = FlowOptions(model="directed", to_nodes=True, landing=np.array([2.0, -1.0, 1.0]))
    with pytest.raises(GraphError):
        flow_of([0, 1], [1, 2], [1.0, 1.0], 3, options)


@pytest.mark.parametrize("build", [undirected_flow, directed_flow])
def test_arrays_that_cannot_be_written_to_are_read(build):
    columns = np.array([0, 1], np.int32), np.array([1, 2], np.int32), np.ones(2)
    expected = build(*columns, 3).node_flow.tolist()
    for column in columns:
        column.flags.writeable = False
    assert build(*columns, 3).node_flow.tolist() == expected
