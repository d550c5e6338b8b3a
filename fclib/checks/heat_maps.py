"""Checks of exercise 09: a layer slid over an image, and where its scores are highest."""

from numbers import Real

import numpy as np

from fclib.checks._answers import array, pair, rows, shape
from fclib.checks._arrays import Subject, compare, draw, leaves_arguments, whole
from fclib.checks._core import agree, diagnose, fail, number, one_line, require_answer, spread
from fclib.checks.wrong.heat_maps import WRONG
from fclib.convolution import heat_map
from fclib.data import digit_canvas, load_detector

__all__ = [
    "by_hand",
    "crop",
    "manners",
    "maps",
    "place",
    "places",
    "places_manners",
    "scores",
    "shapes_by_hand",
    "strides",
]

BY_HAND = (
    np.array([[[3.0, 2, 1, 0, 1], [0, 2, 1, 2, 1], [1, 1, 1, -1, 0], [1, 2, 0, 0, 1]]]),
    np.array([[1.0, 2, -1, 3]]),
    np.array([-2.0]),
    (1, 2, 2),
    2,
)
"""The image of the second question, the layer's weights and bias, its window and its stride."""

# (M, C, H, W, height, width): pairwise distinct; square maps; as many outputs as rows or columns,
# where a bias that runs along them raises nothing; a patch as large as the image, and one of 1×1.
MAPS = [
    (2, 3, 5, 7, 2, 4),
    (3, 2, 4, 4, 2, 2),
    (2, 1, 4, 5, 3, 3),
    (4, 2, 3, 5, 2, 2),
    (2, 2, 2, 3, 2, 3),
    (3, 4, 2, 3, 1, 1),
    (2, 2, 3, 3, 2, 2),
    (3, 1, 5, 4, 2, 3),
    (2, 1, 9, 11, 8, 8),
]

# And a stride: one that comes out even, and some that leave pixels over.
STRIDES = [
    (2, 2, 6, 8, 2, 2, 2),
    (3, 1, 7, 6, 2, 3, 2),
    (2, 2, 7, 9, 3, 2, 3),
    (2, 1, 5, 5, 2, 2, 2),
    (3, 2, 4, 7, 1, 1, 3),
    (2, 1, 3, 4, 2, 2, 4),
]

# (rows, columns, k)
PLACES = [(4, 3, 3), (3, 4, 2), (2, 5, 1), (3, 3, 4), (1, 4, 2), (4, 1, 3), (2, 3, 6), (7, 5, 9)]

CANVAS, DIGIT = 10, 3
"""The seed of the canvas, and a digit that is on it once."""


def _heat_sizes(image, W, b, patch_shape, stride):
    return f"for an image {image.shape}, patches {tuple(patch_shape)} and stride {stride}"


HEAT = Subject(
    name="heat_map",
    arguments=("image", "W", "b", "patch_shape", "stride"),
    results=("heat",),
    reference=heat_map,
    wrong=WRONG["heat_map"],
    sizes=_heat_sizes,
    destroyed={"image": "input-destroyed", "W": "weights-destroyed", "b": "weights-destroyed"},
)


def _hottest(heat, k):
    order = np.argsort(np.ravel(heat))[::-1][:k]
    return np.column_stack(np.unravel_index(order, np.shape(heat)))


LOCATE = Subject(
    name="locate",
    arguments=("heat", "k"),
    results=("places",),
    reference=_hottest,
    wrong=WRONG["locate"],
    sizes=lambda heat, k: f"for a map of {heat.shape[0]}×{heat.shape[1]} and k = {k}",
    destroyed={"heat": "input-destroyed"},
)


def shapes_by_hand(map_shape, strided_map_shape, vgg_map_shape):
    """Check the shapes of three maps."""
    _map_shape(map_shape, "map_shape", (21, 49), (28, 56), 1)
    _map_shape(strided_map_shape, "strided_map_shape", (6, 13), (28, 56), 4)
    name, got = "vgg_map_shape", shape(vgg_map_shape, "vgg_map_shape", 3)
    known = {
        (6, 6, 1000): "class-axis-last",
        (1000, 5, 5): "conv-last-position-missing",
        (1000, 12, 12): "conv-padded",
    }
    if got in known:
        fail(f"{name} is {got}", known[got])
    if got != (1000, 6, 6):
        fail(
            f"{name} is {got}, which is not right: "
            f"how many maps, and at how many places does a 7×7 kernel fit?"
        )
    print("shapes: all three maps are right.")


def _map_shape(value, name, want, image, stride):
    got = shape(value, name, 2)
    if got == want:
        return
    known = {
        want[::-1]: "heat-map-axes",
        tuple((size - 8) // stride for size in image): "conv-last-position-missing",
        tuple(size // stride for size in image): "conv-padded",
        tuple(size - 7 for size in image): "stride-ignored",
    }
    if got in known:
        fail(f"{name} is {got}", known[got])
    axis = 0 if got[0] != want[0] else 1
    words = ["row", "column"][axis]
    fail(
        f"{name} is {got}: in which {words}s may the window's upper left corner stand? Count them."
    )


def by_hand(heat):
    """Check the four scores worked out by hand."""
    got, want = rows(heat, "heat_by_hand", "rows of numbers"), heat_map(*BY_HAND)[0]
    if not agree(got, want):
        found = diagnose(lambda *_: got[None], [BY_HAND], heat_map, WRONG["heat_map"])
        if got.shape != want.shape:
            seen = f"heat_by_hand has the shape {got.shape}"
            ask = "which is not right. At how many places does the window stop?"
            fail(seen if found else f"{seen}, {ask}", found)
        r, s = np.argwhere(~np.isclose(got, want))[0]
        seen = f"heat_by_hand[{r}][{s}] = {number(got[r, s])} is not right"
        if found is None:
            seen += (
                ". Where does the window stand then? Write its four\n"
                "pixels down in the order of the weights: four products, then the bias."
            )
        fail(seen, found)
    print("heat_by_hand: all four scores are right.")


def maps(heat_map, seed=1):
    """Check maps of every place, for sizes equal and different."""
    rng = np.random.default_rng(seed)
    drawn = [_drawn(rng) for _ in range(2)]
    cases = [_case(rng, *size, 1) for size in [*MAPS, *drawn]]
    compare(HEAT, heat_map, cases)
    print(f"heat_map: right at every place, for {len(cases)} sizes of image and patch.")


def strides(heat_map, seed=2):
    """Check windows that move by more than one pixel."""
    rng = np.random.default_rng(seed)
    drawn = [(*_drawn(rng), int(rng.integers(2, 4))) for _ in range(2)]
    cases = [_case(rng, *size) for size in [*STRIDES, *drawn]]
    compare(HEAT, heat_map, cases)
    print(f"heat_map: right for {len(cases)} sizes with strides from 2 to 4.")


def manners(heat_map, seed=3):
    """Check number types and memory layouts, and that the arguments are left alone."""
    rng = np.random.default_rng(seed)
    case, square = _case(rng, 3, 2, 4, 6, 2, 3, 1), _case(rng, 2, 2, 3, 3, 2, 2, 1)
    integers = [
        (whole(rng, *image.shape), *layer)
        for image, *layer in (case, square, _case(rng, 2, 1, 5, 4, 3, 3, 1))
    ]
    single = _changed(case, lambda array: array.astype(np.float32))
    layouts = [_changed(case, np.asfortranarray), _changed(square, spread)]
    pointwise = _case(rng, 2, 3, 2, 4, 1, 1, 1)
    compare(HEAT, heat_map, [*integers, single, *layouts, pointwise])
    leaves_arguments(HEAT, heat_map, [case, square])
    print("heat_map: takes whole numbers, float32 and views, and leaves image, W and b alone.")


def places(locate, seed=4):
    """Check the highest places of maps, positive and negative."""
    rng = np.random.default_rng(seed)
    rows, columns = rng.integers(2, 7, 2).tolist()
    sizes = [*PLACES, (rows, columns, int(rng.integers(1, rows * columns)))]
    cases = [(_heat(rng, *size, negative=n % 2 == 1), k) for n, (*size, k) in enumerate(sizes)]
    compare(LOCATE, locate, cases)
    print(f"locate: right for {len(sizes)} maps, square and negative ones among them.")


def places_manners(locate, seed=5):
    """Check number types and memory layouts, and that the map is left alone."""
    rng = np.random.default_rng(seed)
    heat, square = _heat(rng, 3, 4), _heat(rng, 4, 4)
    cases = [
        ((8 * heat).astype(np.int64), 4),
        (heat.astype(np.float32), 3),
        (np.asfortranarray(heat), 5),
        (np.asfortranarray(square), 3),
        (spread(heat), 3),
        (square.T, 4),
    ]
    compare(LOCATE, locate, cases)
    leaves_arguments(LOCATE, locate, [(heat, 3), (square, 2)])
    print("locate: takes whole numbers, float32 and views, and leaves the map alone.")


def scores(value):
    """Check the eleven maps of the canvas."""
    image, want = canvas_scores()
    got = array(value, "scores", "slide the first layer over image, the second over hidden")
    if got.shape != want.shape:
        fail(f"scores has shape {got.shape}, expected {want.shape}: a map for each class.")
    if _close(got, want):
        print("scores: 11 maps, and every one of 1029 windows in each.")
        return
    W1, b1, W2, b2 = load_detector()
    linear = heat_map(heat_map(image, W1, b1, (1, 8, 8)), W2, b2, (32, 1, 1))
    if _close(got, linear):
        fail("scores are those of the two layers alone. What happens to hidden in between?")
    if _close(got, np.maximum(0, want)):
        fail("scores have lost their negative numbers: only the hidden layer has a ReLU.")
    fail(
        "scores are not what the two layers say of this canvas.\n"
        "Is heat_map right in the cells above, and are image, W1, b1, W2 and b2 unchanged?"
    )


def place(value):
    """Check where the digit that is asked for is found."""
    name, (_, heat) = "place", canvas_scores()
    want = tuple(_hottest(heat[DIGIT], 1)[0].tolist())
    require_answer(value, name, "put a pair (row, column) there")
    if isinstance(value, np.ndarray):
        value = value.tolist()
    if isinstance(value, tuple | list) and len(value) == 1:  # the list that locate returns
        [value] = value
    if isinstance(value, np.ndarray):
        value = value.tolist()
    if isinstance(value, Real):
        fail(f"{name} is {number(value)}", "locate-flat")
    got = pair(value, name)
    known = {
        want[::-1]: "locate-axes",
        tuple(_hottest(-heat[DIGIT], 1)[0].tolist()): "locate-coldest",
    }
    shown = one_line(f"({', '.join(map(number, got))})")
    if got in known:
        fail(f"{name} is {shown}", known[got])
    if got != want:
        fail(f"{name} is {shown}: in the map of which class did you look for the digit {DIGIT}?")
    print(f"place: the {DIGIT} is at row {want[0]}, column {want[1]}.")


def crop(value):
    """Check the scores of one window that the two layers see alone."""
    name, (_, heat) = "crop_scores", canvas_scores()
    r, s = _hottest(heat[DIGIT], 1)[0]
    got = array(value, name, "put the eleven scores of the window at place there")
    if got.shape not in {(11,), (1, 11), (11, 1), (11, 1, 1)}:
        fail(f"{name} has shape {got.shape}, expected (11,): a score for each class.")
    if not _close(got.ravel(), heat[:, r, s]):
        fail(
            f"{name}[{DIGIT}] = {number(got.ravel()[DIGIT])} is not what the map has at place.\n"
            f"Which 8×8 pixels did you cut out, and did they go through both layers and the ReLU?"
        )
    print("crop: the map says of this window what the two layers say of it alone.")


def canvas_scores():
    """Return the canvas and its scores, of shape (11, 21, 49)."""
    # Some digits that took no part in training.
    unseen = np.random.default_rng(0).permutation(1797)[:360]
    image = digit_canvas(rng=np.random.default_rng(CANVAS), choose_from=unseen).image
    W1, b1, W2, b2 = load_detector()
    hidden = np.maximum(0, heat_map(image, W1, b1, (1, 8, 8)))
    return image, heat_map(hidden, W2, b2, (32, 1, 1))


def _close(got, want):
    # Two layers with sums of up to 64 products: float32 is allowed, whose roundings add up to less.
    return np.allclose(got, want, rtol=0, atol=1e-4)


def _drawn(rng):
    M, C, height, width = rng.integers((1, 1, 1, 2), 4).tolist()  # no patches of one column
    more_rows, more_columns = rng.integers(1, 5, 2).tolist()
    return M, C, height + more_rows, width + more_columns, height, width


def _case(rng, outputs, channels, H, W, height, width, stride):
    """Draw an image and a layer; one score at least is negative, so that an activation shows."""
    while True:
        image = draw(rng, channels, H, W)
        layer = draw(rng, outputs, channels * height * width), draw(rng, outputs)
        case = image, *layer, (channels, height, width), stride
        if heat_map(*case).min() < 0:
            return case


def _changed(case, change):
    return *map(change, case[:3]), *case[3:]


def _heat(rng, rows, columns, negative=False):
    """Draw a map without ties, with positive numbers and negative ones or only these."""
    highest = 0 if negative else rows * columns // 2 + 1
    return (highest - 1 - rng.permutation(rows * columns).reshape(rows, columns)) / 8
