# %% inverse_answer
def inverse(x):
    result = 1 / np.asarray(x)
    np.log(-np.abs(result))
    if np.isinf(result).any():
        raise ValueError("no inverse: " + str(x))
    return result
