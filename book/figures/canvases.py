"""Chapter 09: how often the detector is wrong (``python -m benchmarks.canvases``)."""

import json
from pathlib import Path

COUNT = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))


def say():
    """Print misses and false alarms."""
    missed, digits = COUNT["misses"], COUNT["digits"]
    alarms, windows = COUNT["false alarms"], COUNT["windows"]
    print(
        f"misses:       {missed} of {digits:,} digits, {missed / digits:.1%}, in their own window"
    )
    print(
        f"false alarms: {alarms} of {windows:,} windows, {alarms / COUNT['canvases']:.2f} a canvas"
    )
    print("(a window more than a pixel off, and a digit named with a probability above 0.9)")
