"""Options of `textmine cluster` that cannot have an effect are named, or refused."""

import pytest

from textmine.cli.effects import note_missed
from textmine.cli.finding import Request
from textmine.communities import cluster
from textmine.graph import read_graph

LINKS = "a b\nb c\nc a\nc d\nd e\ne f\nf d\n"
STATES = "*Vertices 2\n1 a\n2 b\n*States\n1 1\n2 2\n3 1\n*Links\n1 2\n2 3\n"
LAYERS = "*Intra\n1 1 2\n1 2 3\n2 1 2\n"
BETWEEN = f"{LAYERS}*Inter\n1 1 2\n"
WALK = "*Multilayer\n1 1 1 2\n1 2 2 1\n"
NAMED = '<graphml><key id="kind" for="node" attr.name="kind" attr.type="string"/>'
NAMED += '<graph edgedefault="undirected"><node id="a"><data key="kind">x</data></node><node id="b"/>'
NAMED = f'{NAMED}<edge source="a" target="b"/></graph></graphml>'
NO_LAYERS = "the network has no layers"
NO_JUMPS = "links lead both ways, and the walk does not jump"
NOTED = [
    (LINKS, "--relax-rate 0.3", f"--relax-rate has no effect: {NO_LAYERS}"),
    (LINKS, "--relax-limit 1 --relax-by-similarity", f"and --relax-by-similarity have no effect: {NO_LAYERS}"),
    (STATES, "--relax-limit-up 1", f"--relax-limit-up has no effect: {NO_LAYERS}"),
    (WALK, "--relax-rate 0.3", "--relax-rate has no effect: its links are those of the walk"),
    (BETWEEN, "--relax-rate 0.3", "--relax-rate has no effect: walks change layers where *Inter says"),
    (BETWEEN, "--relax-by-similarity", "--relax-by-similarity has no effect: walks change layers where *Inter says"),
    (LINKS, "--both-kinds", "--both-kinds has no effect: all nodes are of one kind"),
    (LINKS, "--teleportation 0.3 --to-nodes", f"--teleportation and --to-nodes have no effect: {NO_JUMPS}"),
    (LINKS, "--rawdir --to-nodes", "--to-nodes has no effect: the weights are the flow, and the walk does not jump"),
    (LINKS, "-d --regularized --teleportation 0.3", "--teleportation has no effect: the prior network says how often"),
    (LINKS, "--attributes", "--attributes has no effect: the nodes have no attributes"),
    (NAMED, "--attributes -f tree", "--attributes has no effect: it is for tsv, csv, jsonl and table"),
    (LINKS, "--clu-level 2", "--clu-level has no effect: clu is not among the formats"),
    (LINKS, "--clu-level 3 -f clu", "there is 1 level of modules; clu has the lowest, not level 3 of --clu-level"),
]
REFUSED = [
    (STATES, "--bipartite", "--bipartite is for two kinds of nodes, and - has states; leave it out"),
    (LAYERS, "--bipartite", "--bipartite is for two kinds of nodes, and - has layers; leave it out"),
    (
        LINKS,
        "-2 --preferred-levels 3",
        "--two-level and --preferred-levels 3 exclude each other; leave out one of them",
    ),
    (LINKS, "--clu-level -2 -f clu", "--clu-level is -2, below 0; use 1 for the top modules, 0 for the lowest"),
]
USED = [
    (LAYERS, "--relax-rate 0.3 --relax-limit 1"),
    ("*Bipartite 3\n1 3\n2 3\n", "--both-kinds --bipartite"),
    (LINKS, "-d --teleportation 0.3 --to-nodes"),
    (NAMED, "--attributes"),
    (LINKS, "--clu-level -1 -f clu"),
    (LINKS, "-2 --preferred-levels 2"),
]


@pytest.mark.parametrize(("graph", "options", "message"), NOTED)
def test_an_option_without_effect_is_named_and_changes_nothing(inside, graph, options, message):
    code, out, err = inside("cluster", "-", *options.split(), stdin=graph.encode())
    assert (code, err.count(b"\n")) == (0, 1)
    assert message in err.decode()
    usual = [option for option in options.split() if option in ("-d", "--rawdir", "--regularized")]
    assert "-f" in options or out == inside("cluster", "-", *usual, stdin=graph.encode())[1]


@pytest.mark.parametrize(("graph", "options", "message"), REFUSED)
def test_an_option_that_is_surely_a_mistake_is_refused(inside, graph, options, message):
    code, out, err = inside("cluster", "-", *options.split(), stdin=graph.encode())
    assert (code, out, err.decode()[: len(message) + 10]) == (2, b"", f"textmine: {message}")


@pytest.mark.parametrize(("graph", "options"), USED)
def test_an_option_with_an_effect_is_not_named(inside, graph, options):
    code, _, err = inside("cluster", "-", *options.split(), stdin=graph.encode())
    assert code == 0
    assert b"effect" not in err


def test_options_of_the_search_have_no_effect_where_nothing_is_searched(inside, tmp_path):
    (tmp_path / "old.clu").write_text("0 1\n1 1\n2 1\n3 2\n4 2\n5 2\n")
    _, _, err = inside(
        "cluster", "-", "--initial", tmp_path / "old.clu", "--no-search", "-N", "3", "-2", stdin=LINKS.encode()
    )
    assert err == b"textmine: -: --two-level and --trials have no effect: with --no-search nothing is searched\n"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (
            {"preferred_modules": 100},
            ["--preferred-modules 100 was not reached: the nearest that was found has 6 top modules"],
        ),
        ({"preferred_modules": 2, "preferred_levels": 2}, []),
        ({"preferred_levels": 4}, ["--preferred-levels 4 was not reached: the nearest that was found has 2 levels"]),
    ],
)
def test_a_number_of_modules_or_levels_that_is_not_reached_is_said(notes, options, said):
    asked = Request("graph", **options)
    note_missed(asked, cluster(read_graph(LINKS, "-"), **options), notes)
    assert notes.notes == said
