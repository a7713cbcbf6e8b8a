"""CPU seconds, MB/s and peak memory of `textmine discover` and of nlp-zero on the same text, whole processes in turn.

Usage: python benchmarks/counting.py [--pairs 5] [--text FILE] [--background FILE] [--other-python PYTHON]

textmine: `discover TEXT --background FILE`, with the counts of the background made once by `textmine count` (its time
is not part of it); dictionary, segmentation, ranking and output included. nlp-zero: Word_Finder.train and .find on the
lines of the text. Both start cold as processes and use one thread; the figures are of wait4, user and system together.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
SHARED = Path(os.environ.get("TEXTMINE_SHARED", HERE.parents[1] / "shared"))
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


def measure(command):
    """Run a process to its end; return its CPU seconds, wall seconds and peak memory in MB."""
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=os.environ | ONE_THREAD)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - began
    if process.returncode:
        sys.exit(f"failed with code {process.returncode}: {' '.join(map(str, command))}")
    unit = 1e6 if sys.platform == "darwin" else 1024 / 1e6  # bytes there, kibibytes elsewhere
    return usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss * unit


def saved_background(textmine, text, folder):
    """Count a background and return the saved counts."""
    counts = Path(folder) / "background.ngrams"
    subprocess.run([textmine, "count", text, "-o", counts], check=True, stdout=subprocess.DEVNULL)
    return counts


def line(name, seconds, wall, memory, megabytes):
    """Print one row."""
    print(f"{name}\t{seconds:.3f}\t{wall:.3f}\t{megabytes / seconds:.2f}\t{memory:.0f}", flush=True)


def main():
    """Write a row a run, the medians, and the ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--text", type=Path, default=SHARED / "corpora" / "zh_statutes.txt")
    parser.add_argument("--background", type=Path, default=SHARED / "corpora" / "zh_encyclopedia.txt")
    parser.add_argument("--textmine", default=shutil.which("textmine", path=str(Path(sys.executable).parent)))
    parser.add_argument("--other-python", default=sys.executable, help="Python that has nlp-zero.")
    parser.add_argument("--memory", help="Passed on to `discover --memory`.")
    options = parser.parse_args()
    if not options.text.is_file() or not options.background.is_file():
        sys.exit(f"skipped: the development data is not at {SHARED}")
    if options.textmine is None:
        sys.exit("textmine is not installed beside this Python; name it with --textmine")
    megabytes = options.text.stat().st_size / 1e6
    with tempfile.TemporaryDirectory() as folder:
        counts = saved_background(options.textmine, options.background, folder)
        ours = [options.textmine, "discover", options.text, "--background", counts]
        if options.memory:
            ours += ["--memory", options.memory]
        theirs = [options.other_python, HERE / "nlp_zero_words.py", options.text]
        print("program\tcpu_s\twall_s\tMB/s\tpeak_MB")
        runs = {"textmine": [], "nlp-zero": []}
        for _ in range(options.pairs):
            for name, command in (("textmine", ours), ("nlp-zero", theirs)):
                runs[name].append(measure(command))
                line(name, *runs[name][-1], megabytes)
    medians = {
        name: [statistics.median(figures) for figures in zip(*found, strict=True)] for name, found in runs.items()
    }
    for name, figures in medians.items():
        line(f"{name} (median)", *figures, megabytes)
    ratios = [mine[0] / other[0] for mine, other in zip(runs["textmine"], runs["nlp-zero"], strict=True)]
    memory = medians["textmine"][2] / medians["nlp-zero"][2]
    print(f"textmine / nlp-zero: CPU {statistics.median(ratios):.3f} (median of pairs; {min(ratios):.3f} to", end=" ")
    print(f"{max(ratios):.3f}), peak memory {memory:.3f}")


if __name__ == "__main__":
    main()
