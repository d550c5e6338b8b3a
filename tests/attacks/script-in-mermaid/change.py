import nbformat


def change(folder):
    path = folder / "target.ipynb"
    nb = nbformat.read(path, as_version=4)
    text = '```mermaid\n</pre><script>alert(1)</script>\n```\n\n$<script>alert(2)</script>$\n\n$$<script>alert(3)</script>$$\n\n\\begin{x}<script>alert(4)</script>\\end{x}\n\n```html"><script>alert(5)</script>\nx\n```'
    nb.cells.insert(2, nbformat.v4.new_markdown_cell(text))
    nbformat.write(nb, path)
