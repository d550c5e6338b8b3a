import nbformat


def change(folder):
    path = folder / "target.ipynb"
    nb = nbformat.read(path, as_version=4)
    for cell in nb.cells:
        data = cell.metadata.get("nbgrader", {})
        if data:
            data.update(grade=not data.grade, solution=not data.solution, locked=not data.locked)
            data.setdefault("points", 100)
    nbformat.write(nb, path)
