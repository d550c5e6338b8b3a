# %% layer_answer
def layer(x, W, b):
    rows = []
    for sample in x.tolist():
        rows.append([sum(w * v for w, v in zip(row, sample)) + c for row, c in zip(W.tolist(), b.tolist())])
    return rows


# %% inverse_answer
def inverse(x):
    values = list(x)
    if 0.0 in values:
        raise ValueError("cannot divide by zero")
    return [1 / value for value in values]


# %% ink_answer
ink = 0
for pixel in image:
    ink += pixel
