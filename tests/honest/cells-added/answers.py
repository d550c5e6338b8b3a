# %% double_answer
def double(x):
    return x * 2


# %% own
assert np.allclose(double(np.ones(3)), 2)

# %% own
assert double(2) == 5
