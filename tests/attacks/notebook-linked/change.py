def change(folder):
    path = folder / "target.ipynb"
    path.unlink()
    path.symlink_to("../../../solutions/target/target.ipynb")
