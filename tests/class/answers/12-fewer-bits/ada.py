# right: looks at the two neighbours of bfloat16, and takes the scale out with a diagonal
# %% bfloat16_answer
bfloat16_by_hand = [1.0, 1 + 2**-7, 1 - 2**-8]

# %% row_answer
scale_by_hand = 1.0
Q_by_hand = (3, -1, 0)

# %% to_bfloat16_answer
def to_bfloat16(x):
    bits = np.array(x, order="C").view(np.uint32)
    upper, lower = bits >> 16, bits & 0xFFFF
    up = (lower > 0x8000) | ((lower == 0x8000) & (upper % 2 == 1))
    out = ((upper + up.astype(np.uint32)) << 16).view(np.float32)
    out[np.isnan(x)] = np.nan
    return out

# %% master_step_answer
def master_step(W_master, grad_W, learning_rate):
    change = np.float32(learning_rate) * grad_W
    return W_master - change, to_bfloat16(W_master - change)

# %% quantise_rows_answer
def quantise_rows(W, bits):
    q = 2 ** (bits - 1) - 1
    scale = np.array([max(abs(row)) / q or 1.0 for row in W])
    return np.round(W / scale[:, None]).astype(int), scale

# %% linear_quantised_answer
def linear_quantised(x, Q, scale, b):
    return x @ Q.T @ np.diag(scale) + b

# %% digits_answer
Q, scale = quantise_rows(W, 4)
scores = linear_quantised(x, Q, scale, b)
changed = int(sum(scores.argmax(axis=1) != read))
accuracy_4 = np.mean(scores.argmax(1) == target)
