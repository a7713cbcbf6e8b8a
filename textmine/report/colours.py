"""Colours of communities: shades of the hue of their theme, told apart where they are neighbours on the map.

Hues of themes follow the order of Okabe & Ito 2008, and lightness is chosen so that readers who do not see red or green
(Machado, Oliveira & Fernandes 2009) can tell them apart. Distances are those of CIEDE2000 (Sharma, Wu & Dalal 2005); 12
is a difference that small discs show.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence

import numpy as np

from textmine.arraytypes import Bools, Floats, Longs

__all__ = ["GREY", "as_seen", "ciede2000", "community_colours", "lab_of", "neighbouring", "theme_colours"]

GREY = ("#868b94", "#7d838d")  # on a light and on a dark page: what is in no community, and the others

_ENOUGH = 12.0  # CIEDE2000 between neighbours
_COLOURED = 200  # communities with a colour; names and neighbours tell apart those that are far from each other
_HUES = (258, 45, 155, 335, 88, 215, 300, 15, 120)  # degrees in CIELAB: blue, vermilion, green, purple, yellow ...
_LIGHTNESS = ((34, 43, 52, 61), (50, 59, 68, 77))  # on a light and on a dark page: 3 to 1 against the page
_CHROMA = (26, 40, 54, 68)
_WHITE = np.array([0.95047, 1.0, 1.08883])
_SIGHTS = (  # Machado, Oliveira & Fernandes 2009, severity 1: protanopia, deuteranopia
    np.array([[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]),
    np.array([[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]),
)
_TO_RGB = np.array([[3.2406, -1.5372, -0.4986], [-0.9689, 1.8758, 0.0415], [0.0557, -0.2040, 1.0570]])


def community_colours(themes: Sequence[int], pairs: Longs, dark: int) -> list[str | None]:
    """Return the colour of each community as `#rrggbb`; None for those after the two hundredth.

    Parameters
    ----------
    themes
        The theme of each community from 0; -1 for none. The largest community is the first.
    pairs : int64[m, 2]
        Communities that are neighbours on the map.
    dark
        1 for a dark page, 0 for a light one.

    Examples
    --------
    >>> community_colours([0, 0, 1], np.array([[0, 1]]), 0)
    ['#329cd7', '#175578', '#b33f0d']
    """
    labs, codes, hues, between, confused = _candidates(dark)
    chosen: list[int] = []
    n_themes = max(themes, default=-1) + 1
    for community, theme in enumerate(themes[:_COLOURED]):
        beside = {int(end) for pair in pairs[(pairs == community).any(axis=1)] for end in pair if end < community}
        near = _least(between, [chosen[other] for other in beside])
        own = _least(between, [chosen[other] for other in range(community) if themes[other] == theme])
        seen = _least(confused, [chosen[other] for other in beside])
        worth = (
            np.minimum(near, 25.0)
            + 2 * np.minimum(seen, _ENOUGH)
            + 0.5 * np.minimum(own, 25.0)
            + _plainness(labs, hues, theme)
        )
        allowed = _of_theme(hues, theme, n_themes) & (near >= _ENOUGH)
        if not allowed.any():  # neighbours have all shades: the nearest hue that does not look the same
            allowed = near >= min(_ENOUGH, float(near.max()))
            worth = worth if theme < 0 else -_away(hues, theme)
        chosen.append(int(np.argmax(np.where(allowed, worth, -np.inf))))
    return [codes[place] for place in chosen] + [None] * (len(themes) - len(chosen))


def theme_colours(n: int, dark: int) -> list[str | None]:
    """Return a colour for each theme, that of its hue; None for those after the two hundredth.

    Examples
    --------
    >>> theme_colours(2, 0)
    ['#329cd7', '#b33f0d']
    """
    pairs = np.array([(a, b) for a in range(n) for b in range(a)], np.int64).reshape(-1, 2)
    return community_colours(list(range(n)), pairs, dark)


def neighbouring(communities: Longs, places: Floats) -> Longs:
    """Return the pairs of communities that lie beside each other: int64[m, 2], the smaller number first.

    Parameters
    ----------
    communities : int64[n]
        Community of each node; those below 0 have no neighbours.
    places : float64[n, 2]
        Where the nodes are.

    Examples
    --------
    >>> neighbouring(np.array([0, 0, 1]), np.array([[0.0, 0], [1, 0], [2, 0]])).tolist()
    [[0, 1]]
    """
    from scipy.spatial import cKDTree

    ends = []
    own = np.unique(communities[communities >= 0])
    middles = np.array([places[communities == community].mean(axis=0) for community in own]).reshape(-1, 2)
    for labels, points, most in ((communities, places, 16), (own, middles, 6)):
        if len(points) > 1:
            _, near = cKDTree(points).query(points, k=min(most, len(points)))
            ends.append(np.column_stack((np.repeat(labels, near.shape[1]), labels[near.ravel()])))
    pairs = np.sort(np.concatenate([np.zeros((0, 2), np.int64), *ends]), axis=1)
    return np.asarray(np.unique(pairs[(pairs[:, 0] >= 0) & (pairs[:, 0] != pairs[:, 1])], axis=0))


@functools.cache
def _candidates(dark: int) -> tuple[Floats, list[str], Floats, Floats, Floats]:
    """Return the colours to choose from: CIELAB, code and hue in degrees of each, and the distances between them.

    The second distances are the smaller ones of those that readers without red and without green see.
    """
    grid = np.meshgrid(_LIGHTNESS[dark], _CHROMA, np.arange(0, 360, 8.0), indexing="ij")
    lightness, chroma, hues = (part.ravel().astype(np.float64) for part in grid)
    turn = np.deg2rad(hues)
    labs = np.column_stack((lightness, chroma * np.cos(turn), chroma * np.sin(turn)))
    shades = _rgb(labs)
    shown = ((shades >= -0.002) & (shades <= 1.002)).all(axis=1)
    bytes_ = np.round(np.clip(shades[shown], 0, 1) * 255).astype(np.int64).tolist()
    kept = labs[shown]
    between = _distances(kept)
    codes = [f"#{r:02x}{g:02x}{b:02x}" for r, g, b in bytes_]
    without = [as_seen(codes, sight) for sight in range(2)]
    confused = np.minimum(*map(_distances, without))
    return kept, codes, hues[shown], between, confused


def _distances(labs: Floats) -> Floats:
    """Return the CIEDE2000 difference of every two colours."""
    a, b = np.triu_indices(len(labs), 1)
    found = np.zeros((len(labs), len(labs)))
    found[a, b] = found[b, a] = ciede2000(labs[a], labs[b])
    return found


def as_seen(codes: Sequence[str], sight: int) -> Floats:
    """Return how colours look, in CIELAB, to readers who see no red (`sight` is 0) or no green (1).

    Examples
    --------
    >>> red, green = as_seen(["#c62e0b", "#5d7a00"], 1)
    >>> bool(ciede2000(red, green) < ciede2000(lab_of("#c62e0b"), lab_of("#5d7a00")) / 3)
    True
    """
    linear = np.array([_linear(code) for code in codes]) @ _SIGHTS[sight].T
    return np.array([_lab(shades) for shades in np.clip(linear, 0, 1)])


def _rgb(labs: Floats) -> Floats:
    """Return sRGB from 0 to 1 of CIELAB under D65; what lies outside cannot be shown."""
    fy = (labs[:, 0] + 16) / 116
    roots = np.column_stack((fy + labs[:, 1] / 500, fy, fy - labs[:, 2] / 200))
    xyz = np.where(roots > 6 / 29, roots**3, 3 * (6 / 29) ** 2 * (roots - 4 / 29)) * _WHITE
    linear = xyz @ _TO_RGB.T
    return np.asarray(np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * np.maximum(linear, 0) ** (1 / 2.4) - 0.055))


def lab_of(code: str) -> Floats:
    """Return the CIELAB coordinates of a colour given as `#rrggbb`.

    Examples
    --------
    >>> np.abs(np.round(lab_of("#ffffff"))).tolist()
    [100.0, 0.0, 0.0]
    """
    return _lab(_linear(code))


def _linear(code: str) -> Floats:
    """Return the light of each primary, 0 to 1."""
    shades = np.array([int(code[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    return np.asarray(np.where(shades <= 0.04045, shades / 12.92, ((shades + 0.055) / 1.055) ** 2.4))


def _lab(linear: Floats) -> Floats:
    shares = np.linalg.solve(_TO_RGB, linear) / _WHITE
    x, y, z = np.where(shares > (6 / 29) ** 3, np.cbrt(shares), shares / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)]) + 0.0


def _of_theme(hues: Floats, theme: int, n_themes: int) -> Bools:
    """Tell which colours are shades of a theme; all are where there are no themes."""
    if theme < 0:
        return np.ones(len(hues), np.bool_)
    return np.asarray(_away(hues, theme) <= (26 if n_themes <= 6 else 18))


def _plainness(labs: Floats, hues: Floats, theme: int) -> Floats:
    """Return a small bonus for strong colours and for those near the hue of the theme, so that the first is plain."""
    strong = np.hypot(labs[:, 1], labs[:, 2]) / 20
    return np.asarray(strong if theme < 0 else strong - _away(hues, theme) / 10)


def _away(hues: Floats, theme: int) -> Floats:
    """Return how many degrees hues are away from that of a theme."""
    hue = _HUES[theme] if theme < len(_HUES) else theme * 137.508
    return np.asarray(np.abs((hues - hue + 180) % 360 - 180))


def _least(between: Floats, chosen: Sequence[int]) -> Floats:
    """Return the distance of each colour from the nearest of the chosen ones."""
    return np.asarray(between[:, list(chosen)].min(axis=1, initial=100.0))


def ciede2000(one: Floats, other: Floats) -> Floats:
    """Return the CIEDE2000 difference of colours, float64[..., 3] in CIELAB (Sharma, Wu & Dalal 2005).

    Examples
    --------
    >>> round(float(ciede2000(np.array([50, 2.6772, -79.7751]), np.array([50, 0, -82.7485]))), 4)
    2.0425
    """
    (l1, a1, b1), (l2, a2, b2) = np.moveaxis(one, -1, 0), np.moveaxis(other, -1, 0)
    mean = (np.hypot(a1, b1) + np.hypot(a2, b2)) / 2
    stretch = 1.5 - 0.5 * np.sqrt(mean**7 / (mean**7 + 25.0**7))
    c1, c2 = np.hypot(a1 * stretch, b1), np.hypot(a2 * stretch, b2)
    h1, h2 = (np.rad2deg(np.arctan2(b, a * stretch)) % 360 for a, b in ((a1, b1), (a2, b2)))
    grey = c1 * c2 == 0
    turn = np.where(grey, 0.0, (h2 - h1 + 180) % 360 - 180)
    hue = np.where(grey, h1 + h2, np.where(np.abs(h1 - h2) <= 180, (h1 + h2) / 2, (h1 + h2 + 360) / 2 % 360))
    dl, dc, dh = l2 - l1, c2 - c1, 2 * np.sqrt(c1 * c2) * np.sin(np.deg2rad(turn) / 2)
    middle, chroma = ((l1 + l2) / 2 - 50) ** 2, (c1 + c2) / 2
    weight = 1 - 0.17 * _cos(hue - 30) + 0.24 * _cos(2 * hue) + 0.32 * _cos(3 * hue + 6) - 0.2 * _cos(4 * hue - 63)
    sl, sc, sh = 1 + 0.015 * middle / np.sqrt(20 + middle), 1 + 0.045 * chroma, 1 + 0.015 * chroma * weight
    spin = 60 * np.exp(-(((hue - 275) / 25) ** 2))  # twice the 30 degrees of the paper
    twist = -2 * np.sqrt(chroma**7 / (chroma**7 + 25.0**7)) * np.sin(np.deg2rad(spin))
    dl, dc, dh = dl / sl, dc / sc, dh / sh
    return np.asarray(np.sqrt(np.maximum(dl**2 + dc**2 + dh**2 + twist * dc * dh, 0)))


def _cos(degrees: Floats) -> Floats:
    return np.asarray(np.cos(np.deg2rad(degrees)))
