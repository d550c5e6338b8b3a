# right: windows as a view and einsum, shapes as lists, numbers as products
# %% fc6_answer
kernel_shape = [4096, 512, 7, 7]
kernel_count = 2_097_152
y_shape = [1, 4096, 1, 1]
larger_y_shape = [1, 4096, 12 - 7 + 1, 12 - 7 + 1]

# %% by_hand_answer
y_by_hand = np.array([[8.0, -5.0], [6.0, 12.0]])


# %% linear_to_conv_answer
def linear_to_conv(W, in_shape):
    return np.array([row.reshape(in_shape) for row in W])


# %% conv2d_answer
def conv2d(x, kernel, b):
    windows = np.lib.stride_tricks.sliding_window_view(x, kernel.shape[2:], axis=(2, 3))
    return np.einsum("ncrsuv,mcuv->nmrs", windows, kernel) + b[:, None, None]


# %% own
# The corner of the image above, to be sure that nothing is flipped.
print(conv2d(np.eye(3)[None, None], np.array([[[[1.0, 2], [3, 4]]]]), np.zeros(1)))

# %% digits_answer
reader = linear_to_conv(W, (1, 8, 8))
scores = conv2d(x, reader, b)
print(np.abs(scores[:, :, 0, 0] - (x.reshape(50, 64) @ W.T + b)).max())

# %% pair_answer
pair_scores = conv2d(pair, reader, b)
read_at_0, *_, read_at_8 = pair_scores[0, :, 0].argmax(axis=0)
