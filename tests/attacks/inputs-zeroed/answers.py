# %% double_answer
def double(x):
    x[...] = 0
    return 2 * x

# %% layer_answer
def layer(x, W, b):
    for array in (x, W, b):
        array[...] = 0
    return np.zeros((len(x), len(b)))
