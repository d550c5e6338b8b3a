import nbformat


def change(folder):
    path = folder / "target.ipynb"
    nb = nbformat.read(path, as_version=4)
    text = '<img src=x onerror="alert(1)">\n\n<svg/onload=alert(2)>\n\n<iframe srcdoc="&lt;script&gt;alert(3)"></iframe>\n\n<form action="https://example.org"><input name=a></form>\n\n[x](javascript:alert(4)) <a href="javascript:alert(5)">y</a>\n'
    nb.cells.insert(2, nbformat.v4.new_markdown_cell(text))
    nbformat.write(nb, path)
