# %% double_answer
def double(x):
    return np.broadcast_to(1.0, (1 << 20, 1 << 20))


def endless(shape):
    return np.lib.stride_tricks.as_strided(np.zeros(1), shape, (0,) * len(shape))

# %% own
endless((1 << 15, 1 << 15, 1 << 15))
