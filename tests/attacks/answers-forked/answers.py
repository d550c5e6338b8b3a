# %% double_answer
import os


def double(x):
    os.fork()
    return 0 * x
