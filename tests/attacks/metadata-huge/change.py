import nbformat


def change(folder):
    path = folder / "target.ipynb"
    nb = nbformat.read(path, as_version=4)
    nb.metadata.title = "x" * 20_000_000
    for cell in nb.cells:
        cell.metadata.more = {str(number): [number] * 10 for number in range(2_000)}
    nbformat.write(nb, path)
