# %% right: row by row
def quantise_rows(W, bits):
    most = 2 ** (bits - 1) - 1
    Q, scale = np.zeros(W.shape, np.int8), np.ones(len(W))
    for i, row in enumerate(W):
        largest = np.abs(row).max()
        if largest > 0:
            scale[i] = largest / most
        Q[i] = np.rint(row / scale[i])
    return Q, scale

# %% one scale for all rows | size | scale-for-all | others, size, as if
# from row by row: largest = np.abs(row).max() => largest = np.abs(W).max()

# %% the largest, not its size | sign | - | negative, steady, as if, scale first
# from row by row: largest = np.abs(row).max() => largest = row.max()

# %% one number too many | number | int8-overflow | -
# from row by row: most = 2 ** (bits - 1) - 1 => most = 2 ** (bits - 1)

# %% a bit less | number | - | size, scale first
# from row by row: most = 2 ** (bits - 1) - 1 => most = 2 ** (bits - 2)

# %% unsigned | number | sign-bit-forgotten | -
# from row by row: most = 2 ** (bits - 1) - 1 => most = 2**bits - 1

# %% cut, not rounded | function | truncated-not-rounded | others, part
# from row by row: np.rint(row / scale[i]) => np.trunc(row / scale[i])

# %% rounded down | function | - | others, depends, function, scale first
# from row by row: np.rint(row / scale[i]) => np.floor(row / scale[i])

# %% the scale upside down | factor | scale-inverted | others
# from row by row: return Q, scale => return Q, 1 / scale

# %% the scale twice | factor | - | factor 2, others
# from row by row: return Q, scale => return Q, 2 * scale

# %% the scale of the mean | formula | - | depends, scale first
# from row by row: largest = np.abs(row).max() => largest = np.abs(row).mean()

# %% the scale first | order | order-swapped | shape
# from row by row: return Q, scale => return scale, Q

# %% floats that are not rounded | function | - | others, part, precision, depends, scale first
# from row by row: return Q, scale => return W / scale[:, None], scale

# %% the scale of each column | axis | scale-of-column | shape, error
def quantise_rows(W, bits):
    q = 2 ** (bits - 1) - 1
    scale = np.abs(W).max(axis=0) / q
    scale[scale == 0] = 1
    return np.rint(W / scale).astype(int), scale
