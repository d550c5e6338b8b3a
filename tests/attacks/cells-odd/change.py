import json


def change(folder):
    path = folder / "target.ipynb"
    nb = json.loads(path.read_text())
    odd = [None, 5, [], {}, {"cell_type": ["code"]}, {"cell_type": "code", "metadata": []}]
    odd += [{"cell_type": "code", "source": {"a": 1}}, {"cell_type": None, "source": None, "id": 5}]
    odd += [{"cell_type": "markdown", "source": "", "metadata": {}, "attachments": [5]}]
    odd += [{"cell_type": "markdown", "metadata": {}, "attachments": {"a": {"image/png": {"b": 5}}}}]
    nb["cells"] += odd
    path.write_text(json.dumps(nb))
