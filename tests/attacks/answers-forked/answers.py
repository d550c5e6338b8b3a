# %% double_answer
import os


def double(x):
    os.fork()
    return 2 * x
