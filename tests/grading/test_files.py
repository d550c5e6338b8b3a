"""Files that are written whole or not at all, and errors that mean that the disk is full."""

import resource
from contextlib import contextmanager

import psycopg
import pytest
from sqlalchemy import create_engine
from sqlalchemy.exc import OperationalError

from fclib.grading.files import no_room, replace


@contextmanager
def small_files():
    """Let no file grow beyond 1,000 bytes, for a moment: pytest's own output may be a file, too."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture
def gradebook():
    """A database with room for 8 pages of 4,096 bytes."""
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 8")
        connection.exec_driver_sql("CREATE TABLE note (text TEXT)")
        yield connection
    engine.dispose()


def test_file_that_does_not_fit_leaves_the_old_one_and_no_half(tmp_path):
    path = tmp_path / "result.json"
    replace(path, b"old")
    with small_files(), pytest.raises(OSError, match="File too large") as caught:
        replace(path, bytes(5_000))
    assert no_room(caught.value)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_full_gradebook_is_told_from_other_troubles(gradebook):
    with pytest.raises(OperationalError, match="disk is full") as full:
        gradebook.exec_driver_sql("INSERT INTO note VALUES (?)", ("x" * 100_000,))
    with pytest.raises(OperationalError, match="no such table") as other:
        gradebook.exec_driver_sql("INSERT INTO notes VALUES ('x')")
    assert no_room(full.value)
    assert not no_room(other.value)


def test_full_postgresql_is_told_from_a_locked_one():
    assert no_room(OperationalError("INSERT", {}, psycopg.errors.DiskFull()))
    assert not no_room(OperationalError("INSERT", {}, psycopg.errors.LockNotAvailable()))
