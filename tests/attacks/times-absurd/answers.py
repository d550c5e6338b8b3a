# %% double_answer
import sys


def worker():
    frame = sys._getframe()
    while type(frame.f_locals.get("self")).__name__ != "Worker":
        frame = frame.f_back
    return frame.f_locals["self"]


times = iter([float("-inf"), float("nan"), -1.0, 1e308, True, "1", [1]] * 100)
worker_, send = worker(), worker().send


def dishonest(header, blobs=()):
    if "used" in header:
        header["used"] = next(times)
    send(header, blobs)


worker_.send = dishonest


def double(x):
    return 0 * x
