"""How fast the report is: layout in Python, the page in a headless browser with software rendering.

    python benchmarks/report.py [--nodes 3000] [--links 20000]

Prints CPU seconds of the layout and of the page, its size, and milliseconds in the browser: until the page is ready at
the map, and for a frame while the map is moved.
"""

from __future__ import annotations

import argparse
import importlib.util
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from textmine.communities import cluster
from textmine.graph import build_graph
from textmine.io import Table
from textmine.map import MapFolder
from textmine.map.folder import Communes, Community, Documents
from textmine.report import report_page
from textmine.report.layout import node_positions

_BEGUN = "map.x += 0.5; var began = performance.now(); drawMap();"

ROOT = Path(__file__).parents[1]
HAN = [chr(code) for code in range(0x4E00, 0x4E00 + 3000)]


def made_up(n: int, m: int) -> MapFolder:
    """Return a map of `n` nodes in groups of about 60, 10,000 terms, 5,000 documents of 500 characters."""
    random = np.random.default_rng(1)
    names = ["".join(random.choice(HAN, random.integers(2, 6))) + str(number) for number in range(10_000)]
    source = random.integers(0, n, m)
    near = random.random(m) < 0.8
    target = np.where(near, source // 60 * 60 + random.integers(0, 60, m), random.integers(0, n, m)) % n
    kept = source != target
    weights = random.random(int(kept.sum()))
    graph = build_graph(names[:n], source[kept].astype(np.int32), target[kept].astype(np.int32), weights)
    found = cluster(graph)
    order = found.order().tolist()
    paths = found.paths()
    nodes = Communes(
        [found.names[node] for node in order],
        [float(found.node_flow[node]) for node in order],
        [paths[node][:-1] for node in order],
        [paths[node][0] - 1 for node in order],
        {},
    )
    communities = [Community(str(top), top // 8, f"theme {top // 8}", 60, 9, 0.5) for top in range(found.n_top_modules)]
    columns = ("term", "score", "count", "documents", "background", "contrast", "known")
    values = random.pareto(1.2, (len(names), 5)) * 10 + 1
    rows = [
        [name, str(a), str(int(b)), str(int(c)), str(int(d)), str(e), "true"]
        for name, (a, b, c, d, e) in zip(names, values.tolist(), strict=True)
    ]
    terms = Table("terms.tsv", columns, rows, list(range(2, len(rows) + 2)))
    homes = random.integers(0, len(communities), 5000).tolist()
    texts = _texts(random, names[:n])
    starts, speaking = [text[:200] for text in texts], [" · ".join(random.choice(names[:n], 3)) for _ in texts]
    fields = {"start": starts, "terms": speaking}
    documents = Documents(homes, [0.5] * 5000, fields, texts, [*map(len, texts)])
    return MapFolder(terms, graph, nodes, communities, _contexts(texts, names[:n]), {}, documents)


def _texts(random: np.random.Generator, names: Sequence[str]) -> list[str]:
    """Return 5,000 texts of 500 characters with nine terms each; characters are as frequent as Zipf has it."""
    chances = 1 / np.arange(1, len(HAN) + 1)
    signs = random.choice(HAN, (5000, 500), p=chances / chances.sum())
    found = []
    for number, row in enumerate(signs.tolist()):
        parts = ["".join(row[50 * at : 50 * at + 45]) + names[(9 * number + at) % len(names)] for at in range(9)]
        found.append(("".join(parts) + "".join(row))[:500])
    return found


def _contexts(texts: Sequence[str], names: Sequence[str]) -> dict[str, list[tuple[str, str, str, int]]]:
    """Return ten contexts of 40 characters on each side for each term."""
    found = {}
    for place, name in enumerate(names):
        rows = []
        for turn in range(10):
            number = (place + turn * len(names)) // 9 % len(texts)
            at = max(texts[number].find(name), 40)
            rows.append((texts[number][at - 40 : at], name, texts[number][at + len(name) : at + 80], number + 1))
        found[name] = rows
    return found


def in_browser(page: Path) -> None:
    """Print what a browser takes for the page."""
    spec = importlib.util.spec_from_file_location("browser", ROOT / "tests" / "report" / "conftest.py")
    driver = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(driver)
    if driver.BROWSER is None:
        print("no Chromium is on the path")
        return
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser = driver.Browser(profile)
        try:
            browser.size(1400, 900)
            # Seconds of the page's own thread: what other programs do to the clock is not the page's.
            browser.send("Performance.enable", timeDomain="threadTicks")
            ready, busy = [], []
            for _ in range(5):
                browser.open(page, "map")
                ready.append(float(browser.run("document.documentElement.dataset.ready")))
                busy.append(_thread_time(browser))
            print(f"ready\t{_told(ready)} ms, CPU until drawn {_told(busy)} ms")
            clock, thread = zip(*(_frame(browser) for _ in range(40)), strict=True)
            print(f"frame\t{_told(clock)} ms, CPU {_told(thread)} ms")
        finally:
            browser.close()


def _told(times: Sequence[float]) -> str:
    return f"{statistics.median(times):.0f} (most {max(times):.0f})"


def _thread_time(browser: Any) -> float:
    """Return milliseconds of CPU that the page has taken."""
    metrics = browser.send("Performance.getMetrics")["metrics"]
    return 1000 * next(metric["value"] for metric in metrics if metric["name"] == "TaskDuration")


def _frame(browser: Any) -> tuple[float, float]:
    """Return milliseconds by the clock and of CPU for one frame of the map, until it is drawn."""
    before = _thread_time(browser)
    drawn = "for (const id of ['map-canvas', 'map-links']) $(id).getContext('2d').getImageData(0, 0, 1, 1);"
    clock = browser.run(f"{_BEGUN} {drawn} performance.now() - began")
    return clock, _thread_time(browser) - before


def main() -> None:
    """Run."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--nodes", type=int, default=3000)
    parser.add_argument("--links", type=int, default=20000)
    given = parser.parse_args()
    for n, m in ((given.nodes, given.links), (5000, 40_000)):
        folder = made_up(n, m)
        tops = np.array(folder.nodes.communities)
        number = {name: place for place, name in enumerate(folder.nodes.names)}
        places = np.array([number[name] for name in folder.graph.names])
        ends = places[folder.graph.sources], places[folder.graph.targets]
        began = time.process_time()
        node_positions(tops, np.array(folder.nodes.flows), (*ends, folder.graph.weights))
        print(f"{n} nodes, {folder.graph.n_links} links, {tops.max() + 1} communities")
        print(f"layout\t{time.process_time() - began:.2f} CPU s")
        began = time.process_time()
        page = report_page(folder)
        print(f"page\t{time.process_time() - began:.2f} CPU s, {len(page.encode()) / 1e6:.2f} MB")
        with tempfile.TemporaryDirectory() as where:
            path = Path(where) / "report.html"
            path.write_text(page, encoding="utf-8")
            in_browser(path)


if __name__ == "__main__":
    main()
