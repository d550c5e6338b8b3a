# %% double_answer
def double(x):
    wide = np.empty((*x.shape, 2), np.float32)
    wide[..., 0] = x
    return np.asfortranarray(wide[..., 0] * 2)[...]


# %% layer_answer
def layer(x, W, b):
    y = np.zeros((2 * len(x), len(W)), order="F")
    y[::2] = x @ W.T + b
    return y[::2]


# %% split_answer
def split(x, *, at=1):
    return [x[:at], x[at:]] if isinstance(x, np.ndarray) else (x[:at], x[at:])
