# %% right: nested loops
def count_parameters(layers):
    total = 0
    for shape in layers:
        weights = 1
        for size in shape:
            weights *= size
        total += weights + shape[0]
    return total

# %% right: by unpacking
def count_parameters(layers):
    total = 0
    for outputs, *rest in layers:
        total += outputs * (int(np.prod(rest)) + 1)
    return total

# %% right: sizes of empty arrays
def count_parameters(layers):
    return sum(np.broadcast_to(0, shape).size + np.broadcast_to(0, shape[:1]).size for shape in layers)

# %% right: match
def count_parameters(layers):
    total = 0
    for layer in layers:
        match tuple(layer):
            case (m, d):
                total += m * d + m
            case (m, c, height, width):
                total += m * c * height * width + m
    return total

# %% right: fractions of a product
from fractions import Fraction
from math import prod


def count_parameters(layers):
    return sum((Fraction(prod(s)) + Fraction(s[0]) for s in layers), Fraction(0))

# %% right: logarithms would round, multiply.accumulate does not
def count_parameters(layers):
    return int(sum(np.multiply.accumulate(shape, dtype=np.int64)[-1] + shape[0] for shape in layers))

# %% right: recursion from the end
def count_parameters(layers):
    if len(layers) == 0:
        return 0
    *others, last = layers
    weights = 1
    for size in last:
        weights = weights * size
    return count_parameters(others) + weights + last[0]

# %% right: a NumPy scalar of an unsigned type
def count_parameters(layers):
    total = np.uint64(0)
    for shape in layers:
        total += np.uint64(np.prod(shape, dtype=np.uint64)) + np.uint64(shape[0])
    return total

# %% two biases for each output | number | - | offset, terms
# from nested loops: weights + shape[0] => weights + 2 * shape[0]

# %% twice | factor | - | factor 2
# from nested loops: return total => return 2 * total

# %% half | factor | - | factor 1/2
# from nested loops: return total => return total / 2

# %% biases of the last layer only | number | - | size, terms
def count_parameters(layers):
    total = sum(int(np.prod(shape)) for shape in layers)
    return total + (layers[-1][0] if layers else 0)

# %% biases for the second size | number | bias-per-input | -
# from nested loops: weights + shape[0] => weights + shape[1]

# %% biases for the last size | number | - | terms
# from nested loops: weights + shape[0] => weights + shape[-1]

# %% biases for all sizes | number | - | offset
# from nested loops: weights + shape[0] => weights + sum(shape)

# %% one bias for the network | number | single-bias | terms, factor
def count_parameters(layers):
    return sum(int(np.prod(shape)) for shape in layers) + 1

# %% convolutions have no biases | number | - | terms
# from nested loops: weights + shape[0] => weights + (shape[0] if len(shape) == 2 else 0)

# %% fully connected layers have no biases | number | - | size, terms
# from nested loops: weights + shape[0] => weights + (shape[0] if len(shape) == 4 else 0)

# %% a bias for each kernel of each channel | number | - | size, terms
# from nested loops: weights + shape[0] => weights + (shape[0] if len(shape) == 2 else shape[0] * shape[1])

# %% a bias for each pixel of the kernel | number | - | size, terms
# from nested loops: weights + shape[0] => weights + (shape[0] if len(shape) == 2 else shape[0] * shape[2] * shape[3])

# %% biases subtracted | number | - | offset, terms
# from nested loops: weights + shape[0] => weights - shape[0]

# %% sizes added, not multiplied | number | nodes-counted | terms
# from nested loops: weights *= size => weights += size

# %% weights start from zero | number | - | terms
# from nested loops: weights = 1 => weights = 0

# %% weights go on from layer to layer | running total | total-not-reset | size, ~goes on into the next
def count_parameters(layers):
    total, weights = 0, 1
    for shape in layers:
        for size in shape:
            weights *= size
        total += weights + shape[0]
    return total

# %% the last layer's alone | part | last-product-only | -
# from nested loops: total += weights + shape[0] => total = weights + shape[0]

# %% the total is set back in the loop | part | last-product-only | -
# from nested loops: weights = 1 => weights = 1\n        total = 0

# %% the largest layer's alone | part | - | size, one by one
def count_parameters(layers):
    return max((int(np.prod(s)) + s[0] for s in layers), default=0)

# %% every second layer | part | - | size, one by one
# from nested loops: for shape in layers => for shape in layers[::2]

# %% equal layers counted once | part | - | size
# from nested loops: for shape in layers => for shape in set(map(tuple, layers))

# %% without the first and the last layer | part | - | constant
# from nested loops: for shape in layers => for shape in layers[1:-1]

# %% only fully connected layers | part | - | terms, constant
# from nested loops: for shape in layers => for shape in [s for s in layers if len(s) == 2]

# %% only convolutions | part | - | size, terms, constant
# from nested loops: for shape in layers => for shape in [s for s in layers if len(s) == 4]

# %% the first size forgotten in the product | number | nodes-counted | -
# from nested loops: for size in shape => for size in shape[1:]

# %% height and width added | number | - | terms
# from nested loops: total += weights + shape[0] => total += weights + shape[0] if len(shape) == 2 else shape[0] * shape[1] * (shape[2] + shape[3]) + shape[0]

# %% height squared for height times width | number | - | size, terms
# from nested loops: total += weights + shape[0] => total += shape[0] * (shape[1] + 1) if len(shape) == 2 else shape[0] * (shape[1] * shape[2] ** 2 + 1)

# %% width squared for height times width | number | kernel-side-once | size, terms
# from nested loops: total += weights + shape[0] => total += shape[0] * (shape[1] + 1) if len(shape) == 2 else shape[0] * (shape[1] * shape[3] ** 2 + 1)

# %% kernels as wide as three | number | hard-coded-shape | terms
# from nested loops: total += weights + shape[0] => total += shape[0] * (shape[1] + 1) if len(shape) == 2 else shape[0] * (shape[1] * 9 + 1)

# %% activations counted too | number | - | offset, terms
# from nested loops: weights + shape[0] => weights + shape[0] + shape[0]

# %% two axes expected | error | - | error
def count_parameters(layers):
    return sum(m * d + m for m, d in layers)

# %% four axes expected | error | - | error
def count_parameters(layers):
    total = 0
    for m, c, h, w in layers:
        total += m * (c * h * w + 1)
    return total

# %% an index that fully connected layers lack | error | - | error
def count_parameters(layers):
    return sum(s[0] * s[1] * s[2] * s[3] + s[0] for s in layers)

# %% arrays expected, not shapes | error | - | error
def count_parameters(layers):
    return sum(W.size + W.shape[0] for W in layers)

# %% an error for an empty network | size | - | error
def count_parameters(layers):
    total = int(np.prod(layers[0])) + layers[0][0]
    for shape in layers[1:]:
        total += int(np.prod(shape)) + shape[0]
    return total

# %% None for an empty network | size | - | kind
# from nested loops: return total => return total or None

# %% one for an empty network | size | - | size, function
# from nested loops: return total => return max(total, 1)

# %% int32 that wraps around | precision | - | offset, precision
def count_parameters(layers):
    total = np.int32(0)
    for shape in layers:
        total = np.int32((int(total) + int(np.prod(shape)) + shape[0]) % 2**24)
    return total

# %% float32, which rounds | precision | - | precision
def count_parameters(layers):
    total = np.float32(0)
    for shape in layers:
        total += np.float32(np.prod(shape)) + np.float32(shape[0])
    return total

# %% in millions | factor | - | factor 1e-6
# from nested loops: return total => return total / 1e6

# %% bytes, not numbers | factor | - | factor 4
# from nested loops: return total => return 4 * total

# %% a list by layer | kind | - | kind
def count_parameters(layers):
    return [int(np.prod(s)) + s[0] for s in layers]

# %% weights and biases apart | kind | - | kind
def count_parameters(layers):
    return sum(int(np.prod(s)) for s in layers), sum(s[0] for s in layers)

# %% a dict by layer | kind | - | kind
def count_parameters(layers):
    return {s: int(np.prod(s)) + s[0] for s in layers}

# %% text | kind | - | kind
# from nested loops: return total => return f"{total:,}"

# %% printed | kind | - | kind
# from nested loops: return total => print(total)

# %% a generator | kind | - | kind
def count_parameters(layers):
    return (int(np.prod(s)) + s[0] for s in layers)

# %% an array with one number | kind | - | kind
# from nested loops: return total => return np.array([total])

# %% adds to earlier networks | state | state-kept | state
sums = []


def count_parameters(layers):
    for shape in layers:
        sums.append(int(np.prod(shape)) + shape[0])
    return sum(sums)

# %% remembered by the number of layers | state | state-kept | state
known = {}


def count_parameters(layers):
    return known.setdefault(len(layers), sum(int(np.prod(s)) + s[0] for s in layers))

# %% empties the list that it was given | mutation | input-destroyed | mutates
def count_parameters(layers):
    total = 0
    while layers:
        shape = layers.pop()
        total += int(np.prod(shape)) + shape[0]
    return total

# %% right: one more input for the bias
def count_parameters(layers):
    return sum(m * (int(np.prod(rest)) + 1) for m, *rest in layers)

# %% right: while loop, pops from a copy
def count_parameters(layers):
    todo, total = list(layers), 0
    while todo:
        shape = todo.pop()
        n = shape[0]
        for size in shape[1:]:
            n = n * size
        total = total + n + shape[0]
    return total

# %% biases by the number of axes | number | - | terms
def count_parameters(layers):
    total = 0
    for shape in layers:
        total += np.prod(shape) + len(shape)
    return total

# %% the kernel's pixels forgotten | number | - | size, terms
def count_parameters(layers):
    total = 0
    for shape in layers:
        M, D = shape[0], shape[1]
        total += M * D + M
    return total

# %% pairs of neighbours, as of a chain of sizes | number | - | constant
def count_parameters(layers):
    total = 0
    for before, after in zip(layers, layers[1:]):
        total += before[0] * after[0] + after[0]
    return total

# %% no biases in the last layer | number | - | terms
def count_parameters(layers):
    return sum(int(np.prod(s)) for s in layers) + sum(s[0] for s in layers[:-1])

# %% the largest size's biases | number | - | size
def count_parameters(layers):
    return sum(int(np.prod(s)) + max(s) for s in layers)

# %% two axes multiplied, then the other two added | number | - | terms
def count_parameters(layers):
    total = 0
    for shape in layers:
        if len(shape) == 2:
            M, D = shape
            total += M * D + M
        else:
            M, C, h, w = shape
            total += M * C * (h + w) + M
    return total

# %% kernels of 3 by 3 always | number | - | terms
def count_parameters(layers):
    total = 0
    for shape in layers:
        if len(shape) == 4:
            M, C = shape[:2]
            total += M * C * 9 + M
        else:
            M, D = shape
            total += M * D + M
    return total

# %% the bias multiplied in, as one more output | number | - | comes to
def count_parameters(layers):
    total = 0
    for shape in layers:
        weights = 1
        for size in shape:
            weights *= size
        total += weights * shape[0]
    return total

# %% one more for each size | number | - | offset
def count_parameters(layers):
    total = 0
    for shape in layers:
        p = 1
        for size in shape:
            p *= size + 1
        total += p
    return total

# %% M and D exchanged where there are two | number | - | terms
def count_parameters(layers):
    total = 0
    for shape in layers:
        if len(shape) == 2:
            D, M = shape
            total += D * M + M
        else:
            M, C, h, w = shape
            total += M * C * h * w + M
    return total

# %% total multiplied, not added | number | - | one by one
def count_parameters(layers):
    total = 1
    for shape in layers:
        total *= int(np.prod(shape)) + shape[0]
    return total
