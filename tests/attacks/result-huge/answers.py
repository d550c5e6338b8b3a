# %% double_answer
def double(x):
    return np.zeros(40_000_000)

# %% table_answer
def table(layers):
    return ["x" * 10_000_000] * 10
