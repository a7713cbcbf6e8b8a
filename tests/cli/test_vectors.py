"""`textmine vectors`, `similar`, `expand` and `graph --from-vectors` as processes."""

import csv
import io

PLACING = ("data/power.txt", "--terms", "terms.tsv", "--window", "1", "--sides", "--dimensions", "50")


def rows(out):
    return list(csv.DictReader(io.StringIO(out.decode()), delimiter="\t", quoting=csv.QUOTE_NONE))


def test_threads_of_the_linear_algebra_change_nothing(inside, textmine, workspace):
    once = inside("vectors", *PLACING, cwd=workspace)
    assert once == (0, (workspace / "vectors.txt").read_bytes(), b"")
    assert textmine("vectors", *PLACING, cwd=workspace, OPENBLAS_NUM_THREADS="4", OMP_NUM_THREADS="3") == once


def test_an_array_holds_what_the_text_format_does(inside, workspace, tmp_path):
    array = tmp_path / "vectors.npy"
    assert inside("vectors", *PLACING, "-o", array, cwd=workspace) == (0, b"", b"")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["vectors.names", "vectors.npy"]
    ranked = [
        rows(inside("similar", "变压器", "--vectors", file, "--top", "0", cwd=workspace)[1])
        for file in ("vectors.txt", array)
    ]
    similarities = [{row["term"]: float(row["similarity"]) for row in found} for found in ranked]
    assert similarities[0].keys() == similarities[1].keys()
    assert all(abs(similarities[0][term] - similarities[1][term]) < 1e-5 for term in similarities[0])
    assert "变压器" not in similarities[0]


def test_seeds_that_are_not_there_are_named(inside, workspace):
    code, out, err = inside("expand", "-", "--vectors", "vectors.txt", stdin="断路器\n甲乙丙\n".encode(), cwd=workspace)
    assert (code, err.decode()) == (0, "textmine: 1 of 2 seeds not found: 甲乙丙\n")
    assert rows(out)[0] == {
        "term": "断路器",
        "similarity": "1.0",
        "confidence": "1.0",
        "depth": "0",
        "seed": "断路器",
        "path": "断路器",
    }


def test_a_lower_bar_reaches_more_and_each_path_ends_in_its_word(inside, workspace):
    common = ("expand", "seeds.txt", "--vectors", "vectors.txt", "--nearest", "parent")
    strict, lax = (rows(inside(*common, "--bar", bar, cwd=workspace)[1]) for bar in ("0.5", "0.3"))
    assert {row["term"] for row in strict} <= {row["term"] for row in lax}
    assert len(lax) > len(strict)
    for row in lax:
        path = row["path"].split(" > ")
        assert (path[0], path[-1], len(path) - 1) == (row["seed"], row["term"], int(row["depth"]))


def test_ranking_again_keeps_every_row_and_column(inside, workspace):
    ranking = ("expand", "seeds.txt", "--vectors", "vectors.txt", "--terms", "terms.tsv")
    code, out, err = inside(*ranking, cwd=workspace)
    assert (code, err) == (0, b"")
    before, after = rows((workspace / "terms.tsv").read_bytes()), rows(out)
    assert sorted(row["term"] for row in before) == sorted(row["term"] for row in after)
    assert set(after[0]) == {*before[0], "similarity"}
    scores = [float(row["score"]) for row in after]
    assert scores == sorted(scores, reverse=True)
    unchanged = rows(inside(*ranking, "--power", "0", cwd=workspace)[1])
    assert [row["term"] for row in unchanged] == [row["term"] for row in before]


def test_the_graph_of_the_nearest_is_one_that_cluster_reads(shell, workspace):
    code, out, err = shell("textmine graph --from-vectors vectors.txt --neighbours 5 | textmine cluster -", workspace)
    assert (code, err) == (0, b"")
    words = int((workspace / "vectors.txt").read_text(encoding="utf-8").split(" ")[0])
    assert len(rows(out)) == words
    links = [rows(shell(f"textmine graph --from-vectors vectors.txt {o}", workspace)[1]) for o in ("--mutual", "")]
    union = {(row["source"], row["target"]) for row in links[1]}
    assert {(row["source"], row["target"]) for row in links[0]} < union
    assert all(0 < float(row["weight"]) <= 1 + 1e-12 for row in links[1])
