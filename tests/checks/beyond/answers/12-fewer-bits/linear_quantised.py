# %% right: weights first
def linear_quantised(x, Q, scale, b):
    return x @ (scale[:, None] * Q).T + b

# %% no scale | formula | scale-not-undone | as if
# from weights first: scale[:, None] * Q => 1.0 * Q

# %% the scale of the inputs | axis | - | as if
# from weights first: x @ (scale[:, None] * Q).T + b => x @ (scale.mean() * Q).T + b

# %% divided by the scale | formula | scale-divided | zeros
# from weights first: scale[:, None] * Q => Q / scale[:, None]

# %% the bias scaled too | offset | bias-quantised | offset
# from weights first: return x @ (scale[:, None] * Q).T + b => return (x @ Q.T + b) * scale

# %% the scale twice | factor | - | as if
# from weights first: scale[:, None] * Q => scale[:, None] ** 2 * Q

# %% no bias | offset | bias-missing | offset
# from weights first: .T + b => .T

# %% minus | sign | - | offset, as if
# from weights first: .T + b => .T - b

# %% rounded | function | - | function rounded
# from weights first: return x @ (scale[:, None] * Q).T + b => return np.rint(x @ (scale[:, None] * Q).T + b)

# %% the inputs rounded | function | - | as if
# from weights first: return x @ => return np.rint(x) @

# %% the rows of Q in the opposite order | places | - | as if
# from weights first: scale[:, None] * Q => scale[:, None] * Q[::-1]

# %% transposed | shape | - | shape, places transposed
# from weights first: return x @ (scale[:, None] * Q).T + b => return (x @ (scale[:, None] * Q).T + b).T

# %% nothing for a batch of one | size | - | size, as if
# from weights first: .T + b => .T * (len(x) > 1) + b

# %% right: einsum
def linear_quantised(x, Q, scale, b):
    return np.einsum("nd,md,m->nm", x, Q.astype(float), scale) + b

# %% right: by NumPy
def linear_quantised(x, Q, scale, b):
    return (x @ Q.T) * scale + b

# %% mean scale | formula | - | as if
# from by NumPy: * scale => * scale.mean()

# %% first scale | part | - | part
# from by NumPy: * scale => * scale[0]

# %% a column of scales | axis | - | error
# from by NumPy: * scale => * scale[:, None]

# %% outputs in int8 | dtype | output-dtype-of-input | nonlinear
# from by NumPy: return (x @ Q.T) * scale + b => return ((x @ Q.T) * scale + b).astype(np.int8)

# %% scale of the bias removed | bias | - | zeros, as if
# from by NumPy: + b => + b / scale

# %% absolute Q | function | - | as if
# from by NumPy: Q.T => np.abs(Q.T)

# %% scale first, in integers | dtype | - | zeros
# from by NumPy: (x @ Q.T) * scale => x @ (Q * scale[:, None]).astype(np.int8).T

# %% largest for the sum | max | - | depends, nonlinear
# from by NumPy: (x @ Q.T) => (x[:, None] * Q).max(axis=2)

# %% Q untransposed | error | - | error
# from by NumPy: Q.T => Q

# %% b forgotten for a batch | bias | - | as if, size
# from by NumPy: + b => + (b if len(x) == 1 else 0)
