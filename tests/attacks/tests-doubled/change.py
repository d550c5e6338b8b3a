import nbformat


def change(folder):
    path = folder / "target.ipynb"
    nb = nbformat.read(path, as_version=4)
    cells = []
    for cell in nb.cells:
        if cell.metadata.get("nbgrader", {}).get("grade"):
            copies = [nbformat.from_dict(cell), nbformat.from_dict(cell)]
            for number, copy in enumerate(copies):
                copy.source, copy.id = "2.0", f"{cell.id}-{number}"
            cells += [copies[0], cell, copies[1]]
        else:
            cells.append(cell)
    nb.cells = cells
    nbformat.write(nb, path)
