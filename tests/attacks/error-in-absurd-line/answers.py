# %% double_answer
import sys

inside = sys.modules["inside.worker"]
true = inside.describe


def describe(error, is_own):
    absurd = str(error) == "absurd"
    return true(error, is_own) | ({"place": [16**3990, "x"]} if absurd else {})


inside.describe = describe


def double(x):
    raise ValueError("absurd")
