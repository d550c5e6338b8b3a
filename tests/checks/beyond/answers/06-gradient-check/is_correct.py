# %% right: several sizes
def is_correct(forward, backward):
    rng = np.random.default_rng(0)
    for n, inputs, outputs in [(4, 3, 2), (2, 3, 5), (3, 3, 3)]:
        x = rng.normal(size=(n, inputs))
        W = rng.normal(size=(outputs, inputs))
        b = rng.normal(size=outputs)
        g = rng.normal(size=(n, outputs))
        try:
            backward(g, x, W)
            grad_x, grad_W, grad_b = backward(g, x, W)
        except Exception:
            return False
        losses = [
            (x, grad_x, lambda v: np.sum(g * forward(v, W, b))),
            (W, grad_W, lambda v: np.sum(g * forward(x, v, b))),
            (b, grad_b, lambda v: np.sum(g * forward(x, W, v))),
        ]
        for value, analytic, loss in losses:
            numerical = numerical_gradient(loss, value, 1e-5)
            if np.shape(analytic) != value.shape:
                return False
            scale = max(np.abs(numerical).max(), np.abs(analytic).max())
            if np.abs(analytic - numerical).max() > 1e-6 * scale:
                return False
    return True

# %% right: random projections
def is_correct(forward, backward):
    rng = np.random.default_rng(1)
    for n, d, m in [(5, 3, 2), (2, 4, 3), (3, 2, 2)]:
        x, W, b = rng.normal(size=(n, d)), rng.normal(size=(m, d)), rng.normal(size=m)
        g = rng.normal(size=(n, m))
        for _ in range(2):
            try:
                gradients = backward(g, x, W)
            except Exception:
                return False
            if [np.shape(v) for v in gradients] != [x.shape, W.shape, b.shape]:
                return False
            for which in range(3):
                step = [np.zeros(x.shape), np.zeros(W.shape), np.zeros(b.shape)]
                step[which] = rng.normal(size=step[which].shape)
                up = np.sum(g * forward(*(v + 1e-5 * s for v, s in zip((x, W, b), step))))
                down = np.sum(g * forward(*(v - 1e-5 * s for v, s in zip((x, W, b), step))))
                slope = (up - down) / 2e-5
                own = np.sum(gradients[which] * step[which])
                size = np.abs(gradients[which]).max() + abs(slope)
                if abs(own - slope) > 1e-5 * size:
                    return False
    return True

# %% right: relative error of norms
def is_correct(forward, backward):
    rng = np.random.default_rng(2)
    for n, d, m in [(3, 4, 2), (4, 2, 4)]:
        args = [rng.uniform(-1, 1, (n, d)), rng.uniform(-1, 1, (m, d)), rng.uniform(-1, 1, m)]
        g = rng.uniform(0.5, 1.5, (n, m)) * rng.choice([-1, 1], (n, m))
        try:
            first = [np.array(v) for v in backward(g, args[0], args[1])]
            second = [np.array(v) for v in backward(g, args[0], args[1])]
        except Exception:
            return False
        for k, (a, again) in enumerate(zip(first, second)):
            if a.shape != args[k].shape or not np.allclose(a, again):
                return False
            number = numerical_gradient(
                lambda v, k=k: float((g * forward(*args[:k], v, *args[k + 1 :])).sum()), args[k], 1e-4
            )
            if np.linalg.norm(a - number) > 1e-5 * (np.linalg.norm(a) + np.linalg.norm(number)):
                return False
    return True

# %% right: np.allclose with its defaults
# from several sizes: np.abs(analytic - numerical).max() > 1e-6 * scale => not np.allclose(analytic, numerical)

# %% right: an absolute tolerance that thousandths allow
# from several sizes: > 1e-6 * scale => > 1e-5

# %% compares shapes only | compares | checker-passes-all | layer
# from several sizes: if np.abs(analytic - numerical).max() > 1e-6 * scale: => if np.shape(numerical) != np.shape(analytic):

# %% compares the first entry only | compares | - | layer
# from several sizes: np.abs(analytic - numerical).max() => abs(np.ravel(analytic)[0] - np.ravel(numerical)[0])

# %% compares sums | compares | - | layer
# from several sizes: np.abs(analytic - numerical).max() => abs(np.sum(analytic) - np.sum(numerical))

# %% compares means | compares | checker-signed-difference | layer
# from several sizes: np.abs(analytic - numerical).max() => abs(np.mean(analytic - numerical))

# %% compares the norms | compares | - | layer
# from several sizes: np.abs(analytic - numerical).max() => abs(np.linalg.norm(analytic) - np.linalg.norm(numerical))

# %% the smallest difference decides | compares | - | layer
# from several sizes: np.abs(analytic - numerical).max() => np.abs(analytic - numerical).min()

# %% the signs only | compares | - | layer
# from several sizes: np.abs(analytic - numerical).max() > 1e-6 * scale => np.any(np.sign(analytic) != np.sign(numerical))

# %% absolute values of both | compares | - | layer
# from several sizes: np.abs(analytic - numerical).max() => np.abs(np.abs(analytic) - np.abs(numerical)).max()

# %% directions only | compares | - | layer
# from several sizes: np.abs(analytic - numerical).max() > 1e-6 * scale => 1 - np.vdot(analytic, numerical) / (np.linalg.norm(analytic) * np.linalg.norm(numerical) + 1e-300) > 1e-6

# %% a tolerance of a tenth | tolerance | - | layer
# from several sizes: > 1e-6 * scale => > 0.1 * scale

# %% a tolerance of two per cent | tolerance | - | layer
# from several sizes: > 1e-6 * scale => > 0.02 * scale

# %% an absolute tolerance of a hundredth | tolerance | - | layer
# from several sizes: > 1e-6 * scale => > 1e-2

# %% a tolerance below rounding | tolerance | checker-fails-all | -
# from several sizes: > 1e-6 * scale => > 1e-15 * scale

# %% exactly equal | tolerance | checker-fails-all | -
# from several sizes: np.abs(analytic - numerical).max() > 1e-6 * scale => np.any(analytic != numerical)

# %% a step of a tenth | tolerance | - | layer
# from several sizes: numerical_gradient(loss, value, 1e-5) => numerical_gradient(loss, value, 0.1)

# %% a step of 1e-12 | tolerance | checker-fails-all | -
# from several sizes: numerical_gradient(loss, value, 1e-5) => numerical_gradient(loss, value, 1e-12)

# %% grad_x is not looked at | part | - | layer
# from several sizes: for value, analytic, loss in losses: => for value, analytic, loss in losses[1:]:

# %% grad_b is not looked at | part | - | layer
# from several sizes: for value, analytic, loss in losses: => for value, analytic, loss in losses[:2]:

# %% grad_x alone is looked at | part | - | layer
# from several sizes: for value, analytic, loss in losses: => for value, analytic, loss in losses[:1]:

# %% grad_W is not looked at | part | - | layer
# from several sizes: for value, analytic, loss in losses: => for value, analytic, loss in losses[::2]:

# %% True after the first gradient | control | - | layer
def is_correct(forward, backward):
    rng = np.random.default_rng(0)
    x, W, b = rng.normal(size=(4, 3)), rng.normal(size=(2, 3)), rng.normal(size=2)
    g = rng.normal(size=(4, 2))
    try:
        backward(g, x, W)
        gradients = backward(g, x, W)
    except Exception:
        return False
    arguments = [x, W, b]
    for k, analytic in enumerate(gradients):
        loss = lambda v: np.sum(g * forward(*arguments[:k], v, *arguments[k + 1 :]))
        numerical = numerical_gradient(loss, arguments[k], 1e-5)
        if np.shape(analytic) != numerical.shape:
            return False
        if np.abs(analytic - numerical).max() > 1e-6 * np.abs(numerical).max():
            return False
        return True

# %% shapes are not looked at, and broadcast | shape | - | layer
# from several sizes: if np.shape(analytic) != value.shape: => if np.size(analytic) != value.size:

# %% errors go through | control | - | error
# from several sizes: except Exception: => except KeyError:

# %% everything is right that raises | control | - | layer
def is_correct(forward, backward):
    rng = np.random.default_rng(0)
    x, W, b = rng.normal(size=(4, 3)), rng.normal(size=(2, 3)), rng.normal(size=2)
    g = rng.normal(size=(4, 2))
    try:
        backward(g, x, W)
        grads = backward(g, x, W)
        for k, v in enumerate([x, W, b]):
            args = [x, W, b]

            def loss(u):
                args[k] = u
                return np.sum(g * forward(*args))

            numerical = numerical_gradient(loss, v, 1e-5)
            if np.abs(grads[k] - numerical).max() > 1e-6 * np.abs(numerical).max():
                return False
            args[k] = v
    except Exception:
        pass
    return True

# %% the upstream gradient is the same for every output | upstream | checker-constant-upstream | layer
# from several sizes: g = rng.normal(size=(n, outputs)) => g = np.repeat(rng.normal(size=(n, 1)), outputs, axis=1)

# %% the upstream gradient is the same for every sample | upstream | - | layer
# from several sizes: g = rng.normal(size=(n, outputs)) => g = np.repeat(rng.normal(size=(1, outputs)), n, axis=0)

# %% the upstream gradient is zero but for one entry | upstream | - | layer
# from several sizes: g = rng.normal(size=(n, outputs)) => g = np.zeros((n, outputs))\n        g[0, 0] = 1

# %% the upstream gradient is zero | upstream | checker-passes-all checker-fails-all | layer
# from several sizes: g = rng.normal(size=(n, outputs)) => g = np.zeros((n, outputs))

# %% the upstream gradient is not in the loss | upstream | checker-fails-all | -
def is_correct(forward, backward):
    rng = np.random.default_rng(0)
    x, W, b = rng.normal(size=(4, 3)), rng.normal(size=(2, 3)), rng.normal(size=2)
    g = rng.normal(size=(4, 2))
    try:
        grad_x, grad_W, grad_b = backward(g, x, W)
    except Exception:
        return False
    numerical = [
        numerical_gradient(lambda v: np.sum(forward(v, W, b)), x, 1e-5),
        numerical_gradient(lambda v: np.sum(forward(x, v, b)), W, 1e-5),
        numerical_gradient(lambda v: np.sum(forward(x, W, v)), b, 1e-5),
    ]
    return all(np.shape(a) == n.shape and np.allclose(a, n) for a, n in zip((grad_x, grad_W, grad_b), numerical))

# %% a mean for the loss | upstream | checker-fails-all | layer
# from several sizes: np.sum(g * forward(x, W, v)) => np.mean(g * forward(x, W, v))

# %% the inputs are zeros | inputs | - | layer
# from several sizes: x = rng.normal(size=(n, inputs)) => x = np.zeros((n, inputs))

# %% the inputs are ones | inputs | - | layer
# from several sizes: x = rng.normal(size=(n, inputs)) => x = np.ones((n, inputs))

# %% the weights are zeros | inputs | - | layer
# from several sizes: W = rng.normal(size=(outputs, inputs)) => W = np.zeros((outputs, inputs))

# %% the weights are symmetric ones | inputs | - | layer
# from several sizes: W = rng.normal(size=(outputs, inputs)) => W = np.ones((outputs, inputs))

# %% equal sizes and one odd batch | sizes | checker-square-only | -
# from several sizes: [(4, 3, 2), (2, 3, 5), (3, 3, 3)] => [(4, 3, 3), (2, 5, 5)]

# %% one size of all ones | sizes | checker-one-sample | layer
# from several sizes: [(4, 3, 2), (2, 3, 5), (3, 3, 3)] => [(1, 1, 1)]

# %% one input | sizes | - | layer
# from several sizes: [(4, 3, 2), (2, 3, 5), (3, 3, 3)] => [(4, 1, 2)]

# %% no samples | sizes | checker-passes-all | error, nonfinite
# from several sizes: [(4, 3, 2), (2, 3, 5), (3, 3, 3)] => [(0, 3, 2)]

# %% the opposite verdict | kind | - | layer
def is_correct(forward, backward):
    rng = np.random.default_rng(0)
    x, W, b = rng.normal(size=(4, 3)), rng.normal(size=(2, 3)), rng.normal(size=2)
    g = rng.normal(size=(4, 2))
    try:
        backward(g, x, W)
        grad_W = backward(g, x, W)[1]
    except Exception:
        return True
    numerical = numerical_gradient(lambda v: np.sum(g * forward(x, v, b)), W, 1e-5)
    return bool(np.any(np.abs(grad_W - numerical) > 1e-6 * np.abs(numerical).max()))

# %% the error itself | kind | - | kind
# from several sizes: return True => return 0.0

# %% text | kind | - | kind
# from several sizes: return True => return "correct"

# %% None at the end | kind | - | kind, ~For others it gives something
# from several sizes: return True => print("all right")

# %% an array of booleans | kind | - | kind
# from several sizes: return True => return np.abs(analytic - numerical) < 1e-6

# %% a coin | formula | - | layer
def is_correct(forward, backward):
    return bool(np.random.default_rng().integers(2))

# %% the same formulas for every layer | formula | - | layer
def is_correct(forward, backward):
    rng = np.random.default_rng(0)
    x, W = rng.normal(size=(4, 3)), rng.normal(size=(2, 3))
    g = rng.normal(size=(4, 2))
    try:
        backward(g, x, W)
        a, b, c = backward(g, x, W)
    except Exception:
        return False
    right = g @ W, g.T @ x, g.sum(axis=0)
    return all(np.shape(u) == v.shape and np.allclose(u, v) for u, v in zip((a, b, c), right))

# %% x and W exchanged in backward | formula | checker-fails-all | -
def is_correct(forward, backward):
    rng = np.random.default_rng(0)
    x, W, b = rng.normal(size=(4, 3)), rng.normal(size=(2, 3)), rng.normal(size=2)
    g = rng.normal(size=(4, 2))
    try:
        grads = backward(g, W, x)
    except Exception:
        return False
    numerical = numerical_gradient(lambda v: np.sum(g * forward(v, W, b)), x, 1e-5)
    return np.allclose(grads[0], numerical)

# %% backward called with forward's arguments | error | checker-fails-all | error
def is_correct(forward, backward):
    rng = np.random.default_rng(0)
    x, W, b = rng.normal(size=(4, 3)), rng.normal(size=(2, 3)), rng.normal(size=2)
    grads = backward(x, W, b)
    return grads is not None

# %% the name of the layer decides | formula | checker-fails-all | layer
def is_correct(forward, backward):
    return "right" in forward.__name__ or forward.__name__.startswith("_linear")
