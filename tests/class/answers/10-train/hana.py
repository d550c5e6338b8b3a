# updates copies: W1 = W1 - ... gives the caller nothing, so the network does not learn;
# and takes the logarithm of a probability that may be 0
# %% by_hand_answer
first_loss = 1.386
gradient = [0.25, 0.25, -0.75, 0.25]

# %% softmax_cross_entropy_answer
def softmax_cross_entropy(scores, target):
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    rows = np.arange(len(p))
    loss = -np.log(p[rows, target]).mean()
    p[rows, target] -= 1
    return loss, p / len(p)

# %% train_step_answer
def train_step(x, target, W1, b1, W2, b2, learning_rate):
    z = linear_forward(x, W1, b1)
    a = relu(z)
    loss, g = softmax_cross_entropy(linear_forward(a, W2, b2), target)
    grad_a, grad_W2, grad_b2 = linear_backward(g, a, W2)
    _, grad_W1, grad_b1 = linear_backward(relu_backward(grad_a, z), x, W1)
    W1 = W1 - learning_rate * grad_W1
    b1 = b1 - learning_rate * grad_b1
    W2 = W2 - learning_rate * grad_W2
    b2 = b2 - learning_rate * grad_b2
    return loss

# %% train_answer
def train(x, target):
    rng = np.random.default_rng(0)
    W1, b1, W2, b2 = initialise(64, 32, 10, rng=rng)
    for epoch in range(3):
        train_step(x, target, W1, b1, W2, b2, 0.5)
    return W1, b1, W2, b2

# %% trained_answer
W1, b1, W2, b2 = train(x_train, t_train)
accuracy = 0.1

# %% diagnose_answer
def diagnose(log):
    if None in log["loss"]:
        return "sign"
    if log["W1_norm"][-1] == 0:
        return "zero-initialised"
    if log["W1_norm"][0] == log["W1_norm"][-1]:
        return "updated-copy" if log["W1_norm"][0] < 20 else "learning-rate-too-large"
    if log["W1_norm"][-1] > 50:
        return "gradients-accumulate" if log["W1_norm"][-1] > 2 * log["W1_norm"][0] else "learning-rate-too-large"
    if log["accuracy"][-1] < 0.3:
        return "labels-shuffled"
    return "healthy" if log["accuracy"][-1] > 0.92 else "grad-W-mean-twice"
