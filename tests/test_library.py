"""The library as its users meet it: paths, words, records, tables and what each thing says of itself."""

import inspect
import sys

import networkx
import numpy as np
import pytest

import textmine
from textmine.errors import InputError, OptionError
from textmine.graph import as_graph
from textmine.ngrams import count_ngrams
from textmine.segment import WordList, jieba_dictionary
from textmine.terms import TermLists, dictionary_lines, load_evidence, load_lists, load_terms
from textmine.vectors import Vectors, save_vectors

TEXTS = ["变压器的绕组过热。检修变压器和绕组", "断路器和变压器，断路器和绕组。新断路器投运"] * 2


@pytest.fixture(scope="module")
def corpus():
    return textmine.build_corpus(TEXTS)


@pytest.fixture(scope="module")
def terms(corpus):
    return textmine.discover(corpus, min_count=2, keep_repeats=True).head(3)  # 变压器, 断路器, 绕组


@pytest.fixture(scope="module")
def graph(corpus, terms):
    return textmine.cooccurrence(corpus, terms, min_count=1)


@pytest.fixture(scope="module")
def found():
    links = networkx.Graph([("a", "b"), ("b", "c"), ("c", "a"), ("c", "d"), ("d", "e"), ("e", "f"), ("f", "d")])
    return textmine.cluster(links)


PUBLIC = [name for name in textmine.__all__ if inspect.isfunction(getattr(textmine, name)) and name != "build_records"]


@pytest.mark.parametrize("name", PUBLIC)
def test_a_value_of_another_type_is_refused(name, corpus, terms, graph):
    """One argument is wrong, and those before it are right: no function fails in the middle of its work."""
    function = getattr(textmine, name)
    parameters = inspect.signature(function).parameters.values()
    needed = [each.name for each in parameters if each.default is each.empty and each.kind < each.VAR_POSITIONAL]
    counts = textmine.count_by_document(corpus, terms)
    right = {"corpus": corpus, "terms": terms, "graph": graph, "counts": counts, "text": "a b\n"}
    for at in range(len(needed)):
        arguments = [right.get(each, "nothing") for each in needed[:at]]
        arguments += [7, *("nothing" for _ in needed[at + 1 :])]
        with pytest.raises((TypeError, textmine.TextmineError)):
            function(*arguments)


def test_a_graph_of_another_type_is_refused_by_what_is_wanted(corpus):
    with pytest.raises(TypeError, match=r"^a Graph is wanted, as cooccurrence returns it, and this is of type str$"):
        textmine.find_senses(corpus, "x")


def test_parts_of_unequal_lengths_are_refused():
    with pytest.raises(OptionError, match=r"^2 words and 1 frequencies; give one for each word$"):
        WordList(["pump", "seal"], np.ones(1))
    with pytest.raises(OptionError, match=r"^2 words and 3 scores; give one for each word$"):
        WordList(["pump", "seal"], np.ones(2), np.ones(3))
    with pytest.raises(OptionError, match=r"^1 words and a matrix of shape \(2, 2\); give one row for each word$"):
        Vectors(["pump"], np.ones((2, 2)))
    with pytest.raises(OptionError, match=r"^2 words and a matrix of shape \(2,\); give one row for each word$"):
        Vectors(["pump", "seal"], np.ones(2))


@pytest.fixture
def no_pandas(monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)


def test_files_are_named_by_strings_and_paths(tmp_path, data, corpus, terms):
    for name in (data / "power.txt", str(data / "power.txt"), [data / "power.txt"]):
        assert textmine.read_corpus(name).n_documents == 367
    assert len(list(textmine.read_texts(data / "power.txt"))) == 1
    assert textmine.read_corpus(data / "power.txt", per_file=True).n_documents == 1
    textmine.save_counts(tmp_path / "world.ngrams", textmine.count_background(corpus))
    assert textmine.open_background(tmp_path / "world.ngrams").n_units == 70
    save_vectors(Vectors(["a"], np.ones((1, 2))), tmp_path / "a.npy")
    assert textmine.load_vectors(tmp_path / "a.npy").names == ("a",)
    (tmp_path / "graph.tsv").write_text("a\tb\n")
    assert textmine.load_graph(tmp_path / "graph.tsv").n_links == 1
    (tmp_path / "terms.txt").write_text("变压器\n绕组\n", encoding="utf-8")
    assert load_terms(tmp_path / "terms.txt").words == ["变压器", "绕组"]
    assert load_lists(tmp_path / "terms.txt", [], []).known.words == ["变压器", "绕组"]
    with pytest.raises(InputError, match=r"nothing\.tsv"):
        load_evidence(tmp_path / "nothing.tsv")


@pytest.mark.parametrize(
    "load", [textmine.read_corpus, textmine.read_texts, textmine.load_graph, textmine.load_vectors, load_terms]
)
def test_what_is_no_path_is_refused(load):
    with pytest.raises(TypeError, match=r"and this is of type (float|NoneType|Corpus)$"):
        load(1.5)


@pytest.mark.parametrize(
    ("call", "kind"),
    [
        (textmine.discover, "Corpus"),
        (textmine.train_vectors, "Corpus"),
        (textmine.count_background, "Corpus"),
        (lambda text: textmine.cooccurrence(text, ["变压器"]), "Corpus"),
        (lambda text: textmine.expand_vectors(text, ["变压器"]), "Vectors"),
        (textmine.bootstrap, "GraphCommunities"),
        (lambda text: textmine.save_counts("nowhere.ngrams", text), "SavedCounts"),
    ],
)
def test_a_text_in_place_of_something_else_is_refused(call, kind):
    with pytest.raises(TypeError, match=rf"^a {kind} is wanted, as \w+ returns it, and this is of type str$"):
        call("变压器")
    with pytest.raises(ValueError, match=r"^a str is no graph; give a textmine\.Graph, a networkx graph or a "):
        textmine.cluster("graph.tsv")


def test_terms_and_strings_are_taken_for_words(corpus, terms):
    names = list(terms.terms)
    same = textmine.cooccurrence(corpus, terms.as_words(), min_count=1)
    assert list(textmine.cooccurrence(corpus, terms, min_count=1).rows()) == list(same.rows())
    assert set(textmine.cooccurrence(corpus, names, min_count=1).names) == set(same.names)
    trained = textmine.train_vectors(corpus, terms, min_count=1)
    assert set(names) <= set(trained.names)
    assert textmine.segment_texts(["检修变压器"], terms, whole_terms=True) == ["检修 变压器"]
    assert textmine.segment_texts(["检修变压器"], names, whole_terms=True) == ["检修 变压器"]
    assert list(TermLists(known=terms).known.words) == names
    assert dictionary_lines(terms, "pkuseg") == [f"{name}\n" for name in names]
    left = textmine.discover(corpus, min_count=2, keep_repeats=True, lists=TermLists(exclude=names))
    assert not set(left.terms) & set(names)
    for seeds in (terms[:1], [names[0]], np.array([trained.names.index(names[0])])):
        assert textmine.expand_vectors(trained, seeds, bar=1.0).names == [names[0]]
    for call in (textmine.cooccurrence, textmine.train_vectors):
        with pytest.raises(TypeError, match=r"^a list of terms is wanted, not a single str; write \[term\]$"):
            call(corpus, "变压器")
        with pytest.raises(TypeError, match=r"^term 1 is of type NoneType, not a string"):
            call(corpus, ["变压器", None])
    with pytest.raises(InputError, match="none of the 1 seeds is in it"):
        textmine.expand_vectors(trained, ["nothing"])


def test_terms_are_a_sequence_of_records(terms):
    first = terms[0]
    assert (first.term, first.score, first.count) == (terms.terms[0], float(terms.score[0]), int(terms.count[0]))
    assert [type(first.score), type(first.count), type(first.known), first.p_value] == [float, int, bool, None]
    assert list(terms) == [terms[place] for place in range(len(terms))]
    assert terms[-1] == terms[len(terms) - 1]
    assert terms[1:].terms == terms.terms[1:]
    assert terms[1:].score.tolist() == terms.score[1:].tolist()
    assert terms[::-1][0] == terms[-1]
    with pytest.raises(IndexError):
        terms[len(terms)]


def test_a_head_of_none_is_empty(terms):
    assert (len(terms.head(0)), len(terms.head(1)), len(terms.head(999))) == (0, 1, len(terms))
    assert list(terms.as_words().head(0).words) == []


def test_significance_and_forms_are_in_the_records():
    corpus = textmine.build_corpus(["a turbine turns, turbines turn. the turbine, the turbines, the turbine"] * 5)
    tested = textmine.discover(
        corpus, textmine.build_corpus(["the cat turns"]), significance=True, min_count=1, keep_repeats=True
    )
    assert isinstance(tested[0].p_value, float)
    assert isinstance(tested[0].significant, bool)
    merged = textmine.discover(corpus, merge_forms=True, min_count=1, keep_repeats=True)
    assert isinstance(merged[0].forms, str)


def test_every_result_says_in_a_line_what_it_is(corpus, terms, graph, found):
    shown = {
        "<Corpus of 4 documents, 16 different units>": corpus,
        "<Undirected Graph of 3 nodes, 3 links>": graph,
        "<GraphCommunities: 6 nodes in 2 modules, 2 levels, 2.32073 bits>": found,
        "<Vectors of 1 words, 2 dimensions>": Vectors(["a"], np.ones((1, 2))),
        "<WordList of 1 words>": terms.as_words().head(1),
    }
    for line, thing in shown.items():
        assert repr(thing) == line
    others = [
        terms,
        terms[:0],
        corpus.alphabet,
        corpus.table,
        textmine.count_background(corpus),
        textmine.shipped_background("zh"),
        found.network,
        textmine.bootstrap(found, replicas=2).stability,
        jieba_dictionary().lexicon(corpus),
        count_ngrams(corpus),
    ]
    for thing in others:
        assert len(repr(thing)) < 120
        assert "\n" not in repr(thing)


def test_labels_are_those_of_the_top_modules_in_order_of_nodes(found):
    assert found.labels.dtype == np.int64
    modules = found.modules()
    assert found.labels.tolist() == [next(i for i, each in enumerate(modules) if node in each) for node in found.nodes]


def test_a_sparse_matrix_comes_back_as_the_same_graph():
    random = np.random.default_rng(5)
    for directed in (False, True):
        ends = random.integers(0, 9, (2, 30)).astype(np.int32)
        graph = textmine.build_graph("abcdefghi", *ends, random.integers(1, 5, 30).astype(float), directed=directed)
        matrix = graph.to_scipy()
        again, _ = as_graph(matrix, directed=directed)
        assert [row[2] for row in again.rows()] == [row[2] for row in graph.rows()]
        assert (again.targets.tolist(), again.indptr.tolist()) == (graph.targets.tolist(), graph.indptr.tolist())
        assert ((matrix != matrix.T).nnz == 0) is not directed


def test_nodes_with_the_same_text_stay_apart():
    links = networkx.Graph([(1, 2), (2, "1"), ("1", 3), (3, "'1'"), ("'1'", 1)])
    graph, nodes = as_graph(links)
    assert nodes == [1, 2, "1", 3, "'1'"]
    assert graph.n_nodes == len(set(graph.names)) == 5
    assert graph.n_links == 5
    back = textmine.cluster(links).to_networkx()
    assert set(back.nodes) == set(links.nodes)
    assert {frozenset(link) for link in back.edges} == {frozenset(link) for link in links.edges}
    # A name that is alone with its text keeps it.
    assert set(graph.names) >= {"2", "3"}


def test_tables_of_pandas(terms, graph, found):
    pandas = pytest.importorskip("pandas")
    table = terms.to_pandas()
    assert list(table.columns) == list(terms.columns())
    assert list(map(tuple, table.itertuples(index=False))) == list(terms.rows())
    assert list(map(tuple, graph.to_pandas().itertuples(index=False))) == list(graph.rows())
    frame = found.to_pandas()
    assert isinstance(frame, pandas.DataFrame)
    assert list(frame.columns) == ["term", "community", "path", "flow"]
    assert list(frame["term"]) == list(found.nodes)
    assert (frame["community"] - 1).tolist() == found.labels.tolist()
    assert "stability" in textmine.bootstrap(found, replicas=2).to_pandas().columns


@pytest.mark.usefixtures("no_pandas")
def test_without_pandas_one_line_says_so(terms, graph, found):
    for thing in (terms, graph, found):
        with pytest.raises(ImportError, match=r"^to_pandas needs pandas: pip install 'textmine\[pandas\]'$"):
            thing.to_pandas()
