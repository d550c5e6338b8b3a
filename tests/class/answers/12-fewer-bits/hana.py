# cuts where it should round, and forgets that a row may be all zeros
# %% bfloat16_answer
bfloat16_by_hand = [1, 1.0078125, 0.99609375]

# %% row_answer
scale_by_hand = 1
Q_by_hand = [3, -1, 0]

# %% to_bfloat16_answer
def to_bfloat16(x):
    bits = np.array(x, order="C").view(np.uint32)
    return np.where(np.isnan(x), x, (bits & np.uint32(0xFFFF0000)).view(np.float32))

# %% master_step_answer
def master_step(W_master, grad_W, learning_rate):
    master = W_master - np.float32(learning_rate) * grad_W
    return master, to_bfloat16(master)

# %% quantise_rows_answer
def quantise_rows(W, bits):
    scale = np.abs(W).max(axis=1) / (2 ** (bits - 1) - 1)
    return np.rint(W / scale[:, None]), scale

# %% linear_quantised_answer
def linear_quantised(x, Q, scale, b):
    return x @ (scale[:, None] * Q).T + b

# %% digits_answer
Q, scale = quantise_rows(W, 4)
read_4 = linear_quantised(x, Q, scale, b).argmax(axis=1)
changed = (read_4 != read).sum()
accuracy_4 = (read_4 == target).mean()
