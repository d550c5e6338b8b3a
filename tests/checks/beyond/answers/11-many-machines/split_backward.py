# %% right: from the whole gradients
def split_backward(grad_y, x, W, axis, p):
    grad_x, grad_W, grad_b = grad_y @ W, grad_y.T @ x, grad_y.sum(axis=0)
    if axis == "N":
        return [(part, grad_W.copy(), grad_b.copy()) for part in np.split(grad_x, p)]
    if axis == "M":
        return [
            (grad_x.copy(), weights, biases)
            for weights, biases in zip(np.split(grad_W, p), np.split(grad_b, p))
        ]
    parts = zip(np.split(grad_x, p, axis=1), np.split(grad_W, p, axis=1))
    return [(inputs, weights, grad_b.copy()) for inputs, weights in parts]

# %% grad_W averaged | factor | - | factor, others
# from from the whole gradients: grad_y.T @ x, => grad_y.T @ x / len(x),

# %% grad_b averaged | factor | grad-b-mean | factor, others
# from from the whole gradients: grad_y.sum(axis=0) => grad_y.mean(axis=0)

# %% grad_x twice | factor | - | factor 2, others
# from from the whole gradients: grad_y @ W, => 2 * grad_y @ W,

# %% grad_x with a minus | sign | sign | factor -1, others
# from from the whole gradients: grad_y @ W, => -grad_y @ W,

# %% grad_b of the last sample | part | grad-b-last-sample | others, size, as if
# from from the whole gradients: grad_y.sum(axis=0) => grad_y[-1]

# %% grad_b is all ones | constant | grad-b-ones | constant, others
# from from the whole gradients: grad_y.sum(axis=0) => np.ones(len(W))

# %% weight decay | offset | weight-decay-inside | offset, others, zeros, depends
# from from the whole gradients: grad_y.T @ x, => grad_y.T @ x + 0.1 * W,

# %% the input's signs alone | function | - | as if, others
# from from the whole gradients: grad_y.T @ x, => grad_y.T @ np.sign(x),

# %% grad_W does not use grad_y | formula | grad-W-ignores-upstream | ignores grad_y, as if, others
# from from the whole gradients: grad_y.T @ x, => np.ones_like(grad_y).T @ x,

# %% two gradients | kind | - | kind, shape
# from from the whole gradients: return [(inputs, weights, grad_b.copy()) for inputs, weights in parts] => return [(inputs, weights) for inputs, weights in parts]

# %% grad_W and grad_x exchanged | order | order-swapped | shape, choice, others
# from from the whole gradients: return [(part, grad_W.copy(), grad_b.copy()) => return [(grad_W.copy(), part, grad_b.copy())

# %% right: dot products of slices
def split_backward(grad_y, x, W, axis, p):
    parts = []
    for k in range(p):
        def cut(a, ax):
            return np.split(a, p, axis=ax)[k]
        if axis == "N":
            parts.append((cut(grad_y, 0) @ W, grad_y.T @ x, grad_y.sum(0)))
        elif axis == "M":
            parts.append((grad_y @ W, cut(grad_y, 1).T @ x, cut(grad_y.sum(0), 0)))
        else:
            parts.append((grad_y @ cut(W, 1), grad_y.T @ cut(x, 1), grad_y.sum(0)))
    return parts

# %% right: lists for tuples
def split_backward(grad_y, x, W, axis, p):
    gx, gW, gb = grad_y @ W, grad_y.T @ x, grad_y.sum(axis=0)
    if axis == "N":
        return [[part, gW, gb] for part in np.split(gx, p)]
    if axis == "M":
        return [[gx, w, c] for w, c in zip(np.split(gW, p), np.split(gb, p))]
    return [[c, w, gb] for c, w in zip(np.split(gx, p, 1), np.split(gW, p, 1))]

# %% own grad_W over N | part | - | machines
# from dot products of slices: (cut(grad_y, 0) @ W, grad_y.T @ x, grad_y.sum(0)) => (cut(grad_y, 0) @ W, cut(grad_y, 0).T @ cut(x, 0), grad_y.sum(0))

# %% own grad_x over M | part | all-reduce-missing | -
# from dot products of slices: (grad_y @ W, cut(grad_y, 1).T @ x => (cut(grad_y, 1) @ cut(W, 0), cut(grad_y, 1).T @ x

# %% whole grad_b over M | shape | - | machines, shape
# from dot products of slices: cut(grad_y.sum(0), 0) => grad_y.sum(0)

# %% a part of grad_b over D | shape | - | error
# from dot products of slices: grad_y.T @ cut(x, 1), grad_y.sum(0)) => grad_y.T @ cut(x, 1), cut(grad_y, 0).sum(0))

# %% whole grad_x over N | shape | - | machines, shape
# from dot products of slices: (cut(grad_y, 0) @ W, => (grad_y @ W,

# %% grad_b over the outputs | axis | - | others, shape
# from lists for tuples: grad_y.sum(axis=0) => grad_y.sum(axis=1)

# %% grad_b keeps its axis | shape | - | choice, shape
# from dot products of slices: grad_y.T @ cut(x, 1), grad_y.sum(0)) => grad_y.T @ cut(x, 1), grad_y.sum(0, keepdims=True))

# %% grad_W transposed | shape | - | places, shape
# from lists for tuples: grad_y.T @ x => x.T @ grad_y

# %% largest for the sum in grad_b | max | - | one by one, others
# from lists for tuples: grad_y.sum(axis=0) => grad_y.max(axis=0)

# %% grad_x through the transpose | formula | - | error
# from lists for tuples: grad_y @ W, => grad_y @ W.T,

# %% three lists, not a list of threes | kind | - | kind
def split_backward(grad_y, x, W, axis, p):
    gx, gW, gb = grad_y @ W, grad_y.T @ x, grad_y.sum(axis=0)
    if axis == "N":
        return np.split(gx, p), [gW] * p, [gb] * p
    if axis == "M":
        return [gx] * p, np.split(gW, p), np.split(gb, p)
    return np.split(gx, p, 1), np.split(gW, p, 1), [gb] * p

# %% a mean over machines of every gradient | factor | - | factor, machines
# from lists for tuples: return [[part, gW, gb] => return [[part / p, gW / p, gb / p]
