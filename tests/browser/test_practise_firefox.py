"""One exercise in Firefox as it is released: by WebDriver BiDi, as Playwright patches its own."""

import json
import shutil
import subprocess
import time
from itertools import count

import pytest
from websocket import create_connection

from tests import ports

NAME = "04-grad-W"
PATIENCE = 240  # s: on a loaded machine Firefox and Python take long to start
CLICK = "document.querySelector('.practise-offer button').click()"
STATE = "document.querySelector('.practise-state')?.textContent ?? ''"
CELL = "document.querySelector('[aria-label=\"Check: batches\"]')"
ANSWER = f"{CELL}.querySelector('.practise-output').textContent"

pytestmark = pytest.mark.browser


class Firefox:
    """A tab of a Firefox that was started for it."""

    def __init__(self, port):
        self.numbers = count(1)
        self.connection = connected(port)
        self.ask("session.new", capabilities={})
        self.tab = self.ask("browsingContext.getTree")["contexts"][0]["context"]

    def ask(self, method, **params):
        """Send a command; return its result."""
        number = next(self.numbers)
        self.connection.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            answer = json.loads(self.connection.recv())
            if answer.get("id") == number:
                assert answer["type"] == "success", answer
                return answer["result"]

    def go(self, url):
        """Open a page."""
        self.ask("browsingContext.navigate", context=self.tab, url=url, wait="complete")

    def value(self, expression):
        """Return what an expression in the page gives."""
        target = {"context": self.tab}
        got = self.ask("script.evaluate", expression=expression, target=target, awaitPromise=True)
        return got["result"].get("value")

    def wait_for(self, expression, words):
        """Wait until an expression gives a text with these words in it; return the text."""
        end = time.monotonic() + PATIENCE
        while words not in (text := self.value(expression)):
            assert time.monotonic() < end, text
            time.sleep(0.2)
        return text


def connected(port):
    """Connect to Firefox once it listens."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            address = f"ws://127.0.0.1:{port}/session"
            return create_connection(address, timeout=PATIENCE, suppress_origin=True)
        except OSError:
            assert time.monotonic() < end, "Firefox does not listen"
            time.sleep(0.2)


@pytest.fixture
def firefox(tmp_path):
    path = shutil.which("firefox-esr") or shutil.which("firefox")
    if path is None:
        pytest.skip("optional: there is no Firefox (Debian: apt install firefox-esr)")
    (port,) = ports.free()
    command = [path, "--headless", "--no-remote", "--profile", tmp_path]
    with subprocess.Popen(
        [*command, "--remote-debugging-port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"},
    ) as process:
        firefox = Firefox(port)
        yield firefox
        firefox.connection.close()
        process.terminate()


def test_a_check_speaks_in_firefox(firefox, url):
    firefox.go(f"{url}{NAME}.html")
    firefox.value(CLICK)
    firefox.wait_for(STATE, "Python is ready.")
    firefox.value(f"{CELL}.querySelector('button').click()")
    assert firefox.wait_for(ANSWER, "grad_W").startswith("grad_W returned None for 4 samples")
