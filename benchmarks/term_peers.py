"""Rank the terms of a text as another program does: one term a line, best first.

Usage: PYTHON benchmarks/term_peers.py PROGRAM TEXT BACKGROUND     (run by terms.py, in a process of its own)
       PYTHON benchmarks/term_peers.py PROGRAM --check             (whether this PYTHON has what the program needs)

Our own code, after public descriptions; needs nothing but the program, so PYTHON may be of any environment. TEXT and
BACKGROUND hold a document a line; a file whose name begins with zh is Chinese, any other is cut where letters end.
"""

import argparse
import collections
import collections.abc
import re
import sys
from pathlib import Path

HAN_RUN = re.compile(r"[\u4e00-\u9fa5]+")
CLAUSE_END = re.compile(r"[^\w\s'’-]+|\n")
WORD = re.compile(r"\w+(?:['’-]\w+)*")
SPACY_MODEL = "en_core_web_sm"


class HanLines:
    """The lines of a file, all but Han characters made blanks, as often as they are asked for."""

    def __init__(self, path):
        self.path = path

    def __iter__(self):
        with open(self.path, encoding="utf-8") as file:
            for line in file:
                yield " ".join(HAN_RUN.findall(line))


class Clauses:
    """The clauses of a file as lists of words, by jieba where the text is Chinese."""

    def __init__(self, path):
        self.path = path

    def __iter__(self):
        if self.path.name.startswith("zh"):
            jieba = quiet_jieba()
            yield from (jieba.lcut(run) for line in HanLines(self.path) for run in line.split())
        else:
            text = self.path.read_text(encoding="utf-8").lower()
            yield from (WORD.findall(clause) for clause in CLAUSE_END.split(text))


def by_ratio(domain, background):
    """
    Rank words by the Bayesian average of the domain's share of their occurrences.

    Background counts are scaled to the domain's total. With n occurrences in both, k of them in the domain, m the mean
    of n over all words and a the share of the domain in everything, a word has (k + m a) / (n + m): a word of few
    occurrences stays near a. Words of one character or not in the domain are left out. After Su Jianlin, https://kexue.fm/archives/6540,
    who has the average from http://www.matrix67.com/blog/archives/5044. Ties go by code points.

    Example: by_ratio({"电网": 8, "可以": 2}, {"可以": 10}) is ["电网", "可以"]: m = 10, a = 1/2, so 13/18 and 7/22.
    """
    scale = sum(domain.values()) / sum(background.values())
    total = {word: domain.get(word, 0) + scale * background.get(word, 0) for word in domain.keys() | background.keys()}
    mean = sum(total.values()) / len(total)
    prior = mean * sum(domain.values()) / sum(total.values())
    score = {word: (count + prior) / (total[word] + mean) for word, count in domain.items() if len(word) > 1}
    return sorted(score, key=lambda word: (-score[word], word))


def quiet_jieba():
    """Import jieba, which tells of its dictionary on standard error unless told not to."""
    import jieba

    jieba.setLogLevel("ERROR")
    return jieba


def word_finder():
    """Return nlp-zero's class with the thresholds of the article; it is from before Python 3.10 took Iterable away."""
    collections.Iterable = collections.abc.Iterable
    from nlp_zero import Word_Finder

    return Word_Finder(min_proba=1e-6, min_pmi=0.5)


def nlp_zero_ratio(text, background):
    """Words cut by pointwise mutual information in both texts, by ratio."""
    counts = []
    for path in (text, background):
        finder = word_finder()
        finder.train(HanLines(path))
        finder.find(HanLines(path))
        counts.append(finder.words)
    return by_ratio(*counts)


def jieba_ratio(text, background):
    """Words cut by jieba's dictionary (and its model for unknown words), by ratio."""
    return by_ratio(*(collections.Counter(w for clause in Clauses(p) for w in clause) for p in (text, background)))


def phrase_module():
    """Import what gensim has for phrases; Chinese needs jieba beside it."""
    import jieba  # noqa: F401
    from gensim.models import phrases

    return phrases


def phrase_models(text):
    """Train gensim's Phrases twice over, as its documentation does for phrases of up to four words."""
    phrases = phrase_module()
    joining = phrases.ENGLISH_CONNECTOR_WORDS if text.name.startswith("en") else frozenset()
    pairs = phrases.Phrases(Clauses(text), connector_words=joining)
    return pairs, phrases.Phrases(pairs[Clauses(text)], connector_words=joining)


def shown(phrase, text):
    """Return a phrase as it stands in the text: gensim writes the joints as underscores."""
    return phrase.replace("_", "" if text.name.startswith("zh") else " ")


def gensim_phrases(text, background):
    """Phrases alone, by the score they have in gensim; the background is not read."""
    pairs, longer = phrase_models(text)
    score = pairs.export_phrases() | longer.export_phrases()
    return [shown(phrase, text) for phrase in sorted(score, key=lambda phrase: (-score[phrase], phrase))]


def gensim_ratio(text, background):
    """Words and phrases, by ratio; the phrases are those of the text, found in both."""
    pairs, longer = (model.freeze() for model in phrase_models(text))
    counts = (
        collections.Counter(shown(word, text) for clause in Clauses(path) for word in longer[pairs[clause]])
        for path in (text, background)
    )
    return by_ratio(*counts)


def jate(algorithm, text, model=SPACY_MODEL):
    """Terms of JATE by their tagger's patterns, every surface form in the place of its term."""
    from jate import extract_corpus

    documents = [line for line in text.read_text(encoding="utf-8").splitlines() if line.strip()]
    terms = extract_corpus(documents, algorithm=algorithm, model=model, min_frequency=1)
    return [form for term in terms for form in sorted(term.surface_forms)]


def load_jate_model():
    """Import JATE and load its tagger."""
    import jate  # noqa: F401
    import spacy

    spacy.load(SPACY_MODEL)


PROGRAMS = {  # name: what has to be there, what ranks
    "nlp-zero": (word_finder, nlp_zero_ratio),
    "jieba": (quiet_jieba, jieba_ratio),
    "gensim": (phrase_module, gensim_phrases),
    "gensim-ratio": (phrase_module, gensim_ratio),
    "jate-basic": (load_jate_model, lambda text, background: jate("basic", text)),
    "jate-cvalue": (load_jate_model, lambda text, background: jate("cvalue", text)),
}


def main():
    """Print the terms, or the reason why there can be none."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", choices=PROGRAMS)
    parser.add_argument("texts", nargs="*", type=Path, metavar="TEXT BACKGROUND")
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    needs, rank = PROGRAMS[options.program]
    if options.check:
        try:
            needs()
        except (ImportError, OSError) as error:
            sys.exit(f"{type(error).__name__}: {error}".partition("\n")[0])
        return
    print("term", *rank(*options.texts), sep="\n")


if __name__ == "__main__":
    main()
