# %% double_answer
import sys


def worker():
    frame = sys._getframe()
    while type(frame.f_locals.get("self")).__name__ != "Worker":
        frame = frame.f_back
    return frame.f_locals["self"]


def double(x):
    return 2 * x


true = worker().export


def export(value):
    absurd = {"parameters": [10_000_000 * "x"]} if value is double else {}
    return true(value) | absurd


worker().export = export
