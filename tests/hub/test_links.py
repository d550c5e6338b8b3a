"""prepare.py runs as root where others can put links at any moment, also while it is at work."""

import importlib.util
import os
from pathlib import Path

import pytest

PREPARE = Path(__file__).parents[2] / "deploy" / "one-machine" / "prepare.py"


@pytest.fixture
def prepare(monkeypatch):
    """The program as a module; all owners are who runs the test."""
    spec = importlib.util.spec_from_file_location("prepare", PREPARE)
    prepare = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(prepare)
    monkeypatch.setattr(prepare, "numbers", lambda name: (os.getuid(), os.getgid()))
    return prepare


@pytest.fixture
def theirs(tmp_path):
    """A folder that prepare.py has nothing to do with."""
    theirs = tmp_path / "theirs"
    theirs.mkdir(mode=0o711)
    return theirs


@pytest.fixture
def swap(theirs, monkeypatch):
    """Return a function that has a link to that folder put in a place when the place is opened."""

    def swap(place):
        opened = os.open

        def open_and_swap(path, *arguments, **options):
            descriptor = opened(path, *arguments, **options)
            if path == place:
                place.rename(place.with_name("moved"))
                place.symlink_to(theirs)
            return descriptor

        monkeypatch.setattr(os, "open", open_and_swap)
        return place.with_name("moved")

    return swap


def mode(path):
    return path.stat().st_mode & 0o7777


def test_rights_go_to_the_folder_that_was_opened(prepare, theirs, swap, tmp_path):
    moved = swap(tmp_path / "place")
    prepare.make_folder(tmp_path / "place", "anyone", prepare.COURSE)
    assert (mode(moved), mode(theirs)) == (prepare.COURSE, 0o711)


def test_exchange_goes_on_in_the_folder_that_was_opened(prepare, theirs, swap, tmp_path):
    moved = swap(tmp_path / "course")
    prepare.make_exchange(tmp_path, "course", "anyone")
    assert list(theirs.iterdir()) == []
    assert mode(moved / "outbound") == prepare.COURSE
    assert mode(moved / "inbound") == prepare.INBOUND


def test_course_is_given_in_the_folder_that_was_opened(
    prepare, theirs, swap, tmp_path, monkeypatch
):
    (tmp_path / "place").mkdir()
    (tmp_path / "place" / "ours").touch()
    (theirs / "secret").touch()
    given = []
    monkeypatch.setattr(os, "chown", lambda name, *numbers, **options: given.append(name))
    swap(tmp_path / "place")
    prepare.give(tmp_path / "place", "anyone")
    assert given == ["ours"]
    assert mode(theirs) == 0o711
