"""The company of terms: where a walk from a term leads, over terms that its documents share."""

from __future__ import annotations

from typing import Any

import numpy as np

from textmine.arraytypes import Floats, Ids
from textmine.topics.nearness import Nearness

__all__ = ["Company", "company_of"]

_STEPS = 4
_LEAST = 1e-3  # probability; what is rarer is left out of a row


class Company:
    """Where walks from each term lead.

    Attributes
    ----------
    rows
        V x V sparse matrix, rows of length one: how often walks of up to four steps from a term pass each term, over
        the root of how much every walk does.
    """

    def __init__(self, rows: Any) -> None:
        self.rows = rows

    def likeness(self, term: int, neighbours: Ids) -> Floats:
        """Return float64[k, k]: how alike the company of neighbours is, apart from that of the term itself."""
        rows = self.rows[neighbours]
        through = rows[:, [term]].toarray().ravel()
        alike: Floats = (rows @ rows.T).toarray() - np.outer(through, through)
        return alike

    def nearest(self, terms: Ids, groups: list[Ids]) -> Ids:
        """Return the group whose terms have the company most like that of each term, int32[n]."""
        centres = [np.asarray(self.rows[group].sum(axis=0)).ravel() for group in groups]
        lengths = [np.linalg.norm(centre) or 1.0 for centre in centres]
        scores = np.stack([self.rows[terms] @ (c / n) for c, n in zip(centres, lengths, strict=True)], axis=1)
        best: Ids = scores.argmax(axis=1).astype(np.int32)
        return best


def company_of(near: Nearness) -> Company:
    """Return the company of each term, by walks on the links of `near`."""
    from scipy.sparse import csr_array, diags_array, eye_array

    n = len(near.nearest)
    totals = np.asarray(near.links.sum(axis=1)).ravel()
    step = diags_array(np.divide(1.0, totals, out=np.zeros(n), where=totals > 0)) @ near.links
    place = passed = csr_array(eye_array(n))
    for _ in range(_STEPS):
        place = csr_array(place @ step)
        place.data[place.data < _LEAST] = 0.0
        place.eliminate_zeros()
        passed = passed + place
    rows = csr_array(passed @ diags_array(1.0 / np.sqrt(np.maximum(totals, 1e-9))))
    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    return Company(csr_array(diags_array(1.0 / np.maximum(lengths, 1e-300)) @ rows))
