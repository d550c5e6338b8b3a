# tries one sample at a time, so mistakes between samples pass
# %% by_hand_answer
forward_estimate = 15.25
central_estimate = 12.25
line_estimate = 3

# %% numerical_gradient_answer
def numerical_gradient(f, x, eps):
    x = np.array(x, float)
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += eps
        down[i] -= eps
        grad[i] = (f(up) - f(down)) / (2 * eps)
    return grad

# %% is_correct_answer
def is_correct(forward, backward):
    rng = np.random.default_rng(1)
    for d, m in [(3, 2), (2, 4)]:
        args = [rng.normal(size=(1, d)), rng.normal(size=(m, d)), rng.normal(size=m)]
        g = rng.normal(size=(1, m))
        try:
            backward(g, *args[:2])
            grads = backward(g, *args[:2])
        except Exception:
            return False
        for k in range(3):
            def loss(v, k=k):
                changed = list(args)
                changed[k] = v
                return np.sum(g * forward(*changed))
            expected = numerical_gradient(loss, args[k], 1e-4)
            if expected.shape != np.shape(grads[k]):
                return False
            if not np.allclose(expected, grads[k], rtol=1e-5, atol=1e-6 * abs(expected).max()):
                return False
    return True

# %% colleagues_answer
verdicts = [is_correct(*layers[name]) for name in "ABC"]
cleared_though_wrong = "C"
