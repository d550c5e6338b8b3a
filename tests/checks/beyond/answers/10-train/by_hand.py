# %% right: computed
first_loss = -np.log(1 / 4)
gradient = np.full(4, 0.25) - np.eye(4)[2]

# %% right: a tuple, fractions
from fractions import Fraction

first_loss = 1.386
gradient = (Fraction(1, 4), 0.25, Fraction(-3, 4), 0.25)

# %% base two | number | - | ~that is the logarithm to base 2. Take the natural one
first_loss = 2

# %% the probability | number | - | ~that is the probability of a class. What is minus its logarithm
first_loss = 0.25

# %% minus | number | sign | -
first_loss = -1.386

# %% of ten classes | number | - | ~that is for ten classes
first_loss = 2.303

# %% rounded | number | - | ~three decimals, function
first_loss = 1.39

# %% the logarithm to base ten | number | - | ~base 10
first_loss = 0.602

# %% the third of three | number | - | ~that is for three classes
first_loss = 1.099

# %% text | kind | - | kind
first_loss = "log 4"

# %% the second class | index | - | ~that would be right if the true class were at [1]
gradient = [0.25, -0.75, 0.25, 0.25]

# %% the last class | index | - | ~that would be right if the true class were at [3]
gradient = [0.25, 0.25, 0.25, -0.75]

# %% the sign | factor | sign | -
gradient = [-0.25, -0.25, 0.75, -0.25]

# %% divided by four | factor | - | factor
gradient = [0.0625, 0.0625, -0.1875, 0.0625]

# %% four times | factor | - | factor
gradient = [1, 1, -3, 1]

# %% zero elsewhere | number | - | ~the classes that are not true have a gradient too
gradient = [0, 0, -0.75, 0]

# %% the truth | number | probability-not-minus-truth | ~that is what is true
gradient = [0, 0, 1, 0]

# %% of three scores | shape | - | ~four numbers, shape
gradient = [0.25, 0.25, -0.75]

# %% one number | kind | - | ~four numbers, kind
gradient = -0.75

# %% loss of a mean over classes | number | - | factor
first_loss = 1.386 / 4
gradient = [0.25, 0.25, -0.75, 0.25]

# %% log of three | number | - | ~that is of the probability of the three others
first_loss = 0.288
gradient = [0.25, 0.25, -0.75, 0.25]

# %% minus the truth | number | - | offset
first_loss = 1.386
gradient = [0.75, 0.75, -0.25, 0.75]

# %% halves | number | - | ~only the three others
first_loss = 1.386
gradient = [0.33, 0.33, -1, 0.33]
