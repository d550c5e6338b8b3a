import nbformat


def change(folder):
    path = folder / "target.ipynb"
    nb = nbformat.read(path, as_version=4)
    text = '# Title\n\n<script>alert(1)</script>\n\n<p>text</p>'
    nb.cells.insert(2, nbformat.v4.new_markdown_cell(text))
    nbformat.write(nb, path)
