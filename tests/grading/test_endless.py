"""When a function that has used up a test's time is another one, and may be tried again."""

import pytest

from fclib.grading.sandbox.endless import Endless

MENDED = "def mended(x):\n    return x"
USED = "def f(x):\n    while helper(x):\n        y = x\ndef helper(x):\n    return True"


@pytest.mark.parametrize(
    ("cell", "is_new"),
    [
        (f"{MENDED}\nf, g = mended, None", True),
        ("from math import floor as f", True),
        ("import f", True),
        (f"{MENDED}\nfor f in [mended]:\n    pass", True),
        (f"%matplotlib inline\n{MENDED}\nf = mended", True),
        ("def f(x):\n    return x\nfiles = !ls", True),
        ("def helper(x):\n    return False", True),
        ("helper = depth = lambda x: False", True),
        ("y = x = 3", False),
        ("def g(f):\n    helper = f\n    return f == helper", False),
        ("# f = helper", False),
    ],
)
def test_what_makes_a_new_function_of_one_that_never_ended(cell, is_new):
    """Binding it in any way, or what it uses; not what has the name of one of its variables."""
    student = [{"role": "student", "source": source} for source in [USED, cell]]
    endless = Endless([student[0], {"role": "test", "source": "f(1)"}, student[1]])
    endless.note(["f"], 1)
    assert endless.among(["f", "g"], 2) == "f"
    assert (endless.among(["f"], 3) is None) == is_new
