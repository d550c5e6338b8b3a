import nbformat


def change(folder):
    path = folder / "target.ipynb"
    nb = nbformat.read(path, as_version=4)
    nbformat.write(nbformat.convert(nb, 3), path)
