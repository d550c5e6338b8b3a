import json


def change(folder):
    path = folder / "target.ipynb"
    nb = json.loads(path.read_text())
    nb["metadata"]["title"] = "\ud800"
    nb["metadata"]["authors"] = [float("nan"), float("inf"), 10**400, "\udfff\x00"]
    for cell in nb["cells"]:
        if cell["cell_type"] == "code":
            cell["execution_count"] = float("nan")
            cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "\udc80\x00"}]
    nb["cells"].append({"cell_type": "markdown", "metadata": {}, "id": "half", "source": "\ud83d"})
    path.write_text(json.dumps(nb))
