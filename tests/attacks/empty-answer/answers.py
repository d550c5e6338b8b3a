# %% inverse_answer
def inverse(x):
    if 0 in x:
        raise ValueError
    return np.empty((0, 1))
