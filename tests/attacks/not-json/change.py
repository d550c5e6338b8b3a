def change(folder):
    folder.joinpath("target.ipynb").write_bytes(b"\xff\xfe{not json")
