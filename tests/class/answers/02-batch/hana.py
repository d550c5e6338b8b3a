# lets reshape find the number of features: stops at a batch of none, and is right elsewhere
# %% by_hand_answer
y_by_hand = [[2, -4], [8, 3]]

# %% shapes_answer
x_flat_shape = (16, 800)
W_shape = (500, 800)
y_shape = (16, 500)

# %% linear_forward_answer
def linear_forward(x, W, b):
    return x.reshape(len(x), -1) @ W.T + b

# %% digits_answer
scores = linear_forward(x, W, b)
digits_read = scores.argmax(axis=1)
accuracy = float((digits_read == target).mean())
