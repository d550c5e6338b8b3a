def change(folder):
    path = folder / "target.ipynb"
    path.unlink()
    path.mkdir()
    (path / "target.ipynb").write_text("{}")
