# %% right: fractions
from fractions import Fraction

forward_estimate, central_estimate, line_estimate = Fraction(61, 4), Fraction(49, 4), Fraction(3)

# %% right: functions
f = lambda x: x**3
forward_estimate = (f(2.5) - f(2)) / 0.5
central_estimate = np.float32((f(2.5) - f(1.5)) / 1.0)
line_estimate = ((3 * 102 - 1) - (3 * (2 - 100) - 1)) / (2 * 100)

# %% the exact slope | formula | - | ~that is the exact slope
forward_estimate = 12

# %% backward for forward | formula | - | ~that goes back from 2
forward_estimate = (2**3 - 1.5**3) / 0.5

# %% not divided | factor | step-multiplied | ~that is the difference
forward_estimate = 2.5**3 - 2**3

# %% f at the end alone | formula | - | ~that is the value at the end alone
forward_estimate = 2.5**3

# %% a step of one | step | step-ignored | ~that is for a step of 1
forward_estimate = (3**3 - 2**3) / 1

# %% the square for the cube | formula | - | ~that is of the square
forward_estimate = (2.5**2 - 2**2) / 0.5

# %% a slip in the cube | arithmetic | - | ~7.265 apart
forward_estimate = (15.265 - 8) / 0.5

# %% the forward estimate again | formula | forward-difference | ~two points
central_estimate = 15.25

# %% half | factor | step-counted-twice | factor 1/2
central_estimate = 6.125

# %% points of one step each from 2.5 | formula | - | ~its points are 2 and 3
central_estimate = (3**3 - 2**3) / 1

# %% the mean of both values | formula | - | ~that is the mean of both values
central_estimate = (2.5**3 + 1.5**3) / 2

# %% the slope at 2.5 | formula | - | ~that is the slope at 2.5
central_estimate = 3 * 2.5**2

# %% rounded to twelve | formula | - | ~two points
central_estimate = 12

# %% the value for the slope | formula | - | ~that is the value of the line
line_estimate = 5

# %% multiplied by the step | factor | step-multiplied | ~multiplies
line_estimate = 600 * 50

# %% the constant counted | arithmetic | - | ~a constant does not change with x
line_estimate = (305 + 295) / 200 - 1

# %% one side of the line: twice | factor | step-counted-once | factor 2
line_estimate = 6

# %% a sign | factor | sign | factor -1
line_estimate = -3

# %% text | kind | - | kind
line_estimate = "3"

# %% a list | kind | - | kind
forward_estimate = [15.25]
