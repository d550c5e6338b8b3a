# loops that end one place too early; right by hand
# %% fc6_answer
kernel_shape = (4096, 512, 7, 7)
kernel_count = 4096 * 512
y_shape = (1, 4096, 1, 1)
larger_y_shape = (1, 4096, 6, 6)

# %% by_hand_answer
y_by_hand = [[8, -5], [6, 12]]


# %% linear_to_conv_answer
def linear_to_conv(W, in_shape):
    C, H, width = in_shape
    return W.reshape(W.shape[0], C, H, width)


# %% conv2d_answer
def conv2d(x, kernel, b):
    N, C, H, W = x.shape
    M, _, height, width = kernel.shape
    y = np.zeros((N, M, H - height, W - width))
    for n in range(N):
        for m in range(M):
            for r in range(H - height):
                for s in range(W - width):
                    patch = x[n, :, r : r + height, s : s + width]
                    y[n, m, r, s] = np.sum(patch * kernel[m]) + b[m]
    return y


# %% digits_answer
kernel = linear_to_conv(W, (1, 8, 8))
scores = conv2d(x, kernel, b)

# %% pair_answer
pair_scores = conv2d(pair, kernel, b)
read_at_0 = 7
read_at_8 = 2
