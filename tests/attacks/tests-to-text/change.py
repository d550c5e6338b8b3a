import nbformat


def change(folder):
    path = folder / "target.ipynb"
    nb = nbformat.read(path, as_version=4)
    for cell in nb.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        if name in ("double", "layer_hidden"):
            cell.cell_type = "markdown" if name == "double" else "raw"
            del cell["outputs"], cell["execution_count"]
    nbformat.write(nb, path)
