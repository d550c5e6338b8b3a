import nbformat


def change(folder):
    path = folder / "target.ipynb"
    nb = nbformat.read(path, as_version=4)
    bad = '"><script>alert(1)</script>'
    cell = nbformat.v4.new_markdown_cell("![a](attachment:a.png) ![b](attachment:b.gif)")
    cell.attachments = {"a.png": {"image/png": bad}, "b.gif": {"image/gif": bad}, bad: {bad: bad}}
    nb.cells.insert(2, cell)
    nbformat.write(nb, path)
