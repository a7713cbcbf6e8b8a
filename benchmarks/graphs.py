"""Communities of the terms of four joined texts against the text that each term is from, by weights and pruning.

Usage: python benchmarks/graphs.py [--seeds 8]

The texts are joined into one corpus; the first 2000 terms of `discover` on it, against an encyclopedia, are the nodes.
A node's label is the text in which the term is relatively most frequent. The figure is the adjusted mutual information
of the top-level communities of `cluster` with these labels: its mean, least and greatest value over the seeds of the
search. The last line measures `textmine graph` on a large text, with 20,000 terms: CPU seconds, MB of text a second.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from textmine.communities import cluster
from textmine.evaluate import compare_partitions
from textmine.mapequation import SearchOptions
from textmine.ngrams import drop_repeats
from textmine.pairs import CooccurrenceOptions, count_pairs, label_terms
from textmine.terms import DiscoverOptions, discover
from textmine.text import read_corpus

SHARED = Path(os.environ.get("TEXTMINE_SHARED", Path(__file__).parents[2] / "shared"))
TEXTS = ("zh_deep_learning", "zh_clinical_records", "zh_science_abstracts", "zh_finance_news")
N_TERMS = 2000
SETTINGS = [
    *({"weight": weight} for weight in ("npmi", "pmi", "log-likelihood", "jaccard", "dice", "count")),
    *({"window": window} for window in (5, 8, 9, 11, 12, 15, 20, None)),
    {"min_count": 1},
    {"min_count": 3},
    {"within": "document"},
    {"within": "document", "window": None},
    *({"false_discovery_rate": rate} for rate in (0.05, 0.001)),
    *({"backbone": alpha} for alpha in (0.2, 0.4)),
    *({"weight": "count", "false_discovery_rate": 0.05, "window": window} for window in (10, 20, None)),
    {"weight": "count", "false_discovery_rate": 0.2, "window": 20},
    {"weight": "log-likelihood", "window": None},
]


def corpus_path(name):
    """Return where a development text lies."""
    return str(SHARED / "corpora" / f"{name}.txt")


def joined():
    """Return the labelled text, its terms, and the number of the text that each term is most frequent in."""
    corpus = read_corpus([corpus_path(name) for name in TEXTS])
    parts = [read_corpus([corpus_path(name)]) for name in TEXTS]
    cuts = corpus.documents[np.cumsum([0, *(part.n_documents for part in parts)])]
    background = read_corpus([corpus_path("zh_encyclopedia")], share=corpus)
    terms = discover(corpus, background, DiscoverOptions(top=N_TERMS)).as_words()
    labels = label_terms(drop_repeats(corpus), terms)
    shares = []
    for begin, end, part in zip(cuts[:-1], cuts[1:], parts, strict=True):
        found = labels[begin:end]
        shares.append(np.bincount(found[found >= 0], minlength=N_TERMS) / part.n_units)
    return labels, terms, np.argmax(shares, axis=0)


def measure(seeds):
    """Write a row a setting."""
    labels, terms, text_of = joined()
    places = {term: place for place, term in enumerate(terms.words)}
    print("setting", "nodes", "links", "communities", "AMI", "least", "greatest", sep="\t")
    for setting in SETTINGS:
        graph = count_pairs(labels, terms, CooccurrenceOptions(**setting))
        truth = text_of[[places[name] for name in graph.names]]
        found = [cluster(graph, SearchOptions(seed=seed)) for seed in range(seeds)]
        figures = [compare_partitions(communities.top_module, truth)[0] for communities in found]
        tops = int(np.median([communities.n_top_modules for communities in found]))
        name = " ".join(f"{key}={value}" for key, value in setting.items())
        row = f"{np.mean(figures):.3f}", f"{min(figures):.3f}", f"{max(figures):.3f}"
        print(name, graph.n_nodes, graph.n_links, tops, *row, sep="\t", flush=True)


def speed():
    """Write CPU seconds and megabytes a second of `textmine graph` on the statutes, on one thread."""
    text = corpus_path("zh_statutes")
    with tempfile.TemporaryDirectory() as folder:
        terms, output = f"{folder}/terms.tsv", f"{folder}/graph.tsv"
        run = [str(Path(sys.executable).with_name("textmine"))]
        subprocess.run([*run, "discover", text, "-b", "zh", "--top", "20000", "-o", terms], check=True)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([*run, "graph", text, "--terms", terms, "--top", "0", "-o", output], check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        n_links = Path(output).read_bytes().count(b"\n") - 1
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    rate = os.path.getsize(text) / 1e6 / seconds
    print(f"zh_statutes, 20,000 terms: {n_links} links, {seconds:.2f} CPU s, {rate:.1f} MB/s")


def main():
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=8)
    options = parser.parse_args()
    if not SHARED.is_dir():
        sys.exit(f"skipped: the development data is not at {SHARED}")
    measure(options.seeds)
    speed()


if __name__ == "__main__":
    main()
