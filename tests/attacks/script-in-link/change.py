import nbformat


def change(folder):
    path = folder / "target.ipynb"
    nb = nbformat.read(path, as_version=4)
    text = '# <script>alert(1)</script>\n\n[a](https://example.org/"><script>alert(2)</script> \'"><script>alert(3)</script>\')\n\n!["><script>alert(4)</script>](x.png "<script>alert(5)</script>")\n\n<https://example.org/<script>alert(6)</script>>'
    nb.cells.insert(2, nbformat.v4.new_markdown_cell(text))
    nbformat.write(nb, path)
