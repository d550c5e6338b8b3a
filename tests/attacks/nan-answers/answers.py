# %% double_answer
def double(x):
    return np.full(x.shape, np.nan)

# %% layer_answer
def layer(x, W, b):
    return np.full((len(x), len(b)), np.nan)

# %% derivative_answer
def derivative(f, x, eps=0.5):
    f(float("nan"))
    return float("nan")

# %% inverse_answer
def inverse(x):
    if 0 in x:
        raise ValueError
    return np.full(x.shape, np.inf)

# %% ink_answer
ink = float("nan")
