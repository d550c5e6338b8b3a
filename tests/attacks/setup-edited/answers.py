# %% double_answer
def double(x):
    return 0 * x

# %% layer_answer
def layer(x, W, b):
    return x
