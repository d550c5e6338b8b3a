# %% right: without splitting
def two_layers_split(x, W1, b1, W2, b2, p):
    return np.maximum(0, x @ W1.T + b1) @ W2.T + b2

# %% right: a loop
def two_layers_split(x, W1, b1, W2, b2, p):
    y = np.zeros((len(x), len(W2)))
    size = len(W1) // p
    for k in range(p):
        own = slice(k * size, (k + 1) * size)
        hidden = np.maximum(0, x @ W1[own].T + b1[own])
        y += hidden @ W2[:, own].T
    return y + b2

# %% no ReLU | formula | relu-missing | negative
# from without splitting: np.maximum(0, x @ W1.T + b1) => (x @ W1.T + b1)

# %% the second bias on every machine | offset | bias-on-every-machine | offset, size
# from a loop: y += hidden @ W2[:, own].T => y += hidden @ W2[:, own].T + b2 - b2 / p * (k == 0)

# %% no first bias | offset | bias-missing | as if
# from without splitting: x @ W1.T + b1 => x @ W1.T

# %% no second bias | offset | bias-missing | offset
# from without splitting: @ W2.T + b2 => @ W2.T

# %% a ReLU at the end too | function | activation-inside | function
# from without splitting: return np.maximum(0, x @ W1.T + b1) @ W2.T + b2 => return np.maximum(0, np.maximum(0, x @ W1.T + b1) @ W2.T + b2)

# %% averaged over the machines | factor | mean-for-sum | size
# from a loop: return y + b2 => return y / p + b2

# %% the last machine is left out | part | loop-misses-last | size, zeros, depends
# from a loop: for k in range(p): => for k in range(max(1, p - 1)):

# %% absolute values for the ReLU | formula | - | negative, zeros, depends
# from without splitting: np.maximum(0, x @ W1.T + b1) => np.abs(x @ W1.T + b1)

# %% a tanh | formula | - | zeros, as if, depends
# from without splitting: np.maximum(0, x @ W1.T + b1) => np.tanh(x @ W1.T + b1)

# %% a list of parts | kind | - | shape
# from without splitting: return np.maximum(0, x @ W1.T + b1) @ W2.T + b2 => return [np.maximum(0, x @ W1.T + b1) @ W2.T + b2 for _ in range(p)]
