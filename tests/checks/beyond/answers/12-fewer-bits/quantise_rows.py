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

# %% right: a loop with round
def quantise_rows(W, bits):
    top = (1 << bits - 1) - 1
    Q, scales = np.zeros(W.shape, int), []
    for i, row in enumerate(W):
        biggest = max(abs(float(v)) for v in row)
        s = biggest / top if biggest else 1.0
        scales.append(s)
        Q[i] = [round(float(v) / s) for v in row]
    return Q, np.array(scales)

# %% right: by division
def quantise_rows(W, bits):
    q = 2 ** (bits - 1) - 1
    scale = np.max(np.abs(W), axis=1) / q
    scale = np.where(scale == 0, 1, scale)
    return np.round(W / scale[:, None]).astype(np.int8), scale

# %% the range from lowest to highest | formula | - | scale first
# from by division: scale = np.max(np.abs(W), axis=1) / q => scale = (W.max(axis=1) - W.min(axis=1)) / (2 * q)

# %% a mean of sizes | formula | - | scale first
# from by division: np.max(np.abs(W), axis=1) => np.mean(np.abs(W), axis=1)

# %% the lowest in size | formula | - | scale first
# from by division: np.max(np.abs(W), axis=1) => np.min(np.abs(W), axis=1)

# %% scale keeps its axis | shape | - | others, shape
def quantise_rows(W, bits):
    q = 2 ** (bits - 1) - 1
    scale = np.max(np.abs(W), axis=1, keepdims=True) / q
    scale[scale == 0] = 1
    return np.round(W / scale).astype(np.int8), scale

# %% zero scale for a row of zeros | special | - | others, ~some of its numbers are zero
def quantise_rows(W, bits):
    q = 2 ** (bits - 1) - 1
    scale = np.max(np.abs(W), axis=1) / q
    Q = np.round(W / np.where(scale == 0, 1, scale)[:, None]).astype(np.int8)
    return Q, scale

# %% always eight bits | hard | - | ignores, scale first
# from by division: q = 2 ** (bits - 1) - 1 => q = 127

# %% 2 bits minus 2 | number | - | depends
# from by division: q = 2 ** (bits - 1) - 1 => q = 2 ** bits / 2 - 2

# %% multiplied by the scale | formula | - | scale first
# from by division: W / scale[:, None] => W * scale[:, None]

# %% uint8 | dtype | - | others, part
# from by division: astype(np.int8) => astype(np.uint8)

# %% scaled back | formula | - | scale first
# from by division: return np.round(W / scale[:, None]).astype(np.int8), scale => return np.round(W / scale[:, None]) * scale[:, None], scale

# %% up, away from zero | function | - | function, scale first
# from by division: np.round(W / scale[:, None]) => np.ceil(W / scale[:, None])

# %% broadcast over columns | error | - | error
# from by division: W / scale[:, None] => W / scale
