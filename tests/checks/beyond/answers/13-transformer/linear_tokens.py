# %% right: einsum
def linear_tokens(x, W, b):
    return np.einsum("...d,md->...m", x, W) + b

# %% right: flattened and back
def linear_tokens(x, W, b):
    rows = x.reshape(-1, x.shape[-1])
    return (rows @ W.T + b).reshape(*x.shape[:-1], len(W))

# %% not put back | shape | tokens-not-unfolded | shape, images
# from flattened and back: .reshape(*x.shape[:-1], len(W)) => [:]

# %% the tokens in the opposite order | places | - | places
# from flattened and back: (rows @ W.T + b) => (rows[::-1] @ W.T + b)

# %% no bias | offset | bias-missing | offset
# from einsum: x, W) + b => x, W)

# %% the bias twice | offset | - | offset
# from einsum: x, W) + b => x, W) + 2 * b

# %% divided by the root of the inputs | factor | - | zeros, factor, as if
# from einsum: np.einsum("...d,md->...m", x, W) + b => np.einsum("...d,md->...m", x, W) / x.shape[-1] ** 0.5 + b

# %% a mean over the inputs | factor | forward-mean | zeros, factor, as if
# from einsum: np.einsum("...d,md->...m", x, W) + b => np.einsum("...d,md->...m", x, W) / x.shape[-1] + b

# %% summed over the texts | shape | - | shape
# from einsum: return np.einsum("...d,md->...m", x, W) + b => return (np.einsum("...d,md->...m", x, W) + b).sum(axis=0)

# %% the last token only | shape | - | shape, part
# from einsum: return np.einsum("...d,md->...m", x, W) + b => return (np.einsum("...d,md->...m", x, W) + b)[..., -1, :]

# %% a softmax | function | - | function squashed, always
# from einsum: return np.einsum("...d,md->...m", x, W) + b => e = np.exp(np.einsum("...d,md->...m", x, W) + b); return e / e.sum(axis=-1, keepdims=True)

# %% a GELU as behind the layer | function | activation-inside | function
# from einsum: return np.einsum("...d,md->...m", x, W) + b => return np.maximum(0, np.einsum("...d,md->...m", x, W) + b)

# %% the first token for all | part | - | as if, part, images, zeros, depends
# from einsum: "...d,md->...m", x, W) + b => "...d,md->...m", x * 0 + x[..., :1, :], W) + b

# %% the inputs centred, as a norm before it | inner | - | as if
# from einsum: x, W) + b => x - x.mean(axis=-1, keepdims=True), W) + b

# %% float16 in the end | precision | - | function, precision
# from flattened and back: .reshape(*x.shape[:-1], len(W)) => .reshape(*x.shape[:-1], len(W)).astype(np.float16)

# %% right: tensordot
def linear_tokens(x, W, b):
    return np.tensordot(x, W, axes=([-1], [1])) + b

# %% right: loops over places
def linear_tokens(x, W, b):
    y = np.zeros(x.shape[:-1] + (len(W),))
    for place in np.ndindex(*x.shape[:-1]):
        for m in range(len(W)):
            y[place + (m,)] = sum(x[place][d] * W[m, d] for d in range(W.shape[1])) + b[m]
    return y

# %% tokens before texts | axes | - | places, shape
def linear_tokens(x, W, b):
    y = x @ W.T + b
    return y.swapaxes(0, 1)

# %% tokens before texts, in three axes only | axes | - | places, shape
def linear_tokens(x, W, b):
    y = x @ W.T + b
    return y.swapaxes(0, 1) if y.ndim == 3 else y

# %% outputs before tokens | axes | - | places
def linear_tokens(x, W, b):
    return W @ x.swapaxes(-1, -2) + b[:, None]

# %% flattened in the order of columns | order | - | places
def linear_tokens(x, W, b):
    y = x.reshape(-1, x.shape[-1], order="F") @ W.T + b
    return y.reshape(*x.shape[:-1], len(W))

# %% put back in the order of columns | order | - | places
def linear_tokens(x, W, b):
    y = x.reshape(-1, x.shape[-1]) @ W.T + b
    return y.reshape(*x.shape[:-1], len(W), order="F")

# %% texts and tokens exchanged in the shape | order | - | shape
def linear_tokens(x, W, b):
    y = x.reshape(-1, x.shape[-1]) @ W.T + b
    return y.reshape(*x.shape[:-1][::-1], len(W))

# %% three axes expected | shape | - | error
def linear_tokens(x, W, b):
    B, T, D = x.shape
    return (x.reshape(B * T, D) @ W.T + b).reshape(B, T, len(W))

# %% einsum of three axes | error | - | error
def linear_tokens(x, W, b):
    return np.einsum("btd,md->btm", x, W) + b

# %% the weights by the tokens | axes | - | places, shape
def linear_tokens(x, W, b):
    return (x.swapaxes(0, -2) @ W.T + b)

# %% the bias on the tokens' axis | bias | - | offset
def linear_tokens(x, W, b):
    y = x @ W.T
    return y + b.reshape(-1, 1) if y.shape[-2] == len(b) else y + b

# %% attention's mean over tokens added | formula | - | shape
def linear_tokens(x, W, b):
    return x.mean(axis=-2, keepdims=True) @ W.T + b

# %% each token sees those before | formula | - | as if
def linear_tokens(x, W, b):
    return np.cumsum(x, axis=-2) @ W.T + b

# %% largest for the sum | max | - | nonlinear
def linear_tokens(x, W, b):
    return (x[..., None, :] * W).max(axis=-1) + b

# %% GPT's Conv1D | error | - | as if
def linear_tokens(x, W, b):
    return x @ W.reshape(W.shape[1], W.shape[0]) + b

# %% squeezed | shape | - | shape
def linear_tokens(x, W, b):
    return (x @ W.T + b).squeeze()

# %% first text only | part | - | part
def linear_tokens(x, W, b):
    y = np.zeros(x.shape[:-1] + (len(W),))
    y[0] = x[0] @ W.T + b
    return y
