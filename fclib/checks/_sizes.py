"""Sizes of layers that tell mistakes apart."""

# (N, D, M): pairwise distinct, then with each two equal, then all equal, then a batch of one.
SIZES = [(4, 3, 2), (2, 4, 3), (3, 2, 5), (4, 4, 2), (3, 2, 3), (2, 3, 3), (3, 3, 3), (1, 3, 2)]

# The same, to tell which two sizes a wrong function takes for one: each pair is equal in two sizes.
TRIAL = [*SIZES, (3, 4, 4), (2, 3, 2)]

# (N, C, H, W) and M: with H = N, so that an input that is not flattened fits; and M = C·H·W.
IMAGES = [((2, 2, 3, 2), 3), ((3, 2, 3, 2), 4), ((2, 1, 2, 2), 4), ((1, 3, 2, 2), 2)]
