# right: unit steps, and a checker that tries four sizes
# %% by_hand_answer
forward_estimate = (2.5**3 - 8) / 0.5
central_estimate = 15.625 - 3.375
line_estimate = 3.0

# %% numerical_gradient_answer
def numerical_gradient(f, x, eps):
    x = np.asarray(x, dtype=float)
    steps = (eps * np.eye(x.size)).reshape(x.size, *x.shape)
    slopes = [(f(x + step) - f(x - step)) / (2 * eps) for step in steps]
    return np.array(slopes).reshape(x.shape)

# %% is_correct_answer
def is_correct(forward, backward):
    rng = np.random.default_rng(7)
    for n, d, m in [(2, 3, 4), (4, 3, 2), (3, 3, 3), (5, 1, 2)]:
        x, W, b = rng.normal(size=(n, d)), rng.normal(size=(m, d)), rng.normal(size=m)
        g = rng.normal(size=(n, m))
        losses = [
            (lambda v: np.sum(g * forward(v, W, b)), x),
            (lambda v: np.sum(g * forward(x, v, b)), W),
            (lambda v: np.sum(g * forward(x, W, v)), b),
        ]
        for _ in range(2):
            try:
                grads = backward(g, x, W)
            except Exception:
                return False
            for (loss, value), grad in zip(losses, grads):
                numerical = numerical_gradient(loss, value, 1e-5)
                if np.shape(grad) != numerical.shape:
                    return False
                size = max(abs(numerical).max(), abs(grad).max())
                if abs(grad - numerical).max() > 1e-5 * size:
                    return False
    return True

# %% colleagues_answer
verdicts = [is_correct(*layers[name]) for name in "ABC"]
cleared_though_wrong = "C"
