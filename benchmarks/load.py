"""Runs of `textmine map` side by side: do all end, and with the same bytes? `make load` calls it.

python benchmarks/load.py [--runs 50] [--at-a-time 8] [--text data/power.txt] [--background data/encyclopedia.txt]
"""

import argparse
import concurrent.futures
import hashlib
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]


def run(folder: Path, text: str, background: str) -> tuple[int, str, str, float]:
    """Exit code, standard error, checksum of all files, seconds."""
    start = time.perf_counter()
    command = [sys.executable, "-P", "-m", "textmine", "map", text, "--background", background, "--output", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    sums = [(path.name, path.read_bytes()) for path in sorted(folder.iterdir())] if folder.is_dir() else []
    found = hashlib.sha256(b"".join(name.encode() + b"\0" + content for name, content in sums)).hexdigest()
    return done.returncode, done.stderr, found, time.perf_counter() - start


def main() -> int:
    """Print one table; 1 where a run failed or differs."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=50)
    parser.add_argument("--at-a-time", type=int, default=8)
    parser.add_argument("--text", default="data/power.txt")
    parser.add_argument("--background", default="data/encyclopedia.txt")
    options = parser.parse_args()
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as place, concurrent.futures.ThreadPoolExecutor(options.at_a_time) as pool:
        folders = [Path(place) / str(number) for number in range(options.runs)]
        found = list(pool.map(lambda folder: run(folder, options.text, options.background), folders))
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    failed = [(code, error) for code, error, _, _ in found if code or error]
    seconds = sorted(each for *_, each in found)
    print("runs\tat_a_time\tcores\tfailed\tresults\tseconds\tcpu_seconds\tmedian_run\tlongest_run\tlargest_MB")
    figures = (time.perf_counter() - start, usage.ru_utime + usage.ru_stime, seconds[len(seconds) // 2], seconds[-1])
    results = len({each for _, _, each, _ in found})
    counts = (options.runs, options.at_a_time, os.cpu_count(), len(failed), results)
    print(*counts, *(f"{figure:.1f}" for figure in figures), usage.ru_maxrss >> 10, sep="\t")
    for code, error in failed[:3]:
        print(f"exit {code}: {error[-200:]}", file=sys.stderr)
    return 1 if failed or results != 1 else 0


if __name__ == "__main__":
    sys.exit(main())
