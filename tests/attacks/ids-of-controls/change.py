import nbformat

ODD = ["\x1b[2J", "a\nb", "<img src=x onerror=alert(1)>", "../../../etc", "\u202e", "a" * 100_000]


def change(folder):
    path = folder / "target.ipynb"
    nb = nbformat.read(path, as_version=4)
    for odd in ODD:
        cell = nbformat.v4.new_code_cell("1 + 1", id="x")
        cell["id"] = odd
        cell.metadata.nbgrader = dict(
            grade_id=odd, grade=True, solution=False, locked=True, points=5, schema_version=3
        )
        nb.cells.append(cell)
    nb.metadata.kernelspec = {"name": ODD[0], "display_name": ODD[2], "language": ODD[1]}
    path.write_text(nbformat.v4.writes(nb))
