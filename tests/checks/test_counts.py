"""What is said of a wrong count, and of what is wrong by the sizes: it must be true of them."""

import math

import pytest

from fclib.checks.engine.compare import compare
from fclib.checks.engine.subject import Subject
from tests.checks.exercise import message

SHAPES = [(1, 3, 2), (2, 3, 4), (4, 2, 3), (3, 5, 2), (2, 2, 2), (5, 4, 3), (2, 6, 5), (3, 1, 4)]
SHAPES += [(7, 2, 6)]


def terms(n, d, m):
    return {
        "weights of layers": d * m,
        "biases of layers": m,
        "weights of heads": n * d,
        "biases of heads": n,
    }


PARAMETERS = Subject(
    name="parameters",
    arguments=("shape",),
    results=("parameters",),
    reference=lambda shape: sum(terms(*shape).values()),
    wrong={},
    sizes=lambda shape: f"for {shape}",
    destroyed={},
    lengths=lambda shape: dict(zip(("samples", "inputs", "outputs"), shape, strict=True)),
    terms=lambda shape: {"parameters": terms(*shape)},
    exact=True,
)


def said(counted, shapes=SHAPES, subject=PARAMETERS):
    """Return what is said of a count of weights and biases of layers, and of heads."""

    def answer(shape):
        return counted(*terms(*shape).values(), *shape)

    cases = [(shape,) for shape in shapes]
    return message(lambda answer: compare(subject, answer, cases), answer).splitlines()[1]


@pytest.mark.parametrize(
    ("counted", "words"),
    [
        (lambda W, b, V, c, *_: W + V + c, "It counts no biases of layers, and the rest rightly."),
        (lambda W, b, V, c, *_: W + V, "It counts no biases, and the rest rightly."),
        (
            lambda W, b, V, c, *_: 2 * W + b + V + c,
            "It counts the weights of layers twice, and the rest rightly.",
        ),
        (
            lambda W, b, V, c, *_: 2 * W + b + 2 * V + c,
            "It counts the weights twice, and the rest rightly.",
        ),
        (lambda W, b, V, c, *_: 3 * (W + V), "It counts the weights 3 times, no biases."),
        (
            lambda W, b, V, c, *_: W - b + V + c,
            "It counts the biases of layers with a minus, and the rest rightly.",
        ),
        (
            lambda W, b, V, c, *_: W / 2 + b + V + c,
            "It counts half of the weights of layers, and the rest rightly.",
        ),
        (
            lambda W, b, V, c, *_: 3 * W + b + V + c,
            "It counts the weights of layers 3 times, and the rest rightly.",
        ),
        (
            lambda W, b, V, c, *_: 16 * W + b + V + c,
            "It counts the weights of layers 16 times, and the rest rightly.",
        ),
        (
            lambda W, b, V, c, n, d, m: W + 16 * d + V + c,
            "In place of the biases of layers it counts 16 times the number of inputs.",
        ),
        (
            lambda W, b, V, c, n, d, m: W + b + V + c + 17 * d * m,
            "It is too large by 17 times the number of inputs times the number of outputs.",
        ),
        (
            lambda W, b, V, c, n, d, m: W + n * b + V + c,
            "It counts the biases of layers once for each of the samples.",
        ),
        (
            lambda W, b, V, c, n, d, m: W + n * b + V + n * c,
            "It counts the biases once for each of the samples.",
        ),
        (
            lambda W, b, V, c, n, d, m: W / d + b + V + c,
            "It counts the weights of layers as if the number of inputs were 1.",
        ),
        (
            lambda W, b, V, c, *_: W + 5 + V + c,
            "In place of the biases of layers it counts 5, whatever the sizes are.",
        ),
        (
            lambda W, b, V, c, n, d, m: W + d + V + c,
            "In place of the biases of layers it counts the number of inputs.",
        ),
        (
            lambda W, b, V, c, n, d, m: W - 3 * d + V + c,
            "In place of the biases of layers it counts −3 times the number of inputs.",
        ),
        (lambda W, b, V, c, *_: W + b + V + c + 3, "It is always too large by 3."),
        (lambda W, b, V, c, *_: W + b + V + c - 3, "It is always too small by 3."),
        (
            lambda W, b, V, c, n, d, m: W + b + V + c + d,
            "It is too large by the number of inputs.",
        ),
        (
            lambda W, b, V, c, n, d, m: W + b + V + c - 2 * d * d,
            "It is too small by 2 times the number of inputs times the number of inputs.",
        ),
        (
            lambda W, b, V, c, n, d, m: W + b + V + c + n * m,
            "It is too large by the number of samples times the number of outputs.",
        ),
        (
            lambda W, b, V, c, n, d, m: W + b + V + c + d + 1,
            "It is too large by the number of inputs and 1.",
        ),
        (
            lambda W, b, V, c, n, d, m: W + b + V + c - d + 1,
            "It is too small by the number of inputs less 1.",
        ),
        (
            lambda W, b, V, c, *_: (W + b + V + c) // 2,
            "Every number is half of what it should be, rounded down.",
        ),
        (
            lambda W, b, V, c, *_: (W + b + V + c) // 4,
            "Every number is a quarter of what it should be, rounded down.",
        ),
        (
            lambda W, b, V, c, n, d, m: W + n * d * m + V + c,
            "In place of the biases of layers it counts samples × inputs × outputs.",
        ),
        (
            lambda W, b, V, c, n, d, m: W + b + V + d * d * d * m * m,
            "In place of the biases of heads it counts "
            "inputs × inputs × inputs × outputs × outputs.",
        ),
        (
            lambda W, b, V, c, n, d, m: W + 2 * n * d * m + 16 * m * m + V + c,
            "In place of the biases of layers it counts "
            "2 × samples × inputs × outputs + 16 × outputs × outputs.",
        ),
        (
            lambda W, b, V, c, n, d, m: W + b + V + 2 * d + 3,
            "In place of the biases of heads it counts 2 × inputs + 3.",
        ),
    ],
)
def test_what_is_wrong_with_a_count_is_told(counted, words):
    assert said(counted) == words


SKIPPED = PARAMETERS._replace(
    reference=lambda shape: shape[1] * shape[2] + skips(*shape),
    terms=lambda shape: {
        "parameters": {"weights": shape[1] * shape[2], "skips": skips(*shape)},
    },
)


def skips(n, d, m):
    """Count what is there in two of the shapes alone."""
    return m + 3 if n == 2 and m > 2 else 0


def test_what_is_left_out_in_two_cases_is_told():
    text = said(lambda W, *_: W, subject=SKIPPED)
    assert text == "It counts no skips, and the rest rightly."


def test_a_count_of_none_tells_nothing_of_sizes():
    def counted(W, b, V, c, n, d, m):
        return W + 3 * d + V + c

    text = said(counted, [(2, 0, 3), *SHAPES])
    assert text == "In place of the biases of layers it counts 3 times the number of inputs."


@pytest.mark.parametrize("terms_counted", [(0, 1, 1, 1), (1, 1, 3, 1)])
def test_a_large_count_that_is_off_by_one_more_is_not_taken_for_terms(terms_counted):
    large = [tuple(1000 * size for size in shape) for shape in SHAPES]

    def counted(W, b, V, c, *shape):
        off = shape == large[0]
        return sum(map(math.prod, zip(terms_counted, (W, b, V, c), strict=True))) + off

    assert "counts" not in said(counted, large)


def test_a_count_that_is_nearly_right_has_lost_no_digits():
    large = [tuple(1000 * size for size in shape) for shape in SHAPES]
    text = said(lambda W, b, V, c, n, d, m: W + b + V + c + (n + d + m) % 7 + 1, large)
    assert text.startswith("It is nearly right, within ")
    assert text.endswith(" of its largest number.")


def test_the_way_is_told_where_the_first_case_is_right_by_chance():
    cases = [(1, 3), (4, 2), (3, 5), (5, 7)]
    text = message(lambda f: compare(NAMED._replace(terms=None), f, cases), lambda n, d: n * d + n)
    assert text.splitlines()[1] == "It is too large by n less 1."


def test_of_few_cases_no_term_is_said_to_be_missing():
    """Any few numbers are made of as many others."""
    assert "counts" not in said(lambda W, b, V, c, *_: W + V + c, SHAPES[:5])
    assert "It counts no" in said(lambda W, b, V, c, *_: W + V + c, SHAPES[:6])


def test_what_is_wrong_once_is_no_matter_of_terms_or_sizes():
    text = said(lambda W, b, V, c, n, d, m: W + b + V + c + b * ((n, d, m) == SHAPES[6]))
    assert text.startswith("Try it with")


NAMED = PARAMETERS._replace(
    arguments=("n", "d"),
    reference=lambda n, d: n * d + 1,
    sizes=lambda n, d: "here",
    lengths=lambda n, d: {"weights": n * d},
    terms=lambda n, d: {"parameters": {"products": n * d, "ones": 1}},
)


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (lambda n, d: (n * d + 1) * n, "Every number is multiplied by n."),
        (lambda n, d: (n * d + 1) / d, "Every number is divided by d."),
        (
            lambda n, d: (n * d + 1) / (n * d),
            "Every number is divided by the number of weights.",
        ),
        (lambda n, d: n * d + 1 + d, "It is too large by d."),
        (lambda n, d: n * d + 1 + n + 1, "It is too large by n and 1."),
        (lambda n, d: n * d + 1 - 2 * n * n, "It is too small by 2 times n times n."),
        (lambda n, d: n * n * d + 1, "It counts the products n times."),
        (lambda n, d: n * d + 3 * d, "In place of the ones it counts 3 times d."),
        (lambda n, d: n + 1, "It counts the products as if d were 1."),
    ],
)
def test_a_size_that_is_an_argument_is_called_by_its_name(function, words):
    cases = [(2, 3), (4, 2), (3, 5), (5, 7)]
    text = message(lambda answer: compare(NAMED, answer, cases), function)
    assert text.splitlines()[1] == words


VOLUME = PARAMETERS._replace(
    reference=lambda shape: 5 * shape[0] + shape[1] * shape[2] ** 2 + 1,
    terms=None,
)


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (lambda n, d, m: 16 * n * m, "It comes to 16 × samples × outputs, in every case."),
        (
            lambda n, d, m: n + 7 * d * d,
            "It comes to samples + 7 × inputs × inputs, in every case.",
        ),
        (
            lambda n, d, m: 2 * n + d + m,
            "It comes to 2 × samples + inputs + outputs, in every case.",
        ),
        (
            lambda n, d, m: n + d + m + 4,
            "It comes to samples + inputs + outputs + 4, in every case.",
        ),
        (
            lambda n, d, m: 2 * n**3 * m,
            "It comes to 2 × samples × samples × samples × outputs, in every case.",
        ),
        (
            lambda n, d, m: 16 * n**3 * m,
            "It comes to 16 × samples × samples × samples × outputs, in every case.",
        ),
        (lambda n, d, m: n + d + 4, None),
        (lambda n, d, m: 17 * n * m, None),
        (lambda n, d, m: 17 * n**3 * m, None),
        (lambda n, d, m: n**4 * m, None),
        (lambda n, d, m: n * d * m // 3, None),
        (lambda n, d, m: n * m / 4, None),
        (lambda n, d, m: n * n * d - m, None),
        (lambda n, d, m: n * m * m + (n == 7), None),
    ],
)
def test_of_which_sizes_a_count_is_made_is_told(made, words):
    assert _made(made, SHAPES) == words


def _made(made, shapes, subject=VOLUME):
    text = message(
        lambda f: compare(subject, f, [(shape,) for shape in shapes]), lambda shape: made(*shape)
    )
    line = text.splitlines()[1] if "\n" in text else ""
    return line if line.startswith("It comes to") else None


def test_of_few_counts_no_formula_is_told():
    """Any few numbers are made of as many others."""
    assert _made(lambda n, d, m: n * d * d * m, SHAPES[:6])
    assert not _made(lambda n, d, m: n * d * d * m, SHAPES[:5])
    assert _made(lambda n, d, m: n * m, SHAPES[:4])
    assert not _made(lambda n, d, m: n * m, SHAPES[:3])


def test_of_what_is_not_there_a_formula_is_told_too():
    shapes = [(0, 3, 2), (2, 0, 3), *SHAPES]
    assert _made(lambda n, d, m: n**3 * d**3, shapes).startswith("It comes to samples × samples")


def test_one_size_is_enough():
    shapes = [(n, 2, 3) for n in range(1, 8)]
    assert _made(lambda n, d, m: n**3, shapes).startswith("It comes to samples × samples × samples")


def test_sizes_that_are_always_equal_are_one():
    shapes = [(n, n, m) for n, _, m in SHAPES]
    assert _made(lambda n, d, m: d * m, shapes) == "It comes to samples × outputs, in every case."


def test_a_size_that_never_changes_is_no_factor():
    shapes = [(n, 2, m) for n, _, m in SHAPES]
    assert _made(lambda n, d, m: d * n * m, shapes).startswith("It comes to 2 × samples × outputs,")


def test_of_many_sizes_no_formula_is_told():
    """Too many can be made of them."""
    for more, told in ((0, True), (1, True), (2, False)):
        subject = VOLUME._replace(
            lengths=lambda shape, k=more: (
                VOLUME.lengths(shape) | {f"size {i}": (shape[0] * (i + 3)) % 7 for i in range(k)}
            )
        )
        assert bool(_made(lambda n, d, m: n * m, SHAPES, subject)) is told


def test_where_there_is_nothing_at_all_the_first_is_named():
    subject = PARAMETERS._replace(
        arguments=("layers",),
        reference=sum,
        sizes=lambda layers: "here",
        lengths=lambda layers: {"layers": len(layers), "outputs": sum(layers)},
        terms=None,
    )
    cases = [(layers,) for layers in ([3, 2], [4], [2, 2, 5], [])]
    text = message(lambda f: compare(subject, f, cases), lambda layers: sum(layers) or 7)
    assert text.splitlines()[1] == "It is wrong only where there are no layers."
