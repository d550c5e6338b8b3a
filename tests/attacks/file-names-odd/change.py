import os


def change(folder):
    names = ["-rf", "a\nb", "..ipynb", "\x1b[2J", "x" * 250, "\u202etxt", "$(touch x)", "a\\..\\b", "*"]
    for name in names:
        (folder / name).write_text("odd")
    with open(os.fsencode(folder) + b"/\xff\xfe", "w") as file:
        file.write("odd")
