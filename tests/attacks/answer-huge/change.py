import nbformat


def change(folder):
    path = folder / "target.ipynb"
    nb = nbformat.read(path, as_version=4)
    for cell in nb.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == "double_answer":
            cell.source += "\n# " + 10_000_000 * "x"
    nbformat.write(nb, path)
