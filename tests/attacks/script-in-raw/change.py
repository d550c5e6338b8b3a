import nbformat


def change(folder):
    path = folder / "target.ipynb"
    nb = nbformat.read(path, as_version=4)
    text = '<script>alert(1)</script>'
    nb.cells.insert(2, nbformat.v4.new_raw_cell(text))
    nbformat.write(nb, path)
