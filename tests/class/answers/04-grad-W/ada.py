# right: a sum of outer products, by hand too
# %% outer_by_hand_answer
outer_by_hand = np.outer([1, -2, 3], [2, -1])

# %% by_hand_answer
grad_W_by_hand = outer_by_hand + np.outer([2, 1, -1], [1, 4])

# %% grad_W_answer
def grad_W(grad_y, x):
    total = np.zeros((grad_y.shape[1], np.prod(x.shape[1:], dtype=int)))
    for g, sample in zip(grad_y, x):
        total += np.outer(g, sample.ravel())
    return total

# %% lenet_answer
ip1_grad_W = grad_W(ip1_grad_y, ip1_x)
rows, columns = ip1_grad_W.shape
ip1_numbers = rows * columns

# %% own
print("as many as weights:", ip1_numbers)

# %% step_answer
eta = 1e-4
scores = x @ W.T + b
downhill = -grad_W(scores - target, x)
loss_before = loss(W)
loss_after = loss(W + eta * downhill)
predicted_drop = eta * np.sum(downhill * downhill)
