# %% double_answer
import sys


def worker():
    frame = sys._getframe()
    while type(frame.f_locals.get("self")).__name__ != "Worker":
        frame = frame.f_back
    return frame.f_locals["self"]


def double(x):
    raise ValueError("absurd")


true = worker().describe


def describe(error):
    absurd = str(error) == "absurd"
    return true(error) | ({"numbers": [10_000_000 * "x"]} if absurd else {})


worker().describe = describe
