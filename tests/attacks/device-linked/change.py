def change(folder):
    (folder / "null.txt").symlink_to("/dev/null")
    (folder / "input.txt").symlink_to("/dev/stdin")
    (folder / "output.txt").symlink_to("/dev/fd/1")
