# %% double_answer
def double(x):
    return 0 * x


"x" * 20_000_000
