"""The hub, running, and the three people who use it."""

import shutil

import pytest

from tests.hub import machine
from tests.hub.people import Instructor, Student

PICTURES = machine.ROOT / "_build" / "screenshots" / "hub"
# The names are those in jupyterhub_config.py.
PASSWORDS = {"ines": "ink-of-ines", "ada": "ink-of-ada", "bela": "ink-of-bela"}


@pytest.fixture(scope="package")
def hub(browser):
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
