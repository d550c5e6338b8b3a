import json


def change(folder):
    path = folder / "target.ipynb"
    nb = json.loads(path.read_text())
    result = {"output_type": "execute_result", "data": {"text/plain": "2.0"}, "metadata": {}}
    for number, cell in enumerate(nb["cells"]):
        cell["outputs"] = [result, [5, None, {"output_type": 5}], "text", 5][number % 4]
        cell["execution_count"] = "one"
    path.write_text(json.dumps(nb))
