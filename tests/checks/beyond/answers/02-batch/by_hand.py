# %% right: an array of floats
y_by_hand = np.array([[2.0, -4.0], [8.0, 3.0]])

# %% right: tuples
y_by_hand = ((2, -4), (8, 3))

# %% right: computed
y_by_hand = (np.array([[1, 2, -1], [0, -2, 3]]) @ np.array([[2, -1], [1, 0.5], [3, 2]]) + [1, -2]).tolist()

# %% one slip in one number | arithmetic | - | ~row of X, part
y_by_hand = [[2, -4], [9, 3]]

# %% a product with a wrong sign | arithmetic | - | ~row of X, part
y_by_hand = [[8, -4], [8, 3]]

# %% the bias of the second output twice | arithmetic | - | ~row of X, offset
y_by_hand = [[2, -6], [8, 1]]

# %% the bias in the first sample alone | arithmetic | - | ~row of X, part
y_by_hand = [[2, -4], [7, 5]]

# %% flat | shape | - | ~single row
y_by_hand = [2, -4, 8, 3]

# %% three columns | shape | - | shape
y_by_hand = [[2, -4, 0], [8, 3, 0]]

# %% one sample only | shape | returned-too-early | shape
y_by_hand = [[2, -4]]

# %% the samples exchanged | places | - | places reversed
y_by_hand = [[8, 3], [2, -4]]

# %% absolute values | function | - | function absolute
y_by_hand = [[2, 4], [8, 3]]

# %% rows of different lengths | shape | - | shape
y_by_hand = [[2, -4], [8]]

# %% letters | kind | - | kind
y_by_hand = [["2", "-4"], ["8", "3"]]

# %% a dict | kind | - | kind
y_by_hand = {"first": [2, -4], "second": [8, 3]}
