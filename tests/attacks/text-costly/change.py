import nbformat

COSTLY = [
    "[" * 5_000,
    "*a_ " * 5_000,
    "> " * 2_000 + "a",
    "`" * 5_000 + "a",
    "".join(f"[{number}]: /{'x' * number}\n" for number in range(300)) + "[1] " * 2_000,
    "| a " * 500 + "|\n" + "| - " * 500 + "|\n" + "| b " * 500 + "|\n",
    "".join(" " * 2 * depth + "- a\n" for depth in range(300)),
    "<a " * 3_000,
    "$" * 5_001,
    "![](" * 3_000,
]


def change(folder):
    path = folder / "target.ipynb"
    nb = nbformat.read(path, as_version=4)
    nb.cells += map(nbformat.v4.new_markdown_cell, COSTLY)
    nbformat.write(nb, path)
