"""Topics of documents and terms: sizes, labels, stability, coherence, cost.

Usage: python benchmarks/topics.py [--draws 5] [--seeds 3] [--yardsticks [--folds 5] [--run 1]] [NAME ...]

NAME is a text of ../shared/corpora, a file of ../shared/documents, or `joined`, the four joined texts of graphs.py.
For each: topics and themes, CPU seconds of `find_topics`, share of documents without a topic, the largest topic's share
of documents and of terms, the agreement of halves; AMI of documents with labels, topics and themes; AMI of terms with
the label in which they are relatively most frequent; AMI of the terms' topics with those of draws of 90 % of the lines
(discovery and all else made anew; terms that both have), and of other seeds.

--yardsticks measures coherence instead: the mean NPMI, in documents held out, of the pairs of the first ten terms of
each topic, in the order that communities.tsv has them, and of each topic of LDA and NMF of scikit-learn. All three get
the same documents, the same terms, counted alike, and the same number of topics. A document is a line; --run 10 holds
out, and measures in, runs of ten lines, for texts that have a sentence a line. A fifth is held out; the mean is that of
the first --folds fifths. A pair that is never together has -1, and one without one of its terms is left out. LDA and
NMF may list a term in many topics: `different` is the share of different terms in their lists (1 here), and `apart`
their coherence when a term is listed by the topic alone that has most of it, as a term is in one community here.
"""

import argparse
import json
import os
import sys
import time
from pathlib import Path
from typing import NamedTuple

import numpy as np

from textmine.backgrounds import default_background, open_background
from textmine.pairs import label_terms
from textmine.terms import discover
from textmine.text import build_corpus
from textmine.topics import find_topics, topic_terms
from textmine.topics.agreement import agreement
from textmine.topics.rows import count_terms

SHARED = Path(os.environ.get("TEXTMINE_SHARED", Path(__file__).parents[2] / "shared"))
JOINED = ("zh_deep_learning", "zh_clinical_records", "zh_science_abstracts", "zh_finance_news")
PARTS, LISTED = 5, 10
COHERENCE = ["text", "topics", "here", "LDA", "NMF", "LDA_apart", "NMF_apart", "LDA_different", "NMF_different"]
COLUMNS = [
    "text",
    "documents",
    "terms",
    "topics",
    "themes",
    "CPU",
    "none",
    "largest_documents",
    "largest_terms",
    "at_home",
    "halves",
    "AMI_topics",
    "AMI_themes",
    "AMI_terms",
    "AMI_term_themes",
    "draws",
    "draws_least",
    "seeds",
]


class Text(NamedTuple):
    """A text as find_topics takes it."""

    labels: np.ndarray
    starts: np.ndarray
    words: list
    document: np.ndarray  # number of the line
    units: np.ndarray


def lines_of(name):
    """Return the documents of a text and their labels, None where it has none."""
    if name == "joined":
        parts = [lines_of(part)[0] for part in JOINED]
        return [line for part in parts for line in part], np.repeat(
            np.arange(len(parts)), [len(part) for part in parts]
        )
    path = SHARED / "documents" / f"{name}.jsonl"
    if path.exists():
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        labels = [row.get("label") for row in rows]
        numbers = np.unique(labels, return_inverse=True)[1] if labels[0] else None
        return [row["text"].replace("\n", "。") for row in rows], numbers
    return (SHARED / "corpora" / f"{name}.txt").read_text(encoding="utf-8").splitlines(), None


def prepare(lines):
    """Discover terms and label the text with those that make topics, as `textmine map` does."""
    corpus = build_corpus(["\n".join(lines)])
    names = default_background(corpus)
    found = discover(corpus, open_background(names, corpus) if names else None, least_confidence=0.0)
    terms = found.take(topic_terms(found, corpus.n_documents))
    labels = label_terms(corpus, terms.as_words())
    begins = np.cumsum([0] + [len(line) + 1 for line in lines])
    document = np.searchsorted(begins, corpus.offsets, side="right") - 1
    return Text(labels, corpus.documents, list(terms.terms), document, corpus.units)


def topics_of(text, **options):
    """Return the topics of a text."""
    return find_topics(text.labels, text.starts, text.words, units=text.units, **options)


def largest(labels, n):
    """Return the share of the largest group."""
    return np.bincount(labels[labels >= 0]).max(initial=0) / max(n, 1)


def with_labels(text, topics, labels):
    """Return the AMI of documents (topics, themes) and terms (topics, themes) with labels."""
    n = len(labels)
    of_documents = []
    for level in (topics.document_topic, topics.document_theme):
        mine = n + np.arange(n)  # a document without one is a group of its own
        found = level >= 0
        mine[text.document[found]] = level[found]
        of_documents.append(agreement(np.unique(mine, return_inverse=True)[1], labels).ami)
    rows = count_terms(text.labels, text.starts, len(text.words))
    sizes = np.bincount(labels[text.document])
    table = np.zeros((len(text.words), len(sizes)))
    np.add.at(table, (rows.terms, labels[text.document][rows.rows()]), 1)
    truth = np.argmax(table / sizes, axis=1)
    return [*of_documents, *(agreement(level, truth).ami for level in (topics.term_topic, topics.term_theme))]


def same_terms(text, topics, other_text, other):
    """Return the AMI of the topics of the terms that both have."""
    place = {word: number for number, word in enumerate(other_text.words)}
    pairs = [(number, place[word]) for number, word in enumerate(text.words) if word in place]
    mine, others = np.array(pairs).T
    return agreement(topics.term_topic[mine], other.term_topic[others]).ami


def stability(lines, text, topics, draws):
    """Return the AMI of the terms' topics with those of each draw of nine lines in ten."""
    found = []
    for draw in range(draws):
        keep = np.sort(np.random.default_rng(draw).permutation(len(lines))[: len(lines) * 9 // 10])
        part = prepare([lines[line] for line in keep.tolist()])
        found.append(same_terms(text, topics, part, topics_of(part)))
    return found


def measure(name, draws, seeds):
    """Return a row of figures."""
    lines, labels = lines_of(name)
    text = prepare(lines)
    before = time.process_time()
    topics = topics_of(text)
    seconds = time.process_time() - before
    n = len(text.starts) - 1
    home = int(np.count_nonzero(topics.term_topic >= 0))
    figures = [
        seconds, np.mean(topics.document_topic < 0), largest(topics.document_topic, n),
        largest(topics.term_topic, home), home / len(text.words), topics.agreement,
    ]  # fmt: skip
    figures += with_labels(text, topics, labels) if labels is not None else [np.nan] * 4
    drawn = stability(lines, text, topics, draws)
    seeded = [topics_of(text, seed=seed) for seed in range(seeds)]
    figures += [np.mean(drawn or [np.nan]), min(drawn, default=np.nan)]
    figures.append(np.mean([same_terms(text, topics, text, other) for other in seeded] or [np.nan]))
    return [name, n, len(text.words), topics.n_topics, topics.n_themes, *(f"{figure:.3f}" for figure in figures)]


def coherence(name, folds, run):
    """Return the number of topics, and figures under `COHERENCE`: means over parts held out in turn."""
    text = prepare(lines_of(name)[0])
    rows = count_terms(text.labels, text.starts, len(text.words))
    runs = np.arange(len(rows)) // run
    part = (np.random.default_rng(0).permutation(int(runs[-1]) + 1) % PARTS)[runs]
    figures = [in_part(text, rows, part == number, runs) for number in range(folds)]
    return [name, *(f"{figure:.3f}" for figure in np.mean(figures, axis=0))]


def in_part(text, rows, held, runs):
    """Return the number of topics and the figures for one part held out."""
    from sklearn.decomposition import NMF, LatentDirichletAllocation
    from sklearn.feature_extraction.text import TfidfTransformer

    matrix = to_scipy(rows)
    lengths = np.diff(text.starts)
    seen = text.labels[np.repeat(~held, lengths)]
    found = find_topics(seen, np.concatenate(([0], np.cumsum(lengths[~held]))), text.words)
    k = found.n_topics
    lda = LatentDirichletAllocation(k, random_state=0).fit(matrix[~held]).components_
    nmf = NMF(k, init="nndsvd", random_state=0).fit(TfidfTransformer().fit_transform(matrix[~held])).components_
    first = np.flatnonzero((found.term_rank >= 0) & (found.term_rank < LISTED))
    tops = [[first[found.term_topic[first] == topic] for topic in range(k)]]
    tops += [np.argsort(-parts, axis=1)[:, :LISTED] for parts in (lda, nmf)]
    tops += [
        [own[np.argsort(-parts[topic, own])][:LISTED] for topic in range(k) if len(own := of(parts, topic)) > 1]
        for parts in (lda, nmf)
    ]
    within = to_scipy(rows.joined(runs, int(runs[-1]) + 1))[np.unique(runs[held])]
    return [k, *(npmi(within, top) for top in tops), *(different(top) for top in tops[1:3])]


def of(parts, topic):
    """Return the terms that have more weight in a topic than in others."""
    return np.flatnonzero(parts.argmax(axis=0) == topic)


def different(tops):
    """Return the share of different terms in lists."""
    return len(np.unique(tops)) / np.size(tops)


def to_scipy(rows):
    """Return the rows as a sparse matrix."""
    from scipy.sparse import csr_matrix

    return csr_matrix((rows.counts.astype(float), rows.terms, rows.indptr), shape=(len(rows), rows.n_terms))


def npmi(matrix, tops):
    """Return the mean NPMI of pairs of terms; -1 for a pair that never occurs together."""
    has = (matrix > 0).astype(float)
    n = has.shape[0]
    values = []
    for top in tops:
        part = has[:, list(top)]
        both = (part.T @ part).toarray()
        for i in range(len(top)):
            for j in range(i):
                if both[i, i] == 0 or both[j, j] == 0:
                    continue  # a term that is not in these documents tells nothing
                if both[i, j] == 0:
                    values.append(-1.0)
                else:
                    joint = both[i, j] / n
                    values.append(np.log(joint * n * n / both[i, i] / both[j, j]) / max(-np.log(joint), 1e-9))
    return np.mean(values)


def main():
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", default=[])
    parser.add_argument("--draws", type=int, default=5)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--yardsticks", action="store_true")
    parser.add_argument("--folds", type=int, default=PARTS)
    parser.add_argument("--run", type=int, default=1)
    options = parser.parse_args()
    if not SHARED.is_dir():
        sys.exit(f"skipped: the development data is not at {SHARED}")
    files = [*sorted(SHARED.glob("documents/*")), *sorted(SHARED.glob("corpora/*"))]
    names = options.names or ["joined", *(path.stem for path in files)]
    if options.yardsticks:
        print(*COHERENCE, sep="\t")
        for name in names:
            print(*coherence(name, options.folds, options.run), sep="\t", flush=True)
        return
    print(*COLUMNS, sep="\t")
    for name in names:
        print(*measure(name, options.draws, options.seeds), sep="\t", flush=True)


if __name__ == "__main__":
    main()
