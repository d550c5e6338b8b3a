# forgets the bias by hand, takes W the other way round, and reads along the wrong axis
# %% by_hand_answer
y_by_hand = [[1, -2], [7, 5]]

# %% shapes_answer
x_flat_shape = (16, 800)
W_shape = (800, 500)
y_shape = (16, 500)

# %% linear_forward_answer
def linear_forward(x, W, b):
    return np.dot(x.reshape(x.shape[0], W.shape[1]), W) + b

# %% digits_answer
scores = x @ W.T + b
digits_read = scores.argmax(axis=0)
