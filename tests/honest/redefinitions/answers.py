# %% double_answer
def double(x):
    return x


def double(x):
    return 2.0 * x


x, y, score, calls = 1, 2, 3, 4

# %% layer_answer
def layer(x, W, b):
    return np.dot(x, W.T) + b


# %% own
def double(x):
    return "another function, for later"


layers, mean, other, rng = None, None, None, None
