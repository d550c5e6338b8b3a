# %% double_answer
def double(x):
    return x + x
