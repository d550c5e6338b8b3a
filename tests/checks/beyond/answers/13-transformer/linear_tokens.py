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
