"""Checks of the shapes of maps that exercise 09 asks for by hand."""

from typing import Any

from fclib.checks.engine.answers import shape
from fclib.checks.engine.failing import fail


def shapes_by_hand(map_shape: Any, strided_map_shape: Any, vgg_map_shape: Any) -> None:
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
    if got[0] != 1000 and got[1:] == (6, 6):
        fail(f"{name} is {got}: the places are right. There is a map for each of VGG16's classes.")
    if got == (1000, 1, 1):
        ask = "At how many places does it fit?"
        fail(f"{name} is {got}: that is for a kernel as large as the map. {ask}")
    if got[1:] == (378, 378):
        ask = "fc6 slides over what pool5 leaves. At how many places?"
        fail(f"{name} is {got}: that is for the image itself, and {ask}")
    if got != (1000, 6, 6):
        fail(
            f"{name} is {got}, which is not right: "
            f"how many maps, and at how many places does a 7×7 kernel fit?"
        )
    print("shapes: all three maps are right.")


def _map_shape(value: Any, name: str, want: Any, image: Any, stride: int) -> None:
    got = shape(value, name, 2)
    if got == want:
        return
    known = {
        "conv-last-position-missing": [(size - 8) // stride for size in image],
        "conv-padded": [size // stride for size in image],
        "stride-ignored": [size - 7 for size in image],
    }
    if got == want[::-1]:
        fail(f"{name} is {got}", "heat-map-axes")
    for id_, each in known.items():  # it may come out right along one axis
        if all(one in (right, wrong) for one, right, wrong in zip(got, want, each, strict=True)):
            fail(f"{name} is {got}", id_)
    if got == tuple(size // 8 for size in image):
        fail(f"{name} is {got}: that is for windows that do not overlap. They move by {stride}.")
    axis = 0 if got[0] != want[0] else 1
    words = ["row", "column"][axis]
    fail(
        f"{name} is {got}: in which {words}s may the window's upper left corner stand? Count them."
    )
