import os


def change(folder):
    os.mkfifo(folder / "data.txt")
