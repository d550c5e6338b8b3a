# %% right: formulas
def linear_cost(n, in_features, out_features):
    flops = 2 * n * in_features * out_features
    inputs, outputs = n * in_features, n * out_features
    weights, biases = in_features * out_features, out_features
    moved = 4 * (inputs + weights + biases + outputs)
    return flops, moved

# %% right: bits by eight
def linear_cost(n, in_features, out_features):
    numbers = n * (in_features + out_features) + out_features * (in_features + 1)
    return n * out_features * (in_features + in_features - 1 + 1), numbers * 32 // 8

# %% right: a named tuple
from collections import namedtuple

Cost = namedtuple("Cost", "flops bytes")


def linear_cost(n, in_features, out_features):
    numbers = sum([n * in_features, in_features * out_features, out_features, n * out_features])
    return Cost(flops=n * in_features * out_features * 2, bytes=numbers * np.dtype(np.float32).itemsize)

# %% right: fractions
from fractions import Fraction


def linear_cost(n, in_features, out_features):
    n, d, m = map(Fraction, (n, in_features, out_features))
    return 2 * n * d * m, 4 * (n * d + d * m + m + n * m)

# %% right: one sample, n times
def linear_cost(n, in_features, out_features):
    flops = moved = 0
    for _ in range(n):
        flops += out_features * (in_features + in_features)
        moved += 4 * (in_features + out_features)
    return flops, moved + 4 * (out_features * in_features + out_features)

# %% right: Python's own integers from NumPy's
def linear_cost(n, in_features, out_features):
    sizes = np.array([n, in_features, out_features], dtype=object)
    flops = 2 * np.prod(sizes)
    moved = 4 * (n * in_features + np.prod(sizes[1:]) + out_features + n * out_features)
    return [flops, moved]

# %% FLOPs twice | factor | - | factor 2
# from formulas: flops = 2 * n => flops = 4 * n

# %% FLOPs of forward and backward | factor | - | factor 3
# from formulas: flops = 2 * n => flops = 6 * n

# %% the weights' gradients moved too | number | - | offset, others, terms
# from formulas: weights, biases = in_features * out_features => weights, biases = 2 * in_features * out_features

# %% FLOPs as a power | number | - | others, comes to
# from formulas: 2 * n * in_features * out_features => (n * in_features * out_features) ** 2

# %% sizes added in the FLOPs | number | - | others, comes to
# from formulas: 2 * n * in_features * out_features => 2 * (n + in_features + out_features)

# %% the batch left out of the FLOPs alone | number | batch-uncounted | -
# from formulas: 2 * n * in_features * out_features => 2 * in_features * out_features

# %% the outputs left out of the FLOPs | number | - | ignores, factor, others
# from formulas: 2 * n * in_features * out_features => 2 * n * in_features

# %% the inputs left out of the FLOPs | number | - | ignores, factor, others
# from formulas: 2 * n * in_features * out_features => 2 * n * out_features

# %% the bias added once for the batch | number | - | others, terms
# from formulas: 2 * n * in_features * out_features => n * out_features * (2 * in_features - 1) + out_features

# %% the bias multiplied too | number | - | offset, others, terms
# from formulas: 2 * n * in_features * out_features => 2 * n * (in_features + 1) * out_features

# %% a ReLU counted | number | bias-addition-twice | -
# from formulas: 2 * n * in_features * out_features => 2 * n * in_features * out_features + n * out_features

# %% additions only | number | multiplications-only | factor 1/2
# from formulas: 2 * n * in_features * out_features => n * out_features * in_features

# %% integer division by two | factor | - | factor 1/4, others, function
# from formulas: 2 * n * in_features * out_features => n * in_features * out_features // 2

# %% bytes of float16 | factor | - | factor 1/2
# from formulas: moved = 4 * => moved = 2 * 

# %% bits | factor | - | factor 8
# from formulas: moved = 4 * => moved = 32 * 

# %% three bytes | factor | - | factor 3/4
# from formulas: moved = 4 * => moved = 3 * 

# %% the inputs unmoved | number | - | offset, others, terms
# from formulas: inputs + weights + biases + outputs => weights + biases + outputs

# %% the weights unmoved | number | - | offset, others, terms
# from formulas: inputs + weights + biases + outputs => inputs + biases + outputs

# %% the inputs moved once for each output | number | - | others, terms
# from formulas: inputs + weights + biases + outputs => inputs * out_features + weights + biases + outputs

# %% the outputs read and written | number | - | offset, others, terms
# from formulas: inputs + weights + biases + outputs => inputs + weights + biases + 2 * outputs

# %% the biases moved once for each sample | number | - | others, terms
# from formulas: inputs + weights + biases + outputs => inputs + weights + n * biases + outputs

# %% biases for the inputs | number | bias-per-input | others, terms
# from formulas: weights, biases = in_features * out_features, out_features => weights, biases = in_features * out_features, in_features

# %% only the first number in bytes | number | - | others, terms
# from formulas: moved = 4 * (inputs + weights + biases + outputs) => moved = 4 * inputs + weights + biases + outputs

# %% only the outputs moved | number | - | ignores, others, terms
# from formulas: inputs + weights + biases + outputs => outputs

# %% multiplied, not added | number | - | others, comes to
# from formulas: inputs + weights + biases + outputs => inputs * weights * biases * outputs

# %% in kilobytes | factor | - | factor 1/1000
# from formulas: return flops, moved => return flops, moved / 1000

# %% in GFLOPs | factor | - | factor 1e-9
# from formulas: return flops, moved => return flops / 1e9, moved

# %% their ratio | kind | - | kind
# from formulas: return flops, moved => return flops / moved

# %% FLOPs alone | kind | - | kind
# from formulas: return flops, moved => return flops

# %% three numbers | kind | - | kind, shape
# from formulas: return flops, moved => return flops, moved, flops / max(moved, 1)

# %% a dict | kind | - | kind
# from formulas: return flops, moved => return {"flops": flops, "bytes": moved}

# %% text | kind | - | kind
# from formulas: return flops, moved => return f"{flops} FLOPs", f"{moved} bytes"

# %% printed | kind | - | kind
# from formulas: return flops, moved => print(flops, moved)

# %% an array | kind | - | kind
# from formulas: return flops, moved => return np.array([[flops, moved]])

# %% float32, which rounds | precision | - | others, precision
# from formulas: return flops, moved => return float(np.float32(flops)), float(np.float32(moved))

# %% int32 that wraps around | precision | - | offset, others, precision
# from formulas: return flops, moved => return flops % 2**31, moved

# %% an error for an empty batch | size | - | error
# from formulas: return flops, moved => return flops * n // n, moved

# %% one sample at least | size | - | size
# from formulas: flops = 2 * n => n = max(n, 1)\n    flops = 2 * n

# %% the first call's batch for ever | state | state-kept batch-uncounted | ignores n
first = []


def linear_cost(n, in_features, out_features):
    first.append(n)
    n = first[0]
    moved = 4 * (n * in_features + in_features * out_features + out_features + n * out_features)
    return 2 * n * in_features * out_features, moved

# %% counts arrays that are not there | error | - | error
def linear_cost(n, in_features, out_features):
    return 2 * x.size * out_features, 4 * (x.size + W.size + b.size)

# %% takes the layer, not its sizes | error | - | error
def linear_cost(n, in_features, out_features):
    m, d = in_features.shape
    return 2 * n * d * m, 4 * (n * d + d * m + m + n * m)

# %% right: list
def linear_cost(n, in_features, out_features):
    flops = 0
    flops += n * out_features * in_features
    flops += n * out_features * (in_features - 1) + n * out_features
    numbers = sum([n * in_features, in_features * out_features, out_features, n * out_features])
    return [flops, numbers * 32 // 8]

# %% additions once for the batch | number | - | others, comes to
def linear_cost(n, in_features, out_features):
    flops = n * in_features * out_features + in_features * out_features
    return flops, 4 * (n * in_features + in_features * out_features + out_features + n * out_features)

# %% weights in eight bytes | number | - | others, terms
def linear_cost(n, in_features, out_features):
    flops = 2 * n * in_features * out_features
    return flops, 4 * (n * in_features + out_features + n * out_features) + 8 * in_features * out_features

# %% batch last among the arguments | order | arguments-swapped | -
def linear_cost(in_features, out_features, n):
    flops = 2 * n * in_features * out_features
    return flops, 4 * (n * in_features + in_features * out_features + out_features + n * out_features)

# %% bytes of the products | number | - | others, comes to
def linear_cost(n, in_features, out_features):
    flops = 2 * n * in_features * out_features
    return flops, 4 * n * in_features * out_features

# %% bias twice in the bytes | number | - | others, terms
def linear_cost(n, in_features, out_features):
    flops = 2 * n * in_features * out_features
    return flops, 4 * (n * in_features + in_features * out_features + 2 * out_features + n * out_features)

# %% FLOPs with the bias as another input and its addition | number | - | others, terms
def linear_cost(n, in_features, out_features):
    flops = 2 * n * (in_features + 1) * out_features
    return flops, 4 * (n * in_features + in_features * out_features + out_features + n * out_features)

# %% FLOPs per second | number | - | factor, others
def linear_cost(n, in_features, out_features):
    flops = 2 * n * in_features * out_features / 100e9
    return flops, 4 * (n * in_features + in_features * out_features + out_features + n * out_features)

# %% inputs and outputs added, times the batch, weights twice | number | - | others, terms
def linear_cost(n, in_features, out_features):
    flops = 2 * n * in_features * out_features
    return flops, 4 * (n * (in_features + out_features) + 2 * in_features * out_features + out_features)
