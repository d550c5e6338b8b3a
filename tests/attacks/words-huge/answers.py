# %% double_answer
import sys

sys.modules["inside.describing"].WORDS = 10**9


def fail(*arguments, **keywords):
    raise ValueError("x" * 15_000_000)


double = fail

# %% split_answer
split = fail

# %% table_answer
table = fail

# %% Mean_answer
Mean = fail

# %% derivative_answer
derivative = fail

# %% inverse_answer
inverse = fail
