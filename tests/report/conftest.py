"""A headless Chromium, driven through a pipe in the DevTools protocol: nothing to install beside the browser."""

import base64
import importlib.util
import json
import os
import re
import select
import shutil
import subprocess
import time
import zlib
from pathlib import Path

import numpy as np
import pytest

from textmine.map import FileSources, TextSources, write_map
from textmine.report import write_report

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--disable-component-update",
    "--hide-scrollbars",
    "--remote-debugging-pipe",
)


def contrast_ratio(*colours):
    """WCAG 2.2: (lighter + 0.05) / (darker + 0.05) of relative luminances."""
    shares = np.array(colours) / 255
    linear = np.where(shares <= 0.04045, shares / 12.92, ((shares + 0.055) / 1.055) ** 2.4)
    light = sorted((linear @ [0.2126, 0.7152, 0.0722]).tolist())
    return (light[1] + 0.05) / (light[0] + 0.05)


def pdf_letters(pdf):
    """Return the letters that the fonts of a PDF have, as far as it says which (ISO 32000-1, 9.10.3)."""
    streams = re.findall(rb"/FlateDecode[^>]*>> stream\r?\n(.*?)\r?\nendstream", pdf, re.S)
    letters = set()
    for stream in streams:
        said = zlib.decompressobj().decompress(stream).decode("latin-1")
        for block in re.findall(r"beginbfchar\n(.*?)endbfchar", said, re.S):
            letters |= {bytes.fromhex(to).decode("utf-16-be") for to in re.findall(r"> <(\w+)>", block)}
        for block in re.findall(r"beginbfrange\n(.*?)endbfrange", said, re.S):
            for low, high, to in re.findall(r"<(\w+)> <(\w+)> <(\w{4})>", block):
                letters |= {chr(int(to, 16) + step) for step in range(int(high, 16) - int(low, 16) + 1)}
    return letters


def unpacked_texts(page):
    """Return the texts and contexts of a page, as any program can read them."""
    encoding, packed = re.search(r'id="packed" data-encoding="([^"]*)">([^<]*)<', page).groups()
    return json.loads(zlib.decompress(base64.b64decode(packed), -15).decode(encoding))


class Browser:
    """One browser with one page."""

    def __init__(self, profile):
        import fcntl  # Windows has none, and must be able to read this file

        pipes = os.pipe(), os.pipe()
        self._write, self._read = pipes[0][1], pipes[1][0]
        # Far from 3 and 4, where they go.
        to_browser, from_browser = (fcntl.fcntl(end, fcntl.F_DUPFD, 20) for end in (pipes[0][0], pipes[1][1]))
        # The browser reads commands from descriptor 3 and answers on 4.
        line = f'exec "$@" 3<&{to_browser} 4>&{from_browser}'
        command = [BROWSER, *FLAGS, f"--user-data-dir={profile}", "about:blank"]
        self._process = subprocess.Popen(
            ["bash", "-c", line, "browser", *command],
            pass_fds=(to_browser, from_browser),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for end in (to_browser, from_browser, pipes[0][0], pipes[1][1]):
            os.close(end)
        self._number, self._buffer, self._session = 0, b"", None
        self.events = []
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.send(f"{domain}.enable")

    def _receive(self, timeout=30.0):
        end = time.monotonic() + timeout
        while b"\0" not in self._buffer:
            if not select.select([self._read], [], [], max(0.0, end - time.monotonic()))[0]:
                raise TimeoutError("the browser does not answer")
            part = os.read(self._read, 1 << 20)
            if not part:
                raise EOFError("the browser has gone")
            self._buffer += part
        message, _, self._buffer = self._buffer.partition(b"\0")
        return json.loads(message)

    def send(self, method, **parameters):
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        while (answer := self._receive()).get("id") != self._number:
            self.events.append(answer)
        assert "error" not in answer, answer
        return answer["result"]

    def run(self, script):
        """Run a script and return its value; await a promise."""
        answer = self.send("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def size(self, width, height, *, dark=False):
        self.send(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600
        )
        scheme = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        self.send("Emulation.setEmulatedMedia", features=scheme)

    def open(self, path, view="overview", *, texts=True):
        """Open a page and wait until its script has run, and until its texts are unpacked."""
        self.send("Page.navigate", url="about:blank")
        self.events.clear()
        self.send("Page.navigate", url=f"{path.as_uri()}#{view}")
        for _ in range(300):
            if self.run("document.documentElement?.dataset.ready || ''"):
                self.run("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(1))))")
                if texts:
                    self.run("store.state === 'none' || unpackTexts().then(() => views[view]())")
                return
            time.sleep(0.05)
        raise TimeoutError("the page is not ready")

    def click(self, selector):
        self.run(f"document.querySelector({json.dumps(selector)}).click()")

    def put(self, selector, value):
        """Set a field as a person does who types or chooses."""
        script = f"const field = document.querySelector({json.dumps(selector)}); field.value = {json.dumps(value)};"
        self.run(f"{{ {script} field.dispatchEvent(new Event('input')); }}")

    def press(self, *keys):
        """Press keys, as the keyboard does."""
        codes = {"Tab": 9, "Enter": 13, "Escape": 27, "ArrowLeft": 37, "ArrowUp": 38, "ArrowRight": 39, "ArrowDown": 40}
        for key in keys:
            about = {"key": key, "windowsVirtualKeyCode": codes.get(key, ord(key[0].upper()))}
            text = "\r" if key == "Enter" else key if len(key) == 1 else ""
            self.send("Input.dispatchKeyEvent", type="keyDown", text=text, **about)
            self.send("Input.dispatchKeyEvent", type="keyUp", **about)

    def texts(self, selector):
        return self.run(
            f"[...document.querySelectorAll({json.dumps(selector)})].map(found => found.textContent.trim())"
        )

    def click_at(self, x, y):
        for kind in ("mousePressed", "mouseReleased"):
            self.send("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def place_of(self, node):
        """Return where in the window a node of the map stands."""
        left, top = self.run("(({left, top}) => [left, top])($('map-canvas').getBoundingClientRect())")
        return left + self.run(f"map.px[{node}]"), top + self.run(f"map.py[{node}]")

    def download(self, selector, name, folder):
        """Click and return what is downloaded."""
        self.send("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(folder))
        self.click(selector)
        for _ in range(200):
            if (folder / name).exists() and (content := (folder / name).read_bytes()):
                return content
            time.sleep(0.05)
        raise TimeoutError(f"{name} was not downloaded")

    def printed(self, selector):
        """Click on what prints, and return the PDF; the dialogue of the browser does not open."""
        self.run("window.print = () => { window.asked = (window.asked ?? 0) + 1 }")
        self.click(selector)
        assert self.run("window.asked") == 1
        return base64.b64decode(self.send("Page.printToPDF", preferCSSPageSize=True)["data"])

    def complaints(self):
        """Return what stands on the console, and what was thrown."""
        self.run("1")
        wanted = (
            "Runtime.consoleAPICalled",
            "Runtime.exceptionThrown",
            "Log.entryAdded",
            "Page.javascriptDialogOpening",
        )
        return [event for event in self.events if event["method"] in wanted]

    def requests(self):
        """Return the addresses that were asked for."""
        asked = [event for event in self.events if event["method"] == "Network.requestWillBeSent"]
        return [event["params"]["request"]["url"] for event in asked]

    def text_contrasts(self):
        """Return the contrast of each pair of text and ground that is on the page, by what it is made of."""
        ground = "for (let e = element; e; e = e.parentElement) { const under = getComputedStyle(e).backgroundColor;"
        ground += " if (!/^rgba.*, 0\\)$/.test(under)) return under; }"
        ground += " return getComputedStyle(document.body).backgroundColor;"
        own = "[...element.childNodes].some(node => node.nodeType === 3 && node.textContent.trim())"
        script = f"""[...new Set([...document.querySelectorAll('body *')]
            .filter(element => element.checkVisibility() && !element.disabled && !element.closest(':disabled') && {own})
            .map(element => [getComputedStyle(element).color, (() => {{ {ground} }})()].join(' / ')))]"""
        found = {}
        for pair in self.run(script):
            shades = [[float(part) for part in re.findall(r"[\d.]+", shade)[:3]] for shade in pair.split(" / ")]
            found[pair] = contrast_ratio(*shades)
        return found

    def screenshot(self, path):
        path.write_bytes(base64.b64decode(self.send("Page.captureScreenshot", format="png")["data"]))

    def close(self):
        self._session = None
        try:
            self.send("Browser.close")
        except (OSError, EOFError, TimeoutError):
            self._process.terminate()
        self._process.wait(timeout=20)
        os.close(self._write)
        os.close(self._read)


@pytest.fixture(scope="session")
def browser(tmp_path_factory):
    if os.name != "posix":
        pytest.skip("the browser is driven through descriptors 3 and 4, which this system cannot hand on")
    if BROWSER is None:
        pytest.skip("no Chromium is on the path")
    browser = Browser(tmp_path_factory.mktemp("profile"))
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def made():
    """Return a function that maps texts into a folder and returns its page."""

    def mapped(folder, texts, background, inputs=()):
        sources = FileSources(*([str(path)] for path in inputs)) if inputs else TextSources(texts, background)
        write_map(str(folder), sources, command="textmine map", then=[write_report])
        return folder / "report.html"

    return mapped


@pytest.fixture(scope="session")
def page(data, made, tmp_path_factory):
    """The page of the power text."""
    files = data / "power.txt", data / "encyclopedia.txt"
    text, world = ([file.read_text(encoding="utf-8")] for file in files)
    return made(tmp_path_factory.mktemp("map"), text, world, files)


@pytest.fixture(scope="session")
def english(data, made, tmp_path_factory):
    """The page of the English text."""
    files = data / "beekeeping.txt", data / "almanac.txt"
    text, world = ([file.read_text(encoding="utf-8")] for file in files)
    return made(tmp_path_factory.mktemp("english"), text, world, files)


@pytest.fixture
def at(browser, page):
    """Return a function that opens the page at a view and returns the browser."""

    def opened(view="overview", size=(1400, 900), *, dark=False):
        browser.size(*size, dark=dark)
        browser.open(page, view)
        return browser

    return opened


@pytest.fixture(scope="session")
def contrast():
    """Return the function that computes the contrast of two colours."""
    return contrast_ratio


@pytest.fixture(scope="session")
def letters_of():
    """Return the function that reads the letters of a PDF."""
    return pdf_letters


@pytest.fixture(scope="session")
def unpacked():
    """Return the function that unpacks the texts of a page."""
    return unpacked_texts


@pytest.fixture(scope="session")
def made_up():
    """Return the function that makes up a map of some nodes and links, with 5,000 documents."""
    path = Path(__file__).parents[2] / "benchmarks" / "report.py"
    spec = importlib.util.spec_from_file_location("report_benchmark", path)
    benchmark = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(benchmark)
    return benchmark.made_up
