# takes the mean over the batch in the layer
# %% outer_by_hand_answer
outer_by_hand = [[2, -1], [-4, 2], [6, -3]]

# %% by_hand_answer
grad_W_by_hand = [[4, 7], [-3, 6], [5, -7]]

# %% grad_W_answer
def grad_W(grad_y, x):
    n = len(x)
    rows = x.reshape(n, int(np.prod(x.shape[1:])))
    return grad_y.T @ rows / n

# %% lenet_answer
ip1_grad_W = grad_W(ip1_grad_y, ip1_x)
ip1_numbers = 500 * 800

# %% step_answer
gradient = grad_W(x @ W.T + b - target, x)
loss_before = loss(W)
predicted_drop = 0.0001 * (gradient**2).sum()
loss_after = loss(W - 0.0001 * gradient)
