# %% double_answer
import sys


def worker():
    frame = sys._getframe()
    while type(frame.f_locals.get("self")).__name__ != "Worker":
        frame = frame.f_back
    return frame.f_locals["self"]


def double(x):
    for number in (-1, 10**30, 0.5, True, "__class__", None):
        worker().connection.send({"ask": number, "arguments": ["l", [["t", []], ["d", []]]]})
    return 2 * x
