# %% double_answer
import time


def double(x):
    time.sleep(0.5)
    return x + x


# %% ink_answer
time.sleep(1.5)
ink = image.sum()
