# %% right: a list, and NumPy's integers
pair_scores = conv2d(pair, kernel, b).tolist()
read_at_0, read_at_8 = np.argmax(np.array(pair_scores)[0, :, 0, [0, 8]], axis=1)

# %% the other way round | labels | - | ~which digit has the highest
read_at_0, read_at_8 = read_at_8, read_at_0

# %% the highest score | labels | - | ~which digit has the highest, ~digits go from 0 to 9
read_at_0 = pair_scores[0, :, 0, 0].max()

# %% the place of the highest score | labels | - | ~which digit has the highest, ~digits go from 0 to 9
read_at_8 = pair_scores.argmax()

# %% the lowest score | labels | - | ~which digit has the highest
read_at_0 = pair_scores[0, :, 0, 0].argmin()

# %% counted from one | labels | - | ~which digit has the highest
read_at_8 = read_at_8 + 1

# %% a list | labels | - | kind
read_at_0 = [read_at_0]

# %% the two images one after the other | shape | - | shape
pair_scores = conv2d(np.concatenate([pair[..., :8], pair[..., 8:]]), kernel, b)

# %% the pair upside down | places | conv-flipped | ~they are those of images upside down
pair_scores = conv2d(pair[:, :, ::-1], kernel, b)

# %% exchanged in the pair | places | - | places
pair_scores = conv2d(np.concatenate([pair[..., 8:], pair[..., :8]], axis=3), kernel, b)

# %% the positions in the opposite order | places | - | places reversed
pair_scores = pair_scores[..., ::-1]

# %% eight positions | shape | conv-last-position-missing | shape
pair_scores = pair_scores[..., :-1]

# %% digits for scores | shape | - | shape
pair_scores = pair_scores.argmax(axis=1)

# %% loops with a stride of eight | stride | - | shape
pair_scores = np.concatenate([conv2d(pair[..., :8], linear_to_conv(W, (1, 8, 8)), b), conv2d(pair[..., 8:], linear_to_conv(W, (1, 8, 8)), b)], axis=3)
read_at_0 = 8
read_at_8 = 9

# %% argmax of all | flat | - | ~digits go from 0 to 9
pair_scores = conv2d(pair, linear_to_conv(W, (1, 8, 8)), b)
read_at_0 = pair_scores.argmax()
read_at_8 = pair_scores[0, :, 0, 8].argmax()

# %% the best of the kernels by position, a list | kind | - | kind
pair_scores = conv2d(pair, linear_to_conv(W, (1, 8, 8)), b)
read_at_0 = pair_scores[0, :, 0].argmax(axis=1)
read_at_8 = pair_scores[0, :, 0, 8].argmax()
