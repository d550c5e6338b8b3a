def change(folder):
    folder.joinpath("target.ipynb").write_bytes(b"")
