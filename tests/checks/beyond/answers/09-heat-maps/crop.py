# %% right: taken from the maps
crop_scores = scores[:, place[0], place[1]]

# %% right: a batch of one
window = image[0, place[0] : place[0] + 8, place[1] : place[1] + 8].reshape(1, 64)
crop_scores = np.maximum(0, window @ W1.T + b1) @ W2.T + b2

# %% no ReLU | formula | activation-missing | ~ReLU
crop_scores = W2 @ (W1 @ crop + b1) + b2

# %% no biases | offset | bias-missing | ~they come without biases
crop_scores = W2 @ np.maximum(0, W1 @ crop)

# %% a window one pixel off | index | - | ~cut out
crop_scores = scores[:, place[0] + 1, place[1]]

# %% row and column exchanged | index | - | ~cut out, places
crop_scores = scores[:, place[1] % 21, place[0]]

# %% the window around the place | index | - | ~cut out
crop_scores = scores[:, place[0] - 4, place[1] - 4]

# %% flattened by columns | places | flatten-order | ~the window was flattened column by column
crop_scores = W2 @ np.maximum(0, W1 @ crop.reshape(8, 8).T.ravel() + b1) + b2

# %% the hidden scores | shape | - | shape
crop_scores = np.maximum(0, W1 @ crop + b1)

# %% the class | kind | - | shape
crop_scores = crop_scores.argmax()

# %% the score of the 3 alone | kind | - | shape
crop_scores = float(scores[3].max())

# %% a ReLU at the end too | function | activation-inside | function clipped
crop_scores = np.maximum(0, crop_scores)

# %% the pixels, not the scores | shape | - | shape
crop_scores = image[0, place[0] : place[0] + 8, place[1] : place[1] + 8]

# %% second bias missing | bias | - | ~they come without b2
row, column = place
crop_scores = W2 @ np.maximum(0, W1 @ image[0, row:row+8, column:column+8].ravel() + b1)

# %% ends for lengths, at column zero | window | - | places
row, column = place
crop_scores = W2 @ np.maximum(0, W1 @ image[0, column:column+8, row:row+8].ravel() + b1) + b2

# %% ReLU of the pixels | order | - | ~they come without the ReLU in between
row, column = place
crop_scores = W2 @ (W1 @ np.maximum(0, image[0, row:row+8, column:column+8].ravel()) + b1) + b2
