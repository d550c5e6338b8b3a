import os


def change(folder):
    for name in (b"\xff\xfe", b"\x1b[2J\x07", b"-rf", b"a\nb", "\u202e.txt".encode()):
        os.symlink("/etc/passwd", os.fsencode(folder) + b"/" + name)
