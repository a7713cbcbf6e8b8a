"""Splits topics that are much larger than the others."""

from __future__ import annotations

import numpy as np

from textmine.arraytypes import Floats, Hashes, Ids
from textmine.topics.directions import Directions
from textmine.topics.merging import compact, first_clusters, merging

__all__ = ["split_large"]

_LARGEST = 1 / 7  # share of documents or terms; asked is a fifth, and what is assigned afterwards adds to it
_OF_EACH = 5  # first clusters of a topic that modules do not split, for each of its parts


def split_large(rows: Directions, first: Ids, labels: Ids, shares: Floats, most: int, keys: Hashes) -> Ids:
    """Cluster the rows of each large topic anew, into as many parts as make them small.

    Parameters
    ----------
    rows
        What was clustered.
    first
        int32[D]: the first clusters, which the parts begin with, too.
    labels
        int32[D]: the topic of each row, or -1.
    shares
        float64[k]: the size of each topic, as a share of all.
    most
        Greatest number of topics; the largest ones are split first.
    keys
        uint64[D]: random numbers; they draw what parts begin with where a topic is in one first cluster.
    """
    labels, k = labels.copy(), len(shares)
    for topic in np.argsort(-shares, kind="stable").tolist():
        n_parts = min(int(np.ceil(shares[topic] / _LARGEST)), most - k + 1)
        members = np.flatnonzero(labels == topic)
        if n_parts < 2 or len(members) < 2 * n_parts:
            continue
        inside, begun = rows.take(members), compact(first[members])
        if int(begun.max(initial=-1)) + 1 < n_parts:
            begun = first_clusters(inside, _OF_EACH * n_parts, keys[members])
        ((parts, _clusters),) = merging(inside, begun, [n_parts])
        labels[members] = np.where(parts > 0, parts + np.int32(k - 1), np.where(parts == 0, np.int32(topic), parts))
        k = max(k, int(labels.max()) + 1)
    return labels
