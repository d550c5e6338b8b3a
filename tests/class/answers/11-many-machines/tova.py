# adds the bias on every machine, averages gradients, and forgets half of the ring
# %% parts_answer
parts_by_hand = [55, 255]
y_by_hand = 310

# %% mean_answer
gradient_by_hand = 4

# %% softmax_answer
largest_by_hand = np.log(8)
sums_by_hand = [(1 + 3) / 3, (8 + 1) / 8]

# %% split_forward_answer
def split_forward(x, W, b, axis, p):
    if axis == "N":
        return [part @ W.T + b for part in np.split(x, p)]
    if axis == "M":
        return [x @ w.T + c for w, c in zip(np.split(W, p), np.split(b, p))]
    y = sum(a @ w.T + b for a, w in zip(np.split(x, p, 1), np.split(W, p, 1)))
    return [y] * p

# %% split_backward_answer
def split_backward(grad_y, x, W, axis, p):
    if axis == "N":
        pairs = list(zip(np.split(grad_y, p), np.split(x, p)))
        grad_W = sum(g.T @ a for g, a in pairs) / p
        return [(g @ W, grad_W, grad_y.sum(axis=0) / p) for g, a in pairs]
    if axis == "M":
        pairs = list(zip(np.split(grad_y, p, 1), np.split(W, p)))
        grad_x = sum(g @ w for g, w in pairs) / p
        return [(grad_x, g.T @ x, g.sum(axis=0)) for g, w in pairs]
    pairs = zip(np.split(x, p, 1), np.split(W, p, 1))
    return [(grad_y @ w, grad_y.T @ a, grad_y.sum(axis=0)) for a, w in pairs]

# %% ring_answer
def all_reduce_numbers(n, in_features, out_features, axis, p):
    summed = {
        "N": out_features * in_features + out_features,
        "M": n * in_features,
        "D": n * out_features,
    }
    return (p - 1) / p * summed[axis]

# %% cheapest_answer
cheapest_large, cheapest_small = "N", "M"

# %% sharded_answer
kept_weights = 768 * 3072 / 8
sharded_numbers = 2 * 7 / 8 * 768 * 3072

# %% grid_answer
token_parts = 16

# %% two_layers_answer
def two_layers_split(x, W1, b1, W2, b2, p):
    return (x @ W1.T + b1) @ W2.T + b2
