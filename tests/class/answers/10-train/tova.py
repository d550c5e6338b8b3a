# takes the logarithm to base 10, exponentiates without a shift, and stops there
# %% by_hand_answer
first_loss = 0.602
gradient = [0.25, 0.25, -0.75, 0.25]

# %% softmax_cross_entropy_answer
def softmax_cross_entropy(scores, target):
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    rows = np.arange(len(p))
    loss = -np.log(p[rows, target]).mean()
    p[rows, target] -= 1
    return loss, p / len(p)
