def change(folder):
    for _ in range(60):
        folder = folder / ("d" * 40)
    folder.mkdir(parents=True)
    (folder / "file.txt").write_text("deep")
