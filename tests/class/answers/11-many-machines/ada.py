# right: computes the whole first where nothing is lost by it, and splits the result
# %% parts_answer
parts_by_hand = (50, 250)
y_by_hand = 50 + 250 + 5

# %% mean_answer
gradient_by_hand = 5

# %% softmax_answer
largest_by_hand = 2.08
sums_by_hand = np.array([0.5, 1.125])

# %% split_forward_answer
def split_forward(x, W, b, axis, p):
    if axis == "N":
        return [part @ W.T + b for part in np.split(x, p)]
    if axis == "M":
        return [x @ w.T + c for w, c in zip(np.split(W, p), np.split(b, p))]
    parts = [a @ w.T for a, w in zip(np.split(x, p, 1), np.split(W, p, 1))]
    return [np.sum(parts, axis=0) + b for _ in range(p)]

# %% split_backward_answer
def split_backward(grad_y, x, W, axis, p):
    whole = grad_y @ W, grad_y.T @ x, grad_y.sum(axis=0)
    split = {"N": (0, None, None), "M": (None, 0, 0), "D": (1, 1, None)}[axis]
    held = [[g] * p if k is None else np.split(g, p, axis=k) for g, k in zip(whole, split)]
    return list(zip(*held))

# %% ring_answer
def all_reduce_numbers(n, in_features, out_features, axis, p):
    if axis == "N":
        total = out_features * (in_features + 1)
    else:
        total = n * (in_features if axis == "M" else out_features)
    return 2 * (1 - 1 / p) * total

# %% cheapest_answer
cheapest_large, cheapest_small = "N", "M"

# %% sharded_answer
kept_weights = 294912
sharded_numbers = 6193152

# %% grid_answer
def busiest(a):
    c = 64 // a
    return (a - 1) / a * 4096 * 8192 / c + (c - 1) / c * 2048 * 4096 / a


token_parts = min([1, 2, 4, 8, 16, 32, 64], key=busiest)

# %% two_layers_answer
def two_layers_split(x, W1, b1, W2, b2, p):
    y = b2
    for w1, c1, w2 in zip(np.split(W1, p), np.split(b1, p), np.split(W2, p, axis=1)):
        y = y + np.maximum(x @ w1.T + c1, 0) @ w2.T
    return y
