# %% right: nested sums
def parameter_count(in_features, out_features):
    return sum(sum(1 for _ in range(in_features)) + 1 for _ in range(out_features))

# %% right: the size of two arrays
def parameter_count(in_features, out_features):
    import numpy as np

    return np.empty((out_features, in_features)).size + np.empty(out_features).size

# %% right: recursion
def parameter_count(in_features, out_features):
    if out_features > 400:
        half = out_features // 2
        return parameter_count(in_features, half) + parameter_count(in_features, out_features - half)
    return 0 if out_features == 0 else in_features + 1 + parameter_count(in_features, out_features - 1)

# %% right: fractions
from fractions import Fraction


def parameter_count(in_features, out_features):
    return Fraction(in_features + 1) * out_features

# %% right: bytes of float32 by four
def parameter_count(in_features, out_features):
    import numpy as np

    W = np.zeros((out_features, in_features), np.float32)
    b = np.zeros(out_features, np.float32)
    return (W.nbytes + b.nbytes) // 4

# %% right: a float of a product
def parameter_count(in_features, out_features):
    return float(out_features) * (in_features + 1.0)

# %% two biases for each output | number | - | offset, terms
def parameter_count(in_features, out_features):
    return out_features * (in_features + 2)

# %% biases for inputs and outputs | number | - | offset
def parameter_count(in_features, out_features):
    return in_features * out_features + in_features + out_features

# %% a bias on each connection | factor | - | factor 2, terms
def parameter_count(in_features, out_features):
    return 2 * in_features * out_features

# %% plus one everywhere | number | - | offset
def parameter_count(in_features, out_features):
    return (in_features + 1) * (out_features + 1)

# %% half, as if edges were shared | factor | - | factor 1/2
def parameter_count(in_features, out_features):
    return out_features * (in_features + 1) / 2

# %% twice, with the gradients | factor | - | factor 2
def parameter_count(in_features, out_features):
    return 2 * out_features * (in_features + 1)

# %% one less | number | - | offset
def parameter_count(in_features, out_features):
    return out_features * (in_features + 1) - 1

# %% the bias subtracted | number | - | offset, terms
def parameter_count(in_features, out_features):
    return in_features * out_features - out_features

# %% only the biases | number | - | ignores in_features, offset, terms
def parameter_count(in_features, out_features):
    return out_features

# %% only the weights of one output | number | - | ignores out_features, factor
def parameter_count(in_features, out_features):
    return in_features + 1

# %% a power for a product | number | - | terms
def parameter_count(in_features, out_features):
    return in_features**2 + out_features

# %% connections to the next layer too | number | - | terms
def parameter_count(in_features, out_features):
    return in_features * out_features + out_features * out_features

# %% the difference of sizes squared | number | - | -
def parameter_count(in_features, out_features):
    return abs(in_features - out_features) * out_features + out_features

# %% an activation's parameter | number | - | offset
def parameter_count(in_features, out_features):
    return in_features * out_features + out_features + 1

# %% a pair: weights and biases | kind | - | kind
def parameter_count(in_features, out_features):
    return in_features * out_features, out_features

# %% a list | kind | - | kind
def parameter_count(in_features, out_features):
    return [in_features * out_features + out_features]

# %% text with commas | kind | - | kind
def parameter_count(in_features, out_features):
    return f"{in_features * out_features + out_features:,}"

# %% printed | kind | - | kind
def parameter_count(in_features, out_features):
    print(in_features * out_features + out_features)

# %% an array of one number | kind | - | kind
def parameter_count(in_features, out_features):
    import numpy as np

    return np.array([out_features * (in_features + 1)])

# %% a complex number | kind | - | kind
def parameter_count(in_features, out_features):
    return complex(out_features * (in_features + 1))

# %% rounded to thousands | function | - | function rounded
def parameter_count(in_features, out_features):
    return round(out_features * (in_features + 1), -3)

# %% int16 | function | - | offset, precision
def parameter_count(in_features, out_features):
    import numpy as np

    return int(np.int16((out_features * (in_features + 1)) % 2**15))

# %% remembered from the first call | state | state-kept | state, ignores out_features
kept = {}


def parameter_count(in_features, out_features):
    return kept.setdefault(in_features, out_features * (in_features + 1))

# %% grows with each call | state | state-kept | state
calls = []


def parameter_count(in_features, out_features):
    calls.append(out_features * (in_features + 1))
    return sum(calls)

# %% the example of the chapter | number | hard-coded-answer hard-coded-shape | constant
def parameter_count(in_features, out_features):
    return 12

# %% needs the weights | error | - | error
def parameter_count(in_features, out_features):
    return W.size + out_features

# %% len of a number | error | - | error
def parameter_count(in_features, out_features):
    return len(in_features) * len(out_features) + len(out_features)
