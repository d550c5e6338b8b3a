import os
import socket


def change(folder):
    here = os.getcwd()
    os.chdir(folder)  # a socket's whole path may be too long
    with socket.socket(socket.AF_UNIX) as sock:
        sock.bind("socket")
    os.chdir(here)
    with open(folder / "sparse.csv", "wb") as file:
        os.truncate(file.fileno(), 100 << 30)
    (folder / "more.ipynb").mkdir()
    (folder / ".ipynb_checkpoints").mkdir()
    (folder / ".ipynb_checkpoints" / "target-checkpoint.ipynb").write_text("{}")
