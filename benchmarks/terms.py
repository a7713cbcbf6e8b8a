"""Terms side by side: textmine and other programs on the development texts, their scores, CPU seconds and memory.

Usage: python benchmarks/terms.py [--peers-python PATH ...] [--cache FILE] [--markdown] [TEXT ...]

Each program ranks the terms of each text of its languages in a process of its own, from reading the text and the
background to writing the terms, one thread; the scorer of `../shared` reads what it wrote. textmine is `discover` with
default options, and once for every measure of its `--score`. The others (term_peers.py) run in the first Python among
--peers-python, or TEXTMINE_PEERS_PYTHON (paths separated as in PATH), that has them; where none has, a line says so.

Out: TSV, a row for each program and text: scores of the scorer, CPU and wall seconds, peak memory in MB; or the same in
Markdown, after a table of average precision alone. With --cache FILE, rows of other programs are taken from FILE where
they are in it and added where not: textmine alone runs again. Delete FILE when a program or term_peers.py changes.
"""

import argparse
import csv
import itertools
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
SHARED = Path(os.environ.get("TEXTMINE_SHARED", HERE.parents[1] / "shared"))
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
SCORES = ("gold", "P@100", "P@500", "P@1000", "AP", "F1@gold", "bestF1", "recall")
COLUMNS = ("program", "text", *SCORES, "cpu_s", "wall_s", "peak_MB")
PEERS = {  # name in the table: name in term_peers.py, languages
    "nlp-zero words, ratio": ("nlp-zero", ("zh",)),
    "jieba words, ratio": ("jieba", ("zh",)),
    "gensim Phrases": ("gensim", ("zh", "en", "fr")),
    "gensim Phrases, ratio": ("gensim-ratio", ("zh", "en", "fr")),
    "JATE basic": ("jate-basic", ("en",)),
    "JATE C-value": ("jate-cvalue", ("en",)),
}
GIVEN = {  # name in the table: name in ../shared/reference_terms.tsv
    "JATE basic": "JATE 3.3 basic (tagger, surface forms)",
    "JATE C-value": "JATE 3.3 C-value (tagger, surface forms)",
}


CHINESE = ("zh_deep_learning", "zh_clinical_records", "zh_science_abstracts", "zh_finance_news")
TEXTS = (*CHINESE, "en_corp", "en_equi", "en_wind", "fr_wind")


def files(text):
    """Return the paths of a text and of the background of its language, the two letters that its name begins with."""
    return SHARED / "corpora" / f"{text}.txt", SHARED / "corpora" / f"{text[:2]}_encyclopedia.txt"


def measure(command, ranked):
    """Run a process that writes to the file `ranked`; return CPU and wall seconds and peak memory in MB, or its end."""
    began = time.perf_counter()
    with open(ranked, "wb") as out, tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(command, stdout=out, stderr=errors, env=os.environ | ONE_THREAD)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.perf_counter() - began
        errors.seek(0)
        if process.returncode:
            return f"code {process.returncode}, {errors.read().decode(errors='replace').strip().rpartition(chr(10))[2]}"
    unit = 1e6 if sys.platform == "darwin" else 1024 / 1e6  # bytes there, kibibytes elsewhere
    cpu = usage.ru_utime + usage.ru_stime
    return {"cpu_s": round(cpu, 2), "wall_s": round(wall, 2), "peak_MB": round(usage.ru_maxrss * unit)}


def scored(ranked, text):
    """Run the scorer. Of gold terms that it takes for the same it keeps the last of a set: the seed fixes which."""
    least = "5" if text in CHINESE else "1"  # the others are short and marked in full: every gold term in them counts
    command = [sys.executable, SHARED / "score" / "score_terms.py", ranked, SHARED / "gold" / f"{text}.tsv"]
    command += [files(text)[0], "--min-count", least]
    seeded = os.environ | {"PYTHONHASHSEED": "0"}
    found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True, env=seeded).stdout)
    return {name: found[name] for name in SCORES}


def row(program, command, text):
    """Rank the terms of a text by a program and have them scored; return a row of the table, None if that failed."""
    with tempfile.TemporaryDirectory() as folder:
        ranked = Path(folder) / "terms.tsv"
        costs = measure(command, ranked)
        if isinstance(costs, dict):
            return {"program": program, "text": text} | scored(ranked, text) | costs
    print(f"{program} failed on {text}: {costs}", file=sys.stderr)
    return None


def textmine_programs(options):
    """Name textmine's rows and their arguments: the default, then what --scores says or else all that --help offers."""
    shown = subprocess.run([options.textmine, "discover", "--help"], check=True, capture_output=True, text=True).stdout
    offered = re.search(r"--score\s+<([\w|\s-]+)>", shown)
    names = re.split(r"\W*[|,]\W*", offered[1] if offered and options.scores is None else options.scores or "")
    if "--score " not in shown:
        print("textmine's other measures skipped: discover has no --score", file=sys.stderr)
        names = []
    return {"textmine": []} | {f"textmine --score {name}": ["--score", name] for name in names if name}


def peer_python(program, pythons):
    """Return the first Python that has what a program needs, or None after saying what they lack."""
    for python in pythons:
        check = [python, HERE / "term_peers.py", program, "--check"]
        try:
            subprocess.run(check, check=True, capture_output=True, text=True)
        except OSError as error:
            reason = str(error)
        except subprocess.CalledProcessError as error:
            reason = error.stderr.strip().rpartition("\n")[2]
        else:
            return python
        print(f"{program} skipped in {python}: {reason}", file=sys.stderr)
    return None


def textmine_rows(options):
    """Run textmine on the texts."""
    for program, more in textmine_programs(options).items():
        for text in options.texts:
            path, background = files(text)
            yield row(
                program, [options.textmine, "discover", path, "--background", background, "--top", "10000", *more], text
            )


def peer_rows(options):
    """Run the other programs on the texts of their languages, or take their rows from the cache."""
    cached = json.loads(options.cache.read_text()) if options.cache and options.cache.exists() else {}
    for program, (name, languages) in PEERS.items():
        texts = [text for text in options.texts if text[:2] in languages]
        missing = any(f"{name} {text}" not in cached for text in texts)
        python = peer_python(name, options.peers_python) if missing else None
        for text in texts:
            key = f"{name} {text}"
            if key not in cached and python:
                cached[key] = row(program, [python, HERE / "term_peers.py", name, *files(text)], text)
                if options.cache:
                    options.cache.write_text(json.dumps({k: found for k, found in cached.items() if found}, indent=1))
            yield cached.get(key)


def given_rows(options, rows):
    """Take what `../shared` says of programs that are in no row: some of their scores, and no costs."""
    with (SHARED / "reference_terms.tsv").open(encoding="utf-8", newline="") as file:
        given = {(line["method"], line["corpus"]): line for line in csv.DictReader(file, delimiter="\t")}
    for program in [name for name in GIVEN if all(found["program"] != name for found in rows)]:
        for text in options.texts:
            line = given.get((GIVEN[program], text))
            if line:
                figures = {name: json.loads(line[name]) if name in line else "" for name in COLUMNS[2:]}
                yield {"program": f"{program} (as given)", "text": text} | figures


def print_table(*lines):
    """Print lines of cells in Markdown, a rule below the first."""
    for number, line in enumerate(lines):
        print("|", " | ".join(map(str, line)), "|")
        if number == 0:
            print("|" + " --- |" * len(line))


def print_markdown(rows):
    """Print average precision, a column a text; then everything, the programs of a text together."""
    texts = list(dict.fromkeys(found["text"] for found in rows))
    precision = {(found["program"], found["text"]): f"{found['AP']:.3f}" for found in rows}
    programs = dict.fromkeys(found["program"] for found in rows)
    print_table(["AP", *texts], *([name, *(precision.get((name, text), "") for text in texts)] for name in programs))
    print()
    columns = ("text", "program", *COLUMNS[2:])
    by_text = sorted(rows, key=lambda found: texts.index(found["text"]))
    print_table(columns, *([found[name] for name in columns] for found in by_text))


def arguments():
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", nargs="*", metavar="TEXT", help="Name of a text, such as en_wind; all if left out.")
    parser.add_argument("--textmine", default=shutil.which("textmine", path=str(Path(sys.executable).parent)))
    parser.add_argument("--scores", help="Measures of `discover --score`, separated by commas; all if left out.")
    named = os.environ.get("TEXTMINE_PEERS_PYTHON", sys.executable).split(os.pathsep)
    parser.add_argument("--peers-python", action="append", metavar="PATH", help="May be given several times.")
    parser.add_argument("--cache", type=Path, metavar="FILE", help="Rows of the other programs, as JSON.")
    parser.add_argument("--markdown", action="store_true")
    options = parser.parse_args()
    unknown = set(options.texts).difference(TEXTS)
    if unknown:
        parser.error(f"no such text: {', '.join(sorted(unknown))}; there are {', '.join(TEXTS)}")
    options.texts = options.texts or TEXTS
    options.peers_python = options.peers_python or named
    return options


def main():
    """Write the table to stdout; what was skipped or failed, and why, to stderr."""
    options = arguments()
    if not (SHARED / "score").is_dir():
        sys.exit(f"skipped: the development data is not at {SHARED}")
    if options.textmine is None:
        sys.exit("textmine is not installed beside this Python; name it with --textmine")
    rows = []
    if not options.markdown:
        print(*COLUMNS, sep="\t")
    for found in filter(None, itertools.chain(textmine_rows(options), peer_rows(options), given_rows(options, rows))):
        rows.append(found)
        if not options.markdown:
            print(*(found[name] for name in COLUMNS), sep="\t", flush=True)
    if options.markdown:
        print_markdown(rows)


if __name__ == "__main__":
    main()
