import re


def change(folder):
    path = folder / "target.ipynb"
    text = path.read_text()
    text = re.sub(r'"points": (\d+)', r'"points": 99, "points": \1', text)
    text = re.sub(r'"grade_id": "(\w+)"', r'"grade_id": "other", "grade_id": "\1"', text)
    text = re.sub(r'"cell_type": "(\w+)"', r'"cell_type": "raw", "cell_type": "\1"', text)
    text = text.replace('{\n "cells"', '{\n "cells": [], "nbformat": 3, "metadata": 5,\n "cells"', 1)
    path.write_text(text)
