import json


def change(folder):
    path = folder / "target.ipynb"
    content = json.loads(path.read_text())
    content["nbformat_minor"] = 4
    content["metadata"] = {"kernelspec": {"name": "conda-env-ml-py", "display_name": "ml"}, "colab": {}}
    for cell in content["cells"]:
        cell["metadata"].pop("deletable", None)
        cell["metadata"] |= {"id": "x", "outputId": "y", "collapsed": True}
    path.write_text(json.dumps(content))
