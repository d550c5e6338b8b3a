# right: einsum, answers as tuples and arrays, the pixel from a flat index
# %% upstream_by_hand_answer
grad_y_by_hand = (2.0, -1.0, 3.0)

# %% by_hand_answer
grad_x_by_hand = np.array([2, -1, 3]) @ np.array([[1, 2], [-1, 3], [2, -2]])

# %% own
# Along the first weight of each row: 2·1 + 1 + 6.
print(grad_x_by_hand)

# %% change_by_hand_answer
loss_change = 0.01 * grad_x_by_hand[1]

# %% grad_x_answer
def grad_x(grad_y, W):
    return np.einsum("ni,ij->nj", grad_y, W)

# %% saliency_answer
grad_scores = np.eye(10)[[9]] - np.eye(10)[[8]]
saliency = grad_x(grad_scores, W).reshape(8, 8)
pixel = divmod(int(abs(saliency).argmax()), 8)

# %% ink_answer
ink = 2.18
