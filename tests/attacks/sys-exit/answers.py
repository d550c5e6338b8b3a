# %% double_answer
import sys


def double(x):
    sys.exit(0)

# %% inverse_answer
def inverse(x):
    raise KeyboardInterrupt

# %% own
sys.exit()
