import os


def change(folder):
    os.truncate(folder / "target.ipynb", 100 << 30)
