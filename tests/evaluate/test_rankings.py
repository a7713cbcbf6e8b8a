"""Ranked terms against gold: the figures, which terms count, and the intervals."""

import json
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.errors import InputError, OptionError
from textmine.evaluate import TERM_MEASURES, Resampling, Scores, TermOptions, evaluate_terms, load_gold, load_ranking
from textmine.evaluate.gold import count_terms, fold_text

FEW = Resampling(resamples=20)


def slow_figures(kept, gold):
    """The figures by their definitions, from lists and sets."""
    found = [term in gold for term in kept]
    hits = [sum(found[:k]) for k in range(len(kept) + 1)]

    def f1(k):
        precision, recall = hits[k] / max(k, 1), hits[k] / len(gold)
        return 2 * precision * recall / (precision + recall) if hits[k] else 0.0

    return {
        "gold": len(gold),
        "ranked": len(kept),
        **{f"P@{k}": sum(found[:k]) / k for k in (100, 500, 1000)},
        "AP": sum(hits[k] / k for k in range(1, len(kept) + 1) if found[k - 1]) / len(gold),
        "F1@gold": f1(min(len(gold), len(kept))),
        "bestF1": max(f1(k) for k in range(len(kept) + 1)),
        "recall": sum(found) / len(gold),
    }


NAMES = st.text(st.sampled_from("甲乙丙丁"), min_size=2, max_size=3)


@given(st.lists(NAMES, unique=True, max_size=60), st.sets(NAMES, min_size=1, max_size=30))
def test_figures_are_those_of_their_definitions(ranking, gold):
    found = evaluate_terms([ranking], gold, "", TermOptions(min_count=0), FEW)
    expected = slow_figures(ranking, gold)
    assert dict(zip(found.measures, found.values.tolist(), strict=True)) == pytest.approx(expected)


def test_figures_by_hand():
    # Hits at 1 and 3 of four, a third gold term not ranked: AP (1/1 + 2/3) / 3; of three ranked 2 hits on both sides.
    found = evaluate_terms([["a1", "x1", "b1", "y1"]], ["a1", "b1", "c1"], "", TermOptions(min_count=0), FEW)
    assert found["AP"] == pytest.approx(5 / 9)
    assert found["F1@gold"] == pytest.approx(2 / 3)
    assert found["bestF1"] == pytest.approx(2 / 3)
    assert (found["P@100"], found["recall"]) == (0.02, pytest.approx(2 / 3))


def test_rare_and_short_gold_terms_are_neither_right_nor_wrong():
    text = "变压器、断路器、变压器。电"
    ranking = ["变压器", "断路器", "电", "母线"]
    found = evaluate_terms([ranking], ["变压器", "断路器", "电"], text, TermOptions(min_count=2), FEW)
    # 变压器 alone counts; 断路器 and 电 are left out; 母线 is wrong.
    assert (found["gold"], found["ranked"], found["AP"]) == (1, 2, 1.0)


def test_both_sides_are_folded_and_each_ranked_term_is_looked_at_once():
    found = evaluate_terms(
        [["SF6  断路器", "ｓｆ６ 断路器", "X射线"]], ["sf6 断路器"], "", TermOptions(min_count=0), FEW
    )
    assert (found["ranked"], found["AP"]) == (2, 1.0)


def test_words_are_counted_whole_and_han_characters_anywhere():
    text = fold_text("Wind turbines, a wind  turbine; 哈哈哈 SF6断路器 l'eau a\tb")
    counts = count_terms({"wind turbine", "turbine", "哈哈", "f6断", "l'eau", "a b", "哈", "absent"}, text)
    assert counts == {"wind turbine": 1, "turbine": 1, "哈哈": 2, "f6断": 1, "l'eau": 1, "a b": 1, "哈": 3}


def test_spellings_of_the_same_words_are_one_gold_term():
    assert count_terms({"cut-out", "cut- out"}, "a cut-out, a cut -out") == {"cut-out": 2}


@given(st.text(st.sampled_from("甲乙aB \n."), max_size=40), st.sets(st.text(st.sampled_from("甲乙ab "), min_size=1)))
def test_strings_with_han_characters_are_counted_where_they_stand(text, terms):
    terms = {" ".join(term.split()) for term in terms}
    han = {term for term in terms if set(term) & set("甲乙") and len(term) <= 24}
    text = fold_text(text)
    places = range(len(text))
    expected = {term: sum(text.startswith(term, place) for place in places) for term in han}
    assert count_terms(han, text) == {term: count for term, count in expected.items() if count}


@given(st.lists(st.sampled_from("aB,"), max_size=30), st.sets(st.lists(st.sampled_from("ab,"), min_size=1).map(tuple)))
def test_words_are_counted_where_they_stand_in_a_row(words, terms):
    """Slow definition: try the words of each term at every place. Longer ones than eight words are not looked for."""
    text = fold_text(" ".join(words))
    tokens = [word.lower() for word in words]
    expected = {
        " ".join(term): sum(tuple(tokens[i : i + len(term)]) == term for i in range(len(tokens) - len(term) + 1))
        for term in terms
        if len(term) <= 8
    }
    counts = count_terms({" ".join(term) for term in terms}, text)
    assert counts == {term: count for term, count in expected.items() if count}


def example(n=400, seed=5):
    generator = np.random.default_rng(seed)
    ranking = [f"t{number}" for number in range(n)]
    gold = [term for rank, term in enumerate(ranking) if generator.random() < 60 / (60 + rank)] + ["u1", "u2", "u3"]
    return ranking, gold


def test_the_interval_holds_the_figure_and_its_seed_decides():
    ranking, gold = example()
    options = TermOptions(min_count=0)
    found = evaluate_terms([ranking], gold, "", options)
    assert (found.low <= found.values).all()
    assert (found.values <= found.high).all()
    again = evaluate_terms([ranking], gold, "", options, Resampling(seed=123))
    other = evaluate_terms([ranking], gold, "", options, Resampling(seed=124))
    assert list(found.rows()) == list(again.rows())
    assert list(found.rows()) != list(other.rows())
    assert next(found.rows()) == ["gold", len(gold), len(gold), len(gold)]


def test_rows_have_six_decimals_and_no_negative_nought():
    figures = np.array([2 / 3, -1e-9])
    rows = list(Scores(("AP", "recall"), figures, figures - 1, figures + 1).rows())
    assert [list(map(str, row)) for row in rows] == [
        ["AP", "0.666667", "-0.333333", "1.666667"],
        ["recall", "0.0", "-1.0", "1.0"],
    ]


def test_the_interval_of_recall_is_that_of_a_proportion():
    # 60 of 90 gold terms ranked: the bootstrap's spread is sqrt(p (1 - p) / n), 1.96 of which are 0.0974.
    ranking = [f"t{number}" for number in range(60)]
    found = evaluate_terms([ranking], [f"t{number}" for number in range(90)], "", TermOptions(min_count=0))
    place = TERM_MEASURES.index("recall")
    assert found.low[place] == pytest.approx(2 / 3 - 0.0974, abs=0.02)
    assert found.high[place] == pytest.approx(2 / 3 + 0.0974, abs=0.02)


def test_a_ranking_does_not_differ_from_itself():
    ranking, gold = example()
    found = evaluate_terms([ranking, ranking], gold, "", TermOptions(min_count=0), FEW)
    assert not found.differences.any()
    assert not found.low.any()
    assert not found.high.any()
    assert (found.p_values == 1).all()


def test_a_better_ranking_is_told_from_a_shuffled_one_and_both_ways_round():
    ranking, gold = example()
    shuffled = np.random.default_rng(1).permutation(ranking).tolist()
    options = TermOptions(min_count=0)
    found = evaluate_terms([ranking, shuffled], gold, "", options)
    turned = evaluate_terms([shuffled, ranking], gold, "", options)
    place = TERM_MEASURES.index("AP")
    assert found.low[place] > 0
    assert found.p_values[place] == pytest.approx(2 / 1001)
    assert (found.differences == -turned.differences).all()
    assert found.p_values[place] == turned.p_values[place]
    # The same terms in another order: nothing to tell apart in how many are found.
    assert found.p_values[TERM_MEASURES.index("recall")] == 1


def test_chance_is_seldom_called_a_difference():
    """Two rankings of one kind differ at p < 0.05 in about one of twenty pairs; of 40, 9 would be far too many."""
    options, resampling = TermOptions(min_count=0), Resampling(resamples=200)
    wrong = 0
    for seed in range(40):
        generator = np.random.default_rng(seed)
        terms = [f"t{number}" for number in range(200)]
        pair = [generator.permutation(terms).tolist() for _ in range(2)]
        found = evaluate_terms(pair, terms[:50], "", options, resampling)
        wrong += found.p_values[TERM_MEASURES.index("AP")] < 0.05
    assert wrong < 9


def test_no_gold_term_often_enough_is_an_error():
    with pytest.raises(InputError, match="gold: no gold term occurs 5 times or more in the corpus; name the text that"):
        evaluate_terms([["变压器"]], ["变压器"], "变压器")


@pytest.mark.parametrize(
    ("kind", "bad"),
    [
        (TermOptions, {"min_count": -1}),
        (TermOptions, {"min_length": 0}),
        (TermOptions, {"top": -1}),
        (Resampling, {"resamples": 0}),
        (Resampling, {"seed": -1}),
    ],
)
def test_options_out_of_range_are_refused(kind, bad):
    with pytest.raises(OptionError):
        kind(**bad)


def test_rankings_are_read_with_a_header_without_and_as_csv(tmp_path):
    files = {
        "header.tsv": "rank\tterm\r\n1\t变压器\r\n2\t断路器\r\n",
        "bare.txt": "# a comment\n变压器\n\n断路器\n",
        "more.tsv": "变压器\t9\n断路器\n",
        "comma.csv": 'term,count\n"变压器",9\n断路器,8\n',
        "empty.txt": "",
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content.encode())
        found = load_ranking(str(tmp_path / name))
        assert found == ([] if name == "empty.txt" else ["变压器", "断路器"]), name
    (tmp_path / "gold.tsv").write_bytes("变压器\t部件\n#1机组\t名称\n".encode())
    assert load_gold(str(tmp_path / "gold.tsv")) == ["变压器", "#1机组"]


@pytest.mark.parametrize("name", ["zh_deep_learning", "zh_science_abstracts", "en_wind", "fr_wind"])
def test_figures_are_those_of_the_scorer(shared, tmp_path, name):
    gold, corpus = shared / f"gold/{name}.tsv", shared / f"corpora/{name}.txt"
    text = corpus.read_text(encoding="utf-8")
    pieces = text[:20000].split() if not name.startswith("zh") else [text[i : i + 3] for i in range(0, 20000, 7)]
    marked = gold.read_text(encoding="utf-8").splitlines()
    ranked = [term.split("\t")[0].upper() for pair in zip(marked, pieces, strict=False) for term in pair]
    path = tmp_path / "ranked.tsv"
    path.write_text("".join(" ".join(term.split()) + "\t1\n" for term in ranked), encoding="utf-8")
    scorer = [sys.executable, shared / "score/score_terms.py", path, gold, corpus, "--top", "900"]
    done = subprocess.run(scorer, capture_output=True, check=True, env={"PYTHONHASHSEED": "1"})
    found = evaluate_terms([load_ranking(str(path))], load_gold(str(gold)), text, TermOptions(top=900), FEW)
    expected = json.loads(done.stdout)
    assert tuple(expected) == TERM_MEASURES
    assert {measure: round(found[measure], 4) for measure in TERM_MEASURES} == expected
