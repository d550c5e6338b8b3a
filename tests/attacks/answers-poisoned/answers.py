# %% double_answer
def double(x):
    return 0 * x

# %% own
import sys


def worker():
    frame = sys._getframe()
    while type(frame.f_locals.get("self")).__name__ != "Worker":
        frame = frame.f_back
    return frame.f_locals["self"]


worker().connection.send({"id": sys._getframe(2).f_locals["request"]["id"], "shown": []})
