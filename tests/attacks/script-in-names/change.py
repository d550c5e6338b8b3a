import nbformat


def change(folder):
    path = folder / "target.ipynb"
    nb = nbformat.read(path, as_version=4)
    bad = '"><script>alert(1)</script>'
    nb.metadata = {"title": bad, "authors": [{"name": bad}]}
    nb.metadata.kernelspec = {"name": bad, "display_name": bad, "language": bad}
    nb.metadata.language_info = {"name": bad, "pygments_lexer": bad, "mimetype": bad}
    nb.metadata.widgets = {"application/vnd.jupyter.widget-state+json": {"state": {bad: bad}}}
    for cell in nb.cells:
        cell.metadata.tags, cell.metadata.name = [bad], bad
    nb.cells.append(nbformat.v4.new_code_cell("1"))
    nb.cells[-1].id = bad
    nbformat.write(nb, path)
