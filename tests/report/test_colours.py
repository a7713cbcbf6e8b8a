"""Colours: the distance, the shades of themes, and that neighbours are told apart."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.map import read_folder
from textmine.report.colours import GREY, as_seen, ciede2000, community_colours, lab_of, neighbouring, theme_colours
from textmine.report.drawn import drawn_map

# Sharma, Wu & Dalal 2005, table 1: pairs 1, 2, 4, 7, 9, 17, 18, 25, 34.
PAIRS = [
    ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
    ((50, 3.1571, -77.2803), (50, 0, -82.7485), 2.8615),
    ((50, -1.3802, -84.2814), (50, 0, -82.7485), 1.0),
    ((50, 0, 0), (50, -1, 2), 2.3669),
    ((50, 2.49, -0.001), (50, -2.49, 0.0009), 7.1792),
    ((50, 2.5, 0), (73, 25, -18), 27.1492),
    ((50, 2.5, 0), (56, -27, -3), 31.9030),
    ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
]


@pytest.mark.parametrize(("one", "other", "wanted"), PAIRS)
def test_distances_are_those_of_the_paper(one, other, wanted):
    one, other = np.array(one, float), np.array(other, float)
    assert float(ciede2000(one, other)) == pytest.approx(wanted, abs=5e-5)
    assert float(ciede2000(other, one)) == pytest.approx(wanted, abs=5e-5)


def apart(colours, pairs):
    """Return the least distance of two neighbours, and of one from the grey of what is in no community."""
    labs = [lab_of(colour) for colour in colours]
    between = [float(ciede2000(labs[a], labs[b])) for a, b in pairs if a < len(labs) and b < len(labs)]
    greys = [float(ciede2000(lab, lab_of(grey))) for lab in labs for grey in GREY]
    return min([100.0, *between]), min([100.0, *greys])


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 210), st.integers(0, 9), st.integers(0, 1), st.randoms(use_true_random=False))
def test_no_two_neighbours_look_alike(n, n_themes, dark, random):
    # On a plane a place has about six neighbours; here are up to ten of smaller numbers.
    pairs = np.array([(random.randrange(b), b) for b in range(1, n) for _ in range(min(b, 10))], np.int64).reshape(
        -1, 2
    )
    themes = [random.randrange(n_themes) if n_themes else -1 for _ in range(n)]
    colours = community_colours(themes, pairs, dark)
    assert colours[200:] == [None] * (n - 200)
    near, grey = apart(colours[:200], pairs.tolist())
    assert near >= 11.5  # 12, before colours are rounded to bytes
    assert grey >= 7


@pytest.mark.parametrize("dark", [0, 1])
def test_themes_have_hues_of_their_own_and_communities_their_shades(dark):
    colours = theme_colours(9, dark)
    near, grey = apart(colours, [(a, b) for a in range(9) for b in range(a)])
    assert near >= 12
    assert grey >= 12
    of = community_colours([0, 0, 0, 1, 1], np.array([(0, 1), (0, 2), (1, 2), (3, 4)]), dark)
    hue = {colour: np.degrees(np.arctan2(*lab_of(colour)[[2, 1]])) % 360 for colour in (*of, *colours[:2])}
    for colour, theme in zip(of, (0, 0, 0, 1, 1), strict=True):
        assert abs((hue[colour] - hue[colours[theme]] + 180) % 360 - 180) < 55


@pytest.mark.parametrize("dark", [0, 1])
@pytest.mark.parametrize("sight", [0, 1])
def test_readers_who_do_not_see_red_or_green_tell_six_themes_apart(dark, sight):
    labs = as_seen(theme_colours(6, dark), sight)
    assert min(float(ciede2000(labs[a], labs[b])) for a in range(6) for b in range(a)) >= 10


@pytest.mark.parametrize("dark", [0, 1])
def test_colours_stand_out_from_the_page(dark):
    ground = np.array([255, 255, 255]) if not dark else np.array([0x14, 0x17, 0x1C])
    for colour in (
        *community_colours([number % 4 for number in range(60)], np.zeros((0, 2), np.int64), dark),
        GREY[dark],
    ):
        shades = np.array([[int(colour[at : at + 2], 16) for at in (1, 3, 5)], ground]) / 255
        linear = np.where(shades <= 0.04045, shades / 12.92, ((shades + 0.055) / 1.055) ** 2.4)
        low, high = sorted((linear @ [0.2126, 0.7152, 0.0722]).tolist())
        assert (high + 0.05) / (low + 0.05) >= 3  # WCAG 2.2, 1.4.11


def test_neighbours_on_the_map_of_a_text_are_told_apart(page):
    folder = read_folder(str(page.parent))
    found = drawn_map(folder, {term: place for place, term in enumerate(folder.terms.column("term"))})
    at = np.column_stack((found["nodes"]["x"], found["nodes"]["y"]))
    pairs = neighbouring(np.array(found["nodes"]["community"]), at).tolist()
    assert len(pairs) > 20
    for dark in (0, 1):
        assert apart([group["colours"][dark] for group in found["communities"]], pairs)[0] >= 11.5
