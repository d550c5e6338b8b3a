"""The site beside the same text as a stock Jupyter Book, built and visited in the same run."""

import os
import tempfile
from pathlib import Path
from statistics import median

from playwright.sync_api import sync_playwright

from benchmarks import stock
from benchmarks.timing import row, run
from benchmarks.visit import served, visit
from book.paper import chromium

ROOT = Path(__file__).parents[1]
PAGE = "01-neuron-to-layer.html"  # the one with the most equations
VISITS = 5
STOCK = "stock Jupyter Book"


def results():
    """Yield the rows."""
    with tempfile.TemporaryDirectory() as folder:
        sources = {"fclib": ROOT / "book", STOCK: Path(folder, "stock", "book")}
        sources[STOCK].mkdir(parents=True)
        stock.write(sources[STOCK])
        sites = {name: Path(folder, name.split()[0], "_build", "html") for name in sources}
        seconds = {
            "clean": {name: build(sources[name], sites[name]) for name in sources},
            "unchanged": {name: build(sources[name], sites[name]) for name in sources},
        }
        for kind, times in seconds.items():
            ours, theirs = times.values()
            yield row(f"site, {kind} build", ours, "s", STOCK, ours / theirs)
        if chromium.find() is not None and stock.add_mathjax(sites[STOCK]):
            yield from visits(sites)


def build(source, site):
    """Build a book; return the seconds."""
    config = ROOT / "_config.yml" if source == ROOT / "book" else source / "_config.yml"
    command = ["jupyter-book", "build", str(source), "--config", str(config)]
    command += ["--path-output", str(site.parents[1])]
    return run(command, env=os.environ | {"PYTHONPATH": str(source)})


def visits(sites):
    """Open the page of both sites in turn, on a fast machine and on a slow phone."""
    names = list(sites)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.FLAGS)
        with served(sites[names[0]]) as ours, served(sites[names[1]]) as theirs:
            for slow in (False, True):
                seen = {ours: [], theirs: []}
                for turn in range(VISITS):
                    for url in (ours, theirs) if turn % 2 else (theirs, ours):
                        seen[url].append(visit(browser, url + PAGE, slow))
                yield from _compare(*seen.values(), "slow phone" if slow else "full speed")
        browser.close()


def _compare(ours, theirs, speed):
    def medians(key, scale=1):
        return (scale * median(seen[key] for seen in visits) for visits in (ours, theirs))

    measures = [("last equation", "equations", "ms", 1), ("layout shift", "shift", "", 1)]
    if speed == "full speed":  # the rest is the same on a phone
        measures += [
            ("bytes", "bytes", "kB", 1e-3),
            ("requests", "requests", "", 1),
            ("requests to other hosts", "others", "", 1),
        ]
    for words, key, unit, scale in measures:
        mine, other = medians(key, scale)
        case = {"measure": words, "speed": speed, "theirs": round(other, 4)}
        ratio = mine / other if other else float(mine > 0)
        yield row(f"page, {words}, {speed}", mine, unit, STOCK, ratio, **case)
