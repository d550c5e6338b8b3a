"""Chromium, for every test that drives a browser."""

from contextlib import contextmanager

import pytest
from playwright.sync_api import expect, sync_playwright

from book.paper import chromium

PATIENCE = 240_000  # ms that a page may take for anything: a busy machine is slow, and not wrong


def patient(open_):
    """Return ``open_``, which opens a context or a page, with more patience than Playwright's."""

    def opened(**options):
        opened = open_(**options)
        opened.set_default_timeout(PATIENCE)
        return opened

    return opened


@contextmanager
def launched():
    """Start Chromium, or skip where it is missing."""
    path = chromium.find()
    if path is None:
        pytest.skip(chromium.MISSING)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=chromium.FLAGS, timeout=PATIENCE
        )
        browser.new_context = patient(browser.new_context)
        browser.new_page = patient(browser.new_page)
        expect.set_options(timeout=PATIENCE)
        yield browser
        browser.close()
