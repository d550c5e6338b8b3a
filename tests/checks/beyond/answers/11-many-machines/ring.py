# %% right: a chain of cases
def all_reduce_numbers(n, in_features, out_features, axis, p):
    if axis == "N":
        size = (in_features + 1) * out_features
    elif axis == "M":
        size = n * in_features
    else:
        size = n * out_features
    return 2 * size * (p - 1) / p

# %% right: fractions
from fractions import Fraction


def all_reduce_numbers(n, in_features, out_features, axis, p):
    sizes = {"N": (in_features + 1) * out_features, "M": n * in_features, "D": n * out_features}
    return Fraction(2 * (p - 1) * sizes[axis], p)

# %% no biases | number | biases-uncounted | terms
# from a chain of cases: (in_features + 1) * => in_features *

# %% biases twice | number | - | terms, choice
# from a chain of cases: (in_features + 1) * => (in_features + 2) *

# %% once around | factor | half-of-the-ring | factor 1/2
# from a chain of cases: return 2 * size => return size

# %% of all machines together | factor | everyone-to-everyone | factor p
# from a chain of cases: (p - 1) / p => (p - 1)

# %% the whole array, twice | number | - | size, offset, at zero, factor
# from a chain of cases: return 2 * size * (p - 1) / p => return 2 * size

# %% to every other machine | number | everyone-to-everyone | factor p, size
# from a chain of cases: return 2 * size * (p - 1) / p => return size * (p - 1)

# %% in bytes | factor | - | factor 4
# from a chain of cases: return 2 * size => return 4 * 2 * size

# %% inputs and outputs exchanged | axis | - | choice, ignores, factor
# from a chain of cases: size = n * in_features => size = n * out_features

# %% the outputs of one sample | axis | - | choice, factor, terms
# from a chain of cases: size = n * out_features => size = out_features

# %% whole numbers only | function | output-dtype-of-input | function
# from a chain of cases: return 2 * size * (p - 1) / p => return 2 * size * (p - 1) // p

# %% nothing where the samples are split | axis | - | choice, constant, terms
# from a chain of cases: size = (in_features + 1) * out_features => size = 0

# %% text | kind | - | kind
# from a chain of cases: return 2 * size * (p - 1) / p => return f"{2 * size * (p - 1) / p}"

# %% right: fractions with a dict
def all_reduce_numbers(n, in_features, out_features, axis, p):
    K = dict(N=out_features * (in_features + 1), M=in_features * n, D=out_features * n)[axis]
    return K * 2 - 2 * K / p

# %% rounded up for each machine | function | - | -
def all_reduce_numbers(n, in_features, out_features, axis, p):
    K = dict(N=out_features * (in_features + 1), M=in_features * n, D=out_features * n)[axis]
    return 2 * (p - 1) * -(-K // p)

# %% forward and backward each | factor | - | factor 2
def all_reduce_numbers(n, in_features, out_features, axis, p):
    K = dict(N=out_features * (in_features + 1), M=in_features * n, D=out_features * n)[axis]
    return 4 * (p - 1) / p * K

# %% biases of the inputs | number | - | terms
def all_reduce_numbers(n, in_features, out_features, axis, p):
    K = dict(N=in_features * (out_features + 1), M=in_features * n, D=out_features * n)[axis]
    return 2 * (p - 1) / p * K

# %% outputs sent over M too | number | - | offset
def all_reduce_numbers(n, in_features, out_features, axis, p):
    K = dict(N=out_features * (in_features + 1), M=in_features * n + n * out_features, D=out_features * n)[axis]
    return 2 * (p - 1) / p * K

# %% the grads of the inputs over D, too | number | - | offset
def all_reduce_numbers(n, in_features, out_features, axis, p):
    K = dict(N=out_features * (in_features + 1), M=in_features * n, D=(in_features + out_features) * n)[axis]
    return 2 * (p - 1) / p * K

# %% p - 1 steps of p machines | factor | - | -
def all_reduce_numbers(n, in_features, out_features, axis, p):
    K = dict(N=out_features * (in_features + 1), M=in_features * n, D=out_features * n)[axis]
    return 2 * (p - 1) / (p + 1) * K

# %% weights with activations | number | - | ignores
def all_reduce_numbers(n, in_features, out_features, axis, p):
    K = in_features * out_features + out_features
    return 2 * (p - 1) / p * K
