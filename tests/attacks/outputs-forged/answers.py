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
shown = [{"output_type": "error", "ename": "E", "evalue": "", "traceback": 5}]
worker().connection.send({"id": number, "shown": shown})

# %% layer_answer
def layer(x, W, b):
    return x @ W.T + b

# %% own
number = sys._getframe(3).f_locals["request"]["id"]
shown = [{"output_type": "display_data"}]
worker().connection.send({"id": number, "shown": shown})

# %% own
number = sys._getframe(3).f_locals["request"]["id"]
shown = [{"output_type": "display_data", "data": ["text/plain"]}, 5, None, {"output_type": []}]
worker().connection.send({"id": number, "shown": shown})
