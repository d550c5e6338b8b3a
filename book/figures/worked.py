"""The worked example as formulas: every number computed from fclib, none typed."""

from IPython.display import Math, display

from fclib import linear_forward, worked_example

x, W, b = worked_example()
y = linear_forward(x[None], W, b)[0]


def show(tex):
    """Display a formula from a code cell."""
    display(Math(tex))


def number(value):
    """Write 0.5 as 0.5 and 6.0 as 6."""
    return f"{value:g}"


def coloured(value, quantity):
    """Write a number in the colour of its quantity."""
    return rf"\htmlClass{{q-{quantity}}}{{{number(value)}}}"


def tex_row(i):
    """Write out output i: its products, its bias, and its value."""

    def factor(value, quantity):
        text = coloured(value, quantity)
        return rf"({text})" if value < 0 else text

    products = [rf"{factor(w, 'w')} \cdot {factor(v, 'x')}" for w, v in zip(W[i], x, strict=True)]
    terms = " + ".join([*products, factor(b[i], "b")])
    values = " + ".join(
        f"({number(value)})" if value < 0 else number(value) for value in [*(W[i] * x), b[i]]
    )
    return (
        rf"\begin{{aligned}} \ye{{{i + 1}}} &= {terms} \\ "
        rf"&= {values} = {coloured(y[i], 'y')} \end{{aligned}}"
    )


def tex_matrix():
    """Write out y = W x + b."""
    return rf"{_column(y, 'y')} = {_matrix(W, 'w')} {_column(x, 'x')} + {_column(b, 'b')}"


def _column(values, quantity):
    return _matrix([[value] for value in values], quantity)


def _matrix(rows, quantity):
    body = r" \\ ".join(" & ".join(coloured(value, quantity) for value in row) for row in rows)
    return rf"\begin{{bmatrix}} {body} \end{{bmatrix}}"
