"""The steps of ``nbgrader autograde``: read what was handed in, restore it, run it."""
