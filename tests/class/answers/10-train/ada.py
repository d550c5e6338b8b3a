# right: log-sum-exp, and a diagnosis by what moves
# %% by_hand_answer
first_loss = float(np.log(4))
gradient = [0.25, 0.25, 0.25 - 1, 0.25]

# %% softmax_cross_entropy_answer
def softmax_cross_entropy(scores, target):
    n = len(scores)
    top = scores.max(axis=1, keepdims=True)
    log_p = scores - top - np.log(np.exp(scores - top).sum(axis=1, keepdims=True))
    truth = np.zeros(scores.shape)
    truth[np.arange(n), target] = 1
    return -np.sum(truth * log_p) / n, (np.exp(log_p) - truth) / n

# %% train_step_answer
def train_step(x, target, W1, b1, W2, b2, learning_rate):
    z = linear_forward(x, W1, b1)
    a = relu(z)
    loss, g = softmax_cross_entropy(linear_forward(a, W2, b2), target)
    second = linear_backward(g, a, W2)
    first = linear_backward(relu_backward(second.x, z), x, W1)
    for p, grad in [(W1, first.W), (b1, first.b), (W2, second.W), (b2, second.b)]:
        p -= learning_rate * grad
    return loss

# %% train_answer
def train(x, target):
    rng = np.random.default_rng(11)
    parameters = initialise(64, 32, 10, rng=rng)
    for epoch in range(40):
        for batch in np.array_split(rng.permutation(len(x)), 45):
            train_step(x[batch], target[batch], *parameters, 0.4)
    return parameters

# %% trained_answer
W1, b1, W2, b2 = train(x_train, t_train)
read = linear_forward(relu(linear_forward(x_held_out, W1, b1)), W2, b2).argmax(axis=1)
accuracy = (read == t_held_out).sum() / len(read)

# %% own
print(accuracy)

# %% diagnose_answer
def diagnose(log):
    loss, accuracy, norm = log["loss"], log["accuracy"], log["W1_norm"]
    if any(value is None or value > 1e9 for value in loss):
        return "sign"
    moves = max(norm) - min(norm)
    if max(norm) == 0:
        return "zero-initialised"
    if moves == 0:
        return "learning-rate-too-large" if norm[0] > 30 else "updated-copy"
    if max(norm) > 60:
        return "gradients-accumulate" if norm[-1] > 3 * norm[0] else "learning-rate-too-large"
    if max(accuracy[-3:]) < 0.3:
        return "labels-shuffled"
    return "healthy" if accuracy[3] > 0.85 else "grad-W-mean-twice"
