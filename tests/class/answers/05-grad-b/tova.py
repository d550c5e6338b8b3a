# takes the mean by hand and in grad_b, and flattens no images; no class, so no training
# %% by_hand_answer
grad_b_by_hand = [2, 1]
# %% mean_by_hand_answer
grad_b_of_mean = [2, 1]
# %% grad_b_answer
def grad_b(grad_y):
    return grad_y.mean(axis=0)
# %% linear_backward_answer
def linear_backward(grad_y, x, W):
    return grad_y @ W, grad_y.T @ x, grad_y.sum(axis=0)
