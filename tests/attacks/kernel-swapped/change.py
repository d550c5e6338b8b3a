import nbformat


def change(folder):
    path = folder / "target.ipynb"
    nb = nbformat.read(path, as_version=4)
    nb.metadata.kernelspec = {"name": "../../bin/sh", "language": "bash", "display_name": "sh"}
    nb.metadata.language_info = {"name": "bash", "file_extension": ".sh", "nbconvert_exporter": "script"}
    nbformat.write(nb, path)
