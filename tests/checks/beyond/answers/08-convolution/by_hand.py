# %% right: an array
y_by_hand = np.array([[8.0, -5.0], [6.0, 12.0]])

# %% right: fractions in tuples
from fractions import Fraction

y_by_hand = ((Fraction(8), -5), (6, Fraction(12)))

# %% one slip | arithmetic | - | ~corner at row 1, part
y_by_hand = [[8, -5], [6, 13]]

# %% a sign lost | arithmetic | - | ~corner at row 0, part
y_by_hand = [[8, 13], [6, 12]]

# %% the bias in the first place only | arithmetic | - | ~corner
y_by_hand = [[8, -6], [5, 11]]

# %% the bias twice | offset | - | offset
y_by_hand = [[9, -4], [7, 13]]

# %% twice | factor | - | factor 2
y_by_hand = [[16, -10], [12, 24]]

# %% columns for rows | places | heat-map-axes | places transposed
y_by_hand = [[8, 6], [-5, 12]]

# %% absolute values | function | - | function absolute
y_by_hand = [[8, 5], [6, 12]]

# %% upside down | places | - | places reversed
y_by_hand = [[6, 12], [8, -5]]

# %% flat | shape | - | ~single row
y_by_hand = [8, -5, 6, 12]

# %% one window | shape | conv-last-position-missing | ~How often
y_by_hand = [[8]]

# %% four axes | kind | - | kind
y_by_hand = [[[[8, -5], [6, 12]]]]

# %% text | kind | - | kind
y_by_hand = "8 -5 6 12"

# %% a kernel that is transposed | axes | heat-map-axes | -
y_by_hand = [[1 + -1*2 + 1*2 + 3*1 + 2*1, 1 + -1*2 + 1*-3 + 3*1 + 2*2], [1 + -1 + 1 + 3*-1 + 4, 1 - 1 + 2 + 6 + 4]]

# %% the bias forgotten in one row | bias | - | offset
y_by_hand = [[8, -5], [5, 11]]

# %% the largest product | max | - | ~the largest products
y_by_hand = [[7, 5], [5, 7]]

# %% added, not multiplied | formula | - | ~pixels and weights are added
y_by_hand = [[12, 8], [9, 13]]
