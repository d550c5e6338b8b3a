# %% right: floats in a tuple
grad_b_by_hand = (6.0, 3.0)

# %% right: an array
grad_b_by_hand = np.array([[2, -1], [-3, 0.5], [7, 3.5]]).sum(axis=0)

# %% right: fractions
from fractions import Fraction

grad_b_by_hand = [Fraction(6), Fraction(3)]

# %% one slip in the first sum | arithmetic | - | ~first bias, part
grad_b_by_hand = [7, 3]

# %% a sign lost in the first sum | arithmetic | - | ~first bias, part
grad_b_by_hand = [12, 3]

# %% a sign lost in the second sum | arithmetic | - | ~second bias, part
grad_b_by_hand = [6, 5]

# %% both halved | factor | - | factor 1/2
grad_b_by_hand = [3, 1.5]

# %% both twice too large | factor | - | factor 2
grad_b_by_hand = [12, 6]

# %% exchanged | places | - | places reversed
grad_b_by_hand = [3, 6]

# %% nested | shape | grad-b-keepdims | kind, shape
grad_b_by_hand = [[6, 3]]

# %% one number too many | shape | - | shape
grad_b_by_hand = [6, 3, 0]

# %% products for sums | formula | - | ~those are the products
grad_b_by_hand = [-42, -1.75]

# %% text | kind | - | kind
grad_b_by_hand = "6, 3"

# %% a set | kind | - | kind
grad_b_by_hand = {6, 3}

# %% a formula in text | kind | - | kind
grad_b_by_hand = ["2-3+7", "-1+0.5+3.5"]
