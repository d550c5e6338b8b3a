def change(folder):
    folder.joinpath("target.ipynb").write_text("[" * 1_000_000)
