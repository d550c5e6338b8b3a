"""The hub, running, and the three people who use it."""

import shutil

import pytest
from playwright.sync_api import expect

from tests import chromium
from tests.hub import machine
from tests.hub.people import Instructor, Student
from tests.jupyterlab import PATIENCE

PICTURES = machine.ROOT / "_build" / "screenshots" / "hub"
# The names are those in jupyterhub_config.py.
PASSWORDS = {"ines": "ink-of-ines", "ada": "ink-of-ada", "bela": "ink-of-bela"}


@pytest.fixture(scope="package")
def patience():
    """Wait longer for what is expected of a page: a loaded machine takes minutes to start one."""
    expect.set_options(timeout=PATIENCE)
    yield
    expect.set_options(timeout=chromium.PATIENCE)


@pytest.fixture(scope="package")
def hub(browser, patience):
    machine.install_proxy()
    shutil.rmtree(PICTURES, ignore_errors=True)
    PICTURES.mkdir(parents=True)
    with machine.running(PASSWORDS, PICTURES / "hub.log") as hub:
        yield hub
    assert machine.left_over(hub) == []


@pytest.fixture(scope="module")
def ines(hub, browser):
    return Instructor(browser, hub.address, "ines", PASSWORDS["ines"], PICTURES, "/services/fclib/")


@pytest.fixture(scope="module")
def students(hub, browser):
    """Both students log in before either waits, so that their servers start together."""
    return {
        name: Student(browser, hub.address, name, PASSWORDS[name], PICTURES)
        for name in ("ada", "bela")
    }
