# %% right: weighted
gradient_by_hand = np.average([6, 2], weights=[3, 1])

# %% the sum | factor | - | ~that is the sum, factor 4
gradient_by_hand = 20

# %% halved | factor | - | factor 1/2
gradient_by_hand = 2.5

# %% the weights exchanged | number | - | ~exchanged, places
gradient_by_hand = 3

# %% the first machine's | number | - | ~first
gradient_by_hand = 6

# %% divided by two machines | number | - | ~that divides by the number of machines
gradient_by_hand = (3 * 6 + 2) / 2
