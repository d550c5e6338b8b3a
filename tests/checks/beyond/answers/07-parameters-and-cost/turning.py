# %% right: solved for n, rounded up
import math

turning_batch = math.ceil(20 * (4096**2 + 4096) / (10 * 4096**2 - 40 * 8192) * 1.0)
turning_batch = next(n for n in range(1, 99) if 2 * n * 4096**2 / 100e9 >= 4 * (n * 8192 + 4096**2 + 4096) / 20e9)

# %% right: a float
turning_batch = 11.0

# %% one too few | number | - | ~the bytes take longer there still
turning_batch = 10

# %% one too many | number | - | ~fewer samples are enough, ~fewer samples already
turning_batch = 12

# %% not rounded | number | - | ~a batch is a whole number
turning_batch = 10.2

# %% bytes for FLOPs | number | - | ~the bytes take longer there
turning_batch = 1

# %% the ratio of the machine | number | - | ~that is how many FLOPs the machine does for each byte
turning_batch = 5

# %% multiplications only | number | - | ~half the FLOPs
turning_batch = 21

# %% text | kind | - | kind
turning_batch = "eleven"

# %% a range | kind | - | kind
turning_batch = range(11, 100)

# %% right: searched downwards
n = 1000
while linear_cost(n - 1, 4096, 4096)[0] / 100 >= linear_cost(n - 1, 4096, 4096)[1] / 20:
    n -= 1
turning_batch = n

# %% rounded up to a power of two | number | - | ~the FLOPs take longer there
turning_batch = 16

# %% bytes of float64 | number | - | ~twice the bytes
turning_batch = 21

# %% the machine's numbers exchanged | number | - | ~the bytes take longer there still
turning_batch = 1
while linear_cost(turning_batch, 4096, 4096)[0] / 20e9 < linear_cost(turning_batch, 4096, 4096)[1] / 100e9:
    turning_batch += 1

# %% the weights' own size | number | - | ~the FLOPs take longer there
turning_batch = 4096
