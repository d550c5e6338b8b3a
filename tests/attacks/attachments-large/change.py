import nbformat


def change(folder):
    path = folder / "target.ipynb"
    nb = nbformat.read(path, as_version=4)
    for number in range(4):
        cell = nbformat.v4.new_markdown_cell("![](attachment:a.png)")
        cell.attachments = {"a.png": {"image/png": "A" * 10_000_000}}
        nb.cells.append(cell)
    nbformat.write(nb, path)
