import nbformat


def change(folder):
    path = folder / "target.ipynb"
    nb = nbformat.read(path, as_version=4)
    nb.cells += [nbformat.v4.new_code_cell("1") for _ in range(5_000)]
    nbformat.write(nb, path)
