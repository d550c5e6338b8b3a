# the second sample alone by hand, no function yet, and a step uphill without it
# %% outer_by_hand_answer
outer_by_hand = [[2, -1], [-4, 2], [6, -3]]

# %% by_hand_answer
grad_W_by_hand = [[2, 8], [1, 4], [-1, -4]]

# %% lenet_answer
ip1_grad_W = grad_W(ip1_grad_y, ip1_x)
ip1_numbers = 400_000

# %% step_answer
gradient = (x @ W.T + b - target).T @ x
loss_before = loss(W)
predicted_drop = 0.0001 * (gradient**2).sum()
loss_after = loss(W + 0.0001 * gradient)
