# %% derivative_answer
def derivative(f, x, eps=0.5):
    from fclib.gradcheck import numerical_gradient

    return float(numerical_gradient(f, np.array(x), eps=eps))

# %% layer_answer
def layer(x, W, b):
    from fclib import linear_backward

    return linear_backward(x, W, b)
