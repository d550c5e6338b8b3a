def change(folder):
    (folder / "passwd.txt").symlink_to("/etc/passwd")
    (folder / "book.db").symlink_to("../../../gradebook.db")
    (folder / "root").symlink_to("/")
    (folder / "loop").symlink_to("loop")
    (folder / "solutions").symlink_to("../../../solutions")
