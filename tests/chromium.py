"""Chromium, for every test that drives a browser."""

from contextlib import contextmanager

import pytest
from playwright.sync_api import sync_playwright

from book.paper import chromium


@contextmanager
def launched():
    """Start Chromium, or skip where it is missing."""
    path = chromium.find()
    if path is None:
        pytest.skip(chromium.MISSING)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=chromium.FLAGS)
        yield browser
        browser.close()
