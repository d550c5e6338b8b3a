# %% right: fractions
from fractions import Fraction

fc6_parameters = Fraction(4096 * 9217)
fc6_share = fc6_parameters / (fc6_parameters + 23_212_392)

# %% right: floats rounded to three digits
fc6_parameters = 3.7752832e7
fc6_share = 0.619

# %% the channels alone | number | - | ~that is for 256 inputs
fc6_parameters = 256 * 4096 + 4096

# %% the channels added | number | - | ~sizes are added where they multiply
fc6_parameters = (256 + 36) * 4096 + 4096

# %% a bias for each input | number | bias-per-input | -
fc6_parameters = 9216 * 4096 + 9216

# %% one bias | number | single-bias | -
fc6_parameters = 9216 * 4096 + 1

# %% nodes | number | nodes-counted | -
fc6_parameters = 9216 + 4096

# %% twice | factor | - | factor 2
fc6_parameters = 2 * 37_752_832

# %% a kernel of 6 counted once | number | - | ~256 times 6 inputs
fc6_parameters = 256 * 6 * 4096 + 4096

# %% a digit lost | number | - | factor
fc6_parameters = 3_775_283

# %% a share of the other seven | share | - | ~other seven
fc6_share = 37_752_832 / 23_212_392

# %% in percent | share | - | ~percentage
fc6_share = 61.9

# %% two digits | share | - | ~three digits
fc6_share = 0.62

# %% the rest's share | share | - | ~that is the part of all the others
fc6_share = 0.381

# %% one over the share | share | - | ~it is one divided by what it should be
fc6_share = 1.615

# %% the share cut, and cut again | share | - | ~three digits
fc6_share = 0.615

# %% text | kind | - | kind
fc6_parameters = "37752832"

# %% a pair | kind | - | kind
fc6_parameters = (37_748_736, 4096)
