import json


def change(folder):
    path = folder / "target.ipynb"
    nb = json.loads(path.read_text())
    deep = {}
    for _ in range(250):
        deep = {"": deep}
    nb["metadata"]["deep"] = nb["cells"][2]["metadata"]["deep"] = deep
    path.write_text(json.dumps(nb))
