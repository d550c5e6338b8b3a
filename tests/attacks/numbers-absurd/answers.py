# %% double_answer
import sys

inside = sys.modules["inside.worker"]


def double(x):
    raise ValueError("absurd")


true = inside.describe


def describe(error, is_own):
    absurd = str(error) == "absurd"
    return true(error, is_own) | ({"numbers": [10_000_000 * "x"]} if absurd else {})


inside.describe = describe
