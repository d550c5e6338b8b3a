"""An exercise in the page: what the click fetches, and how long until Python is there."""

import gzip
import os
import time
from pathlib import Path
from statistics import median

from playwright.sync_api import sync_playwright

from benchmarks.timing import row
from benchmarks.visit import served
from book.paper import chromium

SITE = Path(__file__).parents[1] / "_build" / "html"
PAGE = "04-grad-W.html"
VISITS = 3
MEGABIT = 125_000  # bytes a second
SPEEDS = {"full speed": None, "20 Mbit/s": 20 * MEGABIT, "1.6 Mbit/s": 1.6 * MEGABIT}
LATENCY = 50  # ms there and back, on the slower lines
STATUS = Path("/proc")  # where Linux says what a process holds
PATIENCE = 600_000  # ms
BUDGET = 9.0  # MB
READY = "document.querySelector('.practise-state')?.textContent === 'Python is ready.'"
ENDLESS = "while True:\n    pass"


def results():
    """Yield the rows."""
    size = weight() / 1e6
    yield row("practise, bytes of the first click", size, "MB", "limit of 9 MB", size / BUDGET)
    if chromium.find() is None:
        return
    with sync_playwright() as playwright, served(SITE) as url:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.FLAGS)
        for speed, bytes_a_second in SPEEDS.items():
            visits = VISITS if bytes_a_second is None else 1  # the line decides, not the machine
            seen = [visit(browser, url, bytes_a_second) for _ in range(visits)]
            for words in seen[0]:
                value = median(each[words] for each in seen)
                yield row(
                    f"practise, {words}, {speed}", value, "s", "cold start", value / cold(seen)
                )
        if STATUS.is_dir():
            before, after = memory(browser, url)
            against = "the chapter before the click"
            name = "practise, memory of the page's process"
            yield row(name, after, "MB", against, after / before)
        browser.close()


def cold(seen):
    """Return the median seconds of a first start."""
    return median(each["ready, first visit"] for each in seen)


def weight():
    """Return the bytes of what the first click fetches, compressed as a server does it."""
    static = SITE / "_static"
    paths = [*(static / "pyodide").iterdir(), *(static / "practise").iterdir()]
    paths.append(SITE / "practise" / PAGE.replace("html", "json"))
    return sum(
        path.stat().st_size if path.suffix == ".gz" else len(gzip.compress(path.read_bytes()))
        for path in paths
    )


def visit(browser, url, bytes_a_second):
    """Come for the first time, try, come back; return the seconds of each."""
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    if bytes_a_second:
        cdp = context.new_cdp_session(page)
        cdp.send("Network.enable")
        line = {"downloadThroughput": bytes_a_second, "uploadThroughput": bytes_a_second}
        cdp.send("Network.emulateNetworkConditions", line | {"offline": False, "latency": LATENCY})
    seen = {"ready, first visit": start(page, url)}
    seen["first answer"] = answer(page)
    seen["later answer"] = answer(page)
    seen["restart after an endless loop"] = restart(page)
    seen["ready, second visit"] = start(page, url)
    context.close()
    return seen


def memory(browser, url):
    """Return the MB that the page's process holds before the click, and after a first answer."""
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(url + PAGE)
    before = resident(browser)
    start(page, url)
    answer(page)
    after = resident(browser)
    context.close()
    return before, after


def resident(browser):
    """Return the MB in memory of the largest process that draws pages."""
    cdp = browser.new_browser_cdp_session()
    processes = cdp.send("SystemInfo.getProcessInfo")["processInfo"]
    cdp.detach()
    pages = [process["id"] for process in processes if process["type"] == "renderer"]
    size = os.sysconf("SC_PAGE_SIZE")
    statm = [(STATUS / str(number) / "statm").read_text(encoding="utf-8") for number in pages]
    return max(int(text.split()[1]) for text in statm) * size / 1e6


def start(page, url):
    """Press the button; return the seconds until Python is ready."""
    page.goto(url + PAGE)
    begun = time.perf_counter()
    page.get_by_role("button", name="Try it here").click()
    page.wait_for_function(READY)
    return time.perf_counter() - begun


def answer(page):
    """Run a check and the cells above it; return the seconds until its words are there."""
    cell = page.get_by_role("group", name="Check: batches")
    begun = time.perf_counter()
    cell.get_by_role("button", name="Run").click()
    cell.locator(".is-error").wait_for()
    page.wait_for_function("!document.querySelector('.practise-cell.is-running')")
    return time.perf_counter() - begun


def restart(page):
    """Stop an endless loop; return the seconds until Python is ready again."""
    cell = page.get_by_role("group", name="Your code: by hand answer")
    cell.locator(".cm-content").fill(ENDLESS)
    cell.get_by_role("button", name="Run").click()
    page.get_by_text("Python is running. Stop ends it.").wait_for()
    begun = time.perf_counter()
    cell.get_by_role("button", name="Stop").click()
    page.wait_for_function(READY)
    return time.perf_counter() - begun
