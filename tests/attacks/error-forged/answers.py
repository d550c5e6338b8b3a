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


number = sys._getframe(3).f_locals["request"]["id"]
error = {"name": "ValueError", "base": "ValueError", "words": "forged", "place": None}
worker().connection.send({"id": number, "error": error, "shown": []})
