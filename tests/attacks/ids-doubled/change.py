import json


def change(folder):
    path = folder / "target.ipynb"
    nb = json.loads(path.read_text())
    for cell in nb["cells"]:
        cell["id"] = "double"
    path.write_text(json.dumps(nb))
