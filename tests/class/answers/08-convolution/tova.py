# one place too few by hand, kernels as (H, W, C), no convolution, and nothing to slide with it
# %% fc6_answer
kernel_shape = (4096, 512, 7, 7)
kernel_count = 4096 * 512
y_shape = (1, 4096, 1, 1)
larger_y_shape = (1, 4096, 5, 5)

# %% by_hand_answer
y_by_hand = [[8, -5], [6, 12]]


# %% linear_to_conv_answer
def linear_to_conv(W, in_shape):
    C, H, width = in_shape
    return W.reshape(len(W), H, width, C).transpose(0, 3, 1, 2)


# %% digits_answer
kernel = linear_to_conv(W, (1, 8, 8))
scores = conv2d(x, kernel, b)

# %% pair_answer
pair_scores = None
read_at_0 = 7
read_at_8 = 2
