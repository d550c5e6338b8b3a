# %% right: three digits
largest_by_hand = 2.08
sums_by_hand = (0.5, 1.12)

# %% right: by NumPy
largest_by_hand = max(0, np.log(3), np.log(8))
sums_by_hand = np.exp(np.array([[0, np.log(3)], [np.log(8), 0]]) - largest_by_hand).sum(axis=1)

# %% nothing subtracted | relation | - | ~without the largest score subtracted
largest_by_hand = np.log(8)
sums_by_hand = [1 + 3, 8 + 1]

# %% each its own largest | relation | - | ~its own largest score
largest_by_hand = np.log(8)
sums_by_hand = [4 / 3, 9 / 8]

# %% shares | relation | - | ~shares of the sum
largest_by_hand = np.log(8)
sums_by_hand = [4 / 13, 9 / 13]

# %% exchanged | places | - | places
largest_by_hand = np.log(8)
sums_by_hand = [9 / 8, 1 / 2]

# %% the largest of the first machine | number | - | ~largest of the first machine
largest_by_hand = np.log(3)
sums_by_hand = [1 / 2, 9 / 8]

# %% both largest added | number | - | ~sum of the two machines' largest
largest_by_hand = np.log(3) + np.log(8)
sums_by_hand = [1 / 2, 9 / 8]

# %% the exponential of the largest | number | - | ~its exponential
largest_by_hand = 8
sums_by_hand = [1 / 2, 9 / 8]

# %% one sum for both | number | - | ~1 number ~2, ~has 1 number
largest_by_hand = np.log(8)
sums_by_hand = [13 / 8]

# %% the sum of all, in each | number | - | ~those are the sums of both machines
largest_by_hand = np.log(8)
sums_by_hand = [13 / 8, 13 / 8]

# %% logs of the sums | function | - | ~those are the logarithms of the sums
largest_by_hand = np.log(8)
sums_by_hand = [np.log(0.5), np.log(1.125)]

# %% ln 11 | number | - | ~that is the sum of the two machines' largest scores
largest_by_hand = np.log(3) + np.log(8)
sums_by_hand = [0.5, 1.125]
