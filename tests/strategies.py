"""Hypothesis strategies for layers of any size, in any memory layout."""

import numpy as np
from hypothesis import strategies as st

FLOATS = (np.float32, np.float64)
LAYOUTS = ("C", "F", "strided", "reversed")


def exact_array(rng, shape, dtype=np.float64, layout="C"):
    """Draw multiples of 1/4 from −4 to 4: sums of their products are exact, also in float32."""
    return laid_out((rng.integers(-16, 17, size=shape) / 4).astype(dtype), layout)


def laid_out(array, layout):
    """Return the same numbers, laid out in another way in memory."""
    if layout == "F":
        return np.asfortranarray(array)
    if layout == "strided":
        return np.repeat(array, 2, axis=-1)[..., ::2]
    if layout == "reversed":
        return array[::-1].copy()[::-1]
    return array


@st.composite
def layers(draw, image=False):
    """Draw (x, W, b, grad_y) of matching shapes, sizes 0 and 1 included."""
    n, in_features, out_features = (draw(st.integers(0, 5), label=name) for name in "NDM")
    shape = (in_features,)
    if image:
        shape = tuple(draw(st.lists(st.integers(0, 3), min_size=3, max_size=3), label="C,H,W"))
        in_features = int(np.prod(shape))
    dtype = draw(st.sampled_from(FLOATS), label="dtype")
    layout = draw(st.sampled_from(LAYOUTS), label="layout")
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1), label="seed"))
    return (
        exact_array(rng, (n, *shape), dtype, layout),
        exact_array(rng, (out_features, in_features), dtype, layout),
        exact_array(rng, (out_features,), dtype),
        exact_array(rng, (n, out_features), dtype, layout),
    )
