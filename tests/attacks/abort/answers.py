# %% double_answer
import os


def double(x):
    os.abort()
