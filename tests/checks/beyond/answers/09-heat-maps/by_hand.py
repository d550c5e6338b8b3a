# %% right: an array
heat_by_hand = np.array([[11.0, 4.0], [6.0, -3.0]])

# %% right: tuples and fractions
from fractions import Fraction

heat_by_hand = ((Fraction(11), Fraction(4)), (6, -3))

# %% one slip | arithmetic | - | ~bias, part
heat_by_hand = [[11, 4], [6, -1]]

# %% a sign lost | arithmetic | - | ~bias, part
heat_by_hand = [[11, 4], [8, -3]]

# %% the bias missing from one | arithmetic | - | ~bias, part
heat_by_hand = [[13, 4], [6, -3]]

# %% the bias twice | offset | - | offset
heat_by_hand = [[9, 2], [4, -5]]

# %% columns for rows | places | heat-map-axes | places transposed
heat_by_hand = [[11, 6], [4, -3]]

# %% mirrored | places | - | places reversed
heat_by_hand = [[4, 11], [-3, 6]]

# %% negative numbers cut off | function | activation-inside | function clipped
heat_by_hand = [[11, 4], [6, 0]]

# %% flat | shape | - | ~single row
heat_by_hand = [11, 4, 6, -3]

# %% three columns | shape | - | shape
heat_by_hand = [[11, 4, 0], [6, -3, 0]]

# %% text | kind | - | kind
heat_by_hand = "11 4 6 -3"

# %% the weights by columns | order | heat-map-axes | -
heat_by_hand = [[3*1+0*2-2+6-2, 1*1+1*2-0+6-2], [1+2-1+6-2, 1+0+1+0-2]]

# %% moves by one, four numbers | stride | stride-ignored | -
heat_by_hand = [[11, 3], [4, 4]]

# %% no bias | bias | bias-missing | -
heat_by_hand = [[13, 6], [8, -1]]
