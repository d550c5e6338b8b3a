# %% double_answer
import sys


def worker():
    frame = sys._getframe()
    while type(frame.f_locals.get("self")).__name__ != "Worker":
        frame = frame.f_back
    return frame.f_locals["self"]


def double(x):
    request = sys._getframe(2).f_locals["request"]
    node = ["l", [["l", [["a", "|b1", [2, 3], "C", True], None]]]]
    worker().connection.send({"id": request["id"], "value": node, "shown": []}, [bytes([2] * 6)])
