"""A page as a first-time reader gets it: bytes, requests, the last equation, what moved."""

import gzip
import mimetypes
from contextlib import contextmanager
from functools import cache, partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import unquote, urlsplit

COMPRESSED = (
    *("text/", "application/javascript", "application/json"),
    *("application/wasm", "image/svg+xml"),
)
# A slow phone: 1.6 Mbit/s with 150 ms there and back, and a quarter of this processor.
SLOW = {"offline": False, "latency": 150, "downloadThroughput": 2e5, "uploadThroughput": 94e3}
KEPT = 600  # seconds for which a browser need not ask again: what GitHub Pages says
WIDE, PHONE = {"width": 1280, "height": 844}, {"width": 390, "height": 844}

# An equation is there once its box has its last size and its font has come.
WATCH = """
Object.assign(window, {layoutShift: 0, lastChange: 0, lastFont: 0, state: ""});
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) layoutShift += entry.value;
}).observe({type: "layout-shift", buffered: true});
document.fonts.addEventListener("loadingdone", (event) => {
  if (event.fontfaces.some(({family}) => /KaTeX|MJX/.test(family))) lastFont = performance.now();
});
const sample = () => {
  const equations = document.querySelectorAll(".katex-html, mjx-container");
  const box = [...equations].at(-1)?.getBoundingClientRect();
  const now = box ? `${equations.length} ${box.width} ${box.height}` : "";
  if (now !== state) [state, lastChange] = [now, performance.now()];
  requestAnimationFrame(sample);
};
requestAnimationFrame(sample);
"""
ALL_RENDERED = """() => document.readyState === "complete" && performance.now() - lastChange > 1000
  && [...document.querySelectorAll(".math")]
    .every((element) => element.querySelector(".katex-html, mjx-container"))"""


def visit(browser, address, slow):
    """Open a page with an empty cache; return what it took."""
    context = browser.new_context(viewport=PHONE if slow else WIDE)
    page = context.new_page()
    own = f"{urlsplit(address).scheme}://{urlsplit(address).netloc}/"
    others = []
    # Other hosts are counted and answered by nothing: this machine may have no network.
    page.route(lambda url: not url.startswith((own, "data:")), partial(_refuse, others))
    cdp = context.new_cdp_session(page)
    cdp.send("Network.enable")
    weights = []
    cdp.on("Network.loadingFinished", lambda event: weights.append(event["encodedDataLength"]))
    if slow:
        cdp.send("Network.emulateNetworkConditions", SLOW)
        cdp.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.add_init_script(WATCH)
    page.goto(address, wait_until="load", timeout=120_000)
    page.wait_for_function(ALL_RENDERED, timeout=120_000)
    page.wait_for_load_state("networkidle")
    seen = page.evaluate("({equations: Math.max(lastChange, lastFont), shift: layoutShift})")
    context.close()
    weights = [weight for weight in weights if weight]  # a data: address in a style weighs nothing
    return seen | {"bytes": sum(weights), "requests": len(weights), "others": len(others)}


def _refuse(others, route):
    others.append(route.request.url)
    route.abort()


@contextmanager
def served(folder):
    """Serve a folder on the loopback interface with gzip, and kept for a while, as hosts do."""
    handler = partial(_Handler, folder)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@cache
def _body(path, changed):
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    compressed = kind.startswith(COMPRESSED)
    body = path.read_bytes()
    return kind, compressed, gzip.compress(body) if compressed else body


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, folder, *arguments):
        self.folder = folder
        super().__init__(*arguments)

    def do_GET(self):
        path = Path(self.folder, unquote(urlsplit(self.path).path).lstrip("/"))
        if not path.is_file():
            self.send_error(404)
            return
        kind, compressed, body = _body(path, path.stat().st_mtime_ns)
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", f"max-age={KEPT}")
        if compressed:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass
