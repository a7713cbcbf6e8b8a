"""Word vectors: how long they take, who is near whom, and what seeds do for a ranking; the tables of docs/vectors.md.

    python benchmarks/vectors.py [FOLDER]

FOLDER (../shared) holds corpora/ and gold/. Prints Markdown: seconds for 100 dimensions on zh_statutes (24 MB), the
words nearest to some words there, and the average precision of the four Chinese texts as `discover` ranks their terms
(background zh_encyclopedia) and as `expand --terms` ranks them again from six seeds each. The seeds of the first two
texts were given; those of the last two were written down before any figure on them was seen, and nothing was chosen by
them. The last row but one has finance words, and the gold terms of that text are names of companies, as the seeds of
the last row are: these were written down after that had been seen.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable
from pathlib import Path

# The command holds it to one thread, too.
os.environ["OPENBLAS_NUM_THREADS"] = "1"

from textmine.evaluate.files import load_gold
from textmine.evaluate.gold import count_terms, fold_term, fold_text
from textmine.expand.expansion import ExpansionOptions, closeness, expand_vectors, find_seeds
from textmine.expand.reranking import rerank
from textmine.ngrams import drop_repeats
from textmine.terms import discover
from textmine.text import read_corpus
from textmine.vectors import VectorOptions, train_vectors

SEEDS = [
    ("zh_deep_learning", "梯度 卷积 词元 注意力 过拟合 优化器"),
    ("zh_clinical_records", "腹痛 高血压 胃镜 肝脏 发热 化疗"),
    ("zh_science_abstracts", "算法 细胞 合金 蛋白质 传感器 催化剂"),
    ("zh_finance_news", "股票 基金 利率 债券 人民币 上市公司"),
    ("zh_finance_news", "招商银行 工商银行 中国移动 宝钢 格力 联想"),
]
OF_ONE_KIND = [
    ("zh_clinical_records", "高血压 糖尿病 冠心病 胃癌 肝癌 肺炎"),
    ("zh_finance_news", "万科 苏宁 联通 海尔 华为 腾讯"),
]
WORDS = "法官 罚款 汽车 北京"
POWERS = (0.0, 0.5, 1.0)  # the first one leaves the ranking as it was
PLACES: dict[str, VectorOptions] = {
    "window 2, 100 dimensions": VectorOptions(min_count=3),
    "window 1, 100 dimensions": VectorOptions(window=1, min_count=3),
    "window 1, sides, 100 dimensions": VectorOptions(window=1, sides=True, min_count=3),
    "window 1, sides, 50 dimensions": VectorOptions(window=1, sides=True, dimensions=50, min_count=3),
    "window 1, sides, 30 dimensions": VectorOptions(window=1, sides=True, dimensions=30, min_count=3),
}
REACHES = {
    "seeds alone": ExpansionOptions(bar=1.0),
    "mean": ExpansionOptions(bar=0.6),
    "mean, bar 0.4": ExpansionOptions(bar=0.4),
    "parent": ExpansionOptions(bar=0.6, nearest="parent"),
}


def near_words(path: Path) -> None:
    """Print how long the vectors of a text take, and the words near some words."""
    print("| vectors of zh_statutes | wall s | CPU s | words |\n| --- | --- | --- | --- |")
    tables = []
    for name, options in {
        "window 2": VectorOptions(),
        "window 5": VectorOptions(window=5),
        "window 1, sides": VectorOptions(window=1, sides=True),
    }.items():
        wall, cpu = time.perf_counter(), time.process_time()
        vectors = train_vectors(drop_repeats(read_corpus([str(path)])), None, options)
        print(f"| {name} | {time.perf_counter() - wall:.1f} | {time.process_time() - cpu:.1f} | {len(vectors)} |")
        tables.append((name, vectors))
    print(f"\n| vectors | {' | '.join(WORDS.split())} |\n| --- |{' --- |' * len(WORDS.split())}")
    for name, vectors in tables:
        near = [vectors.similar(vectors.require(word, name), 6) for word in WORDS.split()]
        print(f"| {name} | {' | '.join(' '.join(other for other, _ in words) for words in near)} |")


class Gold:
    """The gold terms of a text, and which of them occur five times or more in it."""

    def __init__(self, shared: Path, name: str) -> None:
        self.every = {fold_term(term) for term in load_gold(str(shared / "gold" / f"{name}.tsv"))} - {""}
        text = fold_text((shared / "corpora" / f"{name}.txt").read_text(encoding="utf-8"))
        counts = count_terms(self.every, text)
        self.counted = {term for term in self.every if len(term) > 1 and counts.get(term, 0) >= 5}

    def precision(self, ranked: Iterable[str]) -> float:
        """Return the average precision of a ranking, as score_terms.py has it."""
        folded = dict.fromkeys(map(fold_term, ranked))
        kept = [term for term in folded if len(term) > 1 and (term in self.counted or term not in self.every)][:10_000]
        hits = [place for place, term in enumerate(kept, 1) if term in self.counted]
        return sum(number / place for number, place in enumerate(hits, 1)) / len(self.counted)


def rankings(shared: Path, name: str, words: str) -> None:
    """Print the average precision of a text's terms, as they are ranked first and again."""
    corpus = read_corpus([str(shared / "corpora" / f"{name}.txt")])
    world = read_corpus([str(shared / "corpora" / "zh_encyclopedia.txt")], share=corpus)
    terms = discover(corpus, world, top=10_000)
    gold, counted = Gold(shared, name), drop_repeats(corpus)
    for placed, options in PLACES.items():
        vectors = train_vectors(counted, terms.as_words(), options)
        seeds = find_seeds(words.split(), vectors.names, name)
        for reach, reaching in REACHES.items():
            found = expand_vectors(vectors, seeds, reaching)
            near = closeness(vectors, found, reaching)
            orders = [rerank(terms.terms, terms.score, vectors, near, power).order for power in POWERS]
            cells = [gold.precision(terms.terms[i] for i in order.tolist()) for order in orders]
            row = [f"{name}, {words}", placed, f"{reach} ({len(seeds)} + {len(found) - len(seeds)})"]
            print(f"| {' | '.join(row)} | {' | '.join(f'{cell:.4f}' for cell in cells)} |")


def reached(shared: Path, name: str, words: str) -> None:
    """Print how many new words default vectors reach from the seeds, and how many of them are gold terms."""
    corpus = read_corpus([str(shared / "corpora" / f"{name}.txt")])
    world = read_corpus([str(shared / "corpora" / "zh_encyclopedia.txt")], share=corpus)
    terms = discover(corpus, world, top=10_000)
    gold, counted = Gold(shared, name), drop_repeats(corpus)
    for kept, list_ in (("words", None), ("words and terms", terms.as_words())):
        vectors = train_vectors(counted, list_)
        seeds = find_seeds(words.split(), vectors.names, name)
        found = expand_vectors(vectors, seeds)
        is_gold = [fold_term(term) in gold.every for term in found.names]
        new, sure = is_gold[len(seeds) :], found.confidence[len(seeds) :] >= 0.8
        base = sum(fold_term(term) in gold.every for term in vectors.names) / len(vectors)
        cells = [name, words, kept, len(seeds), len(new), _share(new), int(sure.sum())]
        cells += [_share([right for right, of in zip(new, sure, strict=True) if of]), f"{base:.3f}"]
        print(f"| {' | '.join(map(str, cells))} |")


def _share(right: list[bool]) -> str:
    return f"{sum(right) / len(right):.2f}" if right else "-"


def main() -> None:
    """Print all tables, or say what is missing."""
    shared = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parents[2] / "shared")
    if not (shared / "corpora").is_dir():
        sys.exit(f"the development data is not at {shared}")
    near_words(shared / "corpora" / "zh_statutes.txt")
    print("\n| text | vectors | similar to (seeds + reached) | plain | power 0.5 | power 1 |")
    print("| --- | --- | --- | --- | --- | --- |")
    for name, words in SEEDS:
        rankings(shared, name, words)
    print("\n| text | seeds | vectors of | found | new | gold | confidence 0.8 | gold | gold among all words |")
    print("| --- " * 9 + "|")
    for name, words in SEEDS + OF_ONE_KIND:
        reached(shared, name, words)


if __name__ == "__main__":
    main()
