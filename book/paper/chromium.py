"""Find Chromium, and start it so that it calls nobody."""

import os
import shutil

# The first is Chromium without the browser's own windows, which take half of the processor's time.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
# The first lets root, as in a container, start it; the others keep it from calling home.
FLAGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
MISSING = (
    "needs Chromium: apt-get install chromium-headless-shell (or chromium), "
    "or name one in FCLIB_CHROMIUM"
)


def find():
    """Return the path of Chromium, or None."""
    return os.environ.get("FCLIB_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
