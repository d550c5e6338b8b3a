import json


def change(folder):
    path = folder / "target.ipynb"
    nb = json.loads(path.read_text())
    for number, cell in enumerate(nb["cells"]):
        cell["id"] = [["double"], {"a": 1}, None, 5, "", "x" * 1000][number % 6]
    path.write_text(json.dumps(nb))
