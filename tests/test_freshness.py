"""What the site's build takes for a change. That failed builds fail again: test_katex.py."""

import pytest

from book._ext import freshness


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "package"
    (folder / "data").mkdir(parents=True)
    (folder / "layer.py").write_text("y = W @ x\n", encoding="utf-8")
    (folder / "data" / "digits.csv").write_text("0,1\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", ["layer.py", "data/digits.csv", "new.py"])
def test_changed_or_new_file_changes_the_hash(folder, name):
    before = freshness.folder_hash(folder)
    with (folder / name).open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    assert freshness.folder_hash(folder) != before


def test_renamed_file_changes_the_hash(folder):
    before = freshness.folder_hash(folder)
    (folder / "layer.py").rename(folder / "dense.py")
    assert freshness.folder_hash(folder) != before


def test_touched_file_and_byte_code_do_not(folder):
    before = freshness.folder_hash(folder)
    (folder / "layer.py").touch()
    (folder / "__pycache__").mkdir()
    (folder / "__pycache__" / "layer.pyc").write_bytes(b"\0")
    assert freshness.folder_hash(folder) == before


def test_package_and_book_are_where_the_build_looks():
    assert (freshness.PACKAGE / "linear.py").is_file()
    assert (freshness.BOOK / "assets" / "site.css").is_file()
