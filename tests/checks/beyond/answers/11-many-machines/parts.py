# %% right: by NumPy
parts_by_hand = np.array([1 * 10 + 2 * 20, 3 * 30 + 4 * 40])
y_by_hand = float(parts_by_hand.sum() + 5)

# %% exchanged | places | - | places reversed
parts_by_hand = [250, 50]

# %% twice | factor | - | factor 2
parts_by_hand = [100, 500]

# %% half of the bias in each | offset | - | offset
parts_by_hand = [52.5, 252.5]

# %% y is the mean of the parts | number | - | ~mean
y_by_hand = 150

# %% y twice | factor | - | factor 2
y_by_hand = 610

# %% y without the bias | offset | - | ~without the bias
y_by_hand = 300

# %% means of the products | factor | - | factor 1/2
parts_by_hand = [25, 125]
y_by_hand = 305

# %% bias in the first | bias | bias-on-every-machine | -
parts_by_hand = [55, 250]
y_by_hand = 305

# %% every second input | order | - | ~those are of every second product
parts_by_hand = [100, 200]
y_by_hand = 305

# %% lists of products | kind | - | kind
parts_by_hand = [[10, 40], [90, 160]]
y_by_hand = 305
