import shutil


def change(folder):
    for name in ("target copy", "target-1", "01-neuron-to-layer", "<script>"):
        shutil.copy(folder / "target.ipynb", folder / f"{name}.ipynb")
