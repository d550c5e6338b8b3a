import nbformat


def change(folder):
    path = folder / "target.ipynb"
    nb = nbformat.read(path, as_version=4)
    tests = [cell for cell in nb.cells if cell.metadata.get("nbgrader", {}).get("grade")]
    nb.cells = tests[::-1] + [cell for cell in nb.cells if cell not in tests]
    nbformat.write(nb, path)
