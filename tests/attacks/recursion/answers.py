# %% double_answer
def double(x):
    return double(x)

# %% table_answer
def table(layers):
    layers["total"] = layers
    return layers

# %% derivative_answer
def derivative(f, x, eps=0.5):
    f(f)
    f(derivative)
    return f
