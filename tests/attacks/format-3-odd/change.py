def change(folder):
    folder.joinpath("target.ipynb").write_text('{"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": [{"cell_type": "heading", "level": 1e99}]}, 5]}')
