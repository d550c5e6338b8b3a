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

# %% right: a running sum from the bias
def two_layers_split(x, W1, b1, W2, b2, p):
    y = np.tile(b2.astype(float), (len(x), 1))
    h = len(W1) // p
    for k in range(0, len(W1), h):
        y = y + np.clip(x @ W1[k:k+h].T + b1[k:k+h], 0, None) @ W2[:, k:k+h].T
    return y

# %% ReLU on each part of the output | formula | - | as if
# from a running sum from the bias: @ W2[:, k:k+h].T => @ np.maximum(W2[:, k:k+h].T, 0)

# %% W2 cut by rows | axis | - | error
# from a running sum from the bias: W2[:, k:k+h].T => W2[k:k+h].T

# %% right: two parts, however many machines
# from a running sum from the bias: h = len(W1) // p => h = len(W1) // 2

# %% b1 of the first machine for all | bias | - | depends
# from a running sum from the bias: b1[k:k+h] => b1[:h]

# %% W1 of the first machine for all | part | - | depends
# from a running sum from the bias: W1[k:k+h].T => W1[:h].T

# %% the output of each machine | shape | - | shape
def two_layers_split(x, W1, b1, W2, b2, p):
    parts = [np.maximum(0, x @ u.T + c) @ v.T for u, c, v in zip(np.split(W1, p), np.split(b1, p), np.split(W2, p, axis=1))]
    return np.array(parts) + b2

# %% concatenated, not summed | shape | - | shape
def two_layers_split(x, W1, b1, W2, b2, p):
    parts = [np.maximum(0, x @ u.T + c) @ v.T for u, c, v in zip(np.split(W1, p), np.split(b1, p), np.split(W2, p, axis=1))]
    return np.hstack(parts) + np.tile(b2, p)

# %% ReLU before the bias | order | - | depends
# from a running sum from the bias: np.clip(x @ W1[k:k+h].T + b1[k:k+h], 0, None) => (np.clip(x @ W1[k:k+h].T, 0, None) + b1[k:k+h])

# %% axes of length 1 dropped | shape | - | shape
# from a running sum from the bias: return y => return y.squeeze()
