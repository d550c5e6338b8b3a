def change(folder):
    (folder / "helpers.py").write_text("def twice(x):\n    return x + x\n")
    (folder / "data").mkdir()
    (folder / "data" / "notes.txt").write_text("weights first")
    (folder / "timestamp.txt").write_text("2026-03-01 12:00:00.5 UTC")
