# %% right: an array
scale_by_hand = 1.0
Q_by_hand = np.array([3, -1, 0])

# %% one more below zero | number | - | ~that is as if there were one whole number more
scale_by_hand = 0.75
Q_by_hand = [4, -2, 1]

# %% a seventh | number | - | ~that is for one bit more
scale_by_hand = 3 / 7
Q_by_hand = [7, -3, 1]

# %% eight values | number | - | ~that divides by all the numbers that 3 bits have
scale_by_hand = 3 / 8
Q_by_hand = [8, -3, 1]

# %% inverted | number | - | part
scale_by_hand = 1
Q_by_hand = [3, -2, 1]

# %% not rounded | number | - | ~those are the entries
scale_by_hand = 1
Q_by_hand = [3, -1.2, 0.4]

# %% signs lost | number | - | ~those have lost their signs
scale_by_hand = 1
Q_by_hand = [3, 1, 0]

# %% scale of the largest | number | - | ~that is the largest entry
scale_by_hand = 3
Q_by_hand = [1, 0, 0]
