# %% double_answer
kinds = iter(
    [
        np.ma.masked_all((2, 3)),
        np.ma.masked_array(np.zeros((2, 2)), mask=True),
    ]
    * 10
)


def double(x):
    return next(kinds)

# %% inverse_answer
others = iter(
    [
        np.matrix([[1.0, 0.5]]),
        np.zeros(1, [("a", float)]),
        np.array([-2 + 1j]),
    ]
    * 10
)


def inverse(x):
    if 0 in x:
        raise ValueError
    return next(others)

# %% ink_answer
ink = np.array(["NaT"], "datetime64[s]")
