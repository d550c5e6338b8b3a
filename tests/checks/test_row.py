"""What follows from a function's row: words for sizes, arguments to try, loops that miss an end."""

from itertools import combinations

import numpy as np
import pytest

from fclib.checks.engine.drawing import below, one_of, telling_sizes
from fclib.checks.engine.kinds import kinds
from fclib.checks.engine.loops import Loop, noted_like, too_short
from fclib.checks.engine.mistakes import HARD_CODED, ORDER, SIGN
from fclib.checks.engine.row import row
from fclib.checks.engine.signature import Signature
from fclib.checks.engine.subject import draw, whole
from fclib.checks.engine.versions import generic

AXES = {"n": "sample", "d": "input", "m": "class"}
NAMES = ("x", "W", "b")
LAYER = Signature("(n,d),(m,d),(m)->(n,m)", AXES, NAMES)


def arguments(*shapes):
    return [np.ones(shape) for shape in shapes]


@pytest.mark.parametrize(
    ("shapes", "words"),
    [
        (((4, 3), (2, 3), 2), "for 4 samples, 3 inputs and 2 classes"),
        (((1, 1), (1, 1), 1), "for 1 sample, 1 input and 1 class"),
        (((4, 2, 3), (5, 6), 5), "for x of shape (4, 2, 3) and 5 classes"),
    ],
)
def test_sizes_are_told_in_words(shapes, words):
    assert LAYER.sizes(*arguments(*shapes)) == words


def test_a_single_size_is_told_alone():
    signature = Signature("(n)->()", {"n": "sample"}, ("x",))
    assert signature.sizes(np.ones(3)) == "for 3 samples"
    assert signature.sizes(np.ones((3, 2))) == "for x of shape (3, 2)"


def test_the_last_axis_may_come_as_several():
    lengths = LAYER.lengths(*arguments((4, 2, 3), (5, 6), 5))
    assert lengths == {"samples": 4, "inputs": 6, "classes": 5}


@pytest.mark.parametrize("axes", [1, 2, 3, 4, 5])
def test_sizes_that_are_tried_tell_mistakes_apart(axes):
    found = telling_sizes(axes)
    assert {len(sizes) for sizes in found} == {axes}
    assert len(set(found)) == len(found) or axes == 1
    assert min(map(min, found)) == 1
    distinct = [sizes for sizes in found[:2] if len(set(sizes)) == axes]
    assert all(len(set(column)) == 2 for column in zip(*distinct, strict=True)) or axes == 1
    assert {sizes[0] for sizes in found if len(set(sizes)) == 1 and sizes[0] > 1} >= {2, 3}
    for pair in combinations(range(axes), 2):
        assert any(
            {k for k in range(axes) if sizes[k] == sizes[pair[0]]} == {*pair} for sizes in found
        )
    for one in range(axes):
        [alone] = [sizes for sizes in found if sizes[one] == 1]
        assert alone.count(1) == 1
        assert len(set(alone)) == axes


def test_arguments_have_the_sizes_that_were_asked_for(rng):
    cases = LAYER.cases(rng, drawn=4)
    sizes = [tuple(LAYER.lengths(*case).values()) for case in cases]
    assert sizes[:-4] == telling_sizes(3)
    assert all(2 <= size < 8 for drawn in sizes[-4:] for size in drawn)
    assert len(LAYER.cases(rng)) == len(telling_sizes(3)) + 3
    drawn = [
        size for case in LAYER.cases(rng, drawn=50)[-50:] for size in LAYER.lengths(*case).values()
    ]
    assert {*drawn} == {2, 3, 4, 5, 6, 7}
    for x, W, b in cases:
        assert x.shape[1:] == W.shape[1:]
        assert W.shape[:1] == b.shape
        assert np.all(x)
        assert np.array_equal(8 * x, np.rint(8 * x))
        assert np.abs(x).max() <= 4


WINDOW = Signature(
    "x (c,H), W (m,c*h), patch [c,h], step () -> y (m,r)",
    {"m": "output", "c": "channel", "H": "place of x", "r": "place", "h": "place of a patch"},
    ("x", "W", "patch", "step"),
    {"step": one_of(2)},
    {"r": lambda of: (of["H"] - of["h"]) // of["step"] + 1},
)


def test_numbers_and_tuples_of_sizes_may_be_arguments_and_a_size_may_follow(rng):
    case = WINDOW.case(rng, (2, 3, 8, 4))
    assert (case[0].shape, case[1].shape, *case[2:]) == ((3, 8), (2, 12), (3, 4), 2)
    assert WINDOW.lengths(*case) == {
        "outputs": 2,
        "channels": 3,
        "places of x": 8,
        "places": 3,
        "places of a patch": 4,
    }
    words = "for x of shape (3, 8), W of shape (2, 12), patch = (3, 4) and step = 2"
    assert WINDOW.sizes(*case) == words
    assert [case[-1] for case in WINDOW.of_sizes(rng, [(2, 3, 8, 4)] * 2, step=1)] == [1, 1]
    assert WINDOW.loops() == {}


def test_labels_are_drawn_below_a_number_of_classes_and_numbers_among_choices(rng):
    signature = Signature(
        "target (n), rate () -> y (n)",
        {"n": "sample", "k": "class"},
        ("target", "rate"),
        {"target": below("k"), "rate": one_of(0.5, 2)},
    )
    drawn = signature.of_sizes(rng, [(50, 3)] * 9)
    assert all({*target.tolist()} == {0, 1, 2} for target, _ in drawn)
    assert {rate for _, rate in drawn} == {0.5, 2}


def test_what_lies_along_three_axes_or_more_is_told():
    axes = {"n": "image", "H": "row of x", "W": "column of x"}
    signature = Signature("x (n,H,W), y (n,H) -> z (n,H,p)", axes, "xy")
    assert signature.along(["z"]) == {"x": ("image", "row", "column")}


def product(x, W):
    return x @ W.T


def by_loops(x, W, samples, inputs, outputs):
    """Return the product, as loops over these ranges make it, and the places that they fill."""
    y = np.zeros((len(x), len(W)))
    for i in samples:
        for j in outputs:
            for k in inputs:
                y[i, j] += x[i, k] * W[j, k]
    return y, y[np.ix_(samples, outputs)]


@pytest.mark.parametrize(("end", "first", "last"), [("first", 1, None), ("last", 0, -1)])
def test_loops_that_miss_an_end_are_made(rng, end, first, last):
    signature = Signature("(n,d),(m,d)->(n,m)", {"n": "sample", "d": "input", "m": "output"}, "xW")
    versions = too_short(product, [*signature.loops().values()])[f"loop-misses-{end}"]
    nouns = ("sample", "input", "output")
    x, W = signature.case(rng, (4, 3, 2))
    made = {}
    for version in versions:
        made.setdefault(version.note, []).append(version(x, W))
    expected = {}
    for size in (1, 2, 3):
        for chosen in combinations(nouns, size):
            ranges = [
                range(n)[first:last] if noun in chosen else range(n)
                for noun, n in zip(nouns, (4, 3, 2), strict=True)
            ]
            missed = " and ".join(f"the {end} {noun}" for noun in chosen)
            filled, shorter = by_loops(x, W, *ranges)
            expected[f"it comes without {missed}"] = [filled, shorter][: 1 + (chosen != ("input",))]
    assert list(made) == list(expected)
    for note, results in expected.items():
        assert all(map(np.array_equal, made[note], results))
        assert len(made[note]) == len(results)


def test_a_loop_over_inputs_misses_the_last_number_of_an_image(rng):
    x, W, b = rng.normal(size=(4, 2, 3)), rng.normal(size=(5, 6)), rng.normal(size=5)
    cut = LAYER.loops()["d"].cut((x, W, b), slice(None, -1))
    assert all(map(np.array_equal, cut, (x.reshape(4, 6)[:, :-1], W[:, :-1], b)))


def test_no_loop_is_known_where_an_argument_is_a_shape():
    axes = {"m": "output", "c": "channel", "h": "row"}
    signature = Signature("W (m,c*h), shape [c,h] -> y (m,c,h)", axes, ("W", "shape"))
    assert signature.loops() == {}
    assert signature.sizes(np.ones((4, 6)), (2, 3)) == "for W of shape (4, 6) and shape = (2, 3)"


def test_so_many_loops_miss_their_end_together_as_may():
    loops = [Loop(noun, axis=axis) for axis, noun in enumerate(("row", "column", "page"))]
    versions = too_short(np.copy, loops, starts=(None,), together=2)
    assert list(map(len, versions.values())) == [6, 6]


def test_what_a_loop_does_not_reach_may_hold_what_a_course_says():
    def given(result, x):
        return 5 * x

    versions = too_short(lambda x: x + 1, [Loop("number", axis=0)], starts=(given,))
    assert versions["loop-misses-last"][0](np.arange(3)).tolist() == [1, 2, 10]
    assert versions["loop-misses-first"][0](np.arange(1, 4)).tolist() == [5, 3, 4]


def weighted(x, w):
    return x @ w


WEIGHTED = Signature("(n,d),(d)->(n)", {"n": "sample", "d": "input"}, "xw")


@pytest.mark.parametrize(
    ("counted", "shape", "results"),
    [
        ("2 samples", (3, 3), [[2, 2, 0], [2, 2]]),
        ("2 samples", (2, 3), [[2, 2], [2, 2]]),
        ("2 samples", (1, 3), [None, None]),
        ("2 inputs", (2, 3), [[1.25, 1.25]]),
        ("2 inputs", (2, 2), [[1.25, 1.25]]),
        ("2 inputs", (2, 1), [None]),
        ("2 samples and 2 inputs", (3, 3), [[1.25, 1.25, 0], [1.25, 1.25]]),
        ("2 samples and 2 inputs", (3, 1), [None, None]),
    ],
)
def test_loops_run_to_the_sizes_of_an_example(counted, shape, results):
    made = generic(weighted, 1, WEIGHTED, {"n": [2], "d": [2]}, counts=False)[HARD_CODED]
    versions = [one for one in made if one.note == f"it takes {counted} in every call"]
    case = np.ones(shape), np.array([0.5, 0.75, 0.75])[: shape[1]]
    for version, result in zip(versions, results, strict=True):
        if result is None:
            with pytest.raises(IndexError, match=r"^index out of bounds$"):
                version(*case)
        else:
            assert version(*case).tolist() == result


def test_every_function_may_have_a_sign_or_an_order_wrong():
    made = generic(lambda x: (x, 2 * x, 3 * x), 3, WEIGHTED, {}, counts=False)
    assert list(made) == [ORDER, SIGN]
    assert [version(1) for version in made[SIGN]] == [
        (-1, -2, -3),
        (-1, 2, 3),
        (1, -2, 3),
        (1, 2, -3),
    ]
    orders = [(1, 3, 2), (2, 1, 3), (2, 3, 1), (3, 1, 2), (3, 2, 1)]
    assert [version(1) for version in made[ORDER]] == orders
    many = generic(lambda x: [k * x for k in range(5)], 5, WEIGHTED, {}, counts=False)[ORDER]
    exchanged = {tuple(version(1)) for version in many}
    assert len(exchanged) == len(many) == 10  # of many results two change places
    assert {sum(map(int.__ne__, order, range(5))) for order in exchanged} == {2}
    signs = generic(lambda x: (x, 2 * x), 2, WEIGHTED, {}, counts=False)[SIGN]
    assert [version(1) for version in signs] == [(-1, -2), (-1, 2), (1, -2)]
    [single] = generic(list, 1, WEIGHTED, {}, counts=False)[SIGN]
    assert single([1, -2]).tolist() == [-1, 2]
    assert SIGN not in generic(len, 1, WEIGHTED, {}, counts=True)


def test_a_result_may_begin_as_what_is_added_to_each_of_its_rows(rng):
    versions = generic(lambda x, W, b: x @ W.T + b, 1, LAYER, {}, counts=False)["loop-misses-last"]
    x, W, b = LAYER.case(rng, (4, 3, 2))
    made = [version(x, W, b) for version in versions if version.note.endswith("the last sample")]
    assert [y[3].tolist() for y in made if len(y) == 4] == [[0, 0], b.tolist()]
    assert all(np.array_equal(y[:3], x[:3] @ W.T + b) for y in made)


def test_a_note_goes_over_to_what_is_made_of_a_version():
    [version] = too_short(np.copy, [Loop("row", axis=0)], starts=(None,))["loop-misses-last"]
    assert noted_like(lambda x: version(x), version).note == "it comes without the last row"
    assert noted_like(lambda x: x, abs).note == ""


def test_a_row_describes_a_function():
    def also(function, case):
        return "a-mistake"

    one = row("f", "x (n,d), W (m,d) -> y (n,m)", AXES, product, {"sign": [max]}, also=also)
    assert (one.name, one.arguments, one.results) == ("f", ("x", "W"), ("y",))
    assert (one.reference, one.also, one.exact) == (product, also, False)
    assert list(one.wrong) == ["sign", "loop-misses-last", "loop-misses-first"]
    assert one.destroyed == dict.fromkeys("xW", "argument-destroyed")
    case = arguments((4, 3), (2, 3))
    assert one.sizes(*case) == "for 4 samples, 3 inputs and 2 classes"
    assert one.lengths(*case) == {"samples": 4, "inputs": 3, "classes": 2}
    assert len(one.trial) == len(telling_sizes(3)) + 2
    again = row("f", "x (n,d), W (m,d) -> y (n,m)", AXES, product, {}).trial
    assert all(map(np.array_equal, sum(one.trial, ()), sum(again, ())))
    last_left_out = one.wrong["loop-misses-last"][0](*one.trial[0])
    assert np.array_equal(last_left_out[:-1], product(*one.trial[0])[:-1])
    assert not last_left_out[-1].any()
    assert [one.signature.lengths(*case) for case in one.trial[:1]] == [
        {"samples": 4, "inputs": 3, "classes": 2}
    ]


def test_a_row_describes_a_function_of_windows(rng):
    places = {
        "r": lambda of: (of["H"] - of["h"]) // of["stride"] + 1,
        "s": lambda of: (of["W"] - of["w"]) // of["stride"] + 1,
    }
    axes = {"n": "image", "H": "row of the image", "W": "column of the image", "r": "row"}
    axes |= {"s": "column", "h": "row of the window", "w": "column of the window"}
    one = row(
        "pool",
        "x (n,H,W), shape [h,w], stride () -> y (n,r,s)",
        axes,
        len,
        {},
        draws={"stride": one_of(2)},
        follows=places,
        trial=[],
    )
    x, shape, stride = case = one.signature.case(rng, (3, 5, 4, 2, 3))
    assert (x.shape, shape, stride) == ((3, 5, 4), (2, 3), 2)
    assert one.lengths(*case) == {
        **{"images": 3, "rows of the image": 5, "columns of the image": 4},
        **{"rows": 2, "columns": 1, "rows of the window": 2, "columns of the window": 3},
    }
    assert one.sizes(*case) == "for x of shape (3, 5, 4), shape = (2, 3) and stride = 2"
    assert one.along == dict.fromkeys("xy", ("image", "row", "column"))
    assert one.trial == []
    assert len(one.signature.cases(rng)) == len(telling_sizes(5)) + 3
    assert list(one.wrong) == ["sign"]  # a window runs to where an axis ends


def test_a_function_is_tried_with_sizes_that_a_course_names():
    one = row("f", "x (n) -> y (n)", {"n": "sample"}, np.copy, {}, tried=[(5,), (1,)])
    assert [x.shape for (x,) in one.trial] == [(5,), (1,)]


def test_a_row_describes_a_count(rng):
    def terms(samples, bits):
        return {"count": {"bits": samples * bits}}

    axes = {"samples": "sample"}
    one = row("f", "samples (), bits () -> count ()", axes, lambda n, b: n * b, {}, terms=terms)
    assert (one.exact, one.terms, one.wrong) == (True, terms, {})
    assert one.signature.case(rng, (5,), bits=2) == (5, 2)
    assert one.sizes(3, 8) == "for 3 samples and bits = 8"
    assert one.sizes(1, None) == "for 1 sample"


def test_what_lies_along_two_axes_alone_has_no_name():
    one = row("f", "x (n,d), W (m,d,n) -> y (n,m)", AXES, len, {})
    assert one.along == {"W": ("class", "input", "sample")}


def test_a_course_has_its_own_words_for_loops_and_arguments():
    mine = {"loop-misses-last": [max]}
    one = row("f", "x (n)->y (n)", AXES, np.copy, mine, leaves={"x": "x-destroyed"})
    assert one.wrong["loop-misses-last"][0] is max
    assert one.destroyed == {"x": "x-destroyed"}


@pytest.mark.parametrize(
    ("shapes", "known"),
    [
        ("x (n)->total ()", {"sign"}),
        ("x (n)->first (n), second (n)", {"sign", "order-swapped"}),
        ("x (n), k () -> y (n)", {"sign"}),
    ],
)
def test_no_loop_is_known_to_fall_short_where_there_is_no_array_or_more_than_one(shapes, known):
    assert {*row("f", shapes, AXES, np.copy, {}, trial=()).wrong} == known


def test_arguments_come_in_other_types_and_layouts(rng):
    x, W, label = rng.normal(size=(4, 3)), rng.normal(size=(2, 3)), np.arange(4)
    cases = kinds(rng, (x, 7, W, label))
    assert all(case[1] == 7 and case[3] is label for case in cases)
    assert all((case[0].shape, case[2].shape) == (x.shape, W.shape) for case in cases)
    whole_x, whole_W, single, fine, by_column, with_gaps = cases
    assert whole_x[0].dtype.kind == whole_W[2].dtype.kind == "i"
    assert whole_x[2] is W
    assert whole_W[0] is x
    assert {value.dtype for value in (single[0], single[2])} == {np.dtype("float32")}
    for value in (fine[0], fine[2]):
        assert np.all(value.astype(np.float32) != value)
    for value in (by_column[0], by_column[2]):
        assert value.flags.f_contiguous
        assert not value.flags.c_contiguous
    for case in (by_column, with_gaps):
        assert np.array_equal(case[0], x)
        assert np.array_equal(case[2], W)
    assert not with_gaps[0].flags.forc
    assert not with_gaps[2].flags.forc


def test_digits_that_a_shorter_type_would_round_come_in_the_type_that_was_there(rng):
    *_, fine, _, _ = kinds(rng, (np.ones(3, np.float32),))
    assert fine[0].dtype == np.float32


@pytest.mark.parametrize(
    ("drawn", "step", "size"), [(draw, 1 / 8, 4), (whole, 1, 9)], ids=["draw", "whole"]
)
def test_numbers_are_drawn_that_hide_nothing(rng, drawn, step, size):
    numbers = drawn(rng, 50, 40)
    assert {*np.unique(numbers)} == {
        sign * step * k for sign in (-1, 1) for k in range(1, round(size / step) + 1)
    }
    assert len(np.unique(numbers.sum(1))) > 1
    assert len(np.unique(numbers.sum(0))) > 1


def test_numbers_are_drawn_in_the_type_that_is_asked_for(rng):
    assert draw(rng, 3).dtype == np.float64
    assert draw(rng, 3, dtype=np.float32).dtype == np.float32
