# right: one einsum, and the flattening by the size that W gives
# %% by_hand_answer
y_by_hand = np.array([[2, -4], [8, 3]])

# %% shapes_answer
x_flat_shape = (16, 50 * 4 * 4)
W_shape = [500, 800]
y_shape = (16, 500)

# %% linear_forward_answer
def linear_forward(x, W, b):
    out_features, in_features = W.shape
    samples = np.reshape(x, (x.shape[0], in_features))
    return np.einsum("nj,ij->ni", samples, W) + b

# %% own
print(linear_forward(np.zeros((2, 3)), np.ones((4, 3)), np.arange(4)))

# %% digits_answer
scores = linear_forward(x, W, b)
digits_read = np.argmax(scores, axis=1)
accuracy = sum(digits_read == target) / 797
