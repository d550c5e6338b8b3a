# %% right: fractions
from fractions import Fraction
bfloat16_by_hand = [Fraction(1), Fraction(129, 128), Fraction(255, 256)]

# %% right: an array
bfloat16_by_hand = np.array([1, 1.0078125, 0.99609375])

# %% cut | function | - | ~those are cut
bfloat16_by_hand = [1, 1, 0.99609375]

# %% up | function | - | function
bfloat16_by_hand = [1.0078125, 1.0078125, 1]

# %% the same step below one | number | - | part
bfloat16_by_hand = [1, 1.0078125, 1]

# %% the wrong step below one | number | - | part
bfloat16_by_hand = [1, 1.0078125, 0.9921875]

# %% decimals | number | - | ~is no number of bfloat16
bfloat16_by_hand = [1.0, 1.008, 0.996]

# %% unrounded | number | - | ~is no number of bfloat16
bfloat16_by_hand = [1.003, 1.004, 0.997]

# %% steps | number | - | -
bfloat16_by_hand = [0, 1, 255]
