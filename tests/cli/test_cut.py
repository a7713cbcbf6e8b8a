"""Where `discover` stops, and how it goes on."""

from textmine.terms import load_evidence, load_terms


def test_the_list_stops_says_so_and_goes_on_with_all(inside, data, tmp_path):
    place = tmp_path / "terms.tsv"
    line = ("discover", str(data / "power.txt"), "-b", str(data / "encyclopedia.txt"))
    code, _, err = inside(*line, "-o", str(place), cwd=tmp_path)
    assert code == 0
    assert err.endswith(b"where the confidence falls below 0.5; --all goes on\n")
    listed = place.read_text(encoding="utf-8")
    assert listed.splitlines()[-1].split("\t")[-1] >= "0.5"
    code, every, err = inside(*line, "--all", cwd=tmp_path)
    assert (code, err) == (0, b"")
    assert every.decode().startswith(listed)
    assert inside(*line, "--top", "0", cwd=tmp_path)[1] == every
    assert len(load_terms(place).words) == len(load_evidence(place)) == len(listed.splitlines()) - 1
