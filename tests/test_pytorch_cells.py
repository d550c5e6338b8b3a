"""The lines of PyTorch in chapters 1 to 5, whose output stands beside them as text."""

import re
from pathlib import Path

import pytest

BOOK = Path(__file__).parents[1] / "book"
CELL = re.compile(
    r"\{dropdown\} The same in PyTorch\n.*?:::\{code-block\} python\n(.*?):::\n"
    r".*?:::\{code-block\} text\n(.*?):::\n",
    re.DOTALL,
)
CHAPTERS = [path for path in sorted(BOOK.glob("0[1-5]-*.md"))]


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_pytorch_gives_what_the_chapter_says(path, capsys):
    pytest.importorskip("torch", reason="PyTorch is not installed")
    ((code, output),) = CELL.findall(path.read_text(encoding="utf-8"))
    exec(compile(code, path.name, "exec"), {})
    assert capsys.readouterr().out.strip() == output.strip()


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_every_chapter_of_the_layer_has_its_lines_of_pytorch(path):
    assert len(CELL.findall(path.read_text(encoding="utf-8"))) == 1
