# %% right: windows of the whole image
scores = (x.reshape(50, 64) @ W.T + b).reshape(50, 10, 1, 1)

# %% right: float32
scores = conv2d(x.astype(np.float32), linear_to_conv(W, (1, 8, 8)).astype(np.float32), b.astype(np.float32))

# %% two axes | shape | - | shape
scores = x.reshape(50, 64) @ W.T + b

# %% mirrored digits | places | conv-flipped | ~they are those of mirrored images
scores = conv2d(x[..., ::-1], linear_to_conv(W, (1, 8, 8)), b)

# %% digits on their side | places | heat-map-axes flatten-order | -
scores = conv2d(x.swapaxes(2, 3), linear_to_conv(W, (1, 8, 8)), b)

# %% without biases | offset | bias-missing | -
scores = conv2d(x, linear_to_conv(W, (1, 8, 8)), 0 * b)

# %% pixels scaled | inner | - | ~they are those of pixels divided by 16
scores = conv2d(x / 16, linear_to_conv(W, (1, 8, 8)), b)

# %% the first image only | shape | - | shape
scores = conv2d(x[:1], linear_to_conv(W, (1, 8, 8)), b)

# %% the digits, not the scores | shape | - | shape
scores = conv2d(x, linear_to_conv(W, (1, 8, 8)), b).argmax(axis=1)

# %% images and kernels exchanged | shape | - | shape
scores = conv2d(linear_to_conv(W, (1, 8, 8)), x, np.zeros(50))

# %% rounded | function | output-dtype-of-input | function rounded
scores = conv2d(x, linear_to_conv(W, (1, 8, 8)), b).round()

# %% all images in the opposite order | places | - | places reversed
scores = conv2d(x, linear_to_conv(W, (1, 8, 8)), b)[::-1]

# %% a loop that keeps only the last image | control | - | shape
kernel = linear_to_conv(W, (1, 8, 8))
for k in range(50):
    scores = conv2d(x[k:k+1], kernel, b)

# %% matmul, with two axes | shape | - | shape
scores = x.reshape(50, 64) @ W.T + b

# %% the biases with a minus | bias | bias-subtracted | -
scores = conv2d(x, linear_to_conv(W, (1, 8, 8)), -b)

# %% one kernel for all | part | - | part
k = linear_to_conv(W, (1, 8, 8))
scores = conv2d(x, np.repeat(k[:1], 10, 0), b)
