import nbformat


def change(folder):
    path = folder / "target.ipynb"
    nb = nbformat.read(path, as_version=4)
    for cell in nb.cells:
        cell.metadata, cell.id = {}, "x" + cell.id
    nbformat.write(nb, path)
