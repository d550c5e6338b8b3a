# %% double_answer
import sys


def worker():
    frame = sys._getframe()
    while type(frame.f_locals.get("self")).__name__ != "Worker":
        frame = frame.f_back
    return frame.f_locals["self"]


def double(x):
    return 0 * x


bad = 'iVBORw0KGgo"><script>alert(1)</script>'
for kind in ("image/png", "image/jpeg", "text/html", "image/svg+xml"):
    worker().shown.add("display_data", {kind: bad, "text/plain": ""})
worker().shown.outputs[-1]["metadata"] = {"image/png": {"width": bad, "height": bad}}
