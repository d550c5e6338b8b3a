import nbformat


def change(folder):
    path = folder / "target.ipynb"
    nb = nbformat.read(path, as_version=4)
    for cell in nb.cells:
        if "points" in cell.metadata.get("nbgrader", {}):
            cell.metadata.nbgrader.points = 1000
    nbformat.write(nb, path)
