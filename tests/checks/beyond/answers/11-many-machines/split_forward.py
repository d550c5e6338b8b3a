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

# %% right: array_split and hsplit
def split_forward(x, W, b, axis, p):
    if axis == "N":
        return list(map(lambda part: part.dot(W.T) + b, np.array_split(x, p)))
    if axis == "M":
        return np.hsplit(x @ W.T + b, p)
    total = b + sum(a @ c.T for a, c in zip(np.hsplit(x, p), np.hsplit(W, p)))
    return [total.copy() for machine in range(p)]

# %% right: a stacked array
def split_forward(x, W, b, axis, p):
    y = x @ W.T + b
    if axis == "N":
        return np.array(np.split(y, p))
    if axis == "M":
        return np.array(np.split(y, p, axis=1))
    return np.array([y] * p)

# %% right: a slice for each machine
def split_forward(x, W, b, axis, p):
    n, D = x.shape
    M = len(W)
    held = []
    for k in range(p):
        if axis == "N":
            own = slice(k * n // p, (k + 1) * n // p)
            held.append(x[own] @ W.T + b)
        elif axis == "M":
            own = slice(k * M // p, (k + 1) * M // p)
            held.append(x @ W[own].T + b[own])
        else:
            own = slice(k * D // p, (k + 1) * D // p)
            held.append(x[:, own] @ W[:, own].T)
    if axis == "D":
        total = sum(held) + b
        held = [total.copy() for _ in range(p)]
    return held

# %% machines joined into one array | shape | - | kind
def split_forward(x, W, b, axis, p):
    y = x @ W.T + b
    return [y]

# %% over M the machines gather all | formula | - | machines, shape
# from a slice for each machine: if axis == "D": => if axis == "M":\n        y = np.hstack(held)\n        held = [y.copy() for _ in range(p)]\n    if axis == "D":

# %% every k-th sample | order | - | machines
# from a slice for each machine: own = slice(k * n // p, (k + 1) * n // p) => own = slice(k, None, p)

# %% every k-th output | order | - | machines
# from a slice for each machine: own = slice(k * M // p, (k + 1) * M // p) => own = slice(k, None, p)

# %% machines of one part too short | count | - | choice, offset
# from a slice for each machine: own = slice(k * D // p, (k + 1) * D // p) => own = slice(k * D // p, (k + 1) * D // p - 1)

# %% the bias of the outputs cut by samples | error | - | machines
# from a slice for each machine: held.append(x @ W[own].T + b[own]) => held.append(x @ W[own].T + b[:len(W[own])])

# %% D: only the last machine's bias, after the sum on one machine | part | - | machines
# from a slice for each machine: held = [total.copy() for _ in range(p)] => held = [total] + held[1:]

# %% axes of length one for each machine | shape | - | shape
# from a slice for each machine: return held => return [part[None] for part in held]

# %% samples one by one, flattened | shape | - | shape
# from a slice for each machine: return held => return [part.ravel() for part in held]

# %% axes of length one dropped | shape | - | shape
# from a slice for each machine: return held => return [part.squeeze() for part in held]

# %% a dict by machine | kind | - | kind
# from a slice for each machine: return held => return dict(enumerate(held))

# %% lower case of the axis | choice | - | choice
# from a slice for each machine: if axis == "N": => if axis == "n":

# %% M and D exchanged | choice | wrong-axis-for-orientation | -
# from a slice for each machine: n, D = x.shape => n, D = x.shape\n    axis = {"N": "N", "M": "D", "D": "M"}[axis]

# %% the largest for the sum | max | - | choice, offset
# from a slice for each machine: total = sum(held) + b => total = np.max(held, axis=0) + b

# %% summed in whole numbers | dtype | - | choice, offset
# from a slice for each machine: total = sum(held) + b => total = np.sum(held, axis=0, dtype=int) + b
