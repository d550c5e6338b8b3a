# divides by one step, has not written the checker, and guesses the rest
# %% by_hand_answer
forward_estimate = 15.25
central_estimate = 24.5
line_estimate = 3

# %% numerical_gradient_answer
def numerical_gradient(f, x, eps):
    x = np.array(x, float)
    grad = np.zeros_like(x)
    for i in np.ndindex(*x.shape):
        step = np.zeros_like(x)
        step[i] = eps
        grad[i] = (f(x + step) - f(x - step)) / eps
    return grad

# %% colleagues_answer
verdicts = [True, False, False]
