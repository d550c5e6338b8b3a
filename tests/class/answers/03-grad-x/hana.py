# divides by the batch: right for one sample, and so for the image
# %% upstream_by_hand_answer
grad_y_by_hand = [2, -1, 3]

# %% by_hand_answer
grad_x_by_hand = [9, -5]

# %% change_by_hand_answer
loss_change = -0.05

# %% grad_x_answer
def grad_x(grad_y, W):
    n = grad_y.shape[0]
    return grad_y @ W / max(n, 1)

# %% saliency_answer
grad_scores = np.zeros((1, 10))
grad_scores[0][9] = 1
grad_scores[0][8] = -1
saliency = grad_x(grad_scores, W).reshape(8, 8)
pixel = (5, 2)

# %% ink_answer
ink = margin / -saliency[5, 2]
