# %% double_answer
import sys
from types import ModuleType


def stop():
    raise SystemExit


def double(x):
    return 0 * x


sys.modules["matplotlib.pyplot"] = pyplot = ModuleType("pyplot")
pyplot.get_fignums = stop
