# %% right: fractions
from fractions import Fraction

y_by_hand = [Fraction(5), Fraction(8, 2), Fraction(-13)]

# %% right: an array
import numpy as np

y_by_hand = np.array([5.0, 4.0, -13.0], dtype=np.float32)

# %% right: computed in place
y_by_hand = (2 * 3 + 1 * -2 + 1, 0.5 * 3 + -1 * -2 + 0.5, -1 * 3 + 4 * -2 - 2)

# %% a sign lost in the first output | arithmetic | - | ~first row, part
y_by_hand = [9, 4, -13]

# %% a sign lost in the second output | arithmetic | - | ~second row, part
y_by_hand = [5, 0, -13]

# %% a sign lost in the third output | arithmetic | - | ~third row, part
y_by_hand = [5, 4, 3]

# %% the third bias with a wrong sign | arithmetic | - | ~third row, part
y_by_hand = [5, 4, -9]

# %% half lost | arithmetic | - | ~second row, part
y_by_hand = [5, 3.5, -13]

# %% reversed | places | - | places reversed
y_by_hand = [-13, 4, 5]

# %% twice too large | factor | - | factor 2
y_by_hand = [10, 8, -26]

# %% two numbers | shape | - | shape
y_by_hand = [5, 4]

# %% the sum | kind | - | kind
y_by_hand = -4

# %% a column | kind | - | kind
y_by_hand = [[5], [4], [-13]]

# %% text | kind | - | kind
y_by_hand = ["5", "4", "-13"]

# %% a dict | kind | - | kind
y_by_hand = {"y1": 5, "y2": 4, "y3": -13}
