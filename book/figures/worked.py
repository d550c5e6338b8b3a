"""The worked example as formulas: every number computed from fclib, none typed."""

from IPython.display import Math, display

from fclib import linear_backward, linear_forward, worked_batch, worked_example

x, W, b = worked_example()
y = linear_forward(x[None], W, b)[0]
X, target = worked_batch()
Y = linear_forward(X, W, b)
G = Y - target
grads = linear_backward(G, X, W)
ONES = r"\begin{bmatrix} 1 \\ 1 \\ 1 \\ 1 \end{bmatrix}"


def show(tex):
    """Display a formula from a code cell."""
    display(Math(tex))


def number(value):
    """Write 0.5 as 0.5 and 6.0 as 6."""
    return f"{value:g}"


def coloured(value, quantity):
    """Write a number in the colour of its quantity."""
    return rf"\htmlClass{{q-{quantity}}}{{{number(value)}}}"


def tex_row(i, name=None):
    """Write out output i: its products, its bias, and its value."""
    name = name or rf"\ye{{{i + 1}}}"
    products = [
        rf"{_bracketed(w, 'w')} \cdot {_bracketed(v, 'x')}" for w, v in zip(W[i], x, strict=True)
    ]
    terms = " + ".join([*products, _bracketed(b[i], "b")])
    values = " + ".join(map(_plain, [*(W[i] * x), b[i]]))
    return (
        rf"\begin{{aligned}} {name} &= {terms} \\ "
        rf"&= {values} = {coloured(y[i], 'y')} \end{{aligned}}"
    )


def tex_matrix():
    """Write out y = W x + b."""
    return rf"{_column(y, 'y')} = {_matrix(W, 'w')} {_column(x, 'x')} + {_column(b, 'b')}"


def tex_batch():
    """Write out Y = X Wᵀ + 1 bᵀ for the four samples."""
    return (
        rf"{_matrix(Y, 'y')} = {_matrix(X, 'x')} {_transposed(W, 'w')} + {ONES} {_matrix([b], 'b')}"
    )


def tex_loss(n):
    """Write out the loss of sample n and its gradient at the outputs."""
    terms = " + ".join(
        rf"({number(v)} - {_plain(t)})^2" for v, t in zip(Y[n], target[n], strict=True)
    )
    loss = 0.5 * float(G[n] @ G[n])
    return (
        rf"\begin{{aligned}} L &= \tfrac12 \big( {terms} \big) = {number(loss)}, \\ "
        rf"\pd{{L}}{{\mathbf y}} &= \vy - \mathbf t = {_column(G[n], 'g')} \end{{aligned}}"
    )


def tex_grad_x_entry(j):
    """Write out ∂L/∂x_j of the first sample: a product for each path, and their sum."""
    products = [
        rf"{_bracketed(g, 'g')} \cdot {_bracketed(w, 'w')}"
        for g, w in zip(G[0], W[:, j], strict=True)
    ]
    values = " + ".join(_plain(value) for value in G[0] * W[:, j])
    return (
        rf"\begin{{aligned}} \pd{{L}}{{x_{{{j + 1}}}}} &= {' + '.join(products)} \\ "
        rf"&= {values} = {coloured(grads.x[0, j], 'g')} \end{{aligned}}"
    )


def tex_grad_x():
    """Write out ∂L/∂X = ∂L/∂Y · W for the four samples."""
    return rf"{_matrix(grads.x, 'g')} = {_matrix(G, 'g')} {_matrix(W, 'w')}"


def tex_outer(n):
    """Write out the outer product of sample n."""
    outer = G[n][:, None] * X[n]
    return rf"{_column(G[n], 'g')} {_matrix([X[n]], 'x')} = {_matrix(outer, 'g')}"


def tex_grad_W():
    """Write out ∂L/∂W = (∂L/∂Y)ᵀ · X for the four samples."""
    return rf"{_matrix(grads.W, 'g')} = {_transposed(G, 'g')} {_matrix(X, 'x')}"


def tex_grad_W_entry(i, j):
    """Write out one entry of ∂L/∂W: a product for each sample, and their sum."""
    products = " + ".join(
        rf"{_bracketed(g, 'g')} \cdot {_bracketed(v, 'x')}"
        for g, v in zip(G[:, i], X[:, j], strict=True)
    )
    return rf"\pd{{L}}{{W_{{{i + 1}{j + 1}}}}} = {products} = {coloured(grads.W[i, j], 'g')}"


def tex_grad_b():
    """Write out ∂L/∂b = (∂L/∂Y)ᵀ · 1 for the four samples."""
    return rf"{_column(grads.b, 'g')} = {_transposed(G, 'g')} {ONES}"


def tex_residuals():
    """Write out ∂L/∂Y = Y − T for the four samples."""
    return rf"\pd{{L}}{{Y}} = \mY - T = {_matrix(G, 'g')}"


def tex_step(rate):
    """Write out the weights and biases after one step of gradient descent."""
    weights, biases = _matrix(W - rate * grads.W, "w"), _column(b - rate * grads.b, "b")
    return (
        rf"\begin{{aligned}} \mW - {rate}\,\pd{{L}}{{W}} &= {weights} \\[0.4em] "
        rf"\vb - {rate}\,\pd{{L}}{{b}} &= {biases} \end{{aligned}}"
    )


def _plain(value):
    return f"({number(value)})" if value < 0 else number(value)


def _bracketed(value, quantity):
    text = coloured(value, quantity)
    return rf"({text})" if value < 0 else text


def _transposed(rows, quantity):
    return rf"{_matrix(rows, quantity)}^{{\mathsf T}}"


def _column(values, quantity):
    return _matrix([[value] for value in values], quantity)


def _matrix(rows, quantity):
    body = r" \\ ".join(" & ".join(coloured(value, quantity) for value in row) for row in rows)
    return rf"\begin{{bmatrix}} {body} \end{{bmatrix}}"
