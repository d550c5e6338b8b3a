import nbformat

COSTLY = [
    "(" * 50_000,
    "-" * 100_000 + "1",
    "1" + " + 1" * 50_000,
    "a" + ".a" * 50_000,
    "f\"{" * 20_000,
    "\x00\x0c\u2028# coding: utf-7\n",
    "\\\n" * 50_000,
    "if 1:\n" + "".join(" " * depth + "if 1:\n" for depth in range(1, 300)),
    "@" * 50_000 + "\n",
    "'" * 50_001,
]


def change(folder):
    path = folder / "target.ipynb"
    nb = nbformat.read(path, as_version=4)
    nb.cells += map(nbformat.v4.new_code_cell, COSTLY)
    nbformat.write(nb, path)
