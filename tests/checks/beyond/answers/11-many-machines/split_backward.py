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
