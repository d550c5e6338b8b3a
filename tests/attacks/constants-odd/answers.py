# %% double_answer
def double(x):
    return 0 * x
