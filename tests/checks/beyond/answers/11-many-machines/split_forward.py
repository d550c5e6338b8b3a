# %% right: slices
def split_forward(x, W, b, axis, p):
    n, d = x.shape
    m = len(W)
    held = []
    for k in range(p):
        if axis == "N":
            held.append(x[k * n // p : (k + 1) * n // p] @ W.T + b)
        elif axis == "M":
            part = slice(k * m // p, (k + 1) * m // p)
            held.append(x @ W[part].T + b[part])
    if axis == "D":
        total = np.zeros((n, m))
        for k in range(p):
            part = slice(k * d // p, (k + 1) * d // p)
            total += x[:, part] @ W[:, part].T
        total += b
        held = [total.copy() for _ in range(p)]
    return held

# %% right: the whole output, cut
def split_forward(x, W, b, axis, p):
    y = np.einsum("nd,md->nm", x, W) + b
    if axis == "D":
        return tuple(y.copy() for _ in range(p))
    return tuple(np.split(y, p, axis="NM".index(axis)))

# %% the parts are averaged | factor | mean-for-sum | choice
# from slices: total += b => total = total / p + b

# %% the bias comes before the sum, on every machine | offset | bias-on-every-machine | choice, offset
# from slices: total += x[:, part] @ W[:, part].T => total += x[:, part] @ W[:, part].T + b / 1

# %% half of the bias | offset | - | offset, choice
# from slices: W[part].T + b[part] => W[part].T + b[part] / 2

# %% no bias where the outputs are split | offset | bias-missing | offset, choice
# from slices: W[part].T + b[part] => W[part].T

# %% no bias where the samples are split | offset | bias-missing | offset, choice
# from slices: @ W.T + b) => @ W.T)

# %% the whole bias for each part of the outputs | error | - | error
# from slices: W[part].T + b[part] => W[part].T + b

# %% the parts in the opposite order | places | - | places reversed
# from slices: return held => return held[::-1]

# %% the first machine's part for all | part | - | part, depends, machines
# from slices: return held => return [held[0]] * p

# %% inputs are left out by the last machine | part | - | choice, ignores, offset
# from slices: total += x[:, part] @ W[:, part].T => total += (k < p - 1 or p == 1) * (x[:, part] @ W[:, part].T)

# %% twice | factor | - | factor 2
# from the whole output, cut: np.einsum("nd,md->nm", x, W) + b => 2 * (np.einsum("nd,md->nm", x, W) + b)

# %% minus the bias | sign | - | offset
# from the whole output, cut: x, W) + b => x, W) - b

# %% a ReLU at the end | function | activation-inside | function
# from the whole output, cut: y = np.einsum("nd,md->nm", x, W) + b => y = np.maximum(0, np.einsum("nd,md->nm", x, W) + b)

# %% rounded | function | - | function rounded
# from the whole output, cut: y = np.einsum("nd,md->nm", x, W) + b => y = np.round(np.einsum("nd,md->nm", x, W) + b)

# %% printed, not returned | kind | - | kind
# from slices: return held => print(held)

# %% one array, not a list of parts | kind | - | kind
# from the whole output, cut: return tuple(np.split(y, p, axis="NM".index(axis))) => return y
