"""Find Chromium, and start it so that it calls nobody."""

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome")
# The first lets root, as in a container, start it; the others keep it from calling home.
FLAGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
MISSING = "needs Chromium: apt-get install chromium, or name one in FCLIB_CHROMIUM"


def find():
    """Return the path of Chromium, or None."""
    return os.environ.get("FCLIB_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
