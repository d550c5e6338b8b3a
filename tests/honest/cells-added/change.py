import nbformat


def change(folder):
    path = folder / "target.ipynb"
    nb = nbformat.read(path, as_version=4)
    nb.cells.insert(0, nbformat.v4.new_markdown_cell("# My notes\n\n$W x + b$ and <b>bold</b>"))
    nb.cells.append(nbformat.v4.new_raw_cell("raw"))
    copy = nbformat.v4.new_code_cell(nb.cells[4].source)
    nb.cells.insert(6, copy)
    nbformat.write(nb, path)
