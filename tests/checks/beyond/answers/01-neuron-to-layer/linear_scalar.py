# %% right: index loops
def linear_scalar(x, W, b):
    y = []
    for i in range(len(W)):
        total = b[i]
        for j in range(len(x)):
            total += W[i][j] * x[j]
        y.append(total)
    return y

# %% right: a list filled in place
def linear_scalar(x, W, b):
    y = [0.0] * len(W)
    for i in range(len(W)):
        for j in range(len(x)):
            y[i] = y[i] + W[i][j] * x[j]
        y[i] = y[i] + b[i]
    return y

# %% right: fractions
from fractions import Fraction


def linear_scalar(x, W, b):
    return [sum((Fraction(w) * Fraction(v) for w, v in zip(row, x)), Fraction(bias)) for row, bias in zip(W, b)]

# %% right: exact sums
import math


def linear_scalar(x, W, b):
    return [math.fsum([bias, *(w * v for w, v in zip(row, x))]) for row, bias in zip(W, b)]

# %% right: recursion over the inputs
def linear_scalar(x, W, b):
    if not x:
        return list(b)
    rest = linear_scalar(x[1:], [row[1:] for row in W], b)
    return [row[0] * x[0] + value for row, value in zip(W, rest)]

# %% right: a generator joined by tuple
def linear_scalar(x, W, b):
    def outputs():
        for row, bias in zip(W, b):
            total = 0.0
            for w, v in zip(row, x):
                total += w * v
            yield total + bias

    return tuple(outputs())

# %% right: operator.mul and accumulate
from itertools import accumulate
from operator import mul


def linear_scalar(x, W, b):
    return [list(accumulate(map(mul, row, x), initial=bias))[-1] for row, bias in zip(W, b)]

# %% right: einsum with optimize
def linear_scalar(x, W, b):
    import numpy as np

    return np.einsum("oi,i->o", np.array(W, float), np.array(x, float), optimize=True) + b

# %% right: a subclass of ndarray
import numpy as np


class Vector(np.ndarray):
    pass


def linear_scalar(x, W, b):
    return (np.array(W) @ np.array(x) + np.array(b)).view(Vector)

# %% right: a subclass of list
class Outputs(list):
    pass


def linear_scalar(x, W, b):
    y = Outputs()
    for k in range(len(W)):
        y.append(b[k] + sum(W[k][m] * x[m] for m in range(len(x))))
    return y

# %% right: NumPy scalars in a list
import numpy as np


def linear_scalar(x, W, b):
    return [np.float64(bias) + np.dot(row, x) for row, bias in zip(W, b)]

# %% right: transposed twice
def linear_scalar(x, W, b):
    columns = list(zip(*W))
    y = [float(bias) for bias in b]
    for value, column in zip(x, columns):
        y = [old + value * w for old, w in zip(y, column)]
    return y

# %% right: long double
import numpy as np


def linear_scalar(x, W, b):
    return np.add.reduce(np.multiply(W, x, dtype=np.longdouble), axis=1) + b

# %% right: numbers spelt out in base eight
def linear_scalar(x, W, b):
    scaled = [[int(64 * w) for w in row] for row in W]
    inputs = [int(64 * v) for v in x]
    return [sum(w * v for w, v in zip(row, inputs)) / 4096 + bias for row, bias in zip(scaled, b)]

# %% half as large | factor | - | factor 1/2
# from index loops: y.append(total) => y.append(total / 2)

# %% twice as large | factor | - | factor 2
# from index loops: y.append(total) => y.append(2 * total)

# %% divided by the number of outputs | factor | - | factor 1/M
# from index loops: y.append(total) => y.append(total / len(W))

# %% times the number of inputs | factor | - | factor D
# from index loops: y.append(total) => y.append(total * len(x))

# %% the weights' sum of squares taken out | factor | - | factor by row, at zero, depends, nonlinear
# from index loops: y.append(total) => y.append(total / sum(w * w for w in W[i]))

# %% the products twice, the bias once | offset | - | offset, as if
# from index loops: W[i][j] * x[j] => 2 * W[i][j] * x[j]

# %% the bias twice | offset | - | offset, as if
# from index loops: total = b[i] => total = 2 * b[i]

# %% the last bias for all | offset | - | offset, part, as if
# from index loops: total = b[i] => total = b[-1]

# %% the biases shifted by one | offset | - | offset, as if
# from index loops: total = b[i] => total = b[i - 1]

# %% the biases reversed | offset | - | offset, as if
# from index loops: total = b[i] => total = b[-1 - i]

# %% all biases for each output | offset | - | offset, as if
# from index loops: total = b[i] => total = sum(b)

# %% ones for biases | offset | - | offset, as if
# from index loops: total = b[i] => total = 1

# %% the mean bias | offset | - | offset, as if
# from index loops: total = b[i] => total = sum(b) / len(b)

# %% the bias in the first output only | offset | - | part, as if
# from index loops: total = b[i] => total = b[0] if i == 0 else 0

# %% the bias multiplied | formula | - | at zero
# from a list filled in place: y[i] = y[i] + b[i] => y[i] = y[i] * b[i]

# %% the bias with each product but the first | offset | bias-per-product | offset
# from index loops: total += W[i][j] * x[j] => total += W[i][j] * x[j] + b[i] * (j > 0)

# %% the opposite order | places | - | places reversed
# from index loops: return y => return y[::-1]

# %% inserted at the front | places | - | places reversed
# from index loops: y.append(total) => y.insert(0, total)

# %% sorted | places | - | places sorted
# from index loops: return y => return sorted(y)

# %% the inputs in the opposite order | places | - | as if
# from index loops: x[j] => x[-1 - j]

# %% each weight takes the next input | places | - | as if
# from index loops: x[j] => x[j - 1]

# %% each output takes the next row | places | - | as if
# from index loops: W[i][j] => W[i - 1][j]

# %% rolled by one | places | - | places rolled
# from index loops: return y => return y[1:] + y[:1]

# %% absolute values | function | - | function absolute
# from index loops: y.append(total) => y.append(abs(total))

# %% a leaky ReLU | function | - | function clipped, part
# from index loops: y.append(total) => y.append(total if total > 0 else 0.1 * total)

# %% a step: 1 where positive | function | - | function sign, always
# from index loops: y.append(total) => y.append(1 if total > 0 else 0)

# %% a sigmoid, as a neuron had | function | - | function squashed
# from index loops: y.append(total) => y.append(1 / (1 + 2.718281828459045 ** -total))

# %% rounded | function | output-dtype-of-input | function rounded
# from index loops: y.append(total) => y.append(round(total))

# %% rounded to two decimals | function | - | function rounded
# from index loops: y.append(total) => y.append(round(total, 2))

# %% whole numbers by division | function | output-dtype-of-input | function rounded
# from index loops: y.append(total) => y.append(total // 1)

# %% the largest product, not the sum | inner | - | depends, nonlinear
# from index loops: total += W[i][j] * x[j] => total = max(total, b[i] + W[i][j] * x[j])

# %% products of all | inner | - | at zero
# from index loops: total += W[i][j] * x[j] => total *= W[i][j] * x[j]

# %% plus for times | inner | - | at zero, depends
# from index loops: W[i][j] * x[j] => W[i][j] + x[j]

# %% minus for plus | inner | - | as if
# from index loops: total += => total -=

# %% only positive products | inner | - | nonlinear
# from index loops: total += W[i][j] * x[j] => total += max(0, W[i][j] * x[j])

# %% the inputs squared | inner | - | as if
# from index loops: W[i][j] * x[j] => W[i][j] * x[j] ** 2

# %% the weight to the power of the input | inner | - | error, kind
# from index loops: W[i][j] * x[j] => W[i][j] ^ x[j]

# %% the weight cut to a whole number | inner | - | as if
# from index loops: W[i][j] * x[j] => int(W[i][j]) * x[j]

# %% every second input | part | - | as if
# from index loops: range(len(x)) => range(0, len(x), 2)

# %% inputs up to the output's number | part | - | as if
# from index loops: range(len(x)) => range(min(i + 1, len(x)))

# %% without the input of the same number | part | - | depends
# from index loops: total += W[i][j] * x[j] => total += W[i][j] * x[j] if i != j else 0

# %% every second output | part | - | shape, size
# from index loops: range(len(W)) => range(0, len(W), 2)

# %% breaks once the total is negative | control | - | size, depends, nonlinear
# from index loops: total += W[i][j] * x[j] => total += W[i][j] * x[j]\n            if total < 0:\n                break

# %% the total goes on, with the bias | running total | total-not-reset | -
# from a list filled in place: y[i] = y[i] + b[i] => y[i] = y[i] + b[i] + (y[i - 1] if i else 0)

# %% outputs fed back as inputs | running total | - | part, size
# from index loops: x[j] => (y[j] if j < len(y) else x[j])

# %% only the last output | shape | - | shape, part
# from index loops: return y => return y[-1:]

# %% the sum of all outputs | kind | - | kind
# from index loops: return y => return sum(y)

# %% a list in a list | shape | - | kind, shape
# from index loops: return y => return [y]

# %% each output in a list | kind | - | kind
# from index loops: y.append(total) => y.append([total])

# %% the bias appended too | shape | - | shape
# from index loops: y.append(total) => y.append(total)\n        y.append(b[i])

# %% the output beside its number | kind | - | kind
# from index loops: y.append(total) => y.append((i, total))

# %% a dict | kind | - | kind
# from index loops: return y => return dict(enumerate(y))

# %% a generator | kind | - | kind
# from index loops: return y => return (v for v in y)

# %% a set | kind | - | kind
# from index loops: return y => return set(y)

# %% text | kind | - | kind
# from index loops: y.append(total) => y.append(str(total))

# %% printed | kind | - | kind
# from index loops: return y => print(y)

# %% returns append's None | kind | - | kind
def linear_scalar(x, W, b):
    y = []
    for i in range(len(W)):
        total = b[i]
        for j in range(len(x)):
            total += W[i][j] * x[j]
        y = y.append(total) or y
    return y.sort()

# %% assigns what append returns | error | - | error
# from index loops: y.append(total) => y = y.append(total)

# %% booleans | kind | - | kind
# from index loops: y.append(total) => y.append(total > 0)

# %% complex numbers | kind | - | kind
# from index loops: total = b[i] => total = b[i] + 0j

# %% y and x | kind | - | kind, shape
# from index loops: return y => return y, x

# %% a column | shape | - | kind, shape
def linear_scalar(x, W, b):
    import numpy as np

    return np.array(W) @ np.array(x)[:, None] + np.array(b)[:, None]

# %% one column too few in NumPy: a number for one output | size | - | kind, size
def linear_scalar(x, W, b):
    import numpy as np

    return (np.array(W) @ np.array(x) + np.array(b)).squeeze()

# %% an old matrix | kind | - | kind, shape
def linear_scalar(x, W, b):
    import numpy as np

    return np.matrix(W).dot(x) + b

# %% masked | kind | - | kind
def linear_scalar(x, W, b):
    import numpy as np

    return np.ma.masked_less(np.array(W) @ np.array(x) + b, 0)

# %% one list returned every time | aliasing | state-kept | state, alias
result = []


def linear_scalar(x, W, b):
    result.clear()
    for row, bias in zip(W, b):
        result.append(bias + sum(w * v for w, v in zip(row, x)))
    return result

# %% remembered by the inputs | state | state-kept | state, ignores W
seen = {}


def linear_scalar(x, W, b):
    key = tuple(x)
    if key not in seen:
        seen[key] = [bias + sum(w * v for w, v in zip(row, x)) for row, bias in zip(W, b)]
    return seen[key]

# %% remembered by the number of outputs | state | state-kept | state, ignores
seen = {}


def linear_scalar(x, W, b):
    if len(W) not in seen:
        seen[len(W)] = [bias + sum(w * v for w, v in zip(row, x)) for row, bias in zip(W, b)]
    return seen[len(W)]

# %% x reversed where it lies, in the first call only | mutation | input-destroyed | mutates
done = []


def linear_scalar(x, W, b):
    y = [bias + sum(w * v for w, v in zip(row, x)) for row, bias in zip(W, b)]
    if not done:
        done.append(1)
        x.reverse()
    return y

# %% b emptied by pop | mutation | weights-destroyed | mutates
def linear_scalar(x, W, b):
    return [sum(w * v for w, v in zip(row, x)) + b.pop(0) for row in W]

# %% W emptied by pop | mutation | weights-destroyed | mutates
def linear_scalar(x, W, b):
    y = []
    while W:
        row = W.pop(0)
        y.append(sum(w * v for w, v in zip(row, x)) + b[len(y)])
    return y

# %% x turned into floats where it lies | mutation | input-destroyed | mutates
def linear_scalar(x, W, b):
    for j in range(len(x)):
        x[j] = float(x[j])
    return [sum(w * v for w, v in zip(row, x)) + bias for row, bias in zip(W, b)]

# %% a single neuron | shape | returned-too-early | shape
def linear_scalar(x, W, b):
    return [sum(W[0][j] * x[j] for j in range(len(x))) + b[0]]

# %% a single neuron, as a number | kind | - | kind
def linear_scalar(x, W, b):
    return sum(W[0][j] * x[j] for j in range(len(x))) + b[0]

# %% W as one long list | index | - | error
# from index loops: W[i][j] => W[i * len(x) + j]

# %% NumPy's index on lists | error | - | error
# from index loops: W[i][j] => W[i, j]

# %% a row times a list | error | - | error
def linear_scalar(x, W, b):
    return [row * x + bias for row, bias in zip(W, b)]

# %% a product of lists by matmul | error | - | error
def linear_scalar(x, W, b):
    return W @ x + b

# %% an index past the end | error | - | error
# from index loops: range(len(x)) => range(len(x) + 1)

# %% counted from one | error | - | error
# from index loops: range(len(W)) => range(1, len(W) + 1)

# %% range of a list | error | - | error
# from index loops: range(len(x)) => range(x)

# %% a name never set | error | - | error
# from index loops: total = b[i] => pass

# %% the row for the index | error | - | error
# from index loops: range(len(W)) => W

# %% as many outputs as inputs, the missing ones zero | size | square-assumed | shape
def linear_scalar(x, W, b):
    y = [0.0] * len(x)
    for i in range(min(len(W), len(x))):
        y[i] = b[i] + sum(W[i][j] * x[j] for j in range(len(x)))
    return y

# %% W used by columns where that fits | size | forward-untransposed square-assumed | zeros, depends
# from index loops: W[i][j] => (W[j][i] if len(W) == len(x) else W[i][j])

# %% wrong for one input | size | - | size, as if
# from index loops: y.append(total) => y.append(total if len(x) > 1 else W[i][0] * x[0])

# %% only integers are taken | size | - | error
# from index loops: W[i][j] * x[j] => W[i][j] * x[j].numerator

# %% the indices exchanged in the loops | index | - | error, zeros, depends
# from index loops: total += W[i][j] * x[j] => total += W[j][i] * x[i]

# %% the bias by the inner index | index | - | error, offset
# from index loops: total += W[i][j] * x[j] => total += W[i][j] * x[j] + b[j]
