# %% right: by NumPy
W, A, B = np.array([[1, 2], [5, 3]]), np.array([[1, -1], [0, 2]]), np.array([[2, 0], [1, 1]])
merged_by_hand = W + 6 / 2 * B @ A

# %% right: as tuples
merged_by_hand = ((7.0, -4.0), (8.0, 6.0))

# %% not divided by the rank | scale | alpha-not-over-r | -
merged_by_hand = [[13, -10], [11, 9]]

# %% no scale | scale | update-unscaled | -
merged_by_hand = [[3, 0], [6, 4]]

# %% the update alone | relation | - | ~the update alone
merged_by_hand = [[6, -6], [3, 3]]

# %% the other order | order | - | ~in the other order
merged_by_hand = [[1 + 3 * 1, 2 - 3 * 1], [5 + 3 * 2, 3 + 3 * 2]]

# %% subtracted | sign | - | ~subtracted
merged_by_hand = [[-5, 8], [2, 0]]

# %% entry by entry | relation | - | ~entry by entry, places
merged_by_hand = [[7, 2], [5, 9]]

# %% transposed | places | - | places
merged_by_hand = [[7, 8], [-4, 6]]

# %% one entry wrong | part | - | part
merged_by_hand = [[7, -4], [5, 9]]

# %% a row missing | shape | - | ~shape
merged_by_hand = [[7, -4]]

# %% alpha over r squared | scale | - | ~there alpha is divided by the rank twice
merged_by_hand = [[4, -1], [6.5, 4.5]]

# %% only the update, unscaled | relation | - | ~that is the update alone
merged_by_hand = [[2, -2], [1, 1]]

# %% A plus B | formula | - | ~there A and B are added
merged_by_hand = [[4, 1], [6, 6]]

# %% one sign | number | - | part
merged_by_hand = [[7, 8], [8, 6]]

# %% A transposed | formula | - | places
merged_by_hand = (np.array([[1, 2], [5, 3]]) + 3 * np.array([[2, 0], [1, 1]]) @ np.array([[1, -1], [0, 2]]).T).tolist()
