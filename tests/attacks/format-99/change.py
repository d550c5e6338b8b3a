import json


def change(folder):
    path = folder / "target.ipynb"
    nb = json.loads(path.read_text())
    nb["nbformat_minor"] = 99
    path.write_text(json.dumps(nb))
