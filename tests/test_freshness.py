"""What the site's build takes for a change. That failed builds fail again: test_katex.py."""

import json
import os
import shutil
import subprocess
import sys

import pytest

from book._ext import freshness

EXTENSIONS = freshness.BOOK / "_ext"
PAGES = {
    "index": "Book\n====\n\n.. toctree::\n\n   layers\n   other\n",
    "layers": "Layers\n======\n\n.. index:: single: dense layer; bias\n\nA layer.\n",
    "other": "Other\n=====\n\n.. index:: ! convolution\n\nAnother.\n",
}


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


def explained(folder):
    """Build a small book; return the terms that its search's index says pages explain."""
    command = [sys.executable, "-m", "sphinx", "-q", "-W", str(folder), str(folder / "built")]
    environment = os.environ | {"PYTHONPATH": str(EXTENSIONS)}
    subprocess.run(command, env=environment, check=True)
    index = (folder / "built" / "searchindex.js").read_text(encoding="utf-8")
    return json.loads(index.removeprefix("Search.setIndex(").removesuffix(")"))["indexentries"]


@pytest.mark.slow
def test_search_keeps_the_terms_of_pages_that_are_not_written_again(tmp_path):
    (tmp_path / "conf.py").write_text(
        "extensions, nb_execution_cache_path = ['freshness'], ''\n", encoding="utf-8"
    )
    for name, text in PAGES.items():
        (tmp_path / f"{name}.rst").write_text(text, encoding="utf-8")
    first = explained(tmp_path)
    assert len(first) == 3
    with (tmp_path / "other.rst").open("a", encoding="utf-8") as page:
        page.write("\n.. index:: kernel\n")
    again = explained(tmp_path)
    shutil.rmtree(tmp_path / "built")
    assert again == explained(tmp_path)
    assert again.keys() == first.keys() | {"kernel"}
