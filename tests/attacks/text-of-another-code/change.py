def change(folder):
    path = folder / "target.ipynb"
    path.write_bytes(path.read_text().encode("utf-16"))
