"""Fuzz every target for its share of the time: by atheris (libFuzzer) where it is installed, else by random changes.

python fuzz/run.py [--seconds 60] [--plain] [TARGET...]

Prints a row a target: target, engine, executions, seconds, crashes. An input that crashed is in fuzz/crashes/; when the
defect is mended it goes to fuzz/found/TARGET/, which the tests run again. Ends with 1 where anything crashed.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import os
import random
import re
import subprocess
import sys
import tempfile
import time
import traceback
import warnings
from pathlib import Path

HERE = Path(__file__).parent
CRASHES, FOUND = HERE / "crashes", HERE / "found"
LONGEST = 4096  # bytes of an input
SLOWEST = 20  # seconds


def main() -> int:
    """Run all targets, or one in this process where `--inside` says so."""
    parser = argparse.ArgumentParser()
    parser.add_argument("targets", nargs="*")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--plain", action="store_true", help="random changes, even where atheris is installed")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    atheris = not options.plain and importlib.util.find_spec("atheris") is not None
    if options.inside:
        (_with_atheris if atheris else _with_changes)(options.targets[0], options.seconds, options.seed)
        return 0
    return _all(options.targets or _names(), options.seconds, options.seed, atheris)


def _names() -> list[str]:
    code = "import targets; print(*targets.TARGETS)"
    command = [sys.executable, "-P", "-c", f"import sys; sys.path.insert(0, {str(HERE)!r}); {code}"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()


def _all(targets: list[str], seconds: float, seed: int, atheris: bool) -> int:
    print("target\tengine\texecutions\tseconds\tcrashes", flush=True)
    crashes = total = 0
    for target in targets:
        start = time.perf_counter()
        CRASHES.mkdir(exist_ok=True)
        before = {*CRASHES.iterdir()}
        command = [sys.executable, "-P", str(Path(__file__).resolve()), "--inside", target]
        command += ["--seconds", str(seconds / len(targets)), "--seed", str(seed), *([] if atheris else ["--plain"])]
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
        counts = re.findall(r"(?:^#|Done |stat::number_of_executed_units: )(\d+)", done.stderr, re.MULTILINE)
        found = len({*CRASHES.iterdir()} - before) or int(done.returncode != 0)
        executions = max(map(int, counts), default=0)
        crashes, total = crashes + found, total + executions
        took = time.perf_counter() - start
        print(target, "atheris" if atheris else "changes", executions, f"{took:.1f}", found, sep="\t", flush=True)
        if found:
            print(done.stderr[-3000:], file=sys.stderr, flush=True)
    print("all", "atheris" if atheris else "changes", total, "", crashes, sep="\t")
    return int(crashes > 0)


def _corpus(target: str) -> list[bytes]:
    from seeds import seeds

    folder = FOUND / target
    return [*seeds(target), *(path.read_bytes() for path in sorted(folder.glob("*")) if folder.is_dir())]


def _with_atheris(target: str, seconds: float, seed: int) -> None:
    import atheris

    with atheris.instrument_imports(include=["textmine"]):
        from targets import checked
    from seeds import words

    warnings.simplefilter("error")
    with tempfile.TemporaryDirectory() as place:
        for number, data in enumerate(_corpus(target)):
            Path(place, str(number)).write_bytes(data)
        words_file = Path(place, "words.dict")
        quoted = ("".join(f"\\x{byte:02x}" for byte in word.encode("utf-8", "surrogatepass")) for word in words(target))
        words_file.write_text("".join(f'"{word}"\n' for word in quoted))
        args = [f"-max_total_time={max(1, round(seconds))}", f"-seed={seed}", f"-max_len={LONGEST}"]
        args += [f"-timeout={SLOWEST}", "-rss_limit_mb=3000", f"-dict={words_file}"]
        args += [f"-artifact_prefix={CRASHES}/{target}-", "-print_final_stats=1"]
        atheris.Setup([sys.argv[0], *args, place], lambda data: checked(target, data))
        atheris.Fuzz()


def _with_changes(target: str, seconds: float, seed: int) -> None:
    from seeds import words
    from targets import checked

    warnings.simplefilter("error")
    rng, corpus, tokens = random.Random(seed), _corpus(target), [word.encode() for word in words(target)]
    done, end = 0, time.monotonic() + seconds
    current = CRASHES / f"{target}-current"  # what is left if the process dies
    while time.monotonic() < end:
        data = corpus[done] if done < len(corpus) else _changed(rng, corpus, tokens)
        current.write_bytes(data)
        try:
            checked(target, data)
        except Exception:
            name = hashlib.sha256(data).hexdigest()[:16]
            (CRASHES / f"{target}-crash-{name}").write_bytes(data)
            traceback.print_exc()
            break
        done += 1
    current.unlink()
    print(f"Done {done}", file=sys.stderr)


def _changed(rng: random.Random, corpus: list[bytes], tokens: list[bytes]) -> bytes:
    """Return an input with some of its bytes flipped, lost, doubled, or replaced by words of the format."""
    data = bytearray(rng.choice(corpus))
    for _ in range(rng.randint(1, 8)):
        at = rng.randrange(len(data) + 1)
        to = min(len(data), at + rng.randint(0, 16))
        other = rng.choice(corpus)
        piece = rng.choice([b"", rng.randbytes(rng.randint(1, 4)), rng.choice(tokens), data[at:to] * 2, other[at:]])
        data[at : to if rng.random() < 0.5 else at] = piece
    return bytes(data[:LONGEST])


if __name__ == "__main__":
    sys.path.insert(0, str(HERE))
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    sys.exit(main())
