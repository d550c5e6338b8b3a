import json


def change(folder):
    path = folder / "target.ipynb"
    nb = json.loads(path.read_text())
    odd = [None, 5, "text", [], {"grade_id": ["double"]}, {"grade_id": {"a": 1}}, {"points": {}}]
    for number, cell in enumerate(nb["cells"]):
        cell["metadata"] = {"nbgrader": odd[number % len(odd)], "tags": number}
    path.write_text(json.dumps(nb))
