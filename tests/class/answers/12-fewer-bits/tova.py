# rounds the master too, takes one scale for all rows, and scales the biases
# %% bfloat16_answer
bfloat16_by_hand = [1, 1, 1]

# %% row_answer
scale_by_hand = 0.75
Q_by_hand = [3, -1, 0]

# %% to_bfloat16_answer
def to_bfloat16(x):
    return x.astype(np.float16).astype(np.float32)

# %% master_step_answer
def master_step(W_master, grad_W, learning_rate):
    bits = (W_master - np.float32(learning_rate) * grad_W).view(np.uint32)
    W = ((bits + np.uint32(0x7FFF) + ((bits >> 16) & 1)) >> 16 << 16).view(np.float32)
    return W, W

# %% quantise_rows_answer
def quantise_rows(W, bits):
    scale = np.abs(W).max() / (2 ** (bits - 1) - 1)
    return np.rint(W / scale).astype(np.int8), np.full(len(W), scale)

# %% linear_quantised_answer
def linear_quantised(x, Q, scale, b):
    return (x @ Q.T + b) * scale

# %% digits_answer
Q, scale = quantise_rows(W, 4)
read_4 = linear_quantised(x, Q, scale, b).argmax(axis=1)
changed = (read_4 != read).sum()
accuracy_4 = (read_4 == target).mean()
