# signs turned round by hand, W transposed in the function, and nothing after it
# %% upstream_by_hand_answer
grad_y_by_hand = [2, -1, 3]

# %% by_hand_answer
grad_x_by_hand = [-9, 5]

# %% change_by_hand_answer
loss_change = 0.05

# %% grad_x_answer
def grad_x(grad_y, W):
    return grad_y @ W.T
