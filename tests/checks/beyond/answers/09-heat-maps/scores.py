# %% right: float32
hidden = np.maximum(0, heat_map(image, W1, b1, (1, 8, 8), 1)).astype(np.float32)
scores = heat_map(hidden, W2.astype(np.float32), b2, (32, 1, 1), 1)

# %% right: a matrix for the second layer
hidden = heat_map(image, W1, b1, (1, 8, 8), 1)
hidden = hidden * (hidden > 0)
scores = np.einsum("kc,crs->krs", W2, hidden) + b2[:, None, None]

# %% no ReLU | formula | activation-missing | ~in between
scores = heat_map(heat_map(image, W1, b1, (1, 8, 8), 1), W2, b2, (32, 1, 1), 1)

# %% a ReLU at the end too | function | activation-inside | ~lost their negative
scores = np.maximum(0, scores)

# %% a stride of eight | step | - | shape
hidden = np.maximum(0, heat_map(image, W1, b1, (1, 8, 8), 8))
scores = heat_map(hidden, W2, b2, (32, 1, 1), 1)

# %% the hidden maps | shape | - | shape
scores = hidden

# %% no biases | offset | bias-missing | ~they come without b2
scores = heat_map(hidden, W2, 0 * b2, (32, 1, 1), 1)

# %% classes last | shape | class-axis-last | shape
scores = np.moveaxis(scores, 0, 2)

# %% a softmax | function | - | function squashed
scores = np.exp(scores - scores.max(axis=0))
scores = scores / scores.sum(axis=0)

# %% a sigmoid between the layers | formula | - | function
hidden = 1 / (1 + np.exp(-heat_map(image, W1, b1, (1, 8, 8), 1)))
scores = heat_map(hidden, W2, b2, (32, 1, 1), 1)

# %% the digits alone | shape | - | shape
scores = scores[:10]

# %% upside down | places | - | places reversed
scores = scores[:, ::-1]

# %% pixels divided by sixteen | inner | - | ~they are those of pixels divided by 16
hidden = np.maximum(0, heat_map(image / 16, W1, b1, (1, 8, 8), 1))
scores = heat_map(hidden, W2, b2, (32, 1, 1), 1)

# %% the first layer's weights twice | control | - | ~they are maps of the hidden layer
hidden = np.maximum(0, heat_map(image, W1, b1, (1, 8, 8), 1))
scores = np.maximum(0, heat_map(image, W1, b1, (1, 8, 8), 1))[:11]

# %% the second layer's bias missing | bias | - | ~they come without b2
hidden = np.maximum(0, heat_map(image, W1, b1, (1, 8, 8), 1))
scores = heat_map(hidden, W2, 0 * b2, (32, 1, 1), 1)

# %% the first layer's bias missing | bias | - | ~they come without b1
hidden = np.maximum(0, heat_map(image, W1, 0 * b1, (1, 8, 8), 1))
scores = heat_map(hidden, W2, b2, (32, 1, 1), 1)

# %% ReLU of the image | order | - | ~those of the two layers alone
hidden = heat_map(np.maximum(0, image), W1, b1, (1, 8, 8), 1)
scores = heat_map(hidden, W2, b2, (32, 1, 1), 1)

# %% minimum for maximum | function | - | ~hidden kept what is below zero
hidden = np.minimum(0, heat_map(image, W1, b1, (1, 8, 8), 1))
scores = heat_map(hidden, W2, b2, (32, 1, 1), 1)
